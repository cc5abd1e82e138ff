import Feeds
import Market
import Results
import Store
import TestSupport
import Testing
import Views

@Suite("A view as of an instant is that of a dataset into which nothing later was imported")
struct CutDatasetTests {
  /// A market, and when it is looked at.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let asOf: Instant
    let batches: [Series]
    var asset = "BTC"

    var testDescription: String { name }
  }

  /// Days of the markets are counted from the new year.
  private static func day(_ day: Int, hour: Int = 0, minute: Int = 0) -> Instant {
    newYear + .days(day) + .hours(hour) + .minutes(minute)
  }

  /// A price that goes up and down and repeats nothing.
  private static func price(_ at: Instant) -> Double {
    let hour = Double(at.milliseconds % 1_000_000_007) / 3_600_000
    return 100 + 7 * (hour * 0.37).remainder(dividingBy: 3) + (hour * 1.91).remainder(dividingBy: 1)
  }

  /// Rows of whole days, those of some hours left out.
  private static func rows(
    _ kind: SeriesKind, of instrument: Instrument, every width: Interval, days: Range<Int>,
    without hole: TimeRange? = nil,
    _ values: (Instant) -> [Double]
  ) -> Series {
    let count = Int(Interval.days(days.count).milliseconds / width.milliseconds)
    let opens = (0..<count).map { day(days.lowerBound) + width * $0 }
    return series(
      kind, of: instrument, every: width, at: opens.filter { hole?.contains($0) != true }.map { ($0, values($0)) })
  }

  private static func bars(
    of instrument: Instrument = ViewMarkets.binance, every width: Interval, days: Range<Int>,
    without hole: TimeRange? = nil
  ) -> Series {
    rows(.klines, of: instrument, every: width, days: days, without: hole) { at in
      let (open, close) = (price(at), price(at + width))
      return [open, max(open, close) + 1, min(open, close) - 1, close, 10, 1000, 5, 4 + (close - open) / 9, 480]
    }
  }

  /// What is known of the coin besides bars.
  private static func others(
    of instrument: Instrument = ViewMarkets.binance, days: Range<Int>, every width: Interval = .hour,
    without hole: TimeRange? = nil
  ) -> [Series] {
    [
      rows(.premium, of: instrument, every: width, days: days, without: hole) { at in
        [Double](repeating: (price(at) - 100) / 5000, count: 4)
      },
      rows(.openInterest, of: instrument, every: width, days: days, without: hole) { [1000 + price($0 - .day)] },
      rows(.funding, of: instrument, every: .hours(8), days: days, without: hole) { [(price($0) - 100) / 1e5, 8] },
      rows(.liquidations, of: instrument, every: width, days: days, without: hole) {
        [price($0) - 80, 120 - price($0)]
      },
    ]
  }

  private static let spot = Instrument(venue: "binance", symbol: "BTCUSDT", type: .spot)
  private static let fiveMinutes = Interval.minutes(5)

  static let cases: [Case] = [
    Case(
      name: "hours are imported that begin after five minutes end", asOf: day(6, hour: 12),
      batches: [bars(every: fiveMinutes, days: 0..<9), bars(every: .hour, days: 20..<30)] + others(days: 0..<30)),
    Case(
      name: "five minutes are imported that begin later", asOf: day(18, hour: 3, minute: 40),
      batches: [bars(every: .hour, days: 0..<30), bars(every: fiveMinutes, days: 20..<24)] + others(days: 0..<30)
        + others(days: 20..<24, every: fiveMinutes)),
    Case(
      name: "hours ended and five minutes go on", asOf: day(21, hour: 12),
      batches: [bars(every: .hour, days: 0..<15), bars(every: fiveMinutes, days: 14..<24)] + others(days: 0..<24)),
    Case(
      name: "inside a hole of the narrower", asOf: day(12, hour: 10),
      batches: [
        bars(every: .hour, days: 0..<20),
        bars(every: fiveMinutes, days: 0..<20, without: TimeRange(from: day(11), to: day(13))),
        bars(of: spot, every: .hour, days: 0..<20),
        bars(of: spot, every: fiveMinutes, days: 0..<20, without: TimeRange(from: day(12), to: day(13))),
      ] + others(days: 0..<20)
        + others(days: 0..<20, every: fiveMinutes, without: TimeRange(from: day(12), to: day(14)))),
    Case(
      name: "in the hole of everything", asOf: day(12, hour: 10),
      batches: [bars(every: .hour, days: 0..<20, without: TimeRange(from: day(12, hour: 9), to: day(13)))]
        + others(days: 0..<20, without: TimeRange(from: day(12, hour: 2), to: day(13)))),
    Case(
      name: "another venue comes later", asOf: day(14, hour: 6),
      batches: [bars(every: .hour, days: 0..<25), bars(of: spot, every: .hour, days: 2..<25)] + others(days: 0..<25)
        + [bars(of: ViewMarkets.bybit, every: .hour, days: 16..<25)] + others(of: ViewMarkets.bybit, days: 15..<25)),
    Case(
      name: "another venue alone has open interest, and a third comes later", asOf: day(14, hour: 6),
      batches: [bars(every: .hour, days: 0..<25)] + others(days: 0..<25).filter { $0.descriptor.kind != .openInterest }
        + others(of: ViewMarkets.bybit, days: 0..<25) + others(of: ViewMarkets.gate, days: 15..<25)),
    Case(
      name: "one venue ended, with more to it than the other", asOf: day(17, minute: 5),
      batches: [bars(every: .hour, days: 0..<9)] + others(days: 0..<16)
        + [bars(of: ViewMarkets.bybit, every: fiveMinutes, days: 3..<20)]),
  ]

  /// What every view says of a market, in its own words where one is refused.
  private func documents(_ batches: [Series], _ market: Case, in folder: ScratchFolder) throws -> [String: String] {
    let dataset = try folder.dataset("btc", batches)
    let (asOf, test) = (market.asOf, StateTest(studies: true))
    func text(_ kinds: [SeriesKind], _ make: (MarketMoment) throws -> any ViewDocument) -> String {
      do {
        return try make(MarketMoment(dataset, market.asset, asOf: asOf, kinds: kinds)).json.text()
      } catch { return "refused: \((error as? Problem)?.what ?? "\(error)")" }
    }
    return [
      "funding": text([.funding]) { try FundingView($0, history: .days(3), options: .init(), test: test) },
      "oi": text([.openInterest]) { try InterestView($0, history: .days(3), test: test) },
      "basis": text([.klines]) { try BasisView($0, history: .days(3), options: .init(), test: test) },
      "liquidations": text([.liquidations]) {
        try LiquidationView($0, history: .days(3), options: .init(), test: test)
      },
      "flow": text([.klines]) { try FlowView($0, history: .days(3), test: test) },
      "regime": text([.klines]) { try RegimeView($0, history: .days(3), options: .init(), test: test) },
      "seasonality": text([.klines]) {
        try SeasonalityView($0, history: .days(3), expression: SeasonalityView.returns)
      },
      "catalog": try CatalogView(dataset, [], asOf: asOf, filter: .init()).json.text(),
      "dashboard": try DashboardView(dataset, [market.asset], asOf: asOf, bars: nil, test: test).json.text(),
    ]
  }

  @Test("whatever is imported later", arguments: cases)
  func cut(market: Case) throws {
    let (whole, then) = (try ScratchFolder(), try ScratchFolder())
    let known = market.batches.map { batch in
      batch.known(by: market.asOf)
    }.filter { $0.count > 0 }
    #expect(known.reduce(0) { $0 + $1.count } < market.batches.reduce(0) { $0 + $1.count }, "something came later")
    let (all, cut) = (try documents(market.batches, market, in: whole), try documents(known, market, in: then))
    for (view, document) in cut.sorted(by: { $0.key < $1.key }) {
      #expect(all[view] == document, "\(view)")
    }
    #expect(cut.values.count { !$0.hasPrefix("refused") } > 6)
  }
}

extension Series {
  /// The rows that were known by an instant.
  fileprivate func known(by instant: Instant) -> Series {
    let count = stamps.count { Instant(milliseconds: $0) + descriptor.knownAfter <= instant }
    return Series(
      descriptor: descriptor, stamps: Array(stamps.prefix(count)), columns: columns.map { Array($0.prefix(count)) })
  }
}
