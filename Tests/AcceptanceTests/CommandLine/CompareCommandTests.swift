import Foundation
import Testing

@Suite("Strategies side by side from the shell")
struct CompareCommandTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 60)
  }

  private func compare(_ arguments: String...) throws -> [String: Any] {
    try tool.run(["compare"] + arguments + ["--replicates", "200", "--format", "json"]).document()
  }

  private func pairs(_ document: [String: Any]) throws -> [[String: Any]] {
    try #require(document["pairs"] as? [[String: Any]])
  }

  @Test("several values of --set stand side by side, each as the replay of its value")
  func settings() throws {
    let document = try compare("stress-fade", "funding-side", "--market", "demo", "--set", "entry=1,1.5")
    #expect(document["names"] as? [String] == ["stress-fade entry=1", "stress-fade entry=1.5", "funding-side"])
    let runs = try #require(document["strategies"] as? [[String: Any]])
    let replay = try tool.run(
      "replay", "stress-fade", "--market", "demo", "--set", "entry=1", "--no-report", "--format", "json"
    ).document()
    #expect(runs[0]["final_equity"] as? Double == replay["final_equity"] as? Double)
    #expect(try pairs(document).count == 3)
    #expect((try pairs(document)[0]["ledoit_wolf"] as? [String: Any])?["p"] is Double)
    let mix = try #require(document["mix"] as? [String: Any])
    let weights = try #require(mix["weights"] as? [String: Double])
    let total: Double = weights.values.reduce(0, +)
    #expect(abs(total - 1) < 1e-9)
    let verified = try tool.run("runs", "verify")
    #expect(verified.status == 0 && verified.output.contains("the same, bit for bit"), "\(verified.output)")
  }

  @Test("over several markets there are totals, pairs of the totals first, and the same whatever was verified")
  func markets() throws {
    try tool.addDemo(days: 60, seed: 5, into: "other")
    let document = try compare("stress-fade", "funding-side", "--market", "demo,other", "--benchmark", "hold")
    #expect(document["markets"] as? [String] == ["demo", "other"])
    #expect((document["strategies"] as? [Any])?.count == 4)
    let totals = try #require(document["totals"] as? [[String: Any]])
    #expect(totals.map { $0["strategy"] as? String } == ["stress-fade", "funding-side"])
    #expect(totals.allSatisfy { $0["markets"] as? Int == 2 && $0["days"] as? Int == 60 })
    let totalsAgainst = totals.compactMap { $0["against"] as? [String: Any] }
    #expect(totalsAgainst.map { $0["benchmark"] as? String } == ["hold", "hold"])
    #expect(totalsAgainst.allSatisfy { $0["days"] as? Int == 60 && $0["beta"] is Double && $0["alpha_p"] is Double })
    #expect(zip(totals, totalsAgainst).allSatisfy { $0["total_return"] as? Double == $1["strategy_return"] as? Double })
    let pairs = try pairs(document)
    #expect(pairs.map { $0["market"] as? String } == [nil, "demo", "other"])
    let runs = try #require(document["strategies"] as? [[String: Any]])
    #expect(runs.allSatisfy { ($0["against"] as? [String: Any])?["benchmark"] as? String == "hold" })
    let conclusion = try #require(document["conclusion"] as? String)
    #expect(conclusion.contains("over all markets") && conclusion.contains("Against hold over all markets"))
    #expect(conclusion.contains("Against hold market by market"))
    let verified = try tool.run("runs", "verify")
    #expect(verified.status == 0 && verified.output.contains("the same, bit for bit"), "\(verified.output)")
    let shown = try tool.run("runs", "show", "latest")
    #expect(shown.output.contains("Over 2 markets against hold"))
    #expect(shown.output.contains("Over 2 markets") && shown.output.contains("All strategies at equal risk"))
    let rows = try tool.run("runs", "show", "latest", "--format", "csv").output.split(separator: "\n")
    #expect(rows.count == 5 && rows[0].hasPrefix("strategy,market,") && rows[0].contains("information_ratio"))
  }

  @Test("one that never traded says what its rules asked for")
  func idle() throws {
    try tool.write("name: idle\ninterval: 5m\nlong: { enter: close > 1000000000 }\n", to: "strategies/idle.yaml")
    let document = try compare("stress-fade", "idle", "--market", "demo")
    let conclusion = try #require(document["conclusion"] as? String)
    #expect(conclusion.contains("Never traded: idle (long.enter held on 0 of 17280 bars"), "\(conclusion)")
  }

  @Test(
    "what cannot be compared is refused with what would do",
    arguments: [
      (["stress-fade"], "name two strategies"), (["stress-fade", "stress-fade"], "stands here twice"),
      (["stress-fade", "--set", "entri=1,2"], "entry"), (["stress-fade", "--set", "entry=1,1"], "twice"),
      (["stress-fade", "--set", "entry=1,"], "parameter=value,value"),
      (["stress-fade", "funding-side", "--benchmark", "hold:NONE"], "NONE"),
      (["stress-fade", "funding-side", "--benchmark", "stres-fade"], "stress-fade"),
      (["stress-fade", "funding-side", "--from", "2025-06-10", "--to", "2025-06-20", "--benchmark", "hold"], "30"),
    ])
  func refused(arguments: [String], says: String) throws {
    let answer = try tool.run(["compare", "--market", "demo"] + arguments)
    #expect(answer.status == 2, "\(answer.output)")
    #expect(answer.errors.contains(says), "\(answer.errors)")
  }
}

