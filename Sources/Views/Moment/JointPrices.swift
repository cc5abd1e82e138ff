import Market

/// Two prices at the instants at which both were taken: the closes of bars that end together, or snapshots of one poll.
///
/// A price of five minutes over one of an hour is mostly the return since the hour, so nothing is held against a price of
/// another instant, however fresh the two are by themselves.
struct JointPrices: Sendable {
  /// Of one coin; the two have the same rows, each known when the later of its two prices was.
  let own: KnownColumn
  let other: KnownColumn

  /// How far apart two polls may be.
  static let apart = Interval.minute

  /// Of several columns of each price, by the widths of their bars, the two that were last taken together, and of those the
  /// narrowest; nil where none ever were.
  init?(_ own: [KnownColumn], _ other: [KnownColumn]) {
    let pairs = own.flatMap { a in other.compactMap { b in JointPrices(a, b) } }
    func rank(_ pair: JointPrices) -> (Int64, Int64) {
      (pair.own.knownAt.last ?? .min, -(pair.own.maximumAge?.milliseconds ?? .max))
    }
    guard let best = pairs.max(by: { rank($0) < rank($1) }) else { return nil }
    self = best
  }

  private init?(_ a: KnownColumn, _ b: KnownColumn) {
    var rows: [(a: Int, b: Int, apart: Int64)] = []
    var low = 0
    for row in a.knownAt.indices {
      let taken = a.knownAt[row] - a.delay.milliseconds
      func distance(_ other: Int) -> Int64 { abs(b.knownAt[other] - b.delay.milliseconds - taken) }
      while low + 1 < b.knownAt.count, distance(low + 1) <= distance(low) { low += 1 }
      guard low < b.knownAt.count, distance(low) <= Self.apart.milliseconds else { continue }
      // Of several within a minute of the same price, the nearest.
      if let last = rows.last, last.b == low {
        if distance(low) < last.apart { rows[rows.count - 1] = (row, low, distance(low)) }
      } else {
        rows.append((row, low, distance(low)))
      }
    }
    guard !rows.isEmpty else { return nil }
    let stamps = rows.map { max(a.knownAt[$0.a], b.knownAt[$0.b]) }
    // As old as the wider of the two may be.
    let age = [a.maximumAge, b.maximumAge].compactMap(\.self).max()
    own = KnownColumn(knownAt: stamps, values: rows.map { a.values[$0.a] }, maximumAge: age)
    other = KnownColumn(knownAt: stamps, values: rows.map { b.values[$0.b] }, maximumAge: age)
  }

  /// The one over the other, less one.
  var basis: KnownColumn {
    KnownColumn(
      knownAt: own.knownAt, values: zip(own.values, other.values).map { $0 / $1 - 1 }, maximumAge: own.maximumAge)
  }
}
