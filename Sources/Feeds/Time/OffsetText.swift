/// How far a clock is from UTC, as times say it behind themselves: `Z`, ` UTC`, `+05:30`, ` GMT+0100`, ` UTC+1`,
/// `+01:00 (CET)`.
///
/// A short name alone (`CET`, `IST`) is none: several clocks go by it, and one of them by another in summer.
enum OffsetText {
  private static let furthest = 14

  /// In milliseconds to add to UTC; nil for anything else, and for a remark in brackets that says another offset.
  static func read(_ bytes: some Sequence<UInt8>) -> Int64? {
    var text = String(decoding: Array(bytes), as: UTF8.self).trimmingSpaces
    var remark: Int64?
    if text.last == ")" {
      guard let open = text.firstIndex(of: "("), open > text.startIndex else { return nil }
      let words = text[text.index(after: open)...].dropLast()
      guard words.contains(where: \.isLetter), !words.contains(where: { "()".contains($0) }) else { return nil }
      remark = offset(String(words))
      text = text[..<open].trimmingSpaces
    }
    guard let own = offset(text), remark ?? own == own else { return nil }
    return own
  }

  private static func offset(_ text: String) -> Int64? {
    let capitals = text.uppercased()
    if capitals == "Z" { return 0 }
    let isNamed = capitals.hasPrefix("UTC") || capitals.hasPrefix("GMT")
    let rest = isNamed ? text.dropFirst(3).trimmingSpaces : text
    if rest.isEmpty { return isNamed ? 0 : nil }
    guard let sign = rest.first, sign == "+" || sign == "-" else { return nil }
    let halves = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
    let parts: (hours: String, minutes: String)
    switch (halves.count, halves[0].count) {
    case (1, 2),
      (1, 1) where isNamed:
      parts = (halves[0], "00")
    case (1, 4): parts = (String(halves[0].prefix(2)), String(halves[0].suffix(2)))
    case (2, 2),
      (2, 1) where isNamed:
      parts = (halves[0], halves[1])
    default: return nil
    }
    guard parts.minutes.count == 2, let hours = Int64(parts.hours), let minutes = Int64(parts.minutes), minutes < 60,
      hours * 60 + minutes <= furthest * 60
    else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000
  }
}
