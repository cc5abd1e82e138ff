import Market
import Replay
import Signals
import Testing

@Suite("What a position of legs does, by hand")
struct LegScenesTests {
  private func bars(_ closes: [Double]) -> [[Double]] {
    closes.indices.map { row in
      let (open, close) = (row == 0 ? closes[0] : closes[row - 1], closes[row])
      return [open, max(open, close), min(open, close), close]
    }
  }

  /// Opens that follow no close before them.
  @Test("A carry of one coin: basis 20, funding 18.02, fees -180.77, together -142.75 (golden-margin, section 11)")
  func golden() throws {
    let start = Instant(year: 2025, month: 1, day: 1)
    // Bought at the open of the second bar, sold at the open of the last.
    let spot = flat([60_000, 60_000, 60_070, 60_170, 59_870, 60_500])
    let perp = flat([60_030, 60_030, 60_100, 60_200, 59_900, 60_510])
    let stamps = [(2, 60_100.0), (3, 60_200), (4, 59_900)].map { row, mark in
      Settlement(instant: start + .hours(8) * row, rate: 0.0001, price: mark, priceSource: .mark)
    }
    let market = LegMarket(
      [("perp", LegMarket.perp, perp), ("spot", LegMarket.spot, spot)], settlements: [stamps, []],
      interval: .hours(8), start: start)
    // One coin: the dearer close is 60,030.
    let run = try market.run(
      [0: -1, 4: 0],
      [LegTerms(name: "perp", costs: Costs(taker: 5e-4)), LegTerms(name: "spot", costs: Costs(taker: 1e-3))],
      ratios: [1, -1], hedge: .coins, equity: 60_030)
    let account = try #require(run.legs)
    #expect(account.legs[0].quantity[2] == -1)
    #expect(account.legs[1].quantity[2] == 1)
    #expect(account.legs[0].sums.price == -480_000_000)
    #expect(account.legs[1].sums.price == 500_000_000)
    #expect(account.total.price == 20_000_000)
    #expect(account.total.funding == 18_020_000)
    #expect(account.legs[0].sums.fees == -(30_015_000 + 30_255_000))
    #expect(account.legs[1].sums.fees == -(60_000_000 + 60_500_000))
    #expect(account.total.fees == -180_770_000)
    #expect(account.total.net == -142_750_000)
    #expect(Money.text(account.total.net) == "-142.750000")
  }

  @Test("Closes at which the whole's size or a leg's ratio is not known are counted while nothing is held")
  func unknown() throws {
    let rows = flat([100, 100, 101, 102, 103, 104, 105, 106])
    let market = LegMarket([("perp", LegMarket.perp, rows), ("other", LegMarket.other, rows)])
    func counts(_ words: String, ratio: String = "-1") throws -> OrderCounts {
      try market.run(
        """
        legs: { perp: binance:BTCUSDT, other: { instrument: binance:ETHUSDT, ratio: "\(ratio)" } }
        \(words)
        costs: free
        """
      ).orders
    }
    func long(above price: Double) -> String { "long: { enter: perp.close > \(price), exit: perp.close < 0 }" }
    // A change over three bars is known from the fourth close on, at which it is entered.
    let ratio = "-1 - change(other.close, 3)"
    let ratios = try counts(long(above: 0), ratio: ratio)
    #expect(ratios.unknownRatios == 3 && ratios.unknownSizes == 0)
    #expect(try counts("position: 0.5", ratio: ratio).unknownRatios == 3)
    let sizes = try counts(long(above: 0) + "\nsize: 1 + change(perp.close, 2)")
    #expect(sizes.unknownSizes == 2 && sizes.unknownRatios == 0)
    // Known from the first close on, and above zero until 104.5.
    #expect(try counts(long(above: 101) + "\nsize: (104.5 - perp.close) / perp.close").unknownSizes == 0)
    #expect(try counts(long(above: 104) + "\nsize: (104.5 - perp.close) / perp.close").unknownSizes == 2)
  }

