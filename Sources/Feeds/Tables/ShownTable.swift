import Market
import Numerics

/// A table of no known format as a user should see it: its first rows, what each column looks like, and the flags that would
/// read it.
struct ShownTable {
  let text: String

  private static let sample = 200
  private static let mostColumns = 24

  /// Nil for a text without rows of several fields.
  init?(_ text: FeedText) {
    guard let shape = TableShape(text, TableHints()) else { return nil }
    var profile = ImportProfile(
      name: "table", about: "", delimiter: shape.empty.delimiter, header: shape.empty.hasHeader,
      time: ImportProfile.Stamp(column: ""), series: [])
    profile.match = nil
    guard let table = try? TableText(text, as: profile) else { return nil }
    let names = table.names.indices
    let columns = names.prefix(names.count == Self.mostColumns + 1 ? names.count : Self.mostColumns)
      .map { Column($0, of: table) }
    var lines = Self.firstRows(of: table).map { "  \($0)" }
    lines += columns.map { "  \($0.name): \($0.looks)" }
    if table.names.count > columns.count { lines.append("  and \(table.names.count - columns.count) columns more") }
    let flags = SuggestedFlags(columns, of: table)
    if let text = flags.text { lines.append("  perhaps: \(text)") }
    if flags.areTrades {
      lines.append(
        "  perhaps trades one by one: a profile of that kind reads them ('hindcast data formats bybit-trades' prints one to "
          + "start from)")
    }
    self.text = lines.joined(separator: "\n")
  }

  private static func firstRows(of table: TableText) -> [String] {
    var scanner = table.scanner()
    var rows: [String] = []
    while rows.count < 3, scanner.advance() {
      let line = scanner.texts.joined(separator: " | ")
      rows.append(PrintableText.short(line, most: 110))
    }
    return rows
  }

  /// A column as its first rows show it.
  struct Column {
    let name: String
    /// As the file calls it.
    let plainName: String
    /// Whether all rows say the same, as what an interface says once of all of them.
    let isConstant: Bool
    /// Whether its numbers go one way from row to row.
    let isSteady: Bool
    let looks: String
    let isTime: Bool
    /// Whether it is a day or a time of day alone.
    let part: DateForms.Part
    let isNumber: Bool
    /// Whether its numbers are as small as rates are.
    let isRate: Bool

    init(_ index: Int, of table: TableText) {
      plainName = table.names[index]
      name = "'\(PrintableText.short(plainName))'"
      var scanner = table.scanner()
      var numbers: [Double] = []
      var unit: EpochUnit?
      var (texts, missing, rows) = (Set<String>(), 0, 0)
      while numbers.count + texts.count + missing < ShownTable.sample, scanner.advance() {
        rows += 1
        guard index < scanner.count else { continue }
        let (bytes, field) = scanner.located(index)
        if unit == nil { unit = EpochUnit(of: bytes, field) }
        if let number = try? scanner.number(index, table.numbers) {
          if number.isNaN { missing += 1 } else { numbers.append(number) }
        } else {
          texts.insert(scanner.text(index))
        }
      }
      isConstant = Set(numbers).count + texts.count < 2
      let steps = zip(numbers, numbers.dropFirst())
      isSteady = texts.isEmpty ? steps.allSatisfy { $0 < $1 } || steps.allSatisfy { $0 > $1 } : texts.count > 1
      let says = NamedContent(plainName)
      // Days are whole numbers of eight digits, and so are amounts.
      let areDays = texts.isEmpty && says != .amount && isSteady && !numbers.isEmpty && numbers.allSatisfy(Self.isDay)
      let form =
        texts.isEmpty && !areDays ? DateForms.Answer.unknown(first: "") : DateForms.form(of: table, TimeFields(index))
      // An amount of dollars may be as large as a count of seconds, and neither goes its way by chance.
      if texts.isEmpty, says == .amount || !isSteady && (says != .time || numbers.contains { $0 != $0.rounded() }) {
        unit = nil
      }
      part = texts.isEmpty ? .other : DateForms.part(table, index)
      if part == .clock {
        (looks, isTime, isNumber, isRate) =
          ("a time of day, as '\(PrintableText.short(texts.sorted().first ?? ""))'", false, false, false)
        return
      }
      let described = Self.describe(numbers, texts, unit, form, says, isRate: Self.isRate(plainName))
      looks = described.looks + (missing > 0 ? ", \(missing) of \(rows) missing" : "")
      isTime = described.isTime
      isNumber = !isTime && texts.isEmpty && !numbers.isEmpty
      isRate = isNumber && numbers.contains { $0 < 0 } && numbers.allSatisfy { abs($0) < 0.05 }
    }

