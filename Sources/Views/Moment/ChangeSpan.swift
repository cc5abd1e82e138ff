import Market

/// The two instants between which a change is said.
///
/// What changed in four hours takes values four hours apart: of a price that is known once a day it cannot be said, and what
/// two columns did together is said of the same two instants.
struct ChangeSpan: Sendable {
  let from: Instant
  let to: Instant

  /// The oldest that a value may be at either end.
  static func tolerance(_ length: Interval) -> Interval { Interval(milliseconds: length.milliseconds / 8) }

  /// To the instant itself, or else to the last at which all columns were known; nil where at one end one of them was
  /// missing or too old.
  init?(_ length: Interval, to asOf: Instant, of columns: [KnownColumn]) {
    let tolerance = Self.tolerance(length)
    func areKnown(_ instant: Instant) -> Bool {
      columns.allSatisfy { column in
        guard let last = column.last(at: instant), column.isFresh(last.since, at: instant) else { return false }
        return instant.since(last.since) <= tolerance
      }
    }
    let known = columns.compactMap { $0.last(at: asOf)?.since }.min() ?? asOf
    // What is stale at the instant has no change up to it.
    guard columns.allSatisfy({ $0.value(at: asOf) != nil }),
      let end = [asOf, known].first(where: { areKnown($0) && areKnown($0 - length) })
    else { return nil }
    (from, to) = (end - length, end)
  }
}

extension KnownColumn {
  /// How much it changed over a length of time up to its last value; nil where it was not known about so long before.
  func change(over length: Interval, to instant: Instant) -> Double? {
    guard let span = ChangeSpan(length, to: instant, of: [self]), let now = value(at: span.to),
      let then = value(at: span.from)
    else { return nil }
    return now / then - 1
  }
}
