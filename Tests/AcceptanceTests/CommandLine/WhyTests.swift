import Foundation
import Testing

/// What `runs why` says of two replays.
@Suite("Why two kept replays differ")
struct WhyTests {
  private let tool: CommandLineTool

  init() throws { tool = try CommandLineTool(demoDays: 40) }

  /// The hash of the run.
  private func replay(_ arguments: String...) throws -> String {
    let answer = try tool.run(["replay"] + arguments + ["--no-report", "--format", "json"])
    return try #require(try answer.document()["hash"] as? String)
  }

  private func why(_ a: String, _ b: String) throws -> [[String: String]] {
    let answer = try tool.run("runs", "why", a, b, "--format", "json")
    #expect(answer.status == 0, "\(answer.errors)")
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[String: Any]])
    return rows.map { $0.compactMapValues { $0 as? String } }
  }

  /// The instant behind the last ` at ` of what differs.
  private func instant(_ what: String?) throws -> String {
    try #require(what?.components(separatedBy: " at ").last)
  }

  @Test("a parameter is followed to the first signal, the first decision and the first fill that it changes")
  func parameter() throws {
    let (a, b) = (try replay("stress-fade"), try replay("stress-fade", "--set", "entry=1.7"))
    let rows = try why(a, b)
    let what = rows.compactMap { $0["what"] }
    #expect(what.first == "parameter entry")
    let signal = try #require(rows.first { $0["what"]?.hasPrefix("signal stress at ") ?? false }, "\(what)")
    #expect(signal["first"] == "holds" && signal["second"] == "does not hold")
    let decision = try #require(rows.first { $0["what"]?.hasPrefix("decision at ") ?? false }, "\(what)")
    #expect(decision["first"] == "short 1.0" && decision["second"] == "none")
    #expect(what.last?.hasPrefix("ledger entry ") == true)
    let ledger = try #require(rows.last?["first"])
    // What is decided at a close fills at the open that it is.
    let (known, decided) = (try instant(signal["what"]), try instant(decision["what"]))
    #expect(known <= decided && ledger.replacing("T", with: " ").hasPrefix(decided), "\(known) \(decided) \(ledger)")
    let text = try tool.run("runs", "why", a, b).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("They differ in parameter entry first: 1.5 beside 1.7."), "\(text)")
    #expect(text.contains("The first value that differs is signal stress, known at \(known)"), "\(text)")
    #expect(text.contains("They decide otherwise for the first time at the close of \(decided)"), "\(text)")
  }

  @Test("costs alone change no signal and no decision, and that is said")
  func costs() throws {
    let a = try replay("stress-fade")
    try tool.write(
      try String(contentsOfFile: tool.root + "/strategies/stress-fade.yaml", encoding: .utf8)
        .replacing("taker: 5bps", with: "taker: 4bps"), to: "strategies/stress-fade.yaml")
    let b = try replay("stress-fade")
    #expect(!(try why(a, b)).contains { $0["what"]?.hasPrefix("signal") ?? true })
    let text = try tool.run("runs", "why", a, b).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      text.contains("Every signal that both have is the same") && text.contains("They decide the same."), "\(text)")
    #expect(text.contains("They differ in the strategy first: taker(0.0005) beside taker(0.0004)."), "\(text)")
    #expect(text.contains("is at another rate: 0.0005 beside 0.0004"), "\(text)")
  }

  @Test("a universe is followed to the member whose weight differs first, and legs to the leg whose ratio does")
  func several() throws {
    #expect(try tool.run("data", "demo", "--coins", "--days", "40").status == 0)
    let coins = ["momentum-across", "--market", "coins", "--set", "window=3d"]
    let whole = try tool.run(["replay"] + coins + ["--no-report", "--format", "json"])
    let a = try #require(try whole.document()["hash"] as? String)
    let changed = try tool.run(["replay"] + coins + ["--set", "skip=2d", "--no-report", "--format", "json"])
    let b = try #require(try changed.document()["hash"] as? String)
    let rows = try why(a, b)
    let what = rows.compactMap { $0["what"] }
    #expect(what.first == "parameter skip")
    #expect(what.contains { $0.hasPrefix("signal past of ") }, "\(what)")
    let weight = try #require(what.first { $0.hasPrefix("weight of ") }, "\(what)")
    #expect(what.last?.hasPrefix("ledger entry ") == true)
    let text = try tool.run("runs", "why", a, b).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("They decide otherwise for the first time at the close of \(try instant(weight))"), "\(text)")

    try tool.write(
      """
      name: pair
      market: coins
      legs: { a: AMBERUSDT, b: { instrument: BASALTUSDT, ratio: -1 } }
      long:
        enter: a.close > lag(a.close, 24)
        exit: a.close < lag(a.close, 24)
      costs: { taker: 5bps }
      """ + "\n", to: "strategies/pair.yaml")
    let one = try replay("pair")
    try tool.write(
      try String(contentsOfFile: tool.root + "/strategies/pair.yaml", encoding: .utf8)
        .replacing("ratio: -1", with: "ratio: -0.5"), to: "strategies/pair.yaml")
    let other = try replay("pair")
    let legs = try why(one, other)
    #expect(legs.contains { $0["what"]?.hasPrefix("ratio of b at ") == true }, "\(legs)")
    #expect(legs.last?["first"]?.contains(" b fee ") == true, "\(legs)")
  }

  @Test("what becomes of the rest when a leg ends is the reason, and not a decision")
  func legEnd() throws {
    func table(_ hours: Int, _ price: Int) -> String {
      "time,open,high,low,close,volume\n"
        + (0..<hours).map { hour in
          let close = price + hour * hour % 13
          return
            "2025-03-\(String(format: "%02d %02d", 1 + hour / 24, hour % 24)):00:00,\(close),\(close + 2),\(close - 2),\(close),\(9 + hour * hour % 7)\n"
        }.joined()
    }
    for (name, kind, hours, price) in [("perp", "klines", 90, 500), ("pair", "spot", 60, 490)] {
      try tool.write(table(hours, price), to: "files/\(name).csv")
      _ = try tool.run(
        "data", "import", "files/\(name).csv", "--into", "ending", "--venue", "binance", "--symbol", "BTCUSDT",
        "--kind",
        kind)
    }
    let text = """
      legs:
        perp: { instrument: perpetual, taker: 5bps }
        spot: { instrument: spot, taker: 10bps }
      short: { enter: perp.close > 1, exit: perp.close < 1 }
      """
    try tool.write(text + "\n", to: "strategies/ending.yaml")
    let close = try replay("ending", "--market", "ending", "--missing-funding", "zero")
    try tool.write(text + "\non_leg_end: keep\n", to: "strategies/ending.yaml")
    let keep = try replay("ending", "--market", "ending", "--missing-funding", "zero")
    let said = try tool.run("runs", "why", close, keep).output.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(said.contains("They differ in the strategy first: none beside on_leg_end(keep)."), "\(said)")
    #expect(
      said.contains(
        "in the first run alone: leg 'spot' had ended (delisting), upon which 'on_leg_end: close' acts and 'on_leg_end: keep' does not."
      ), "\(said)")
  }

  @Test("a dataset that is gone is a reason, and the ledgers are compared all the same")
  func gone() throws {
    let (a, b) = (try replay("stress-fade"), try replay("stress-fade", "--set", "entry=1.7"))
    try FileManager.default.removeItem(atPath: tool.root + "/datasets/demo.sqlite")
    let text = try tool.run("runs", "why", a, b).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("Signals and decisions are not compared: there is no dataset 'demo'"), "\(text)")
    #expect(text.contains("ledger entry "), "\(text)")
  }
}
