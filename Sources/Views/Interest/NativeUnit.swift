import Market

/// What changes of open interest are counted in, so that they are of positions opened and closed.
///
/// A linear contract is of a number of coins and an inverse one of a number of dollars; each is counted in its own. Of several
/// venues that count alike the amounts are added up; of a mix each venue's own change counts by what it was worth before.
public enum NativeUnit: Sendable {
  case coins, dollars, mixed

  /// A change of no more than this is one of the last digits that a quotient by the price is rounded at, and no change.
  static let rounding = 1e-9

  package init(_ venues: [VenueInterest]) {
    let inDollars = venues.count { $0.native == .dollars }
    self = inDollars == 0 ? .coins : inDollars == venues.count ? .dollars : .mixed
  }

  /// What a venue's part in a change is made of; nil where it cannot be said for want of a price.
  func columns(of venue: VenueInterest) -> [KnownColumn]? { venue.columns(self == .mixed ? .dollars : .native) }

  /// Over a length of time up to an instant, of the venues that are known at both ends; nil where none is.
  func change(of venues: [VenueInterest], over length: Interval, to asOf: Instant) -> Double? {
    change(
      venues.compactMap { venue in
        columns(of: venue).flatMap { ChangeSpan(length, to: asOf, of: $0) }.flatMap { ends(of: venue, $0) }
      })
  }

  func change(of venues: [VenueInterest], _ span: ChangeSpan) -> Double? {
    change(venues.compactMap { ends(of: $0, span) })
  }

  private typealias Ends = (now: Double, then: Double)

  /// In a mix the dollars before, and what they became where only the number of contracts changed.
  private func ends(of venue: VenueInterest, _ span: ChangeSpan) -> Ends? {
    guard let ends = venue.ends(.native, span) else { return nil }
    guard self == .mixed else { return ends }
    guard ends.then > 0, let worth = venue.dollars(at: span.from) else { return nil }
    return (worth * (ends.now / ends.then), worth)
  }

  private func change(_ ends: [Ends]) -> Double? { InterestTotal.change(ends) }
}