@Suite("A benchmark from the shell")
struct BenchmarkCommandTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 60)
  }

  @Test("what a run was held against is kept beside it and shown again; the run itself is the same without")
  func kept() throws {
    let replay = ["replay", "stress-fade", "--market", "demo", "--no-report"]
    #expect(try tool.run(replay).status == 0)
    let plain = try tool.run("runs", "show", "latest", "--format", "json")
    let held = try tool.run(replay + ["--benchmark", "hold"])
    #expect(held.output.contains("Against hold"))
    let shown = try tool.run("runs", "show", "latest")
    #expect(shown.output.contains("Against hold") && shown.output.contains("Information ratio"))
    let document = try tool.run("runs", "show", "latest", "--format", "json").document()
    #expect((document["against"] as? [String: Any])?["benchmark"] as? String == "hold")
    let own = try plain.document()
    #expect(own["against"] == nil && own["hash"] as? String == document["hash"] as? String)
    #expect(try tool.run("runs", "list", "--format", "csv").output.split(separator: "\n").count == 2)
    let verified = try tool.run("runs", "verify")
    #expect(verified.status == 0 && verified.output.contains("the same, bit for bit"), "\(verified.output)")
  }

  @Test(
    "a sweep ranks by it, a trial's alpha is its replay's, one core and several agree, and the best is tested among all"
  )
  func sweep() throws {
    let line = [
      "sweep", "stress-fade", "--market", "demo", "--grid", "entry=0.5:1.5:0.5", "--grid", "lookback=6h,1d",
      "--benchmark", "hold", "--rank", "information_ratio", "--verify", "3", "--format", "json",
    ]
    let document = try tool.run(line).document()
    #expect(document["verified"] as? Int == 3)
    let best = try #require(document["best"] as? [[String: Any]])
    let ratios = best.compactMap { $0["information_ratio"] as? Double }
    #expect(ratios == ratios.sorted(by: >) && ratios.count == 6)
    let parameters = try #require(best[0]["parameters"] as? [String: Any])
    let replay = try tool.run(
      "replay", "stress-fade", "--market", "demo", "--set", "entry=\(parameters["entry"] ?? "")", "--set",
      "lookback=\(parameters["lookback"] ?? "")", "--benchmark", "hold", "--no-report", "--format", "json",
      "--from", try #require((document["from"] as? String)), "--to", try #require(document["to"] as? String)
    ).document()
    let own = try #require(replay["against"] as? [String: Any])
    #expect(own["alpha_annual"] as? Double == best[0]["alpha_annual"] as? Double)
    #expect(own["beta"] as? Double == best[0]["beta"] as? Double)
    let against = try #require(document["against"] as? [String: Any])
    let trials = try #require(against["trials"] as? [[String: Any]])
    #expect(trials.map { $0["trial"] as? Int } == best.map { $0["trial"] as? Int })
    #expect(trials.compactMap { $0["alpha_stepm_p"] as? Double }.allSatisfy { $0 > 0 && $0 <= 1 })
    let alone = try CommandLineTool(demoDays: 60).runOnOneCore(line + ["--threads", "1"]).document()
    #expect(
      NSDictionary(dictionary: against) == NSDictionary(dictionary: try #require(alone["against"] as? [String: Any])))
  }

  @Test("a validation has a ninth check, and its record out of sample is held against it")
  func validation() throws {
    let document = try tool.run(
      "validate", "stress-fade", "--market", "demo", "--grid", "entry=0.5:1.5:0.5", "--replicates", "50",
      "--benchmark", "hold", "--format", "json"
    ).document()
    let against = try #require(document["against"] as? [String: Any])
    #expect(against["days"] as? Int == document["oos_days"] as? Int)
    let checks = try #require(document["checks"] as? [[String: Any]])
    let check = try #require(checks.first { $0["name"] as? String == "beats_benchmark" })
    #expect(["passed", "failed"].contains(check["finding"] as? String ?? ""))
    #expect((check["figures"] as? [String: Any])?["alpha_annual"] as? Double == against["alpha_annual"] as? Double)
  }

  @Test(
    "is refused where it cannot be meant",
    arguments: [
      (["sweep", "stress-fade", "--grid", "entry=1,2", "--rank", "alpha_annual"], "--benchmark hold"),
      (
        [
          "sweep", "stress-fade", "--signal", "stress", "--forward", "1h", "--grid", "entry=1,2", "--benchmark", "hold",
        ], "studies a signal"
      ),
      (["validate", "stress-fade", "--benchmark", "hold:NONE"], "NONE"),
      (["replay", "stress-fade", "--explain", "funding", "--benchmark", "hold"], "leave out one of --explain"),
      (["replay", "stress-fade", "--benchmark", "idle"], "never traded: long.enter held on 0 of"),
    ])
  func refused(arguments: [String], says: String) throws {
    try tool.write("name: idle\nlong: { enter: close > 1000000000 }\n", to: "strategies/idle.yaml")
    let answer = try tool.run(arguments + ["--market", "demo"])
    #expect(answer.status == 2, "\(answer.output)")
    #expect(answer.errors.contains(says), "\(answer.errors)")
  }
}
