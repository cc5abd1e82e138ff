import Market
import Store
import TestSupport
import Testing

@Suite("Names of datasets")
struct DatasetNameTests {
  @Test("a name is a word", arguments: ["btc", "BTC-2025_q1.v2", "7"])
  func valid(text: String) throws {
    #expect(try DatasetName(text).text == text)
  }

  @Test(
    "a name is never a path",
    arguments: ["", "../btc", "a/b", ".hidden", "..", "a b", "é", String(repeating: "x", count: 65)])
  func invalid(text: String) {
    #expect(throws: Problem.self) { try DatasetName(text) }
  }
}

@Suite("The folder of datasets")
struct DatasetFolderTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  @Test("datasets are the SQLite files in it, in order")
  func names() throws {
    let folder = DatasetFolder(root: scratch.path)
    #expect(folder.names().isEmpty)
    for name in ["eth", "btc"] { try folder.openForImport(name).merge(ramp(.klines, every: .hour, count: 2)) }
    try scratch.write("not one", to: "datasets/README.md")
    #expect(folder.names().map(\.text) == ["btc", "eth"])
    #expect(try folder.open("btc").name == "btc")
  }

  @Test("a missing dataset is answered with the nearest one there is")
  func nearest() throws {
    let folder = DatasetFolder(root: scratch.path)
    try folder.openForImport("btc-2025").merge(ramp(.klines, every: .hour, count: 2))
    let problem = #expect(throws: Problem.self) { try folder.open("btc-2052") }
    #expect(
      problem?.description == "there is no dataset 'btc-2052' in \(scratch.path)/datasets; did you mean 'btc-2025'?")
    #expect(problem?.fault == .input)
  }

  @Test("without any dataset a message says how to make one")
  func none() throws {
    let problem = try #require(throws: Problem.self) { try DatasetFolder(root: scratch.path).open("btc") }
    #expect(problem.remedy?.contains("data import PATH --into btc") == true)
  }

  @Test("the current folder has no prefix, so that messages show what users typed", arguments: ["", "."])
  func here(root: String) {
    #expect(DatasetFolder(root: root).path == "datasets")
  }
}
