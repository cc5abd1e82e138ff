import Foundation
import Testing

/// What a validation prints is what its folder holds, and the flags that cut the data are refused in words.
@Suite("A validation from the shell")
struct ValidateCommandTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 60)
  }

  private func validate(_ arguments: String...) throws -> CommandLineTool.Answer {
    try tool.run(["validate", "stress-fade", "--replicates", "50"] + arguments)
  }

  private func document(_ arguments: String...) throws -> [String: Any] {
    let answer = try tool.run(
      ["validate", "stress-fade", "--replicates", "50", "--no-report", "--format", "json"] + arguments)
    return try answer.document()
  }

  @Test("windows, paths, nulls, purged rows and checks are in the document, and the same line gives the same figures")
  func whole() throws {
    let grid = ["--grid", "entry=0.5:1.5:0.5", "--grid", "lookback=6h,1d"]
    let document = try document(grid[0], grid[1], grid[2], grid[3])
    #expect(document["sets"] as? Int == 6)
    #expect((document["walk_forward"] as? [Any])?.count == 9)
    #expect((document["paths"] as? [Any])?.count == 9)
    let checks = try #require(document["checks"] as? [[String: Any]])
    #expect(checks.count == 9)
    #expect(
      checks.filter { $0["finding"] as? String == "not_asked" }.map { $0["name"] as? String } == ["beats_benchmark"])
    let purged = try #require(document["purged_rows"] as? [String: Any])
    #expect((purged["outcome"] as? Int ?? 0) > 0 && (purged["embargo"] as? Int ?? 0) > 0)
    let purge = try #require(document["purge"] as? [String: Any])
    // A day of 5m bars, of which the last is a row's own.
    #expect(purge["look_back_bars"] as? Int == 287)
    #expect(purge["embargo_bars"] as? Int == 172)
    var again = try self.document(grid[0], grid[1], grid[2], grid[3])
    var first = document
    for key in ["seconds"] { (again[key], first[key]) = (nil, nil) }
    #expect(NSDictionary(dictionary: again) == NSDictionary(dictionary: first))
    let printed = try validate(grid[0], grid[1], grid[2], grid[3])
    #expect(printed.output.contains("Verdict: \(document["verdict_text"] as? String ?? "?")".prefix(60)))
    #expect(printed.output.contains("Written to"))
  }

  @Test("without a grid the file's own parameters are judged on all of the data")
  func oneSet() throws {
    let document = try document()
    #expect(document["sets"] as? Int == 1)
    #expect((document["walk_forward"] as? [Any])?.count == 1)
    #expect(document["oos_days"] as? Int == 60)
    #expect(((document["combinatorial"] as? [String: Any])?["cannot_say"] as? String)?.contains("one") == true)
  }

  @Test(
    "a cut that cannot be made is refused with what would do",
    arguments: [
      (["--train", "50d", "--test", "20d"], "need 70 days and the window has 60"),
      (["--test", "36h"], "not a number of whole days"), (["--groups", "1"], "--groups from 2"),
      (["--horizon", "7m"], "multiple of 5m"), (["--rank", "win_rate"], "sharpe_lower"),
      (["--select", "plato"], "plateau"),
    ])
  func refused(flags: [String], says: String) throws {
    let answer = try tool.run(["validate", "stress-fade", "--no-report", "--grid", "entry=1,2"] + flags)
    #expect(answer.status == 2)
    #expect(answer.errors.contains(says), "\(answer.errors)")
  }

  @Test(
    "a flag that says how to choose is refused where there is nothing to choose from",
    arguments: [["--train", "20d"], ["--anchored"], ["--test-groups", "3"], ["--select", "plateau"]])
  func nothingToChoose(flags: [String]) throws {
    let answer = try tool.run(["validate", "stress-fade", "--no-report"] + flags)
    #expect(answer.status == 2)
    #expect(answer.errors.contains(flags[0]) && answer.errors.contains("--grid"), "\(answer.errors)")
  }
}
