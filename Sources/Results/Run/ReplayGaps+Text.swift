import Replay

extension ReplayGaps {
  /// What is to be said; nil where nothing is missing.
  var note: String? {
    guard missing > 0 else { return nil }
    let bars = "\(Double.grouped(missing)) bar\(missing == 1 ? " was" : "s were") not printed by the market"
    let held =
      heldThrough == 0
      ? "no position was held through one"
      : "positions were held through \(Double.grouped(heldThrough)) of them, at their last mark"
    return "\(bars): no decision was made at \(missing == 1 ? "it" : "them"), orders waited, and \(held)."
  }
}