  @Test("A leg without a bar fills when its bar is there, and nothing is decided while one is missing")
  func missing() throws {
    let gone = [Double](repeating: .nan, count: 4)
    var perp = flat([100, 100, 101, 102, 103, 104, 105, 106])
    var spot = flat([100, 100, 101, 102, 103, 104, 105, 106])
    spot[1] = gone
    spot[2] = gone
    perp[6] = gone
    let market = LegMarket([("perp", LegMarket.perp, perp), ("spot", LegMarket.spot, spot)])
    let terms = [LegTerms(name: "perp", costs: .free), LegTerms(name: "spot", costs: .free)]
    let run = try market.run([0: -1, 5: 0], terms, ratios: [1, -1])
    let legs = try #require(run.legs).legs
    #expect(legs[0].quantity == [0, -100, -100, -100, -100, -100, -100, 0])
    #expect(legs[1].quantity == [0, 0, 0, 100, 100, 100, 0, 0])
    // Short at 100, and the coin bought two bars later for 102.
    #expect(legs[1].sums.price == 300 * Money.scale)
    #expect(legs[0].sums.price == -600 * Money.scale)
    #expect(run.trades.count == 1)
    let decidable = try LegDecisions(
      ScriptedDecisions([:]), terms: terms, ratios: [.constant(1), .constant(-1)], on: market.tape()
    ).decidable
    #expect((0..<8).filter { decidable[$0] } == [0, 3, 4, 5, 7])
  }

  @Test("The other side is entered when every leg of this one is out")
  func reversal() throws {
    let gone = [Double](repeating: .nan, count: 4)
    let perp = flat([100, 100, 100, 100, 100, 100])
    var spot = perp
    spot[3] = gone
    let market = LegMarket([("perp", LegMarket.perp, perp), ("spot", LegMarket.spot, spot)])
    let terms = [LegTerms(name: "perp", costs: .free), LegTerms(name: "spot", costs: .free, borrow: 0)]
    let run = try market.run([0: -1, 2: 1], terms, ratios: [1, -1])
    let legs = try #require(run.legs).legs
    #expect(legs[0].quantity == [0, -100, -100, 0, 100, 100])
    #expect(legs[1].quantity == [0, 100, 100, 100, -100, -100])
    #expect(run.trades.map(\.ending) == [.reversal, .open])
  }

  @Test("Interest on borrowed coins is paid at midnight and when they are given back")
  func interest() throws {
    let prices = flat([Double](repeating: 100, count: 60))
    let market = LegMarket(
      [("perp", LegMarket.perp, prices), ("spot", LegMarket.spot, prices)],
      start: Instant(year: 2025, month: 1, day: 1, hour: 12))
    let terms = [LegTerms(name: "perp", costs: .free), LegTerms(name: "spot", costs: .free, borrow: 0.365)]
    let run = try market.run([0: 1, 40: 0], terms, ratios: [1, -1], equity: 10_000)
    let entries = run.ledger.filter { $0.kind == .financing }
    // 0.1% a day of 10,000: from 13:00 to midnight, a day, and from midnight to 05:00 of the third day.
    #expect(entries.map(\.amount) == [11, 24, 5].map { -Money.rounded(10.0 * Double($0) / 24 * Money.scale) })
    #expect(run.legs?.legs[0].sums.financing == 0)
  }

  @Test("What is bought outright and the margins of the others cannot exceed equity: all are cut alike")
  func cut() throws {
    let prices = flat([Double](repeating: 100, count: 10))
    let market = LegMarket([("perp", LegMarket.perp, prices), ("spot", LegMarket.spot, prices)])
    let run = try market.run(
      """
      legs: { perp: { instrument: perpetual, leverage: 4 }, spot: { instrument: spot } }
      size: "if(perp.close > 0, 1, 2)"
      short: { enter: "hour() == 1" , exit: "hour() == 20"}
      costs: free
      """)
    let legs = try #require(run.legs)
    #expect(legs.cutOrders == 1)
    #expect(abs(legs.legs[0].quantity[4] + 80) < 1e-9)
    #expect(abs(legs.legs[1].quantity[4] - 80) < 1e-9)
  }

