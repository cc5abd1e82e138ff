import Market

/// A currency as a strategy file names it: `account: USDT`, or before a colon under `convert:`.
struct AccountCurrency {
  let code: String

  init(_ value: YAMLValue, for key: String) throws(Problem) {
    let text = value.text
    let isCode =
      (2...12).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
    guard isCode else {
      throw value.problem("'\(key)' says '\(value.shown)', which is no currency", remedy: "write USDT, USD, EUR or BTC")
    }
    code = text
  }

  /// What a file says of the account; nil where it says nothing.
  static func said(_ root: YAMLMap) throws(Problem) -> String? {
    try root.value("account").map { value throws(Problem) in try AccountCurrency(value, for: "account").code }
  }
}
