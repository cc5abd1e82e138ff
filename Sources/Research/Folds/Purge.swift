/// Which rows near a test range may not be trained on.
///
/// A row at whose close is decided looks back over `lookBack` bars and its outcome is known `horizon` bars later. Train on
/// rows whose outcome or whose signals lie in the test range, or that share an outcome with it, and the test is no test
/// (López de Prado 2018, *Advances in Financial Machine Learning*, 7.4). The embargo takes further rows after what the
/// look-back reaches, for markets that remember longer than signals do.
public struct Purge: Sendable, Hashable {
  /// Bars from the close at which is decided to the open at which that ends.
  public let horizon: Int
  /// Bars before its own that a row's signals read.
  public let lookBack: Int
  public let embargo: Int

  public init(horizon: Int, lookBack: Int, embargo: Int) {
    self.horizon = horizon
    self.lookBack = lookBack
    self.embargo = embargo
  }

  /// Why a row is not trained on; of several reasons the first.
  private enum Use: Comparable { case test, outcome, lookBack, embargo, train }

  /// What may be trained on among `rows` when `test` is held out.
  public func fold(testing test: [Range<Int>], in rows: Range<Int>) -> Fold {
    var uses = [Use](repeating: .train, count: rows.count)
    func mark(_ first: Int, _ end: Int, _ use: Use) {
      for row in max(first, rows.lowerBound)..<max(min(end, rows.upperBound), max(first, rows.lowerBound)) {
        uses[row - rows.lowerBound] = min(uses[row - rows.lowerBound], use)
      }
    }
    for range in test {
      mark(range.lowerBound, range.upperBound, .test)
      mark(range.lowerBound - horizon, range.lowerBound, .outcome)
      mark(range.upperBound, range.upperBound + horizon - 1, .outcome)
      mark(range.upperBound, range.upperBound + lookBack, .lookBack)
      mark(range.upperBound, range.upperBound + max(horizon - 1, lookBack) + embargo, .embargo)
    }
    var train: [Range<Int>] = []
    var first: Int?
    for (offset, use) in (uses + [.test]).enumerated() {
      if use == .train, first == nil { first = offset }
      if use != .train, let start = first {
        train.append(rows.lowerBound + start..<rows.lowerBound + offset)
        first = nil
      }
    }
    func count(_ use: Use) -> Int { uses.count { $0 == use } }
    return Fold(
      train: train, test: test,
      removed: PurgedRows(outcome: count(.outcome), lookBack: count(.lookBack), embargo: count(.embargo)))
  }
}

/// Train rows that were taken out, by cause; a row with several counts under the first.
public struct PurgedRows: Sendable, Hashable {
  /// Its outcome reaches into a test range, or it shares outcomes with the end of one.
  public var outcome = 0
  /// Its signals read bars of a test range.
  public var lookBack = 0
  public var embargo = 0

  public init(outcome: Int = 0, lookBack: Int = 0, embargo: Int = 0) {
    self.outcome = outcome
    self.lookBack = lookBack
    self.embargo = embargo
  }

  public var total: Int { outcome + lookBack + embargo }

  public static func + (a: PurgedRows, b: PurgedRows) -> PurgedRows {
    PurgedRows(outcome: a.outcome + b.outcome, lookBack: a.lookBack + b.lookBack, embargo: a.embargo + b.embargo)
  }
}
