import Market

/// One question of a validation: the set chosen on the train rows, how does it do on the test rows?
public struct Fold: Sendable, Hashable {
  /// Segments of rows, in order; empty when nothing is to be chosen.
  public let train: [Range<Int>]
  /// Segments of rows, in order.
  public let test: [Range<Int>]
  /// What was taken out of the train rows.
  public let removed: PurgedRows

  public init(train: [Range<Int>], test: [Range<Int>], removed: PurgedRows = PurgedRows()) {
    self.train = train
    self.test = test
    self.removed = removed
  }

  public var trainRows: Int { train.reduce(0) { $0 + $1.count } }
  public var testRows: Int { test.reduce(0) { $0 + $1.count } }
}