    /// Whether its name says that it is a rate.
    private static func isRate(_ name: String) -> Bool {
      let role = ColumnRoles.role(of: name)
      return role == ColumnRoles.settledRate || ColumnRoles.rates.contains { $0 == role }
    }

    /// `20240131`: a day of our times.
    private static func isDay(_ number: Double) -> Bool {
      guard let whole = Int(exactly: number), (2009_01_01...2099_12_31).contains(whole) else { return false }
      return CivilDate(year: whole / 10_000, month: whole / 100 % 100, day: whole % 100).exists
    }

    /// The flags that read a number with a comma: of a comma and a point the last stands before the decimals.
    private static func marks(_ number: String) -> String {
      switch (number.lastIndex(of: ","), number.lastIndex(of: ".")) {
      case (let comma?, let point?): comma > point ? "--decimal , --thousands . reads them" : "--thousands , reads them"
      default: "--decimal , or --thousands , says what their comma is"
      }
    }

    private static func describe(
      _ numbers: [Double], _ texts: Set<String>, _ unit: EpochUnit?, _ form: DateForms.Answer, _ says: NamedContent?,
      isRate: Bool
    ) -> (looks: String, isTime: Bool) {
      if let unit, numbers.allSatisfy({ $0 > 1e8 }), texts.isEmpty { return ("a time in \(unit.name)", true) }
      switch form {
      case .usual where !texts.isEmpty: return ("a time", true)
      case .pattern(let pattern): return ("a time written \(pattern.text)", true)
      case .ambiguous(let patterns, _):
        return ("a time written \(patterns.prefix(2).map(\.text).joined(separator: " or "))", true)
      default: break
      }
      guard texts.isEmpty else {
        let first = PrintableText.short(texts.sorted().first ?? "")
        let areNumbers =
          numbers.isEmpty && texts.allSatisfy { $0.contains(",") && $0.allSatisfy { "0123456789,.-".contains($0) } }
        return (
          areNumbers
            ? "numbers such as '\(first)': \(marks(first))"
            : "text, as '\(first)'",
          false
        )
      }
      guard let low = numbers.min(), let high = numbers.max(), let size = numbers.map({ abs($0) }).middle else {
        return ("empty", false)
      }
      let range = "\(low) to \(high)"
      if says == .time, (39_000..<80_000).contains(low), (39_000..<80_000).contains(high) {
        return ("\(range): days since 1899-12-30, as spreadsheets count them", false)
      }
      switch size {
      case _ where low == high: return ("always \(low)", false)
      case ..<0.002 where low < 0 || isRate: return ("\(range): a rate or premium as a fraction", false)
      case ..<1 where low < 0 || isRate: return ("\(range): a rate in percent, or a share", false)
      case _ where says == .amount: return ("\(range): an amount, by its name", false)
      case _ where says == .number && numbers.allSatisfy { $0 == $0.rounded() }:
        return ("\(range): numbers of rows, by its name", false)
      case _ where low > 0 && high < 3 * low: return ("\(range): a price, or a level such as open interest", false)
      default: return (range, false)
      }
    }
  }
}
