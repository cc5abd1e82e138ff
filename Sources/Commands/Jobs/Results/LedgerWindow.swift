import Market
import Store

/// Why an entry of one kept ledger cannot be in another, whatever was decided: the other run has no bar there, or never traded.
///
/// Nothing that a strategy wanted explains such an entry, so this is asked before what was decided is.
enum LedgerWindow {
  /// - Parameters:
  ///   - entry: when and of what kind it is, as the ledger says.
  ///   - other: the window of the run that has it not.
  ///   - isIdle: whether the ledger of that run is empty.
  /// - Returns: nil where it might have had the entry.
  static func reason(_ entry: (time: String, kind: String), beside other: TimeRange, isIdle: Bool) -> String? {
    guard let time = Instant(entry.time) else { return isIdle ? neverTraded : nil }
    if time < other.from { return "the other begins at \(other.from.minuteText)" }
    // At the very end nothing fills any more, while what is held may still be charged.
    let isCharge = entry.kind == "funding" || entry.kind == "financing"
    if time > other.to || time == other.to && !isCharge { return "the other ends at \(other.to.minuteText)" }
    return isIdle ? neverTraded : nil
  }

  private static let neverTraded = "the other never traded"
}
