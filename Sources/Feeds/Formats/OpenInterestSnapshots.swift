import Market

/// Snapshots of open interest in coins: `datetime,open_interest`, as exported from Bybit's history.
///
/// A row is the state at its time and known from then on. Times carry their zone, `2020-12-01 00:00:00+00:00`; one without
/// is UTC. The header is nobody's own, so the venue must be a folder above the file (`bybit/…`) or `--venue`.
public struct OpenInterestSnapshots: FeedFormat {
  public let name = "open-interest"
  public let about = "snapshots of open interest in coins, as exported from Bybit"

  static let columns = ["datetime", "open_interest"]
  private static let venues = ["bybit", "binance", "okx", "bitget", "gate", "deribit", "hyperliquid"]

  public init() {}

  public func recognise(_ text: FeedText, clues: PathClues, hints: ImportHints) throws -> SeriesDescriptor? {
    var scanner = CSVScanner(text, columns: Self.columns)
    guard scanner.advance(), scanner.texts == Self.columns else { return nil }
    if let said = hints.kind ?? clues.kind, said != .openInterest {
      throw Problem(
        "\(hints.kind == nil ? "the folder" : "--kind") says \(said.name), and the header is that of open interest",
        at: .init(file: text.location), remedy: "check where the file comes from")
    }
    guard let venue = hints.venue ?? clues.venue(among: Self.venues) else {
      throw Problem(
        "nothing says which venue this open interest is of", at: .init(file: text.location),
        remedy: "say --venue, such as --venue bybit")
    }
    let symbol = try clues.symbol(of: text, said: hints.symbol)
    let instrument = Instrument(venue: venue, symbol: symbol)
    try ContractAmounts.ask(
      ["open_interest"], of: instrument, .openInterest, isGeneral: true, at: text.location,
      besides: ", with --kind open_interest")
    return SeriesDescriptor(
      instrument: instrument, kind: .openInterest,
      cadence: SnapshotRhythm.whole(try scanner.shortestStep(at: text.location).milliseconds))
  }

  public func read(_ text: FeedText, into rows: inout RowCollector) throws {
    var scanner = CSVScanner(dataOf: text, columns: Self.columns)
    try rows.collect(&scanner) { row, values throws(RowDefect) in
      let stamp = try row.instant(0).milliseconds
      values[0] = try row.amount(1)
      return stamp
    }
  }
}
