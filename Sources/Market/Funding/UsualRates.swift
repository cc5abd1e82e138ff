import Numerics

/// Rates of a venue's usual interval in rows that come more often: an 8-hour rate that was read off every hour, and is another
/// each time.
///
/// A venue asks one basis point for its usual interval while nothing happens, and of a contract that settles more often the
/// part of it: 0.0000125 for an hour. Rates of an hour stand at that part while they are calm, and are scattered far beyond
/// when they are not, as nobody moves a calm contract to an hour. Rates of eight hours stand at the whole of it and about it.
/// Rows that declare what they are paid for are believed.
struct UsualRates {
  /// How large half of the rates are at least.
  let middle: Double

  /// One basis point for the usual interval.
  private static let interest = 0.0001
  private static let leastRows = 48

  /// Nil for rates that may be those of `spacing`.
  init?(_ settlements: ArraySlice<FundingSettlement>, every spacing: Interval, usual: Interval) {
    let parts = usual.milliseconds / spacing.milliseconds
    let rates = settlements.filter { $0.declared == nil && !$0.isContradictory && !$0.rate.isNaN }.map(\.rate)
    guard parts > 1, usual.milliseconds % spacing.milliseconds == 0, rates.count >= Self.leastRows,
      let middle = rates.map({ abs($0) }).middle
    else { return nil }
    self.middle = middle
    func share(_ isOne: (Double) -> Bool) -> Double { Double(rates.count(where: isOne)) / Double(rates.count) }
    func at(_ rate: Double) -> Double { share { abs($0 - rate) < 1e-9 } }
    let (whole, part) = (at(Self.interest), at(Self.interest / Double(parts)))
    if whole >= 0.05, part < 0.01 { return }
    // About the whole and nowhere far beyond it, which half an interval is too near to tell.
    guard parts >= 8, part < 0.02, (0.2 * Self.interest...2 * Self.interest).contains(middle),
      share({ abs($0) > 5 * Self.interest }) < 0.02, share({ $0 > 0 }) >= 0.6
    else { return nil }
  }
}

extension FundingSchedule {
  /// What looks like rates of the venue's usual interval in rows that come more often, each of which is charged in full: the
  /// first stretch of such rows, none where there is none.
  package func largeDoubts(in range: TimeRange) -> [SeriesFinding] {
    guard let usual else { return [] }
    for segment in segments where segment.interval < usual {
      let own = settlements.filter { segment.first <= $0.instant && $0.instant <= segment.last }
      let inside = own.filter { range.contains($0.instant) }
      guard let first = inside.first, RepeatedRates(own[...], every: segment.interval) == nil,
        let found = UsualRates(own[...], every: segment.interval, usual: usual)
      else { continue }
      let times = usual.milliseconds / segment.interval.milliseconds
      return [
        SeriesFinding(
          what:
            "rows come \(segment.interval) apart with rates as large as those of \(usual) (half of them beyond "
            + "\(Float(found.middle))), which is how most contracts of the venue settle: each row is charged in full, \(times) "
            + "times too much where they are rates of \(usual) seen each \(segment.interval); import the rows at settlements alone "
            + "then, or with a column funding_interval_hours that says \(usual.milliseconds / Interval.hour.milliseconds), and "
            + "replay with --assume-funding contradictory=prorated (each row its part) or declared (those at settlements)",
          count: inside.count, first: first.instant)
      ]
    }
    return []
  }
}
