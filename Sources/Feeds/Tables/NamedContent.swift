/// What the words of a column's name say that it holds, where numbers alone may be several things: 1,704,067,200 is a second
/// of 2024 as well as an amount of dollars.
enum NamedContent {
  case time, amount, number

  private static let times: Set<String> = [
    "time", "timestamp", "datetime", "date", "day", "ts", "t", "unix", "epoch", "when", "at", "open_time", "close_time",
    "opentime", "closetime", "stamp", "minute", "hour",
  ]
  private static let amounts: Set<String> = [
    "usd", "usdt", "usdc", "dollars", "amount", "volume", "vol", "value", "size", "qty", "quantity", "notional",
    "turnover", "oi", "interest", "liquidations", "longs", "shorts", "bought", "sold", "buy", "sell", "cap", "supply",
    "balance", "quote",
  ]
  private static let numbers: Set<String> = ["id", "tid", "seq", "sequence", "number", "nr", "no", "trade_id"]

  /// What data frames call the number of a row; `index_price` and `funding_index` are none.
  private static let rowIndices: Set<String> = ["index", "row_index", "df_index", "row"]

  /// Nil for a name that says nothing of it, or two things.
  init?(_ name: String) {
    let plain = ColumnRoles.plain(name)
    let words = Set(plain.split(separator: "_").map(String.init) + [plain])
    let says = [
      (NamedContent.time, Self.times), (.amount, Self.amounts), (.number, Self.numbers),
    ].filter { !words.isDisjoint(with: $0.1) || $0.0 == .number && Self.rowIndices.contains(plain) }.map(\.0)
    guard let only = says.first, says.count == 1 else { return nil }
    self = only
  }
}
