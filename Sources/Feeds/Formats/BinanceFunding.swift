import Market

/// Binance's settled funding rates: `calc_time,funding_interval_hours,last_funding_rate`.
///
/// `calc_time` comes up to some tens of milliseconds after the settlement it belongs to and is rounded to the second.
/// A symbol may move between settlements every 8, 4 and 1 hours; all of them are one series, whose cadence is the longest,
/// so that its rows do not depend on which month was imported first.
/// Source: https://github.com/binance/binance-public-data
public struct BinanceFunding: FeedFormat {
  public let name = "binance-funding"
  public let about = "settled funding rates of Binance perpetuals"
  public let saysItself = true

  static let columns = ["calc_time", "funding_interval_hours", "last_funding_rate"]

  public init() {}

  public func recognise(_ text: FeedText, clues: PathClues, hints: ImportHints) throws -> SeriesDescriptor? {
    var scanner = CSVScanner(text, columns: Self.columns)
    guard scanner.advance(), scanner.texts == Self.columns else { return nil }
    if let said = hints.kind ?? clues.kind, said != .funding {
      throw Problem(
        "\(hints.kind == nil ? "the folder" : "--kind") says \(said.name), and the header is that of funding rates",
        at: .init(file: text.location), remedy: "check where the file comes from")
    }
    let symbol = try clues.symbol(of: text, said: hints.symbol)
    return SeriesDescriptor(
      instrument: Instrument(venue: hints.venue ?? "binance", symbol: symbol), kind: .funding, cadence: .hours(8))
  }

  public func read(_ text: FeedText, into rows: inout RowCollector) throws {
    var scanner = CSVScanner(dataOf: text, columns: Self.columns)
    try rows.collect(&scanner) { row, values throws(RowDefect) in
      let stamp = (try row.stamp(0) + 500) / 1000 * 1000
      let hours = try row.number(1)
      guard (1...24).contains(hours) else { throw row.defect(1, "is not a number of hours from 1 to 24") }
      let rate = try row.number(2)
      guard abs(rate) < 1 else { throw row.defect(2, "is not a fraction: no venue settles 100%") }
      values[0] = rate
      values[1] = hours
      return stamp
    }
  }
}
