import Foundation
import Testing

@Suite("A strategy of several legs from the command line")
struct LegsCommandTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 60)
  }

  private static let carry = """
    legs: { perp: perpetual, spot: { instrument: spot, borrow: 8% } }
    hedge: coins
    interval: 1h
    parameters: { level: 0.5bps }
    short: { enter: "mean(perp.funding_rate, 3d) > level", exit: "mean(perp.funding_rate, 3d) < 0" }
    costs: { slippage: 1bps }

    """

  @Test("is replayed: the document splits the result by leg and by source, and the parts add up")
  func document() throws {
    try tool.write(Self.carry, to: "strategies/carry.yaml")
    let document = try tool.run("replay", "carry", "--market", "demo", "--format", "json").document()
    let legs = try #require(document["legs"] as? [String: Any])
    func number(_ key: String, _ object: [String: Any]) -> Double { object[key] as? Double ?? .nan }
    let parts = ["basis", "funding", "costs", "financing"].map { number($0, legs) }
    let net = number("net", legs)
    #expect(abs(parts.reduce(0, +) - net) < 1e-6)
    #expect(abs(number("final_equity", document) - 10_000 - net) < 1e-6)
    let each = try #require(legs["legs"] as? [[String: Any]])
    #expect(each.map { $0["leg"] as? String } == ["perp", "spot"])
    #expect(abs(each.map { number("net", $0) }.reduce(0, +) - net) < 1e-6)
    #expect(number("funding", each[1]) == 0)
    #expect((document["trades"] as? Int ?? 0) > 0)
    // Coins against coins: what price does is left out of it.
    #expect(abs(number("basis", legs)) < 100)
  }

  @Test("stands as rows beside one of one instrument: one header, and whose each row is")
  func severalAsRows() throws {
    try tool.write(Self.carry, to: "strategies/carry.yaml")
    try tool.write("position: 1\ncosts: free\ninterval: 1h\n", to: "strategies/hold.yaml")
    let answer = try tool.run("replay", "carry", "hold", "--market", "demo", "--format", "csv")
    let rows = answer.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.first?.prefix(4) == ["strategy", "trade", "instrument", "side"])
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    #expect(Set(rows.dropFirst().map { $0[0] }) == ["carry", "hold"])
    let refused = try tool.run(
      "replay", "carry", "hold", "--market", "demo", "--format", "csv", "--explain", "funding")
    #expect(refused.status != 0 && refused.errors.contains("do not say whose they are"))
  }

  @Test("writes a ledger that says which leg, and a page that says where it came from")
  func files() throws {
    try tool.write(Self.carry, to: "strategies/carry.yaml")
    let answer = try tool.run("replay", "carry", "--market", "demo")
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.output.contains("What each leg came to\n"))
    #expect(answer.output.contains("to the last digit"))
    let line = try #require(answer.output.split(separator: "\n").first { $0.hasPrefix("Written to ") })
    let folder = "\(tool.root)/\(line.dropFirst(11).prefix { $0 != " " })"
    let ledger = try String(contentsOfFile: folder + "/ledger.csv", encoding: .utf8).split(separator: "\n")
    #expect(ledger.first == "time,leg,kind,amount,quantity,price,rate,trade,price_source,interval,assumed")
    let sum = ledger.dropFirst().reduce(Decimal(0)) {
      $0 + (Decimal(string: String($1.split(separator: ",")[3])) ?? .nan)
    }
    let equity = try String(contentsOfFile: folder + "/equity.csv", encoding: .utf8).split(separator: "\n")
    #expect(equity.first == "open_time,close_time,equity,perp_quantity,perp_result,spot_quantity,spot_result")
    #expect(Decimal(string: String(equity.last?.split(separator: ",")[2] ?? "")) == Decimal(10_000) + sum)
    let page = try String(contentsOfFile: folder + "/report.html", encoding: .utf8)
    #expect(page.contains("Where it came from") && page.contains("Basis, funding, costs and financing"))
    let again = try tool.run("runs", "verify")
    #expect(again.status == 0, "\(again.output)\(again.errors)")
  }

  @Test("is swept, validated and compared, and a trial of a sweep is its replay")
  func research() throws {
    try tool.write(Self.carry, to: "strategies/carry.yaml")
    let sweep = try tool.run(
      "sweep", "carry", "--market", "demo", "--grid", "level=0.2bps,0.5bps,1bps", "--rank", "total_return", "--format",
      "json")
    #expect(sweep.status == 0, "\(sweep.errors)")
    let best = try #require((try sweep.document()["best"] as? [[String: Any]])?.first)
    let level = try #require((best["parameters"] as? [String: Any])?["level"] as? Double)
    let replay = try tool.run(
      "replay", "carry", "--market", "demo", "--set", "level=\(level)", "--format", "json", "--no-report"
    ).document()
    #expect(best["final_equity"] as? Double == replay["final_equity"] as? Double)
    let validation = try tool.run(
      "validate", "carry", "--market", "demo", "--grid", "level=0.2bps,0.5bps,1bps", "--format", "json")
    #expect(validation.status == 0, "\(validation.errors)")
    let comparison = try tool.run(
      "compare", "carry", "funding-side", "--market", "demo", "--replicates", "100", "--interval", "1h")
    #expect(comparison.status == 0, "\(comparison.errors)")
  }

  @Test("finds the carry of the demo market: what its settlements come to, and nothing of the price")
  func known() throws {
    try tool.write(
      """
      legs: { perp: perpetual, spot: spot }
      hedge: coins
      interval: 1h
      short: { enter: perp.close > 0 }
      costs: free

      """, to: "strategies/always.yaml")
    let document = try tool.run("replay", "always", "--market", "demo", "--format", "json", "--no-report").document()
    let legs = try #require(document["legs"] as? [String: Any])
    let exported = try tool.run(
      "data", "export", "--market", "demo", "--interval", "1h", "--columns", "funding_rate,funding_time,mark",
      "--format", "csv"
    ).output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let head = try #require(exported.first).map(String.init)
    func column(_ name: String) throws -> [Double] {
      let place = try #require(head.firstIndex(of: name))
      return exported.dropFirst().map { Double($0[place]) ?? .nan }
    }
    let (rates, stamps, marks, opens) = try (
      column("funding_rate"), column("funding_time"), column("mark"), column("open")
    )
    // Held from the second bar on, so many coins as 10,000 buys at the first close of the dearer.
    var perCoin = 0.0
    for row in 1..<rates.count where !stamps[row].isNaN && stamps[row] != stamps[row - 1] {
      perCoin += rates[row] * marks[row]
    }
    let coins = 10_000 / opens[1]
    let funding = try #require(legs["funding"] as? Double)
    #expect(abs(funding - coins * perCoin) < 0.01 * funding)
    #expect(funding > 200)
    #expect(abs(legs["basis"] as? Double ?? .nan) < 0.1 * funding)
    #expect(legs["costs"] as? Double == 0)
  }

  @Test("is refused with what would help")
  func refused() throws {
    for (text, words) in [
      ("legs: { perp: perpetual, spot: spot }\nlong: { enter: prp.close > 0 }\n", "did you mean 'perp'?"),
      ("legs: { perp: perpetual, spot: spot }\nlong: { enter: perp.close > 0 }\n", "borrow: 8%"),
      ("legs: { perp: perpetual, twin: DEMOUSDT }\nlong: { enter: perp.close > 0 }\n", "make them one leg"),
      ("legs: { perp: perpetual, eth: ETHUSDT }\nlong: { enter: perp.close > 0 }\n", "DEMOUSDT"),
    ] {
      try tool.write(text, to: "strategies/bad.yaml")
      let answer = try tool.run("replay", "bad", "--market", "demo", "--no-report")
      #expect(answer.status == 2)
      #expect(answer.errors.contains(words), "\(answer.errors)")
    }
  }
}
