import Feeds
import Market

/// The documented market, made once for all tests that look at it.
enum DemoFixture {
  static let series = (try? DemoMarket())?.series() ?? []
  static let truth = (try? DemoMarket())?.truth
  static let grid = Grid(
    start: Instant(year: 2024, month: 7, day: 1), interval: .minutes(5), count: DemoMarket.usualDays * 288)

  static func series(
    _ kind: SeriesKind, _ cadence: Interval, of instrument: Instrument = DemoMarket.instrument
  ) throws -> Series {
    try find(kind, cadence, of: instrument, in: series)
  }

  static func find(
    _ kind: SeriesKind, _ cadence: Interval, of instrument: Instrument = DemoMarket.instrument, in series: [Series]
  ) throws -> Series {
    let found = series.first {
      $0.descriptor.kind == kind && $0.descriptor.cadence == cadence && $0.descriptor.instrument == instrument
    }
    guard let found else { throw Problem("the demo market has no \(kind) of \(cadence)") }
    return found
  }

  static func series(_ descriptor: SeriesDescriptor) throws -> Series {
    try series(descriptor.kind, descriptor.cadence ?? .zero, of: descriptor.instrument)
  }

  /// A column of klines where its rows are; of anything else, as it was known at each bar's close.
  static func column(
    _ name: String, of kind: SeriesKind, _ instrument: Instrument = DemoMarket.instrument
  ) throws -> [Double] {
    let found = try series(kind, kind == .funding ? .hours(8) : .minutes(5), of: instrument)
    guard let index = found.descriptor.columns.firstIndex(where: { $0.name == name }) else {
      throw Problem("\(found.descriptor.title) has no column '\(name)'")
    }
    return kind == .klines ? found.onGrid(grid, column: index) : found.asOf(grid, column: index).values
  }
}
