import Market
import TestSupport
import Testing
import Views

/// Ten days of hours at 40,000. In each takers buy 600 of 1,000 contracts, and longs of 100 are closed.
@Suite("Amounts that are counted in contracts")
struct CountedAmountTests {
  private static let bitmex = Instrument(venue: "bitmex", symbol: "XBTUSD")
  private static let okx = Instrument(venue: "okx", symbol: "BTC-USDT-SWAP")
  private static let okxInverse = Instrument(venue: "okx", symbol: "BTC-USD-SWAP")
  private static let deribit = Instrument(venue: "deribit", symbol: "BTC-PERPETUAL")
  private static let gate = ViewMarkets.gate
  /// It counts coins, and nothing says what a contract of it would be.
  private static let unsized = ViewMarkets.binance

  private static func rows(
    _ kind: SeriesKind, of instrument: Instrument, _ columns: [(String, Unit, Double)],
    every cadence: Interval? = .hour,
    count: Int = 240
  ) -> Series {
    let descriptor = SeriesDescriptor(
      instrument: instrument, kind: kind, cadence: cadence, columns: columns.map { ColumnDescriptor($0.0, $0.1) })
    return Series(
      descriptor: descriptor, stamps: (0..<count).map { (newYear + .hour * $0).milliseconds },
      columns: columns.map { [Double](repeating: $0.2, count: count) })
  }

  private static func bars(of instrument: Instrument, coins: Bool = false, count: Int = 240) -> Series {
    let prices = ["open", "high", "low", "close"].map { ($0, Unit.price, 40_000.0) }
    let amounts = [("volume", Unit.contracts, 1000.0), ("taker_buy_volume", .contracts, 600)]
    let unknown = ["quote_volume", "taker_buy_quote_volume"].map { ($0, Unit.quote, Double.nan) }
    let inCoins = coins ? [("base_volume", Unit.base, 2.5), ("taker_buy_base_volume", .base, 1.5)] : []
    return rows(.klines, of: instrument, prices + amounts + unknown + inCoins, count: count)
  }

  private static func liquidations(of instrument: Instrument) -> Series {
    rows(
      .liquidations, of: instrument,
      [("long_liquidations", .contracts, 100), ("short_liquidations", .contracts, 0)])
  }

  private func flow(_ series: [Series]) throws -> FlowView {
    let folder = try ScratchFolder()
    let dataset = try folder.dataset("contracts", series)
    return try FlowView(
      ViewMarkets.moment(dataset, [.klines]), history: .days(2), test: StateTest(studies: false))
  }

  private func liquidations(_ series: [Series]) throws -> LiquidationView {
    let folder = try ScratchFolder()
    let dataset = try folder.dataset("contracts", series)
    return try LiquidationView(
      ViewMarkets.moment(dataset, []), history: .days(2), options: .init(), test: StateTest(studies: false))
  }

  @Test("taker flow is what the contracts are worth: dollars, or coins at the close")
  func flow() throws {
    // Of 1 USD, 100 USD, 0.01 BTC and 0.0001 BTC, 24 hours: 600 · 24 = 14,400 contracts bought.
    let worth: [(Instrument, Double)] = [
      (Self.bitmex, 1), (Self.okxInverse, 100), (Self.okx, 0.01 * 40_000), (Self.gate, 0.0001 * 40_000),
    ]
    for (instrument, each) in worth {
      let view = try flow([Self.bars(of: instrument)])
      let venue = try #require(view.venues.first)
      #expect(abs(try #require(venue.bought1d) - 14_400 * each) < 1e-6, "\(instrument)")
      #expect(abs(try #require(venue.sold1d) - 9_600 * each) < 1e-6, "\(instrument)")
      #expect(abs(try #require(venue.net7d) - 200 * 168 * each) < 1e-5, "\(instrument)")
      // 200 contracts an hour more bought than sold, in coins.
      #expect(abs(try #require(view.reference.get().meanDelta) - 200 * each / 40_000) < 1e-12, "\(instrument)")
      #expect(view.head.notes.contains { $0.hasPrefix("\(instrument) counts contracts of ") })
      #expect(!view.head.notes.contains { $0.contains("coins alone") })
    }
  }

