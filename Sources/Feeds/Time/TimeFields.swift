import Market

/// Where a row's time stands: in one field, or the day in one and the time of day in another, as MetaTrader writes it.
struct TimeFields: Hashable {
  let day: Int
  let clock: Int?
  /// Digits that a time of day written as a number has, where zeros before it were lost: `93000` is half past nine.
  var digits = 0

  init(_ day: Int, clock: Int? = nil) {
    self.day = day
    self.clock = clock
  }

  var all: [Int] { [day] + [clock].compactMap(\.self) }
}

extension CSVScanner {
  /// Whether the row is long enough to have the time.
  func has(_ fields: TimeFields) -> Bool { fields.day < count && fields.clock ?? 0 < count }

  /// The time in milliseconds as if it were UTC; nil where it is not of that form.
  func time(_ fields: TimeFields, as pattern: StampPattern) -> Int64? {
    let (bytes, field) = timeText(fields)
    return pattern.read(bytes[field], isWhole: true)?.local
  }

  /// The time as one text: a day and a time of day with a space between them.
  func timeText(_ fields: TimeFields) -> (bytes: [UInt8], range: Range<Int>) {
    guard let clock = fields.clock else { return located(fields.day) }
    var text = Array(Self.withoutMidnight(content(fields.day)))
    let time = content(clock)
    text.append(UInt8(ascii: " "))
    if time.count < fields.digits, time.allSatisfy({ (48...57).contains($0) }) {
      text += [UInt8](repeating: UInt8(ascii: "0"), count: fields.digits - time.count)
    }
    text += time
    return (text, 0..<text.count)
  }

  /// The time as it can be shown.
  func timeShown(_ fields: TimeFields) -> String {
    let text = timeText(fields)
    return String(decoding: text.bytes[text.range], as: UTF8.self)
  }

  /// A day that was saved with the midnight it begins at, as data frames do, without it.
  private static func withoutMidnight(_ day: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let space = day.lastIndex(where: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "T") }) else { return day }
    let time = day[(space + 1)...]
    let isMidnight =
      time.contains(UInt8(ascii: ":"))
      && time.allSatisfy { [UInt8(ascii: "0"), UInt8(ascii: ":"), UInt8(ascii: ".")].contains($0) }
    return isMidnight ? day[..<space] : day
  }

  /// What is wrong with the time of the row, quoting it.
  func defect(_ fields: TimeFields, _ wrong: String) -> RowDefect {
    guard let clock = fields.clock, fields.day < count, clock < count else {
      return defect(fields.day < count ? fields.clock ?? fields.day : fields.day, wrong)
    }
    let name = fields.all.map { $0 < columns.count ? columns[$0] : "\($0 + 1)" }.joined(separator: "+")
    return RowDefect("\(name) '\(PrintableText.short(timeShown(fields)))' \(wrong)", column: defect(fields.day, "").column)
  }
}

extension TableText {
  /// What stands between the names of two columns that are a time together.
  private static let plus: Character = "+"

  /// The names of the columns that a time is in: of one, or of a day and a time of day written `Date+Time`.
  func timeNames(_ name: String) -> [String] {
    let halves = name.split(separator: Self.plus, maxSplits: 1).map { $0.trimmingSpaces }
    return names.contains(name) || halves.count != 2 ? [name] : halves
  }

  /// - Throws: `Problem` for a name that no column has, or several.
  ///
  /// - Parameter format: how times are written, where that is said: it tells how wide a time of day is that lost its zeros.
  func timeFields(_ name: String, of profile: String, as format: String? = nil) throws -> TimeFields {
    let said = timeNames(name)
    let day = try column(said[0], of: profile)
    guard said.count == 2 else { return TimeFields(day) }
    var fields = TimeFields(day, clock: try column(said[1], of: profile))
    fields.digits =
      format.map { $0.contains("HHmmss") ? 6 : $0.contains("HHmm") ? 4 : 0 } ?? clockDigits(fields.clock ?? day)
    return fields
  }

  /// How many digits times of day have that are written as numbers; 0 for others, and where they do not tell.
  private func clockDigits(_ clock: Int) -> Int {
    var scanner = scanner()
    var (widest, rows) = (0, 0)
    while rows < 10_000, scanner.advance() {
      guard clock < scanner.count else { continue }
      let field = scanner.content(clock)
      guard !field.isEmpty, field.allSatisfy({ (48...57).contains($0) }) else { return 0 }
      widest = max(widest, field.count)
      rows += 1
    }
    return widest == 5 || widest == 6 ? 6 : 0
  }
}

extension StringProtocol {
  var trimmingSpaces: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
