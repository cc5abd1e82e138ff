import Market
import Numerics

/// Which column is for what.
struct TableRoles {
  /// By role: the name of the column.
  var columns: [String: String] = [:]
  var notes: [String] = []
  /// Whether the times are those of the ends of bars, by the name of their column.
  var areCloses = false
  /// Whether they are where the periods begin that rates are of.
  var areStarts = false
  /// Which market a column says that all rows are of.
  var market: NamedMarket?
  let said: Set<String>
  /// Whether the user says what times are of.
  let isLabelSaid: Bool

  init(_ table: TableText, shape: TableShape, clues: PathClues, hints: ImportHints) throws {
    for (role, name) in hints.table.columns.sorted(by: { $0.key < $1.key }) {
      let names = role == ColumnRoles.time ? table.timeNames(name) : [name]
      columns[role] = try names.map { table.names[try table.column($0, of: "table")] }.joined(separator: "+")
    }
    said = Set(columns.keys)
    isLabelSaid = hints.table.label != nil
    let areNumbered = table.text.numbered != nil
    if !shape.empty.hasHeader || areNumbered, columns.isEmpty {
      let positions = TablePositions(of: table, as: hints.kind?.series)
      columns = positions?.columns ?? Self.pair(table, hints.kind?.series) ?? [:]
      notes += [positions?.note].compactMap(\.self)
    }
    guard shape.empty.hasHeader, !areNumbered || columns[ColumnRoles.time] != nil else { return }
    let ranked = table.names.sorted { ColumnRoles.rank(of: $0) < ColumnRoles.rank(of: $1) }
    var taken = Set(columns.filter { $0.key != ColumnRoles.time }.values)
    if let time = columns[ColumnRoles.time] {
      taken.formUnion(table.timeNames(time))
      if NamedEnds.contains(time) { takeAsEnds(time) }
    } else {
      let isForetold = ranked.contains { ColumnRoles.role(of: $0) == ColumnRoles.nextSettlement }
      let candidates = ranked.filter { name in
        ColumnRoles.role(of: name) == ColumnRoles.time && !taken.contains(name)
          && !(isForetold && ColumnRoles.settlementTimes.contains(ColumnRoles.plain(name)))
      }
      if let counts = CountedTimes(table, besides: candidates) {
        columns[ColumnRoles.time] = counts.name
        notes.append(counts.note)
        taken.insert(counts.name)
      } else if let times = TimeColumns(
        table, among: CountedTimes.moving(candidates, in: table),
        areSaid: hints.table.timeFormat != nil || hints.table.zone != nil || hints.table.label != nil
          || hints.kind == .external)
      {
        columns[ColumnRoles.time] = times.name
        notes += [times.note].compactMap(\.self)
        taken.formUnion(table.timeNames(times.name))
      }
    }
    for name in ranked {
      guard let role = ColumnRoles.role(of: name), !taken.contains(name), columns[role] == nil else { continue }
      if role != "symbol" { columns[role] = name }
    }
    if columns["venue"] == nil { columns["venue"] = Self.surroundingVenue(table) }
    if columns["symbol"] == nil {
      let venue = hints.venue ?? (columns["venue"] == nil ? clues.venue(among: Venue.known.map(\.name)) : nil)
      try findSymbol(table, among: ranked.filter { !taken.contains($0) }, on: venue)
    }
    market = table.names.lazy.filter { !taken.contains($0) }.compactMap { NamedMarket($0, in: table) }.first
    if columns[ColumnRoles.time] == nil { findTime(table) }
  }

  /// What an answer says once of all its rows, where it is a venue that is known: `query.exchange`.
  static func surroundingVenue(_ table: TableText) -> String? {
    table.names.enumerated().first { field, name in
      guard name.contains("."), ColumnRoles.role(of: ColumnRoles.lastPart(name)) == "venue" else { return false }
      let words = table.texts(of: [field], most: 8).flatMap(\.text)
      return !words.isEmpty && words.allSatisfy { DividedRows.venue($0) != nil }
    }?.element
  }

  mutating func findSymbol(_ table: TableText, among names: [String], on venue: String?) throws {
    let named = names.filter { name in
      ColumnRoles.role(of: name) == "symbol" && Self.hasWords(table, name) && NamedMarket(name, in: table) == nil
    }
    guard
      let found = try SymbolColumn(table, among: named, venue: venue, venueColumn: columns["venue"])
    else { return }
    columns["symbol"] = found.name
    notes += [found.note].compactMap(\.self)
  }

