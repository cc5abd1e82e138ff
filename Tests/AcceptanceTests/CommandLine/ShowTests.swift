import Foundation
import Testing

@Suite("A kept result is printed again, and nothing is run for it")
struct ShowTests {
  private let tool: CommandLineTool

  init() throws { tool = try CommandLineTool(demoDays: 40) }

  /// What a terminal that is as wide as what is kept would show, and the document.
  private func printed(_ arguments: [String]) throws -> (text: String, document: String) {
    func run(_ format: String) throws -> String {
      let answer = try tool.run(arguments + ["--format", format], environment: ["COLUMNS": "100"])
      #expect(answer.status == 0, "\(answer.errors)")
      return answer.output
    }
    return (try run("table"), try run("json"))
  }

  private func show(_ arguments: String...) throws -> String {
    let answer = try tool.run(arguments)
    #expect(answer.status == 0 && answer.errors.isEmpty, "\(answer.errors)")
    return answer.output
  }

  private func hash(_ document: String) throws -> String {
    try #require(try CommandLineTool.document(document)["hash"] as? String)
  }

  /// Without the line that says where it was written.
  private func body(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("Written to ") }
      .joined(separator: "\n")
  }

  private static let study = [
    "study", "stress-fade", "--signal", "stress", "--calibrate", "0", "--placebos", "0",
  ]

  /// The data are gone, and so is the strategy: whatever is printed was kept.
  private func takeAway() throws {
    try FileManager.default.removeItem(atPath: tool.root + "/datasets")
    try FileManager.default.removeItem(atPath: tool.root + "/strategies")
  }

  @Test(
    "of every kind: the text, the document to the byte, and rows where there are any",
    arguments: [
      ("runs", ["replay", "stress-fade"], "trades.csv"), ("study", study, "study.csv"),
      ("runs", ["compare", "stress-fade", "funding-side", "--replicates", "100"], "compare.csv"),
      ("runs", ["regress", "forward(1h) ~ premium"], "regression.csv"),
      ("runs", ["validate", "stress-fade", "--replicates", "10"], "folds.csv"),
    ])
  func kinds(command: String, line: [String], rows: String) throws {
    _ = try printed(line)
    let (text, document) = try printed(line)
    let hash = String(try hash(document).prefix(8))
    try takeAway()
    let shown = try show(command, "show", hash)
    #expect(body(text).hasPrefix(shown.trimmingCharacters(in: .newlines)), "\(shown)")
    #expect(shown.count > 300)
    func lasting(_ json: String) throws -> NSDictionary {
      let document = NSMutableDictionary(dictionary: try CommandLineTool.document(json))
      for key in ["seconds", "test_log"] { document.removeObject(forKey: key) }
      return document
    }
    let kept = try show(command, "show", hash, "--format", "json")
    #expect(try lasting(kept) == lasting(document))
    let csv = try show(command, "show", hash, "--format", "csv")
    let folder = try #require(try folder(hash))
    #expect(FileManager.default.contents(atPath: "\(tool.root)/results/\(folder)/\(rows)") == Data(csv.utf8))
    #expect(try show(command, "show", "latest") == shown)
    #expect(try show(command, "show", folder) == shown)
    #expect(try show(command, "show", "results/\(folder)/") == shown)
  }

  private func folder(_ hash: String) throws -> String? {
    try FileManager.default.contentsOfDirectory(atPath: tool.root + "/results").first { $0.hasSuffix(hash) }
  }

  @Test(
    "a sweep goes by its own hash and by that of its trials, has no time in its text, and its rows are in the store")
  func sweep() throws {
    let line = ["sweep", "stress-fade", "--grid", "entry=1,2"]
    let (_, document) = try printed(line)
    let trials = try #require(try CommandLineTool.document(document)["trials_hash"] as? String)
    let shown = try show("sweep", "show", String(trials.prefix(12)))
    #expect(try show("sweep", "show", hash(document)) == shown)
    #expect(
      shown.replacing("\n", with: " ").contains("best 2 of 2 by Sharpe, lower bound")
        && !shown.contains("from the store in"))
    let rows = try tool.run("sweep", "show", "latest", "--format", "csv")
    #expect(rows.status == 2 && rows.errors.contains("its command line with --format csv"), "\(rows.errors)")
    _ = try printed(line + ["--rank", "total_return"])
    let several = try tool.run("sweep", "show", String(trials.prefix(12)))
    #expect(several.status == 2 && several.errors.contains("the trials of 2 results; say one of"), "\(several.errors)")
    let other = try tool.run("study", "show", String(try hash(document).prefix(8)))
    #expect(other.status == 2 && other.errors.contains("is a sweep and no study"), "\(other.errors)")
  }

  @Test(
    "a file that was changed is not shown: text, rows and document",
    arguments: [("table", "run.txt"), ("csv", "trades.csv"), ("json", "run.json")])
  func changed(format: String, file: String) throws {
    let answer = try tool.run(["replay", "stress-fade", "--no-report", "--format", "json"])
    let name = try #require(try folder(String(try hash(answer.output).prefix(8))))
    let path = "\(tool.root)/results/\(name)/\(file)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try tool.write(text + "1", to: "results/\(name)/\(file)")
    let shown = try tool.run("runs", "show", "latest", "--format", format)
    #expect(shown.status == 1 && shown.errors.contains("\(name)/\(file) is not as it was written"), "\(shown.errors)")
    #expect(shown.errors.contains("command line again") && !shown.output.contains(text))
    let verified = try tool.run("runs", "verify")
    #expect(verified.status == 1 && verified.output.contains("\(file) is not as it was written"), "\(verified.output)")
    _ = try tool.run(["replay", "stress-fade", "--no-report"])
    #expect(try show("runs", "show", "latest", "--format", format) == text)
  }

  @Test("what was not kept, was changed or is not known is said")
  func refusals() throws {
    #expect(try tool.run("runs", "show", "latest").errors.contains("nothing was kept yet"))
    let (_, document) = try printed(Self.study)
    let hash = String(try hash(document).prefix(8))
    let folder = try #require(try folder(hash))
    #expect(try tool.run("sweep", "show", "latest").errors.contains("no sweep was kept yet"))
    #expect(try tool.run("scan", "show", "latest").errors.contains("run 'hindcast scan --market NAME' first"))
    #expect(
      try tool.run("study", "show", folder.replacing("stress", with: "strss").dropLast(8) + "0000000g").errors.contains(
        "did you mean '\(folder)'?"))
    // The same rules under another name are the same result, which the hash behind any name finds.
    #expect(try tool.run("study", "show", "other-\(hash)").status == 0)
    #expect(try tool.run("study", "show", "0123456789").errors.contains("there is no result '0123456789'"))
    // As a result of an earlier version is, which kept its document and its page.
    try FileManager.default.removeItem(atPath: "\(tool.root)/results/\(folder)/study.txt")
    let earlier = try tool.run("study", "show", hash)
    #expect(earlier.status == 2 && earlier.output.isEmpty)
    #expect(
      earlier.errors.contains("was kept without study.txt")
        && earlier.errors.contains("--format json prints study.json"))
    try tool.write("{}\n", to: "results/\(folder)/study.json")
    let edited = try tool.run("study", "show", hash, "--format", "json")
    #expect(edited.status == 1 && edited.errors.contains("study.json is not as it was written"), "\(edited.errors)")
    #expect(!edited.output.contains("{}"))
    try FileManager.default.removeItem(atPath: "\(tool.root)/results/\(folder)")
    #expect(try tool.run("study", "show", hash).errors.contains("--identity"))
    #expect(try show("runs", "show", hash, "--identity").contains("kind study\n"))
  }
}
