import Foundation
import Testing

@Suite("A portfolio from the command line")
struct PortfolioCommandTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool()
    let made = try tool.run("data", "demo", "--coins", "--days", "130")
    #expect(made.status == 0, "\(made.errors)")
  }

  private static func text(_ universe: String) -> String {
    """
    interval: 1h
    universe: \(universe)
    parameters: { window: 3d }
    weight: share_across(-demean_across(rank_across(mean(funding_rate, window))))
    rebalance: 1d
    costs: { taker: 5bps, slippage: 1bps }

    """
  }

  private func number(_ key: String, _ object: [String: Any]) -> Double { object[key] as? Double ?? .nan }

  @Test("splits the result by instrument and by source, and the parts add up; says who came and went")
  func document() throws {
    try tool.write(Self.text("all"), to: "strategies/p.yaml")
    let document = try tool.run("replay", "p", "--market", "coins", "--format", "json").document()
    let portfolio = try #require(document["portfolio"] as? [String: Any])
    let net = number("net", portfolio)
    #expect(abs(["price", "funding", "costs"].map { number($0, portfolio) }.reduce(0, +) - net) < 1e-6)
    #expect(abs(number("final_equity", document) - 10_000 - net) < 1e-6)
    let members = try #require(portfolio["members"] as? [[String: Any]])
    #expect(members.count == 8)
    #expect(abs(members.map { number("net", $0) }.reduce(0, +) - net) < 1e-6)
    #expect(
      members.filter { $0["delisted"] as? Bool == true }.map { $0["instrument"] as? String } == ["demo:HAZELUSDT"])
    // Planted: dear ones are short and cheap ones long, and funding is what that earns.
    #expect(number("funding", portfolio) > 100)
    #expect(number("gross_max", portfolio) < 1.2)
    let notes = try #require(document["notes"] as? [String]).joined(separator: "\n")
    #expect(notes.contains("HAZELUSDT") && notes.contains("GARNETUSDT"))
    #expect(!notes.contains("Survivorship"))
  }

  @Test("is the same whatever the order of the list, in every byte of its ledger")
  func order() throws {
    var ledgers: [String] = []
    for list in ["[AMBERUSDT, DUNEUSDT, CEDARUSDT]", "[CEDARUSDT, AMBERUSDT, DUNEUSDT]"] {
      try tool.write(Self.text(list), to: "strategies/p.yaml")
      let answer = try tool.run("replay", "p", "--market", "coins", "--no-report")
      #expect(answer.status == 0, "\(answer.errors)")
      #expect(answer.output.contains("Survivorship"))
      let line = try #require(answer.output.split(separator: "\n").first { $0.hasPrefix("Written to ") })
      let folder = "\(tool.root)/\(line.dropFirst(11).prefix { $0 != " " })"
      ledgers.append(try String(contentsOfFile: folder + "/ledger.csv", encoding: .utf8))
      #expect(try String(contentsOfFile: folder + "/instruments.csv", encoding: .utf8).hasPrefix("instrument,price,"))
    }
    #expect(ledgers[0] == ledgers[1])
    #expect(ledgers[0].hasPrefix("time,instrument,kind,amount"))
    let again = try tool.run("runs", "verify")
    #expect(again.status == 0, "\(again.output)\(again.errors)")
  }

  @Test("is swept, validated and compared, and a trial of a sweep is its replay")
  func research() throws {
    try tool.write(Self.text("all"), to: "strategies/p.yaml")
    let sweep = try tool.run(
      "sweep", "p", "--market", "coins", "--grid", "window=1d,3d,7d", "--rank", "total_return", "--format", "json")
    #expect(sweep.status == 0, "\(sweep.errors)")
    let best = try #require((try sweep.document()["best"] as? [[String: Any]])?.first)
    let window = try #require((best["parameters"] as? [String: Any])?["window"] as? String)
    let replay = try tool.run(
      "replay", "p", "--market", "coins", "--set", "window=\(window)", "--format", "json", "--no-report"
    ).document()
    #expect(best["trades"] as? Int == replay["trades"] as? Int)
    #expect(best["final_equity"] as? Double == replay["final_equity"] as? Double)
    let validation = try tool.run("validate", "p", "--market", "coins", "--grid", "window=1d,3d,7d", "--format", "json")
    #expect(validation.status == 0, "\(validation.errors)")
    try tool.write(Self.text("top(quote_volume, 4, 7d)"), to: "strategies/q.yaml")
    let comparison = try tool.run("compare", "p", "q", "--market", "coins", "--replicates", "100")
    #expect(comparison.status == 0, "\(comparison.errors)")
  }

  @Test(
    "is refused where it cannot be meant",
    arguments: [
      ("[AMBERUSDT, BASALTUSD]", "BASALTUSDT"), ("[AMBERUSDT]", "is demo:AMBERUSDT alone"),
      ("top(open_interest, 3)", "open_interest"),
    ])
  func refused(universe: String, why: String) throws {
    try tool.write(Self.text(universe), to: "strategies/bad.yaml")
    let answer = try tool.run("replay", "bad", "--market", "coins")
    #expect(answer.status == 2)
    #expect(answer.errors.contains(why), "\(answer.errors)")
  }

  @Test("is refused by what looks at one instrument")
  func one() throws {
    try tool.write(Self.text("all"), to: "strategies/p.yaml")
    let sweep = try tool.run(
      "sweep", "p", "--grid", "window=1d,2d", "--signal", "mean(funding_rate, window)", "--forward", "8h",
      "--market", "coins")
    #expect(sweep.status == 2)
    #expect(sweep.errors.contains("holds a universe"), "\(sweep.errors)")
    let held = try tool.run("replay", "p", "--market", "coins", "--benchmark", "hold")
    #expect(held.errors.contains("hold:AMBERUSDT"), "\(held.errors)")
  }

  @Test("a signal is studied across the universe: who earns more is asked at every stamp")
  func study() throws {
    try tool.write(Self.text("top(quote_volume, 6, 10d)"), to: "strategies/p.yaml")
    let document = try tool.run(
      "study", "p", "--signal", "rank_across(-mean(funding_rate, window))", "--forward", "24h", "--market", "coins",
      "--calibrate", "0", "--format", "json"
    ).document()
    #expect(document["market"] as? String == "coins")
    #expect((document["expression"] as? String)?.hasSuffix(" where top(quote_volume,6,10d)") == true)
    let horizon = try #require((document["horizons"] as? [[String: Any]])?.first)
    let markets = try #require(horizon["markets"] as? [[String: Any]])
    #expect(markets.count == 8 && markets.contains { $0["market"] as? String == "demo:AMBERUSDT" })
    let across = try #require(horizon["cross_section"] as? [String: Any])
    #expect(across["markets"] as? Int == 6)
    let log = try #require(document["test_log"] as? [[String: Any]])
    #expect(log.count == 1 && log.first?["distinct"] as? Int == 8)
    let one = try tool.run(
      "study", "p", "--signal", "mean(funding_rate, window)", "--market", "coins", "--instrument", "AMBERUSDT",
      "--calibrate", "0", "--format", "json", "--no-report"
    ).document()
    #expect(one["instrument"] as? String == "demo:AMBERUSDT")
  }
}
