import Market
import Replay
import Signals
import Testing

@Suite("A leg that is settled in its coin, by hand")
struct CoinLegScenesTests {
  private func at(_ row: Int) -> Instant { Instant(year: 2025, month: 1, day: 1) + .hours(1) * row }

  /// A coin of 50,000 USDT against a perpetual of 51,000 USD, which then trade at 60,000 and at 60,600.
  private func carry(_ weights: [Int: Double], _ costs: Costs = .free) throws -> Run {
    let market = LegMarket(
      [
        ("spot", LegMarket.spot, flat([50_000, 50_000, 60_000, 60_000, 60_000])),
        ("coin", LegMarket.coin, flat([51_000, 51_000, 60_600, 60_600, 60_600])),
      ],
      settlements: [[], [Settlement(instant: at(2), rate: 0.0001, price: 60_300, priceSource: .mark)]])
    return try market.run(
      weights, ["spot", "coin"].map { LegTerms(name: $0, costs: costs) }, ratios: [1, -1], hedge: .coins,
      equity: 50_000)
  }

  @Test(
    "One coin bought and 51,000 dollars of face sold: what is lost in coin is bought at the coin's price in the purse")
  func hedged() throws {
    let run = try carry([0: 1, 2: 0])
    let legs = try #require(run.legs).legs
    #expect(legs.map(\.quantity) == [[0, 1, 1, 0, 0], [0, -51_000, -51_000, 0, 0]])
    // 51,000 / 51,000 - 51,000 / 60,600 of a coin, at 60,000.
    let lost = 60_000 * (1 - 51_000.0 / 60_600)
    #expect(legs[0].sums.price == 10_000 * Money.scale)
    #expect(legs[1].sums.price == -(lost * Money.scale).rounded())
    // Of 0.0001 on 51,000 dollars at a mark of 60,300, in coin, at the open of that bar.
    #expect(legs[1].sums.funding == (51_000 / 60_300.0 * 0.0001 * 60_000 * Money.scale).rounded())
    let entries = run.ledger.filter { $0.leg == 1 }
    #expect(entries.map(\.kind) == [.funding, .price])
    #expect(entries.map(\.coin) == [60_000, 60_000])
    #expect(entries.map(\.quantity) == [-51_000, -51_000] && entries[1].rate == 51_000 && entries[1].price == 60_600)
    #expect(abs((legs[1].coins ?? 0) - (51_000 / 60_300.0 * 0.0001 - 1 + 51_000.0 / 60_600)) < 1e-10)
    #expect(legs[1].settledIn?.coin == "BTC" && legs[1].settledIn?.at == "spot")
    // Before it is closed it is worth the same.
    #expect(run.equity[2] == run.equity[3])
  }

