/// One-bar returns and the rows whose forward returns they are in: Hodrick's rearrangement on a grid with holes.
///
/// Σ x_t·y_t over the rows of a sample is Σ e_s·W_s, with W_s the sum of x over those rows of the sample in whose next h bars
/// the return after bar s lies. A row that is not in the sample adds no weight, and so a missing bar cuts the windows behind
/// and before it short. Leaving cut windows out instead would leave their returns in the estimate and out of its error, and
/// those about an outage are often the wildest.
///
/// At the end of the sample alone the windows are filled up: rows that have no forward return yet but a regressor count, and
/// as many cut windows at the beginning do not. Hodrick's sum is over whole windows there, and a stretch without holes has
/// as many of them as observations.
struct WeighedReturns: Sendable {
  /// 1 on rows that windows hold.
  let held: [UInt8]
  /// e: one-bar return less its mean over those that have a weight, 0 where it has none.
  let shocks: [Double]
  /// Returns that have a weight.
  let count: Int

  /// - Parameters:
  ///   - counts: rows of the sample.
  ///   - known: rows on which the regressor is known, those of the sample among them.
  ///   - nextReturns: the first one-bar return that a decision on each row can earn, NaN where unknown.
  init(counts: [UInt8], known: (Int) -> Bool, nextReturns: [Double], horizon: Int) {
    let rows = counts.count
    let first = counts.firstIndex(of: 1) ?? rows
    let last = counts.lastIndex(of: 1) ?? rows
    let held = [UInt8](unsafeUninitializedCapacity: rows) { held, initialized in
      for row in 0..<rows { held[row] = counts[row] > 0 || (row > last && known(row)) ? 1 : 0 }
      initialized = rows
    }
    let ahead = held.dropFirst(last + 1).reduce(0) { $0 + Int($1) }
    let start = first + min(horizon - 1, ahead)
    var shocks = [Double](repeating: 0, count: rows)
    var weighed = [Bool](repeating: false, count: rows)
    var count = 0
    var inWindow = 0
    for row in 0..<rows {
      inWindow += Int(held[row]) - (row >= horizon ? Int(held[row - horizon]) : 0)
      guard row >= start, inWindow > 0, !nextReturns[row].isNaN else { continue }
      shocks[row] = nextReturns[row]
      weighed[row] = true
      count += 1
    }
    let mean = Sums.sum(shocks) / Double(max(1, count))
    for row in 0..<rows where weighed[row] { shocks[row] -= mean }
    self.held = held
    self.shocks = shocks
    self.count = count
  }
}
