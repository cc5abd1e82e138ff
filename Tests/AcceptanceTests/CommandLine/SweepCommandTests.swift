import Foundation
import Testing

@Suite("Sweeps from the shell")
struct SweepCommandTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 40)
  }

  private func run(_ arguments: [String]) throws -> CommandLineTool.Answer {
    let answer = try tool.run(["sweep", "stress-fade", "--no-report"] + arguments)
    #expect(answer.status == 0, "\(answer.errors)")
    return answer
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    try run(arguments + ["--format", "json"]).document()
  }

  private static let drawn = [
    "--grid", "lookback=6h,1d", "--random", "entry=uniform(0.2,2)", "--random", "exit=normal(0,0.5)", "--where",
    "exit < entry", "--sampler", "sobol",
  ]

  @Test("trials checked one by one are replays to the last bit, of strategies and of signals")
  func verified() throws {
    #expect(try json(Self.drawn + ["--trials", "60", "--verify", "15"])["verified"] as? Int == 15)
    let study = try json(["--signal", "stress", "--forward", "1h", "--grid", "entry=0.5:2:0.25", "--verify", "7"])
    #expect(study["verified"] as? Int == 7)
    #expect(study["rank"] as? String == "hodrick_abs_t")
    for key in ["tried", "significant", "holm_p"] { #expect(study[key] != nil, "\(key)") }
    let looks = try tool.run("study", "log", "--format", "json")
    #expect(looks.output.contains("stress"), "every variant of a signal is a look")
  }

  @Test("the document says what was swept and what the best is worth")
  func document() throws {
    let document = try json(Self.drawn + ["--trials", "40"])
    for key in [
      "trials", "completed", "failed", "reused", "seconds", "best", "deflated_sharpe", "effective_trials", "pbo",
      "space", "where", "seed", "rank", "fingerprint",
    ] { #expect(document[key] != nil, "\(key)") }
    #expect(document["rank"] as? String == "sharpe_lower")
    #expect((document["space"] as? [String])?.count == 3)
    let best = try #require((document["best"] as? [[String: Any]])?.first)
    let parameters = try #require(best["parameters"] as? [String: Any])
    #expect(Set(parameters.keys) == ["entry", "oi_entry", "exit", "lookback"])
  }

  @Test("more draws take over those there were")
  func extended() throws {
    #expect(try json(Self.drawn + ["--trials", "40"])["reused"] as? Int == 0)
    let first = try #require(try json(Self.drawn + ["--trials", "40"])["trials"] as? Int)
    let more = try json(Self.drawn + ["--trials", "80"])
    #expect(more["reused"] as? Int == first)
    #expect(try #require(more["trials"] as? Int) > first)
  }

  @Test("csv and streamed json have one line a trial")
  func streams() throws {
    let lines = try run(["--grid", "entry=0.5:2:0.25", "--format", "csv"]).output.split(separator: "\n")
    #expect(lines.count == 8)
    #expect(lines[0].hasPrefix("trial,market,instrument,from,to,entry,status,final_equity"))
    let objects = try run(["--grid", "entry=0.5:2:0.25", "--format", "json", "--stream"]).output.split(separator: "\n")
    #expect(objects.count == 8)
    for object in objects { #expect(try JSONSerialization.jsonObject(with: Data(object.utf8)) is [String: Any]) }
  }

  @Test("several windows are swept one after the other, each by itself")
  func windows() throws {
    let document = try json([
      "--grid", "entry=1,2", "--window", "2024-07-05:2024-07-15", "--window", "2024-07-15:2024-07-25",
    ])
    let sweeps = try #require(document["sweeps"] as? [[String: Any]])
    #expect(sweeps.map { $0["from"] as? String } == ["2024-07-05T00:00:00Z", "2024-07-15T00:00:00Z"])
    #expect(Set(sweeps.compactMap { $0["hash"] as? String }).count == 2)
  }

  @Test("parameters that cannot be replayed fail with their reason and the others run")
  func failures() throws {
    try tool.write(
      """
      parameters: { entry: 1, fee: 5bps }
      signals: { z: "zscore(close, 6h)" }
      short: { enter: z > entry, exit: z < 0 }
      costs: { taker: fee }
      """, to: "strategies/dear.yaml")
    let answer = try tool.run(
      "sweep", "dear", "--grid", "fee=0.0005,0.5", "--grid", "entry=1,2", "--no-report", "--format", "json")
    let document = try answer.document()
    #expect(document["completed"] as? Int == 2)
    #expect(document["failed"] as? Int == 2)
    let csv = try tool.run(
      "sweep", "dear", "--grid", "fee=0.0005,0.5", "--grid", "entry=1,2", "--no-report", "--format", "csv")
    #expect(csv.output.contains("dear.yaml:4:17: taker is 0.5"))
  }
}
