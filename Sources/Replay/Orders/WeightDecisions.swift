import Market

/// Decisions of `position:`, a weight at every bar.
public struct WeightDecisions: DecisionSource {
  private let weights: [Double]
  private let allowed: Bitmap
  private let band: Double

  /// Of the equity; of a million it is a tenth of a cent. What rounding leaves of nothing is less, and is no position.
  static let least = 1e-9

  /// The weight as it is held: an instrument is left altogether or held.
  static func held(_ weight: Double) -> Double { abs(weight) < least ? 0 : weight }

  /// - Parameters:
  ///   - weights: by row; one that is not known decides nothing.
  ///   - band: an order goes out when the weight differs from the last one ordered by more than this, and by more than rounding.
  ///   - allowed: the rows on which decisions may be made: printed bars of the evaluation.
  public init(weights: [Double], band: Double, allowed: Bitmap) {
    precondition(weights.count == allowed.count, "a weight for every row")
    self.weights = weights
    self.band = max(band, Self.least)
    self.allowed = allowed
  }

  public func next(from row: Int, holding weight: Double) -> Decision? {
    var row = row
    // Bars that differ are found first and asked for permission then: nearly all are allowed, and few differ.
    while let differing = weights[min(row, weights.count)...].firstIndex(where: { abs($0 - weight) > band }) {
      if allowed[differing] { return Decision(row: differing, weight: Self.held(weights[differing])) }
      row = differing + 1
    }
    return nil
  }

  public func entries(in rows: Range<Int>, _ body: (_ row: Int, _ isSized: Bool) -> Void) {
    for row in rows where allowed[row] && abs(weights[row]) > band { body(row, true) }
  }
}
