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
    return RowDefect(
      "\(name) '\(PrintableText.short(timeShown(fields)))' \(wrong)", column: defect(fields.day, "").column)
  }
}