  @Test("Fees and slippage are shares of the face value, in what a dollar of it is worth in the purse")
  func costs() throws {
    let run = try carry([0: 1], Costs(taker: 0.001, slippage: 0.0002, maintenance: 0))
    let dollar = 50_000 / 51_000.0
    let fees = run.ledger.filter { $0.leg == 1 && $0.kind != .funding && $0.kind != .price }
    #expect(fees.map(\.kind) == [.fee, .slippage])
    // Sold: a dollar that is owed costs more, and the price paid is lower.
    #expect(
      fees.map(\.amount)
        == [51_000 * dollar * 1.0002 * 0.001, 51_000 * dollar * 0.0002].map { -($0 * Money.scale).rounded() })
    #expect(abs(fees[0].price - 51_000 / 1.0002) < 1e-8)
  }

  @Test("What is added is entered at its own price and books nothing; what is closed books its share")
  func parts() throws {
    let market = LegMarket([
      ("spot", LegMarket.spot, flat([100, 100, 110, 110, 125, 125, 125])),
      ("coin", LegMarket.coin, flat([100, 100, 110, 110, 125, 125, 125])),
    ])
    // Half a coin for each hundred: 50 coins at 100, then as many as 0.75 of equity is at 110, then a third.
    let run = try market.run([0: -0.5, 2: -0.75, 4: -0.25], freeLegs(["spot", "coin"]), ratios: [0, 1])
    let coin = try #require(run.legs).legs[1]
    #expect(coin.quantity[1] == -5_000)
    let equity = 10_000 + 110 * (-50 + 5_000 / 110.0)
    let second = 0.75 * equity / 110
    #expect(abs(coin.quantity[3] + 5_000 + (second - 50) * 110) < 1e-9)
    let prices = run.ledger.filter { $0.kind == .price }
    // The add booked nothing: what closes after it, and what is left at the end.
    #expect(prices.map(\.instant) == [at(5), at(7)])
    let average = (5_000 + (second - 50) * 110) / second
    #expect(prices.allSatisfy { abs($0.rate - average) < 1e-9 })
    #expect(abs(Money.quote(prices[0].amount + prices[1].amount) - 125 * (-second + second * average / 125)) < 1e-5)
    // Results by bar are what equity is made of.
    for row in run.equity.indices { #expect(coin.result[row] == run.equity[row] - 10_000 * Money.scale) }
  }

  @Test("In one dollar as many coins of it and of spot have no price risk, however they leap")
  func law() throws {
    let closes: [Double] = (0..<200).map { (row: Int) -> Double in 100 + 0.4 * Double(row * 7919 % 101) }
    let rows = closes.indices.map { row in
      let (open, close) = (closes[max(0, row - 1)], closes[row])
      return [open, max(open, close), min(open, close), close]
    }
    let market = LegMarket([("spot", LegMarket.spot, rows), ("coin", LegMarket.coin, rows)])
    let run = try market.run(
      [3: 1, 90: 0, 120: 0.5, 150: 0.9], freeLegs(["spot", "coin"]), ratios: [1, -1], hedge: .coins)
    #expect(run.ledger.count == 5)
    #expect(run.equity.allSatisfy { abs($0 - 10_000 * Money.scale) <= 8 })
  }

  @Test("Contracts are whole: a face value of hundreds of dollars")
  func lots() throws {
    let market = LegMarket(
      [("spot", LegMarket.spot, flat([100, 100, 100])), ("coin", LegMarket.coin, flat([101.7, 101.7, 101.7]))], lot: 1)
    let run = try market.run([0: 1], freeLegs(["spot", "coin"]), ratios: [1, -1], hedge: .coins)
    #expect(run.legs?.legs.map { $0.quantity[1] } == [100, -10_100])
  }

  @Test("The purse is held against coins and dollars together: taken where it is the maintenance of the face value")
  func taken() throws {
    let rise = [[100.0, 100, 100, 100], [100.0, 100, 100, 100], [100.0, 130, 100, 130], [130.0, 130, 130, 130]]
    let market = LegMarket([("spot", LegMarket.spot, rise), ("coin", LegMarket.coin, rise)])
    let terms = [
      LegTerms(name: "spot", costs: .free),
      LegTerms(name: "coin", costs: Costs(maintenance: 0.02, liquidationFee: 0.01)),
    ]
    // 500 coins short on 10,000, which are 50,000 of face: 10,000 - 500 (x - 100) is 2% of that at 118.
    let run = try market.run([0: -5], terms, ratios: [0, 1])
    let step = try #require(run.liquidations.first)
    #expect(abs(step.price - 118) < 1e-9)
    #expect(run.ledger.last?.kind == .liquidation && run.ledger.last?.amount == -500 * Money.scale)
    #expect(run.figures.finalEquity == 500)
    #expect(run.trades.map(\.ending) == [.liquidation])
  }

  @Test(
    "What cannot be counted is refused, with what would make it possible",
    arguments: [
      (["later", "coin"], "account: EUR", "nothing says what BTC is worth in EUR"),
      (["later"], "", "nothing says what BTC is worth in USD"),
      (["perp", "coin"], "", "nothing says what ETH is worth in USDT"),
      (["perp", "abroad"], "", "convert: { USDC: USDCUSDT/spot }"),
      (
        ["spot", "coin"],
        "legs: { spot: BTCUSDT/spot, coin: { instrument: BTCUSD_PERP, leverage: 5, margin: isolated } }\nsize: 0.5",
        "at one rate of 'maintenance'"
      ),
      (["short", "coin"], "", "replay until then with --to"),
    ])
  func refused(_ names: [String], _ text: String, _ said: String) throws {
    let whole = flat([100, 100, 100, 100])
    let ether = Instrument(venue: "binance", symbol: "ETHUSD_PERP")
    let gone = [Double](repeating: .nan, count: 4)
    let made: [String: (Instrument, [[Double]])] = [
      "spot": (LegMarket.spot, whole), "short": (LegMarket.spot, Array(whole.prefix(3)) + [gone]),
      "perp": (LegMarket.perp, whole), "later": (LegMarket.later, whole), "abroad": (LegMarket.abroad, whole),
      "coin": (names[0] == "perp" ? ether : LegMarket.coin, whole),
    ]
    let market = LegMarket(
      try names.map { name in
        let (instrument, rows) = try #require(made[name])
        return (name, instrument, rows)
      }, account: text.hasPrefix("account") ? "EUR" : nil)
    let problem = #expect(throws: Problem.self) {
      if text.isEmpty || text.hasPrefix("account") {
        _ = try market.tape()
      } else {
        _ = try market.run(text + "\nlong: { enter: \"hour() == 1\" }\ncosts: { taker: 0 }")
      }
    }
    #expect("\(problem.map { "\($0)" } ?? "")".contains(said))
  }
}
