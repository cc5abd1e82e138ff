import Foundation
import Testing

@Suite("The three jobs from the shell")
struct JobsTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 40)
  }

  private func json(_ arguments: String...) throws -> [String: Any] {
    try tool.run(arguments + ["--format", "json"]).document()
  }

  @Test("a replay has the documented keys, a folder of files, and the same bytes when it is run again")
  func replay() throws {
    let document = try json("replay", "stress-fade")
    for key in [
      "run", "hash", "strategy", "parameters", "bars", "trades", "final_equity", "total_return", "sharpe_annual",
      "sortino_annual", "max_drawdown", "price_pnl", "funding_pnl", "fees", "slippage", "liquidations", "turnover",
      "exposure",
    ] { #expect(document[key] != nil, "\(key)") }
    let folder = tool.root + "/results/" + (document["run"] as? String ?? "")
    let names = ["equity.csv", "ledger.csv", "report.html", "run.json", "run.txt", "trades.csv"]
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == names)
    let before = names.map { FileManager.default.contents(atPath: folder + "/" + $0) }
    _ = try json("replay", "stress-fade")
    #expect(names.map { FileManager.default.contents(atPath: folder + "/" + $0) } == before)
    #expect(try tool.run("runs", "verify").output.contains("the same, bit for bit"))
  }

  @Test("the same work under another name stays in the folder it has, which every document of it names")
  func renamed() throws {
    let first = try json("replay", "stress-fade")
    try tool.write(
      try String(contentsOfFile: tool.root + "/strategies/stress-fade.yaml", encoding: .utf8)
        .replacing("name: stress-fade", with: "name: same"), to: "strategies/same.yaml")
    let second = try json("replay", "same", "--no-report")
    #expect(second["strategy"] as? String == "same" && second["hash"] as? String == first["hash"] as? String)
    let folder = try #require(second["run"] as? String)
    #expect(folder == first["run"] as? String)
    let kept = try #require(FileManager.default.contents(atPath: "\(tool.root)/results/\(folder)/run.json"))
    let document = try #require(try JSONSerialization.jsonObject(with: kept) as? [String: Any])
    #expect(document["run"] as? String == folder)
    let text = try tool.run("replay", "same", "--no-report").output.split(whereSeparator: \.isWhitespace)
    #expect(text.joined(separator: " ").contains("Run \(folder)."))
    #expect(try tool.run("runs", "verify").output.contains("the same, bit for bit"))
  }

  @Test("runs of a comparison are not kept, and name no folder")
  func notKept() throws {
    let runs = try json("compare", "stress-fade", "funding-side", "--replicates", "100")["strategies"]
    let documents = try #require(runs as? [[String: Any]])
    #expect(documents.count == 2 && documents.allSatisfy { $0["run"] is NSNull })
  }

  @Test("the amounts of ledger.csv add up to the change in equity, in whole millionths")
  func ledger() throws {
    let document = try json("replay", "stress-fade")
    let folder = tool.root + "/results/" + (document["run"] as? String ?? "")
    let ledger = try String(contentsOfFile: folder + "/ledger.csv", encoding: .utf8)
    let amounts = ledger.split(separator: "\n").dropFirst().map { line in
      Int(line.split(separator: ",", omittingEmptySubsequences: false)[2].filter { $0 != "." }) ?? 0
    }
    let final = try #require(document["final_equity"] as? Double)
    #expect(amounts.count > 10)
    #expect(amounts.reduce(0, +) == Int((final * 1e6).rounded()) - 10_000_000_000)
  }

  @Test("a sweep done again takes every trial from the store and says the same")
  func sweep() throws {
    let first = try json("sweep", "stress-fade", "--grid", "entry=0.5:2:0.5", "--grid", "lookback=6h,1d")
    #expect(first["trials"] as? Int == 8)
    #expect(first["completed"] as? Int == 8)
    #expect(first["reused"] as? Int == 0)
    let second = try json("sweep", "stress-fade", "--grid", "entry=0.5:2:0.5", "--grid", "lookback=6h,1d")
    #expect(second["reused"] as? Int == 8)
    #expect((first["best"] as? NSArray) == (second["best"] as? NSArray))
    let wider = try json("sweep", "stress-fade", "--grid", "entry=0.5:3:0.5", "--grid", "lookback=6h,1d")
    #expect(wider["reused"] as? Int == 8, "an overlapping sweep takes what is there")
  }

  @Test("copies of one trial of a signal count once, and a number has a slope and no difference")
  func signalSweep() throws {
    let line = ["sweep", "stress-fade", "--grid", "exit=1,2", "--grid", "entry=0.5,1.5", "--forward", "1h"]
    let copies = try tool.run(line + ["--signal", "stress", "--format", "json"]).document()
    #expect(copies["trials"] as? Int == 4 && copies["tried"] as? Int == 2)
    let smallest = try #require(copies["smallest_p"] as? Double)
    #expect(copies["holm_p"] as? Double == min(1, 2 * smallest))
    let slope = try tool.run(line + ["--signal", "premium * entry", "--format", "json"]).document()
    let best = try #require((slope["best"] as? [[String: Any]])?.first)
    #expect(best["slope_bps"] is Double && best["difference_bps"] == nil)
    let table = try tool.run(line + ["--signal", "premium * entry"]).output
    #expect(table.contains("Slope") && !table.contains("Difference"))
  }

  @Test("a comparison has a row a strategy and a test a pair")
  func compare() throws {
    let document = try json("compare", "stress-fade", "cumulative-delta")
    #expect((document["strategies"] as? [Any])?.count == 2)
    let pair = try #require((document["pairs"] as? [[String: Any]])?.first)
    for key in ["a", "b", "sharpe_difference", "ci_low", "ci_high", "p"] { #expect(pair[key] != nil, "\(key)") }
  }

  @Test("a study has the documented keys for each horizon and estimator")
  func study() throws {
    let document = try json("study", "stress-fade", "--signal", "stress")
    for key in ["market", "interval", "from", "to", "bars", "signal", "seed", "horizons"] {
      #expect(document[key] != nil, "\(key)")
    }
    let horizon = try #require((document["horizons"] as? [[String: Any]])?.first)
    for key in [
      "forward", "bars_in", "episodes", "mean_in_bps", "median_in_bps", "mean_all_bps", "difference_bps", "estimators",
      "min_detectable_bps", "verdict",
    ] { #expect(horizon[key] != nil, "\(key)") }
    let estimator = try #require((horizon["estimators"] as? [[String: Any]])?.first)
    for key in ["name", "estimate_bps", "se_bps", "t", "p", "null_rejection"] {
      #expect(estimator[key] != nil, "\(key)")
    }
  }
}