  @Test("A leg that drifts is brought back, and all with it")
  func drift() throws {
    let perp = flat([100, 100, 100, 100, 100, 100, 100])
    let other = flat([100, 100, 104, 111, 111, 111, 111])
    let market = LegMarket([("perp", LegMarket.perp, perp), ("other", LegMarket.other, other)])
    let text = """
      legs: { perp: perpetual, other: ETHUSDT }
      drift: 10%
      long: { enter: "close > 0" }
      costs: free
      """
    let run = try market.run(text)
    let account = try #require(run.legs)
    // 10,000 long and 10,000 short; at 111 the short is 11,100 and equity 8,900: 2,200 too much.
    #expect(account.driftOrders == 1)
    #expect(account.legs[1].quantity[3] == -100)
    #expect(abs(account.legs[1].quantity[4] + 8_900 / 111) < 1e-9)
    #expect(abs(account.legs[0].quantity[4] - 89) < 1e-9)
    #expect(run.trades.count == 1)
  }

  @Test("What is bought outright cannot be liquidated; a perpetual beside it can, and what it leaves is sold")
  func liquidation() throws {
    let start = [100.0, 100, 100, 100]
    let up = [[100.0, 121, 100, 120], [120.0, 120, 120, 120], [120.0, 120, 120, 120]]
    let rows = [start, start, start] + up
    let market = LegMarket([("spot", LegMarket.spot, rows), ("perp", LegMarket.perp, rows)])
    let terms = [
      LegTerms(name: "spot", costs: .free),
      LegTerms(name: "perp", costs: Costs(maintenance: 0.1, liquidationFee: 0.01)),
    ]
    // 0.1 of equity in coins, five times equity short: equity is the maintenance margin at x with
    // 10,000 + 10 (x - 100) - 500 (x - 100) = 0.1 * 500 x
    let run = try market.run([0: 1], terms, ratios: [0.1, -5])
    let price = 59_000.0 / 540
    let entry = try #require(run.ledger.first { $0.kind == .liquidation })
    #expect(abs(entry.price - price) < 1e-9)
    #expect(entry.leg == 1)
    let legs = try #require(run.legs).legs
    #expect(legs[1].quantity == [0, -500, -500, 0, 0, 0])
    #expect(legs[0].quantity == [0, 10, 10, 10, 0, 0])
    #expect(run.figures.liquidations == 1)
    #expect(run.trades.map(\.ending) == [.liquidation])
    #expect(run.figures.finalEquity > 0)
  }

  @Test("A dated future is settled where it expires, and the other leg goes at that open")
  func expiry() throws {
    let future = Instrument(venue: "binance", symbol: "BTCUSDT_250328", type: .future)
    #expect(future.contract.expiry == Instant(year: 2025, month: 3, day: 28, hour: 8))
    let gone = [Double](repeating: .nan, count: 4)
    let perp = flat([100, 100, 101, 102, 103, 104])
    let dated = flat([105, 105, 105, 103.5]) + [gone, gone]
    let market = LegMarket(
      [("dated", future, dated), ("perp", LegMarket.perp, perp)],
      start: Instant(year: 2025, month: 3, day: 28, hour: 4))
    let terms = ["dated", "perp"].map { LegTerms(name: $0, costs: Costs(taker: 0.001)) }
    let run = try market.run([0: -1], terms, ratios: [1, -1], hedge: .coins, equity: 10_500)
    let legs = try #require(run.legs).legs
    // Sold at 105 and settled at the last price of 103.5, without a fee; bought at 100 and sold at 103.
    #expect(legs[0].quantity == [0, -100, -100, -100, 0, 0])
    #expect(legs[1].quantity == [0, 100, 100, 100, 0, 0])
    #expect(legs[0].sums.price == 150 * Money.scale)
    #expect(legs[1].sums.price == 300 * Money.scale)
    #expect(legs[0].sums.fees == -10.5 * Money.scale)
    #expect(legs[1].sums.fees == -20.3 * Money.scale)
    #expect(run.trades.map(\.ending) == [.expiry])
  }

