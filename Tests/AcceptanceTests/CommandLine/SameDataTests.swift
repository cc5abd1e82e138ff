import Foundation
import Testing

/// What was tested and what is sealed goes by the data: another name is no clean slate.
@Suite("The same data under another name, from the shell")
struct SameDataTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 60)
    try demo("again", days: 60)
  }

  /// The same market, imported anew.
  private func demo(_ name: String, days: Int, seed: Int = 1) throws {
    let seeds = seed == 1 ? [] : ["--seed", "\(seed)"]
    #expect(try tool.run(["data", "demo", "--into", name, "--days", "\(days)"] + seeds).status == 0)
  }

  private func looks(_ market: String, _ more: String...) throws -> (distinct: Int, first: Int) {
    let answer = try tool.run(
      [
        "study", "stress-fade", "--signal", "stress", "--market", market, "--calibrate", "0", "--placebos", "0",
        "--no-report", "--format", "json",
      ] + more)
    let document = try answer.document()
    let tally = try #require((document["test_log"] as? [[String: Any]])?.first)
    return (try #require(tally["distinct"] as? Int), try #require(tally["first_now"] as? Int))
  }

  @Test("tests count on over a copy, another window and another interval, and not over other data")
  func log() throws {
    #expect(try looks("demo") == (1, 1))
    #expect(try looks("again") == (1, 0), "the same look, whatever the dataset is called")
    #expect(try looks("again", "--forward", "2h") == (2, 1))
    #expect(try looks("demo", "--to", "2024-08-15") == (3, 1))
    #expect(try looks("demo", "--from", "2024-08-20") == (3, 1), "what it shares nothing with does not count")
    try demo("other", days: 60, seed: 5)
    #expect(try looks("other") == (1, 1), "the same symbol with other closes")
    let listed = try tool.run("study", "log", "--market", "again", "--format", "csv")
    #expect(listed.output.split(separator: "\n").count == 5, "\(listed.output)")
    #expect(
      try tool.run("study", "log", "--market", "other", "--format", "csv").output.split(separator: "\n").count == 2)
    #expect(try tool.run("study", "log", "--format", "csv").output.split(separator: "\n").count == 6)
  }

  @Test("a condition that is asked for by name is two hypotheses at each horizon, once each")
  func given() throws {
    #expect(try looks("demo") == (1, 1))
    #expect(try looks("demo", "--given", "volume > 100") == (3, 2))
    #expect(try looks("again", "--given", "volume > 100") == (3, 0))
    #expect(try looks("demo", "--given", "hour() < 8") == (5, 2))
    let listed = try tool.run("study", "log", "--market", "demo", "--format", "csv").output
    #expect(
      listed.contains("stress given volume > 100") && listed.contains("stress given not volume > 100"), "\(listed)")
  }

  @Test("trials ever run count on over a copy, and a sweep of the copy finds what was run")
  func trials() throws {
    func sweep(_ market: String, _ grid: String) throws -> [String: Any] {
      let answer = try tool.run(
        "sweep", "stress-fade", "--market", market, "--grid", grid, "--no-report", "--format", "json")
      return try answer.document()
    }
    let first = try sweep("demo", "entry=0.5:2:0.5")
    #expect(first["trials_ever_run"] as? Int == 4)
    let copy = try sweep("again", "entry=0.5:2:0.5")
    #expect(copy["trials_ever_run"] as? Int == 4)
    #expect(copy["reused"] as? Int == 4)
    #expect(try sweep("again", "exit=0,0.1")["trials_ever_run"] as? Int == 5, "entry=1.5 exit=0 was one of them")
    try demo("other", days: 60, seed: 5)
    #expect(try sweep("other", "exit=0,0.1")["trials_ever_run"] as? Int == 2)
  }

  @Test("a seal binds whatever holds the same data, until it is lifted where it was put")
  func seal() throws {
    let sealed = try tool.run("study", "seal", "--market", "demo", "--from", "2024-08-01")
    #expect(sealed.status == 0, "\(sealed.errors)")
    try demo("third", days: 60)
    for market in ["again", "third"] {
      let run = try tool.run("replay", "stress-fade", "--market", market, "--no-report", "--format", "json")
      #expect(run.output.contains("\"to\": \"2024-08-01T00:00:00Z\""))
      #expect(
        run.errors.contains("'\(market)' is a copy of 'demo', which is sealed from 2024-08-01 00:00 UTC on"),
        "\(run.errors)")
      let past = try tool.run("replay", "stress-fade", "--market", market, "--to", "2024-08-10")
      #expect(past.status == 2 && past.errors.contains("is a copy of 'demo'"), "\(past.errors)")
      #expect(
        !(try tool.run("data", "export", "--market", market, "--columns", "close").output.contains("\n2024-08-01T")))
      for command in [["seal", "--last", "20%"], ["unseal"]] {
        let answer = try tool.run(["study"] + command + ["--market", market])
        #expect(answer.status == 2 && answer.errors.contains("--market demo"), "\(answer.errors)")
      }
    }
    try demo("other", days: 60, seed: 5)
    #expect(try tool.run("replay", "stress-fade", "--market", "other", "--no-report").errors.isEmpty)
    #expect(try tool.run("study", "unseal", "--market", "demo").status == 0)
    let free = try tool.run("replay", "stress-fade", "--market", "again", "--no-report", "--format", "json")
    #expect(free.output.contains("\"to\": \"2024-08-30T00:00:00Z\""))
  }

  @Test("a seal whose dataset was deleted holds, and is lifted by name")
  func deleted() throws {
    #expect(try tool.run("study", "seal", "--market", "demo", "--from", "2024-08-01").status == 0)
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: tool.root + "/datasets/demo.sqlite" + suffix)
    }
    try demo("demo", days: 60)
    for market in ["demo", "again"] {
      let run = try tool.run("replay", "stress-fade", "--market", market, "--no-report", "--format", "json")
      #expect(run.output.contains("\"to\": \"2024-08-01T00:00:00Z\""))
    }
    let lifted = try tool.run("study", "unseal", "--market", "demo")
    #expect(lifted.status == 0 && lifted.output.contains("visible again"), "\(lifted.errors)")
    for market in ["demo", "again"] {
      let run = try tool.run("replay", "stress-fade", "--market", market, "--no-report", "--format", "json")
      #expect(run.output.contains("\"to\": \"2024-08-30T00:00:00Z\""))
    }
    #expect(try tool.run("study", "unseal", "--market", "demo").status == 2)
  }
}
