import Market
import Numerics

/// What shares of longs and shorts are counted in: some vendors list 0.5 and others 50.
extension TableRoles {
  private static let shares = ["long_share", "short_share"]
  private static let most = 10_000

  /// Percent by the names of columns: `long_percent`, `Short (%)`.
  static func nameShares(_ sources: inout [String: ImportProfile.Source]) {
    for role in shares {
      guard let source = sources[role], source.unit == nil else { continue }
      sources[role]?.unit = NamedRate.unit(source.from)
    }
  }

  /// - Parameter units: what the user says, who knows better.
  /// - Throws: `Problem` for shares above 1 of which nobody said that they are percent, and for such as are never above 1
  ///   under a name that says it.
  static func checkShares(
    _ sources: [String: ImportProfile.Source], _ table: TableText, _ units: [String: ImportProfile.ColumnUnit]
  ) throws {
    for role in shares where units[role] == nil {
      guard let source = sources[role], let size = largest(source, table) else { continue }
      let name = PrintableText.short(source.from)
      let said = shares.filter { sources[$0] != nil }
      func flag(_ unit: ImportProfile.ColumnUnit) -> String {
        "--unit " + said.map { "\($0)=\(unit.rawValue)" }.joined(separator: ",")
      }
      if source.unit == nil, size > 1 + 1e-9 {
        throw Problem(
          "the shares in '\(name)' are up to \(Float(size)), and a share as a fraction is 1 at most: they look like percent",
          at: Problem.Place(file: table.text.location, line: 1), remedy: "say \(flag(.percent))")
      }
      if let unit = source.unit, size > 0, size <= 0.01 {
        throw Problem(
          "'\(name)' is in \(unit.rawValue) by its name, and no share in it is beyond 1%: they look like fractions",
          at: Problem.Place(file: table.text.location, line: 1),
          remedy: "say \(flag(.fraction)), or \(flag(unit)) where they are that small")
      }
    }
  }

  /// - Throws: `Problem` for ratios of longs to shorts as large as none is of any market, and as shares of longs in percent are.
  func checkRatio(_ source: ImportProfile.Source?, _ table: TableText) throws {
    guard let source, !said.contains("long_short_ratio"), let ratios = Self.firstNumbers(of: source, table),
      let middle = ratios.middle, middle >= 20, ratios.allSatisfy({ (0...100).contains($0) })
    else { return }
    let name = PrintableText.short(source.from)
    throw Problem(
      "the ratios in '\(name)' are about \(Float(middle)), and no market has so many longs to a short: they look like the share "
        + "of the longs in percent", at: Problem.Place(file: table.text.location, line: 1),
      remedy: "say \(ColumnFlag.text(("long_share", source.from))) --unit long_share=percent, or "
        + "\(ColumnFlag.text(("long_short_ratio", source.from))) where they are ratios all the same")
  }

  private static let leastRatios = 30

  /// What is to be said of ratios that all lie where shares of longs do.
  func ratioNotes(_ entry: ImportProfile.Entry, _ table: TableText) -> [String] {
    guard !said.contains("long_short_ratio"), let source = entry.columns["long_short_ratio"],
      entry.columns["long_share"] == nil, let ratios = Self.firstNumbers(of: source, table),
      ratios.count >= Self.leastRatios, let least = ratios.min(), let most = ratios.max(), least >= 0.3, most <= 0.7
    else { return [] }
    return [
      "all ratios in '\(PrintableText.short(source.from))' are between \(Float(least)) and \(Float(most)), as shares of longs are: "
        + "where they are such, say \(ColumnFlag.text(("long_share", source.from)))"
    ]
  }

  /// What is to be said of shares whose names say what they are counted in.
  func shareNotes(_ entry: ImportProfile.Entry, _ hints: TableHints) -> [String] {
    Self.shares.compactMap { role in
      guard hints.units[role] == nil, let source = entry.columns[role], let unit = source.unit else { return nil }
      return "'\(PrintableText.short(source.from))' is in \(unit.rawValue), as its name says"
    }
  }

  /// The largest share in the first rows, as the fraction that it is read as; nil where there is none.
  private static func largest(_ source: ImportProfile.Source, _ table: TableText) -> Double? {
    guard let field = table.names.firstIndex(of: source.from) else { return nil }
    var scanner = table.scanner()
    var (rows, largest) = (0, Double?.none)
    while rows < most, scanner.advance() {
      rows += 1
      guard let share = try? scanner.number(field, table.numbers, scale: source.unit?.power ?? 0), share.isFinite else {
        continue
      }
      largest = max(largest ?? share, share)
    }
    return largest
  }
}