  @Test("venues that count otherwise are put beside each other in one currency")
  func several() throws {
    let venues = try flow([Self.bars(of: Self.okx), ViewMarkets.klines(of: Self.unsized, hours: 240) { _ in 40_000 }])
      .venues
    // 1,000 contracts of 0.01 BTC are the ten coins an hour of the other.
    #expect(venues.count == 2)
    for venue in venues { #expect(abs(try #require(venue.volume1d) - 24 * 400_000) < 1e-6) }
  }

  @Test(
    "contracts of a size that nothing says are never multiplied by a price: coins beside them are, or it is refused")
  func unsizedFlow() throws {
    let refusal = #expect(throws: Problem.self) { try flow([Self.bars(of: Self.unsized)]) }
    #expect("\(try #require(refusal))".contains("nothing says what one of them is"))
    let beside = try flow([Self.bars(of: Self.unsized), Self.bars(of: Self.okx)])
    #expect(beside.venues.map(\.instrument) == [Self.okx])
    #expect(beside.head.notes.contains { $0.hasPrefix("\(Self.unsized) is left out: it counts contracts") })
    let coins = try flow([Self.bars(of: Self.unsized, coins: true)])
    #expect(abs(try #require(coins.venues.first?.bought1d) - 24 * 1.5 * 40_000) < 1e-6)
    #expect(abs(try #require(coins.reference.get().meanDelta) - 0.5) < 1e-12)
  }

  @Test("liquidations are what the contracts are worth, bars as well as single ones")
  func liquidated() throws {
    let inverse = try liquidations([Self.bars(of: Self.bitmex), Self.liquidations(of: Self.bitmex)])
    #expect(abs(try #require(inverse.longs1d) - 2400) < 1e-9)
    let linear = try liquidations([Self.bars(of: Self.okx), Self.liquidations(of: Self.okx)])
    #expect(abs(try #require(linear.longs1d) - 2400 * 0.01 * 40_000) < 1e-6)
    // At its own price where it is of coins; of dollars at none. Deribit's amounts are dollars, and its contracts 10 of them.
    for (instrument, each) in [(Self.bitmex, 1.0), (Self.okx, 0.01 * 39_000), (Self.deribit, 1)] {
      let single = Self.rows(
        .liquidationEvents, of: instrument,
        [
          ("liquidation_price", .price, 39_000), ("long_liquidated", .contracts, 100),
          ("short_liquidated", .contracts, 0),
        ],
        every: nil)
      let largest = try liquidations([Self.bars(of: instrument), single]).largest
      #expect(abs(try #require(largest.first).dollars - 100 * each) < 1e-9 && largest.first?.price == 39_000)
    }
  }

  @Test("liquidations in contracts of a size that nothing says are left out, with the reason")
  func unsizedLiquidations() throws {
    let view = try liquidations([Self.bars(of: Self.unsized), Self.liquidations(of: Self.unsized)])
    #expect(view.venues.isEmpty && view.longs1d == nil)
    #expect(view.head.notes.contains { $0.hasPrefix("\(Self.unsized) is left out: it counts contracts") })
  }

  @Test("what was traded and liquidated over open interest is of the same contracts")
  func turnover() throws {
    func leverage(_ instrument: Instrument, _ column: String, _ unit: Unit, _ amount: Double) throws -> InterestView {
      let interest = Self.rows(.openInterest, of: instrument, [(column, unit, amount)], count: 241)
      let folder = try ScratchFolder()
      let dataset = try folder.dataset(
        "contracts", [Self.bars(of: instrument), Self.liquidations(of: instrument), interest])
      return try InterestView(
        ViewMarkets.moment(dataset, [.openInterest]),
        history: .days(3), test: StateTest(studies: false))
    }
    // 24,000 contracts a day over 48,000, and 16,800 a week.
    for instrument in [Self.bitmex, Self.okx] {
      let one = try leverage(instrument, "open_interest_contracts", .contracts, 48_000).leverage.get()
      #expect(abs(try #require(one.turnover1d) - 0.5) < 1e-12, "\(instrument)")
      #expect(abs(try #require(one.liquidated7d) - 0.35) < 1e-12, "\(instrument)")
    }
    let view = try leverage(Self.unsized, "open_interest", .base, 48_000)
    let other = try view.leverage.get()
    #expect(other.turnover1d == nil && other.liquidated7d == nil)
    #expect(view.head.notes.contains { $0.contains("it counts contracts, and nothing says what one of them is") })
  }
}
