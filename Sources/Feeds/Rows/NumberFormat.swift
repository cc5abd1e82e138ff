import Market

/// How a file writes its numbers, and the words that stand for one that is not known.
struct NumberFormat: Sendable {
  /// A point or a comma.
  let decimal: UInt8
  /// What stands between groups of three digits; nil for nothing.
  let thousands: UInt8?
  private let missing: Set<String>
  /// Those of the words that are numbers, as 0 is where a file writes it for what it does not know.
  fileprivate let missingNumbers: [Double]

  /// What files write for a number that there is none of, in small letters.
  static let usualMissing: Set<String> = [
    "", "nan", "null", "none", "na", "n/a", "#n/a", "-", "--", ".", "undefined", "nat",
  ]

  init(decimal: UInt8 = UInt8(ascii: "."), thousands: UInt8? = nil, missing: [String]? = nil) {
    // A point between thousands is none before decimals.
    self.decimal =
      decimal == thousands ? (decimal == UInt8(ascii: ".") ? UInt8(ascii: ",") : UInt8(ascii: ".")) : decimal
    self.thousands = thousands
    self.missing = missing.map { Set($0.map { $0.lowercased() }).union([""]) } ?? Self.usualMissing
    missingNumbers = (missing ?? []).compactMap { Double($0) }
  }

  /// Whether a field says that there is no number.
  func isMissing(_ text: some StringProtocol) -> Bool { missing.contains(text.lowercased()) }

  /// Whether numbers are written as programs write them.
  var isPlain: Bool { decimal == UInt8(ascii: ".") && thousands == nil }

  /// The number as a plain one, without the marks of this format; nil where these stand where they cannot.
  fileprivate func plain(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    let halves = bytes.split(separator: decimal, maxSplits: 2, omittingEmptySubsequences: false)
    guard halves.count <= 2, var whole = halves.first.map(Array.init) else { return nil }
    if let thousands, whole.contains(thousands) {
      let groups = whole.split(separator: thousands, omittingEmptySubsequences: false)
      // `1234.567` has its point before decimals, whatever is said.
      let leading = groups.first?.count { (48...57).contains($0) } ?? 0
      guard (1...3).contains(leading), groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
      whole = Array(groups.joined())
    }
    guard !whole.contains(UInt8(ascii: ".")) else { return nil }
    return halves.count == 1 ? whole : whole + [UInt8(ascii: ".")] + halves[1]
  }
}

extension NumberFormat {
  /// What is to be said of a number's own marks, which this format has otherwise: which flags would read them.
  fileprivate func marks(_ text: ArraySlice<UInt8>) -> String {
    let (comma, point) = (UInt8(ascii: ","), UInt8(ascii: "."))
    let isNumber = text.allSatisfy { (48...57).contains($0) || [comma, point, UInt8(ascii: "-")].contains($0) }
    guard isNumber, text.contains(where: { (48...57).contains($0) }) else { return "" }
    switch (text.lastIndex(of: comma), text.lastIndex(of: point)) {
    case (let comma?, let point?):
      return comma > point
        ? ": its points stand between thousands (--decimal , --thousands .)"
        : ": its commas stand between thousands (--thousands ,)"
    case (_?, nil) where isPlain:
      return ": its comma may stand before decimals (--decimal ,) or between thousands (--thousands ,)"
    case (nil, _?) where text.count { $0 == point } > 1 || decimal == comma:
      return ": its points stand between thousands (--thousands .)"
    default: return ""
    }
  }

  /// A number that was read, or NaN where what is written is one of those that stand for none.
  fileprivate func known(_ number: Double, _ bytes: [UInt8], _ field: Range<Int>) -> Double {
    guard !missingNumbers.isEmpty, let written = DecimalText.number(bytes, field), missingNumbers.contains(written)
    else { return number }
    return .nan
  }
}

extension CSVScanner {
  /// Field `index` as a number times ten to the power of `scale`; NaN where the file says that it has none.
  ///
  /// - Throws: `RowDefect` for what is neither a number nor a word for none.
  func number(_ index: Int, _ format: NumberFormat, scale: Int = 0) throws(RowDefect) -> Double {
    guard index < count else { throw tooFewFields }
    if scale == 0, format.isPlain, format.missingNumbers.isEmpty, let number = plainNumber(index) { return number }
    var (bytes, field) = located(index)
    var scale = scale
    // `0.0100%` says itself that it is percent, and need not be told twice.
    if field.last.map({ bytes[$0] }) == UInt8(ascii: "%"), scale == 0 || scale == -2 {
      field = field.dropLast()
      scale = -2
    }
    if format.isPlain, let number = DecimalText.number(bytes, field, scale: scale) {
      return format.known(number, bytes, field)
    }
    if format.isMissing(String(decoding: bytes[field], as: UTF8.self)) { return .nan }
    if !format.isPlain, let plain = format.plain(bytes[field]),
      let number = DecimalText.number(plain, plain.indices, scale: scale)
    {
      return format.known(number, plain, plain.indices)
    }
    // `137.10K` and `1.2 million`, as web pages write them.
    if let last = bytes[field].lastIndex(where: { (48...57).contains($0) || $0 == format.decimal }),
      let power = ScaleWord.power(
        behind: String(decoding: bytes[(last + 1)..<field.upperBound], as: UTF8.self).trimmingSpaces)
    {
      let digits = field.lowerBound..<(last + 1)
      let plain = format.isPlain ? Array(bytes[digits]) : format.plain(bytes[digits])
      guard scale <= 0 || scale == power else {
        throw defect(
          index, "says itself that it is in \(ScaleWord.name(power)), and its column is said to be in others")
      }
      let whole = scale == power ? power : scale + power
      if let plain, let number = DecimalText.number(plain, plain.indices, scale: whole) { return number }
    }
    throw defect(index, "is not a number" + format.marks(bytes[field]))
  }

  /// Field `index` as 1 or 0 where it is a flag in words, as the files that keep flags as such have it; nil for all else.
  func flag(_ index: Int) -> Double? {
    guard index < count, let first = content(index).first, "tfTF".utf8.contains(first) else { return nil }
    return switch String(decoding: content(index), as: UTF8.self).lowercased() {
    case "true": 1
    case "false": 0
    default: nil
    }
  }

  /// Whether field `index` is written with decimals or an exponent.
  func hasFraction(_ index: Int) -> Bool {
    index < count && content(index).contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
  }

  /// Whether field `index` is exactly `text`.
  func field(_ index: Int, is text: [UInt8]) -> Bool {
    index < count && content(index).elementsEqual(text)
  }
}

extension StringProtocol {
  var trimmingSpaces: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