  /// Times under a name that says something else: the ends of bars, when a row was made, as Binance stamps its metrics and
  /// others what they only keep, Deribit's `ticks`, or none, as data frames write the column they count by.
  mutating func findTime(_ table: TableText) {
    let ends = table.names.first { name in
      NamedEnds.contains(name) && !columns.values.contains(name)
        && (NamedEnds.saysTime(name) || DateForms.beginsUsual(table, name))
    }
    if let name = ends {
      columns[ColumnRoles.time] = name
      takeAsEnds(name)
      return
    }
    // `periodStart`, `barBegin`: of the many ways to write it the usual ones are known as times.
    if let name = table.names.first(where: { NamedStart($0) != nil && !columns.values.contains($0) }),
      DateForms.beginsUsual(table, name)
    {
      columns[ColumnRoles.time] = name
      return
    }
    var scanner = table.scanner()
    if let name = table.names.first(where: { ["create_time", "createtime", "ticks"].contains(ColumnRoles.plain($0)) }),
      let field = table.names.firstIndex(of: name), scanner.advance(), field < scanner.count,
      DateForms.isUsual(scanner, TimeFields(field))
    {
      columns[ColumnRoles.time] = name
      return
    }
    scanner = table.scanner()
    guard let first = table.names.first, ColumnRoles.nameless.contains(first.lowercased()) else { return }
    if scanner.advance(), DateForms.isUsual(scanner, TimeFields(0)) { columns[ColumnRoles.time] = first }
  }

  mutating func takeAsEnds(_ name: String) {
    guard !isLabelSaid else { return }
    areCloses = true
    notes.append("times are those of '\(PrintableText.short(name))', the ends of bars; say --label where they are not")
  }

  /// `Volume BTC` and `Volume USDT` of BTC/USDT: volumes under the names of what they count.
  ///
  /// - Parameter symbol: what the flags or the file's name say; a column of symbols goes before it.
  mutating func findVolumes(_ table: TableText, symbol: String?) {
    guard columns["volume"] == nil else { return }
    var text = symbol
    var scanner = table.scanner()
    if let field = columns["symbol"].flatMap({ table.names.firstIndex(of: $0) }), scanner.advance(),
      field < scanner.count
    {
      text = scanner.text(field)
    }
    let letters = (text ?? "").lowercased().filter { $0.isLetter || $0.isNumber }
    let counted = table.names.compactMap { name -> (coin: String, name: String)? in
      let plain = ColumnRoles.plain(name)
      guard let word = ["volume_", "vol_"].first(where: plain.hasPrefix) else { return nil }
      return (String(plain.dropFirst(word.count)), name)
    }
    for base in counted where !base.coin.isEmpty {
      guard let quote = counted.first(where: { letters.hasPrefix(base.coin + $0.coin) && $0.name != base.name }) else {
        continue
      }
      columns["volume"] = base.name
      if !said.contains("quote_volume") { columns["quote_volume"] = quote.name }
      return
    }
    if columns["quote_volume"] == nil, counted.count == 1, let only = counted.first, only.coin.count > 2,
      letters.hasPrefix(only.coin)
    {
      columns["volume"] = only.name
      return
    }
    // Bitcoincharts and Kaggle: `Volume_(BTC)`, `Volume_(Currency)`.
    if counted.count == 2, let value = counted.first(where: { $0.coin == "currency" }),
      let base = counted.first(where: { $0.coin != "currency" && !$0.coin.isEmpty })
    {
      columns["volume"] = base.name
      if !said.contains("quote_volume") { columns["quote_volume"] = value.name }
    }
  }

  /// Times that end minutes, whatever their column is called.
  mutating func takeAsCloses() {
    areCloses = true
    notes.append(
      "every time is the last second of a minute: times are taken as the closes of bars, which end with the minute; "
        + "say --label open where they are not")
  }

  /// Whether a column holds words, as symbols are, by its first row that has anything.
  static func hasWords(_ table: TableText, _ name: String) -> Bool {
    guard let place = table.names.firstIndex(of: name) else { return false }
    var scanner = table.scanner()
    while scanner.advance() {
      guard place < scanner.count, !scanner.content(place).isEmpty else { continue }
      return scanner.text(place).contains(where: \.isLetter)
    }
    return false
  }
}
