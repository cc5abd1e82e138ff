import Market

/// Decisions of `position:`, a weight at every bar.
public struct WeightDecisions: DecisionSource {
  private let weights: [Double]
  private let allowed: Bitmap
  private let band: Double

  /// - Parameters:
  ///   - weights: by row; one that is not known decides nothing.
  ///   - band: an order goes out when the weight differs from the last one ordered by more than this.
  ///   - allowed: the rows on which decisions may be made: printed bars of the evaluation.
  public init(weights: [Double], band: Double, allowed: Bitmap) {
    precondition(weights.count == allowed.count, "a weight for every row")
    self.weights = weights
    self.band = band
    self.allowed = allowed
  }

  public func next(from row: Int, holding weight: Double) -> Decision? {
    var row = allowed.next(from: row)
    while row < allowed.count {
      let wanted = weights[row]
      // A comparison with NaN is false, so a weight that is not known changes nothing.
      if abs(wanted - weight) > band { return Decision(row: row, weight: wanted) }
      row = allowed.next(from: row + 1)
    }
    return nil
  }
}
