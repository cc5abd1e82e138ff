import Foundation

/// What a terminal shows, compared line by line: words to the letter, decimals to one unit of their last digit.
///
/// Whole numbers are counts, dates and lengths, and are compared to the letter.
enum GoldenText {
  /// The lines that are not the same any more, as a diff.
  static func differences(_ golden: String, _ now: String) -> [String] {
    guard golden != now else { return [] }
    let (old, new) = (lines(golden), lines(now))
    let strict = difference(old, new, by: sameLine)
    guard !strict.isEmpty else { return [] }
    // A number that grew by a digit moves its column, and that is no change of the table.
    let hasMoved =
      old.count == new.count
      && zip(old, new).contains { numbers(in: $0).map(\.text.count) != numbers(in: $1).map(\.text.count) }
    return hasMoved && difference(old.map(collapsed), new.map(collapsed), by: sameLine).isEmpty ? [] : strict
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// In the order of the lines, what is gone above what came.
  private static func difference(_ old: [String], _ new: [String], by same: (String, String) -> Bool) -> [String] {
    new.difference(from: old, by: same).map { change -> (line: Int, mark: String, text: String) in
      switch change {
      case .remove(let offset, let line, _): (offset + 1, "gone", line)
      case .insert(let offset, let line, _): (offset + 1, "now", line)
      }
    }
    .sorted { ($0.line, $0.mark) < ($1.line, $1.mark) }.map { "line \($0.line) \($0.mark): \($0.text)" }
  }

  /// Runs of blanks and of rules as one.
  private static func collapsed(_ line: String) -> String {
    line.replacing(/[ ]+/, with: " ").replacing(/─+/, with: "─")
  }

  static func sameLine(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    let (one, other) = (numbers(in: a), numbers(in: b))
    guard one.count == other.count, words(of: a, without: one) == words(of: b, without: other) else { return false }
    return zip(one, other).allSatisfy { one, other in
      if one.text == other.text { return true }
      guard let unit = one.unit, unit == other.unit else { return false }
      return abs(one.value - other.value) <= 1.001 * unit
    }
  }

  /// A number as it stands in a line.
  private struct Number {
    let range: Range<String.Index>
    let text: Substring

    var value: Double { Double(text.filter { $0 != "," }.replacing("−", with: "-")) ?? .nan }

    /// One of the last digit; nil for a whole number.
    var unit: Double? {
      let parts = text.lowercased().split(separator: "e", maxSplits: 1)
      guard let point = parts[0].firstIndex(of: ".") else { return nil }
      let decimals = parts[0].distance(from: point, to: parts[0].endIndex) - 1
      let exponent = parts.count > 1 ? Int(parts[1].filter { $0 != "+" }) ?? 0 : 0
      return pow(10, Double(exponent - decimals))
    }
  }

  private static func numbers(in line: String) -> [Number] {
    line.matches(of: /[-−+]?[0-9][0-9,]*(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?/).map {
      Number(range: $0.range, text: line[$0.range])
    }
  }

  private static func words(of line: String, without numbers: [Number]) -> [Substring] {
    var words: [Substring] = []
    var place = line.startIndex
    for number in numbers {
      words.append(line[place..<number.range.lowerBound])
      place = number.range.upperBound
    }
    return words + [line[place...]]
  }
}
