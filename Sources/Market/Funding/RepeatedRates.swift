/// Rates of a longer interval that are listed again at every row: an 8-hour rate in hourly rows.
///
/// A rate that a venue sets anew each hour stands still now and then, at a base rate for days, but when it moves it does
/// so at any hour. Where each of many changes falls on the same hour of eight, the rows repeat a rate of eight hours.
struct RepeatedRates {
  /// The interval at whose multiples, counted from one phase, every change of rate falls.
  let interval: Interval

  /// Nil where some change falls elsewhere, or where there are too few to tell it from accident.
  init?(_ settlements: ArraySlice<FundingSettlement>, every spacing: Interval) {
    let changes = Self.changes(of: settlements, every: spacing)
    let found = Self.candidates.first { interval in
      let width = interval.milliseconds
      let ratio = width / spacing.milliseconds
      guard ratio > 1, width % spacing.milliseconds == 0, let first = changes.first else { return false }
      let phase = first.flooredRemainder(by: width)
      return Self.isNoAccident(changes.count, oneIn: Double(ratio))
        && changes.allSatisfy { $0.flooredRemainder(by: width) == phase }
    }
    guard let found else { return nil }
    interval = found
  }

  /// The same where that cannot be told from accident, or where rows say themselves that they come so often: how often rates
  /// changed, each time at a multiple of eight hours of UTC. Nil where one changed elsewhere, and where it is no more than one
  /// time in eight that so few would not.
  static func suspected(_ settlements: ArraySlice<FundingSettlement>, every spacing: Interval) -> Int? {
    let width = candidates[0].milliseconds
    guard spacing.milliseconds < width, width % spacing.milliseconds == 0 else { return nil }
    let changes = changes(of: settlements, every: spacing)
    guard changes.allSatisfy({ $0.flooredRemainder(by: width) == 0 }) else { return nil }
    return isNoAccident(changes.count + 1, oneIn: Double(width / spacing.milliseconds), least: 8) ? changes.count : nil
  }

  /// When rates changed, of rows `spacing` apart that both have one: behind a hole nobody knows when a rate did.
  private static func changes(of settlements: ArraySlice<FundingSettlement>, every spacing: Interval) -> [Int64] {
    var changes: [Int64] = []
    for (before, after) in zip(settlements, settlements.dropFirst())
    where after.instant.since(before.instant) == spacing && !before.rate.isNaN && !after.rate.isNaN {
      if before.rate != after.rate { changes.append(after.instant.milliseconds) }
    }
    return changes
  }

  private static let candidates: [Interval] = [.hours(8), .hours(4)]

  /// Whether that many changes fall on one of `ratio` phases, whichever, once in 30,000 times or less: six changes of
  /// hourly rows on the same hour of eight.
  private static func isNoAccident(_ changes: Int, oneIn ratio: Double, least: Double = 30_000) -> Bool {
    var odds = 1.0
    for _ in 1..<max(changes, 1) where odds < least { odds *= ratio }
    return odds >= least
  }
}
