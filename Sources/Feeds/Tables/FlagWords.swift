/// The names of columns that say of each row whether it is final, and the words that they say it by: one list for bars, rates, open
/// interest and whatever else is measured, in tables and in files that a profile reads.
extension FlaggedRows.Flag {
  /// Names of flags that are set for a row that is final, besides those that tables of bars have.
  private static let final: Set<String> = [
    "settled", "realized", "realised", "paid", "actual", "finalized", "finalised", "over", "done", "definitive",
  ]
  /// Names of flags that are set for a row that is not.
  private static let provisional: Set<String> = [
    "partial", "unfinished", "incomplete", "in_progress", "inprogress", "live", "forming", "estimated", "estimate",
    "indicative", "provisional", "preliminary", "pending", "unsettled", "unpaid", "unconfirmed", "unclosed",
    "not_final", "not_settled", "not_closed", "tentative", "expected",
  ]
  /// The same of flags that are written with `is_`, where the word alone is something else, or the answer of a model.
  private static let onlyWithIs: Set<String> = ["open", "current", "predicted", "prediction", "forecast", "unsettled"]
  /// What a rate is where a number stands, or a flag; beside prices it is the answer of a model.
  private static let foretold: Set<String> = ["predicted", "prediction", "forecast"]

  /// Names under which a word says it, where they are of rows and not of a market, an order or an account.
  private static let states: Set<String> = ["status", "state", "finality"]
  private static let ofOthers: Set<String> = [
    "market", "symbol", "trading", "trade", "contract", "instrument", "account", "order", "system", "http", "response",
    "exchange", "venue", "product", "listing", "auction", "session", "pair", "position", "code", "api",
  ]
  private static let types: Set<String> = [
    "kind", "rate_type", "ratetype", "rate_kind", "funding_type", "fundingtype", "ratestatus", "row_type",
  ]

  static let finalWords: Set<String> = [
    "closed", "complete", "completed", "final", "finalized", "finalised", "finished", "confirmed", "done", "over",
    "settled", "settlement", "realized", "realised", "actual", "paid", "charged", "applied", "historical", "history",
    "definitive",
  ]
  static let provisionalWords: Set<String> = [
    "open", "partial", "unfinished", "incomplete", "forming", "live", "pending", "current", "inprogress", "provisional",
    "predicted", "prediction", "estimated", "estimate", "indicative", "forecast", "forecasted", "expected", "projected",
    "preliminary", "unsettled", "unpaid", "upcoming", "tentative", "unconfirmed", "unclosed", "next", "future",
  ]
  /// Of these, words that are said of markets as well.
  static let marketsToo: Set<String> = ["open", "live", "current", "pending", "upcoming", "future"]
  /// Words of a market's status, beside which `closed` and `live` are the market's too.
  static let marketWords: Set<String> = [
    "trading", "active", "inactive", "halt", "halted", "break", "online", "offline", "listed", "delisted", "suspended",
    "normal", "ok", "success", "pretrading", "posttrading", "prelaunch", "enabled", "disabled", "tradable", "auction",
    "settling", "delivering", "delivered", "cancelonly", "postonly", "limitonly", "closeonly", "suspend", "preopen",
    "test", "rebase",
  ]

  /// Whether a word of a state says that its row is final; nil where it says neither.
  static func isFinal(_ word: String) -> Bool? {
    let plain = word.lowercased().filter { $0.isLetter || $0.isNumber }
    if finalWords.contains(plain) { return true }
    if provisionalWords.contains(plain) { return false }
    for (prefix, turns) in [("is", false), ("not", true), ("non", true), ("un", true), ("yet", false)]
    where plain.hasPrefix(prefix) {
      let rest = String(plain.dropFirst(prefix.count))
      guard !rest.isEmpty, let inner = isFinal(rest) else { continue }
      return turns ? !inner : inner
    }
    return nil
  }

  /// What a column of this name may say of rows; nil for any other name.
  static func named(_ name: String, _ rows: FlaggedRows.Rows) -> FlaggedRows.Flag? {
    let plain = ColumnRoles.plainLast(name)
    let words = plain.split(separator: "_").map(String.init)
    let isState = words.last.map(states.contains) == true && ofOthers.isDisjoint(with: words)
    if isState || types.contains(plain) {
      return FlaggedRows.Flag(sense: .state, rows: rows, isSure: isState ? words.count > 1 : plain != "kind")
    }
    if ColumnRoles.role(of: name) == ColumnRoles.finished {
      return FlaggedRows.Flag(sense: .final, rows: rows, isSure: plain != "closed" && plain != "confirmed")
    }
    let isPlainFlag = !plain.hasPrefix("is")
    let word = isPlainFlag ? plain : String(plain.dropFirst(2)).replacing(/^_/, with: "")
    if final.contains(word) { return FlaggedRows.Flag(sense: .final, rows: rows, isSure: !isPlainFlag) }
    let isForetold = rows == .rates ? foretold.contains(word) : false
    guard provisional.contains(word) || isForetold || !isPlainFlag && onlyWithIs.contains(word) else { return nil }
    return FlaggedRows.Flag(sense: .provisional, rows: rows, isSure: !isPlainFlag)
  }

  /// Flags that say of an answer of rates whether it is all there: others say of its rates whether they were paid.
  private static let ofAnswers: Set<String> = [
    "partial", "unfinished", "incomplete", "in_progress", "inprogress", "done",
  ]

  /// Whether what stands around rows under this name is said of their answer, and of none of them.
  static func isOfAnswer(_ name: String, _ rows: FlaggedRows.Rows) -> Bool {
    guard rows == .rates else { return true }
    let plain = ColumnRoles.plainLast(name)
    return ColumnRoles.role(of: ColumnRoles.lastPart(name)) == ColumnRoles.finished
      || ofAnswers.contains(plain.replacing(/^is_?/, with: ""))
  }

  /// Names of flags that are of a market where they are set in every row: a pair that is live, a contract that has not expired.
  static func mayBeMarkets(_ name: String) -> Bool {
    let plain = ColumnRoles.plainLast(name).replacing(/^is_?/, with: "")
    return ["open", "live", "settled", "current", "pending"].contains(plain)
  }
}
