import Frames
import Market

/// Which stretch of which instrument is asked for, and what settles on positions in it; nil leaves it to the strategy and
/// the data.
struct MarketChoice {
  /// Name of a dataset.
  var market: String?
  /// As a user writes it.
  var instrument: String?
  var interval: Interval?
  var from: Instant?
  var to: Instant?
  /// Whose funding settles, where positions are held, and what to make of what is doubtful in it.
  var funding = FundingRequest.own

  func range() throws -> TimeRange {
    if let from, let to, to <= from {
      throw Problem("--to \(to) is not after --from \(from)", remedy: "--from is inclusive and --to exclusive")
    }
    return TimeRange(from: from ?? TimeRange.always.from, to: to ?? TimeRange.always.to)
  }
}
