import Market

/// The flags that would read a table of no known format, as far as its names and numbers tell. Followed to the letter they
/// must not read one thing for another, so that there are none where nothing fits.
struct SuggestedFlags {
  private let table: TableText
  private let columns: [ShownTable.Column]

  init(_ columns: [ShownTable.Column], of table: TableText) {
    self.table = table
    self.columns = columns
  }

  /// As they are typed; nil where nothing fits.
  var text: String? {
    if let bars = positions { return bars }
    guard let time, !areTrades else { return nil }
    let clock = time.part == .day || time.part == .midnight ? columns.first { $0.part == .clock } : nil
    let times = time.plainName + (clock.map { "+" + $0.plainName } ?? "")
    let zone = if case .said(let zone)? = NamedClock(time.plainName).zone { " --zone \(zone)" } else { "" }
    let bars = ["open", "high", "low", "close"]
    if bars.allSatisfy({ of($0) != nil }) {
      // What is what follows from the names, and only the time is to be said.
      return "\(of("volume") == nil ? "--kind klines " : "")\(owner)--columns 'time=\(times)'\(zone)"
    }
    guard let value = value(besides: time) else { return nil }
    return "\(value.kind) \(owner)--columns 'time=\(times),\(value.role)=\(value.column)'\(zone)"
  }

  /// Whether the columns are those of trades one by one: a price, an amount, and the side of one of the two who traded.
  var areTrades: Bool {
    [Self.prices, Self.amounts, Self.sides].allSatisfy { names in
      columns.contains { names.contains(ColumnRoles.plain($0.plainName)) }
    }
  }

  private static let prices: Set<String> = ["price", "px", "trade_price", "p"]
  private static let amounts: Set<String> = ["amount", "size", "sz", "qty", "quantity", "volume", "vol", "q", "v"]
  private static let sides: Set<String> = [
    "side", "direction", "taker_side", "is_buyer_maker", "isbuyermaker", "buyer_maker", "m", "s",
  ]

  /// Bars without names.
  private var positions: String? {
    guard of(ColumnRoles.time) == nil, of("open") == nil,
      let found = TablePositions(of: table, as: .klines) ?? TablePositions(of: table, as: .premium)
    else { return nil }
    let isPremium = TablePositions(of: table, as: .klines) == nil
    let roles = [ColumnRoles.time, "open", "high", "low", "close", "volume", "quote_volume"]
    let said = roles.compactMap { role in found.columns[role].map { "\(role)=\($0)" } }.joined(separator: ",")
    return "--kind \(isPremium ? "premium" : "klines") \(owner)--columns '\(said)'"
  }

  /// The first column that is for something by its name.
  private func of(_ role: String) -> ShownTable.Column? {
    columns.first { ColumnRoles.role(of: $0.plainName) == role }
  }

  /// The venue and the symbol, where the table does not say them.
  private var owner: String {
    (of("venue") == nil ? "--venue NAME " : "") + (of("symbol") == nil ? "--symbol BTCUSDT " : "")
  }

  /// The column of times: by its name, or the only one that goes one way.
  private var time: ShownTable.Column? {
    // Rows of one day tell their times in another column.
    func isDay(_ column: ShownTable.Column) -> Bool { column.part == .day || column.part == .midnight }
    let times = columns.filter {
      $0.isTime && (!$0.isConstant || isDay($0)) && NamedContent($0.plainName) != .number
        && ColumnRoles.role(of: $0.plainName) != ColumnRoles.nextSettlement
    }
    let named = times.filter { ColumnRoles.role(of: $0.plainName) == ColumnRoles.time }
      .min { ColumnRoles.rank(of: $0.plainName) < ColumnRoles.rank(of: $1.plainName) }
    if let named { return named }
    let steady = times.filter { ($0.isSteady || isDay($0)) && ColumnRoles.role(of: $0.plainName) == nil }
    return steady.first {
      ColumnRoles.plain($0.plainName).contains("time") || ColumnRoles.plain($0.plainName).contains("date")
    }
      ?? (steady.count == 1 ? steady.first : nil)
  }

  /// What is measured, of which kind it is, and what the kind calls it.
  private func value(besides time: ShownTable.Column) -> (kind: String, role: String, column: String)? {
    // A column without a name is the number of a row, as one that is called so.
    let values = columns.filter {
      $0.isNumber && !$0.isConstant && $0.plainName != time.plainName && !$0.plainName.isEmpty
        && NamedContent($0.plainName) != .number
    }
    func named(_ role: String) -> ShownTable.Column? { values.first { ColumnRoles.role(of: $0.plainName) == role } }
    let foretold = "predicted_funding_rate"
    if let rate = named(foretold) { return ("--kind predicted_funding", foretold, rate.plainName) }
    if let rate = named("funding_rate") {
      // A rate beside the time of the next settlement is not paid yet.
      return of(ColumnRoles.nextSettlement) != nil
        ? ("--kind predicted_funding", foretold, rate.plainName) : ("--kind funding", "funding_rate", rate.plainName)
    }
    if let interest = named("open_interest") { return ("--kind open_interest", "open_interest", interest.plainName) }
    for role in ["long_liquidations", "long_liquidations_value"] {
      guard let longs = named(role) else { continue }
      return ("--kind liquidations", role, longs.plainName)
    }
    guard let first = values.first else { return nil }
    let moves = ["change", "return", "ret", "chg", "pct"]
    let isMove = ColumnRoles.plain(first.plainName).split(separator: "_").contains { moves.contains(String($0)) }
    if values.count == 1, first.isRate, !isMove { return ("--kind funding", "funding_rate", first.plainName) }
    let name = ColumnRoles.plain(first.plainName)
    return ("--kind external --label open", ComputedColumns.canName(name) ? name : "value", first.plainName)
  }
}
