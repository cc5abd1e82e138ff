import Market

/// Rows that are bars of what others list as snapshots: open interest, ratios and predicted rates of a vendor.
///
/// The close of such a bar stands under its open, and taken as a snapshot it would be known a bar before it was there.
extension TableRoles {
  private static let snapshots: [SeriesKind] = [.openInterest, .longShort, .predictedFunding]
  private static let prices: Set<String> = ["open", "high", "low"]

  /// What Coinglass calls ratios, whose rows are bars: `global_account_long_percent`, `top_position_long_short_ratio`.
  /// https://docs.coinglass.com/reference/long-short-ratio.
  private static let coinglass: Set<String> = Set(
    ["global_account", "top_account", "top_position"].flatMap { whose in
      ["long_percent", "short_percent", "long_short_ratio"].map { "\(whose)_\($0)" }
    })

  /// Whether rows are of a stretch of time, and known when it is over: by their kind, or by what stands in them.
  func areBars(_ kind: SeriesKind, _ table: TableText) -> Bool {
    kind.knownRule == .atClose || !barWords(kind, table).isEmpty
  }

  /// The columns that say of what mostly are snapshots that they are bars.
  private func barWords(_ kind: SeriesKind, _ table: TableText) -> [String] {
    guard Self.snapshots.contains(kind) else { return [] }
    let opens = kind.otherColumns.map(\.name).filter { $0.hasSuffix("_open") }
    let said = opens.filter { columns[$0] != nil || table.names.contains($0) }
    if !said.isEmpty { return said.map { columns[$0] ?? $0 } }
    let bars = table.names.filter { Self.price($0) != nil }
    if Set(bars.compactMap(Self.price)) == Self.prices { return bars }
    return kind == .longShort ? table.names.filter { Self.coinglass.contains(ColumnRoles.plainLast($0)) } : []
  }

  private static func price(_ name: String) -> String? {
    ColumnRoles.role(of: ColumnRoles.lastPart(name)).flatMap { prices.contains($0) ? $0 : nil }
  }

  /// What is to be said of what stamps are taken to be of, where nobody said it.
  func stampNote(_ kind: SeriesKind, _ table: TableText, areDays: Bool) -> String? {
    let words = barWords(kind, table)
    guard words.isEmpty else {
      let named = words.prefix(3).map { "'\(PrintableText.short($0))'" }.joined(separator: ", ")
      return "rows are bars, by \(named), and known when they are over"
        + (areCloses ? "" : "; stamps are taken as the opens; say --label close where they are the closes")
    }
    guard !areCloses else { return nil }
    if areBars(kind, table) {
      return "stamps are taken as the opens of bars; say --label close where they are the closes"
    }
    return Self.snapshots.contains(kind) && !areDays
      ? "rows are taken as snapshots, known at their stamps; say --label open where each is of the bar that begins there"
      : nil
  }

  /// - Throws: `Problem` for rates that are the closes of bars: a settlement is of an instant, and such a rate is known when
  ///   its bar is over.
  func checkBars(_ source: ImportProfile.Source?, _ table: TableText, _ hints: TableHints) throws {
    guard let source, hints.label == nil, ColumnRoles.role(of: source.from) == "close",
      Set(table.names.compactMap(Self.price)) == Self.prices
    else { return }
    throw Problem(
      "the rates in '\(PrintableText.short(source.from))' are the closes of bars, and funding is paid at an instant",
      at: Problem.Place(file: table.text.location, line: 1),
      remedy: "say --kind funding_index for a rate that moved, or --label instant where each was paid at its stamp")
  }
}
