import Feeds
import Market

/// The documented market, made once for all tests that look at it.
enum DemoFixture {
  static let series = (try? DemoMarket())?.series() ?? []
  static let truth = (try? DemoMarket())?.truth
  static let grid = Grid(
    start: Instant(year: 2024, month: 7, day: 1), interval: .minutes(5), count: DemoMarket.usualDays * 288)

  static func series(_ kind: SeriesKind, _ cadence: Interval) throws -> Series {
    try find(kind, cadence, in: series)
  }

  static func find(_ kind: SeriesKind, _ cadence: Interval, in series: [Series]) throws -> Series {
    guard let found = series.first(where: { $0.descriptor.kind == kind && $0.descriptor.cadence == cadence }) else {
      throw Problem("the demo market has no \(kind.rawValue) of \(cadence)")
    }
    return found
  }

  /// A column of klines where its rows are; of anything else, as it was known at each bar's close.
  static func column(_ name: String, of kind: SeriesKind) throws -> [Double] {
    let found = try series(kind, kind == .funding ? .hours(8) : .minutes(5))
    guard let index = found.descriptor.columns.firstIndex(where: { $0.name == name }) else {
      throw Problem("\(found.descriptor.title) has no column '\(name)'")
    }
    return kind == .klines ? found.onGrid(grid, column: index) : found.asOf(grid, column: index).values
  }
}
