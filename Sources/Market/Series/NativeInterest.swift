/// Open interest in what the contracts of its instrument are of, which no series calls so: the price by itself does not move it.
///
/// Coins of a contract that is of coins, quote currency of one that is settled in its coin, or contracts of either. Turned into
/// the other of the two, interest that nobody touched rises when the price falls.
public enum NativeInterest {
  public static let name = "open_interest_native"

  /// What stands before the column: nothing, or `bybit.`; nil for any other name.
  public static func qualifier(of name: String) -> Substring? {
    guard name == Self.name || name.hasSuffix(".\(Self.name)") else { return nil }
    return name.dropLast(Self.name.count)
  }

  /// Columns that may hold it, the one to take first.
  public static let columns = ["open_interest", "open_interest_value", "open_interest_contracts"]

  /// Whether a column is native to a contract.
  public static func holds(_ column: String, of contract: Contract) -> Bool {
    switch column {
    case "open_interest": contract.form != .inverse
    case "open_interest_value": contract.form == .inverse
    default: true
    }
  }
}
