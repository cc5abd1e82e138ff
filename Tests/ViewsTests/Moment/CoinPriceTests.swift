import Market
import TestSupport
import Testing
import Views

/// Ten days of hours, in each of which a coin of longs is closed.
@Suite("The price that makes dollars of coins")
struct CoinPriceTests {
  private static let holder = Instrument(venue: "okx", symbol: "BTC-USDT-SWAP")
  private static let sibling = Instrument(venue: "okx", symbol: "BTC-USDC-SWAP")
  private static let other = ViewMarkets.binance
  private static let ether = Instrument(venue: "okx", symbol: "ETH-USDT-SWAP")

  private static func bars(of instrument: Instrument, at price: Double) -> Series {
    ViewMarkets.klines(of: instrument, hours: 240) { _ in price }
  }

  private static func rows(_ kind: SeriesKind, _ columns: [String: Double]) -> Series {
    let names = columns.keys.sorted()
    let descriptor = SeriesDescriptor(
      instrument: holder, kind: kind, cadence: .hour, columns: names.map { ColumnDescriptor($0, .base) })
    return Series(
      descriptor: descriptor, stamps: (0..<240).map { (newYear + .hour * $0).milliseconds },
      columns: names.map { [Double](repeating: columns[$0] ?? 0, count: 240) })
  }

  private static let forced = rows(.liquidations, ["long_liquidations": 1, "short_liquidations": 0])

  private func liquidations(_ series: [Series]) throws -> LiquidationView {
    let folder = try ScratchFolder()
    let dataset = try folder.dataset("coins", [Self.forced] + series)
    return try LiquidationView(
      ViewMarkets.moment(dataset, [.liquidations]), history: .days(2), options: .init(),
      test: StateTest(studies: false))
  }

  private static func isBorrowed(_ view: LiquidationView, _ whose: String) -> Bool {
    view.head.notes.contains("Dollars of \(holder) are by \(whose): it has no price of its own.")
  }

  @Test("is the instrument's own before that of any other, and then nothing is borrowed")
  func own() throws {
    let view = try liquidations([
      Self.bars(of: Self.holder, at: 100), Self.bars(of: Self.sibling, at: 150), Self.bars(of: Self.other, at: 200),
    ])
    #expect(view.longs1d == 2400)
    #expect(!view.head.notes.contains { $0.contains("it has no price of its own") })
  }

  @Test("is else the same venue's of that coin, else another venue's, and it is said whose")
  func borrowed() throws {
    let near = try liquidations([Self.bars(of: Self.sibling, at: 150), Self.bars(of: Self.other, at: 200)])
    #expect(near.longs1d == 24 * 150 && Self.isBorrowed(near, "the last trade of \(Self.sibling)"))
    let far = try liquidations([Self.bars(of: Self.other, at: 200)])
    #expect(far.longs1d == 24 * 200 && Self.isBorrowed(far, "the last trade of \(Self.other)"))
  }

  @Test("is never another coin's")
  func otherCoin() throws {
    let view = try liquidations([Self.bars(of: Self.ether, at: 10)])
    #expect(view.venues.isEmpty && view.longs1d == nil)
    #expect(view.head.notes.contains { $0.hasPrefix("\(Self.holder) is left out") })
  }

  @Test("is that of the narrowest bars that were known at the moment of an amount")
  func widths() throws {
    // Days at 50 throughout, hours at 100 from the ninth day on: of the week to the end five days are at the daily close.
    let days = ViewMarkets.bars(of: Self.holder, every: .day, count: 10) { _ in 50 }
    let hours = ViewMarkets.bars(
      of: Self.holder, every: .hour, opening: (192..<240).map { (newYear + .hour * $0, 100) })
    let venue = try #require(try liquidations([days, hours]).venues.first)
    #expect(venue.longs1d == 2400)
    #expect(venue.longs7d == Double(5 * 24 * 50 + 2 * 24 * 100))
  }

  @Test("that was not known with a row leaves its sum unsaid, and how many there are is said")
  func missing() throws {
    let early = ViewMarkets.bars(of: Self.holder, every: .hour, opening: (0..<200).map { (newYear + .hour * $0, 100) })
    let view = try liquidations([early])
    #expect(view.longs1d == nil)
    // The last close stands for less than two hours.
    #expect(view.head.notes.contains { $0.contains("39 rows have no dollars") }, "\(view.head.notes)")
  }

  @Test("of taker flow in coins is another's where it has no bars, and where nothing has one it is left out and said")
  func flow() throws {
    let flow = Self.rows(.takerFlow, ["bought_volume": 3, "sold_volume": 1])
    func view(_ series: [Series]) throws -> FlowView {
      let folder = try ScratchFolder()
      let dataset = try folder.dataset("coins", series)
      return try FlowView(ViewMarkets.moment(dataset, []), history: .days(2), test: StateTest(studies: false))
    }
    let both = try view([flow, Self.bars(of: Self.other, at: 200)])
    let venue = try #require(both.venues.first { $0.instrument == Self.holder })
    #expect(venue.bought1d == 3 * 24 * 200 && venue.sold1d == 24 * 200)
    #expect(
      both.head.notes.contains {
        $0 == "Coins of \(Self.holder) are in dollars at the last trade of \(Self.other) when each bar was known: "
          + "it has no bars of its own."
      })
    let refusal = #expect(throws: Problem.self) { try view([flow]) }
    #expect("\(try #require(refusal))".contains("nothing has a price of them in dollars"))
  }

  @Test("of open interest is said where it is another's")
  func interest() throws {
    func notes(_ series: [Series]) throws -> [String] {
      let folder = try ScratchFolder()
      let dataset = try folder.dataset("coins", [Self.rows(.openInterest, ["open_interest": 10])] + series)
      let view = try InterestView(
        ViewMarkets.moment(dataset, [.openInterest]), history: .days(2), test: StateTest(studies: false))
      #expect(view.venues.first?.dollars == 2000)
      return view.head.notes
    }
    let words = "Open interest of \(Self.holder) in dollars is its coins by"
    let borrowed = try notes([Self.bars(of: Self.other, at: 200)])
    #expect(borrowed.contains("\(words) the last trade of \(Self.other): it has no price of its own."))
    #expect(try !notes([Self.bars(of: Self.holder, at: 200)]).contains { $0.hasPrefix(words) })
  }
}
