import Market

/// A file of Binance's archive: of one kind, one symbol and a day or a month.
struct ArchiveFile: Hashable, Sendable {
  enum Period: Hashable, Sendable {
    case month(Month)
    /// Days since 1970.
    case day(Int)

    var range: TimeRange {
      switch self {
      case .month(let month): month.range
      case .day(let day): TimeRange(days: day..<(day + 1))
      }
    }

    var text: String {
      switch self {
      case .month(let month): month.text
      case .day(let day): Instant(day: day).dateText
      }
    }
  }

  let kind: ArchiveKind
  let market: BinanceMarket
  let symbol: String
  let interval: String
  let period: Period

  /// `klines 5m`, `fundingRate`.
  var series: String { kind.hasInterval ? "\(kind.name) \(interval)" : kind.name }

  /// `BTCUSDT-5m-2025-01`.
  private var stem: String { "\(symbol)-\(kind.hasInterval ? interval : kind.name)-\(period.text)" }
  var name: String { stem + ".zip" }
  /// Of the table in it.
  var tableName: String { stem + ".csv" }

  /// Behind the archive's address: `/data/futures/um/monthly/klines/BTCUSDT/5m/BTCUSDT-5m-2025-01.zip`.
  var remotePath: String { "/data/" + key }

  /// Where it lies below the folder of what was fetched. The folders are the archive's own, which say what it is of.
  var key: String {
    let cadence = if case .month = period { "monthly" } else { "daily" }
    return "\(market.folder)/\(cadence)/\(kind.name)/\(symbol)/\(kind.hasInterval ? interval + "/" : "")\(name)"
  }
}