  @Test("A leg with a margin of its own dies alone, and loses no more than that; what is left goes at the next open")
  func isolated() throws {
    let rows = flat([100, 100]) + [[100, 125, 100, 124], [124, 124, 124, 124], [124, 124, 124, 124]]
    let market = LegMarket([("perp", LegMarket.perp, rows), ("spot", LegMarket.spot, rows)])
    let own = Costs(maintenance: 0.05, liquidationFee: 0.01)
    let terms = [
      LegTerms(name: "perp", costs: own, leverage: 5, isIsolated: true), LegTerms(name: "spot", costs: .free),
    ]
    let run = try market.run([0: -0.8], terms, ratios: [1, -1])
    let legs = try #require(run.legs).legs
    // 80 coins each, 8,000 and 1,600 of margin: short at 100, that is 5% of 80 x at 9,600 / 84.
    let price = 9_600.0 / 84
    let entry = try #require(run.ledger.first { $0.kind == .liquidation })
    #expect(abs(entry.price - price) < 1e-9 && entry.leg == 0)
    #expect(legs[0].quantity == [0, -80, 0, 0, 0])
    #expect(legs[1].quantity == [0, 80, 80, 0, 0])
    #expect(abs(legs[0].sums.net / Money.scale + 80 * (price - 100) + 0.8 * price) < 1e-5)
    #expect(legs[0].sums.net / Money.scale > -1_600)
    // The coin went on to 124.
    #expect(legs[1].sums.net == 1_920 * Money.scale)
    // Past the margin the venue bears what is lacking: a bar that opens at 130.
    let gap = LegMarket([
      ("perp", LegMarket.perp, flat([100, 100, 130, 130])), ("spot", LegMarket.spot, flat([100, 100, 130, 130])),
    ])
    let lost = try #require(gap.run([0: -0.8], terms, ratios: [1, -1]).legs)
    #expect(lost.legs[0].sums.net == -1_600 * Money.scale)
  }

  @Test("At an open that leaves nothing of the purse the venue comes before the orders: none of the legs fills")
  func ruined() throws {
    // Long 600 and short 300 on 10,000; at 82 and 100 the first has lost 10,800.
    let long = flat([100, 100, 82, 82, 82])
    let short = flat([100, 100, 100, 100, 100])
    let market = LegMarket([("perp", LegMarket.perp, long), ("other", LegMarket.other, short)])
    let terms = ["perp", "other"].map { LegTerms(name: $0, costs: Costs(taker: 0.001)) }
    let run = try market.run([0: 6, 1: 0], terms, ratios: [1, -0.5])
    #expect(run.trades.map(\.ending) == [.liquidation])
    #expect(run.figures.finalEquity == 0 && run.equity.allSatisfy { $0 >= 0 })
    #expect(run.ledger.filter { $0.kind == .fee }.count == 2)
    // As long as something is left, they do.
    let near = LegMarket([("perp", LegMarket.perp, flat([100, 100, 84, 84, 84])), ("other", LegMarket.other, short)])
    #expect(try near.run([0: 6, 1: 0], terms, ratios: [1, -0.5]).trades.map(\.ending) == [.exit])
  }

  @Test("A leg whose own margin an open has used up is the venue's; what goes with it at that open goes all the same")
  func ruinedAlone() throws {
    let perp = flat([100, 100, 130, 130, 130])
    let market = LegMarket([("perp", LegMarket.perp, perp), ("spot", LegMarket.spot, perp)])
    let terms = [
      LegTerms(name: "perp", costs: .free, leverage: 5, isIsolated: true), LegTerms(name: "spot", costs: .free),
    ]
    let left = try market.run([0: -0.8, 1: 0], terms, ratios: [1, -1])
    #expect(left.legs?.legs.map(\.quantity) == [[0, -80, 0, 0, 0], [0, 80, 0, 0, 0]])
    #expect(left.legs?.legs[0].sums.net == -1_600 * Money.scale)
    // What was to be kept goes at the next open, as after any liquidation.
    let kept = try market.run([0: -0.8, 1: -0.4], terms, ratios: [1, -1])
    #expect(kept.legs?.legs.map(\.quantity) == [[0, -80, 0, 0, 0], [0, 80, 80, 0, 0]])
    #expect(kept.legs?.legs[0].sums.net == -1_600 * Money.scale)
  }

  @Test("Interest that is owed for borrowed coins comes before what the venue bears: equity is never below zero")
  func owed() throws {
    let rows = flat([Double](repeating: 100, count: 12) + [130, 130])
    let market = LegMarket([("spot", LegMarket.spot, rows)])
    let terms = [LegTerms(name: "spot", costs: .free, borrow: 0.365)]
    let run = try market.run([0: -4], terms, ratios: [1])
    #expect(run.ledger.contains { $0.kind == .financing })
    #expect(run.figures.finalEquity == 0 && run.equity.allSatisfy { $0 >= 0 })
  }
}
