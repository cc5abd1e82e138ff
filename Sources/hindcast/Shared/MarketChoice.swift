import Market

/// Which stretch of which market is asked for; nil leaves it to the strategy and the data.
struct MarketChoice {
  var market: String?
  var interval: Interval?
  var from: Instant?
  var to: Instant?

  func range() throws -> TimeRange {
    if let from, let to, to <= from {
      throw Problem("--to \(to) is not after --from \(from)", remedy: "--from is inclusive and --to exclusive")
    }
    return TimeRange(from: from ?? TimeRange.always.from, to: to ?? TimeRange.always.to)
  }
}
