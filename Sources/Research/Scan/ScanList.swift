import Market
import Signals

/// Reads a list of signals: one a line, `name: expression` or an expression alone; what follows `#` is a comment.
public enum ScanList {
  /// - Throws: a `Problem` at the line and column that cannot be read, for a name given twice, and for a list without a
  ///   signal.
  public static func parse(_ text: String, file: String) throws(Problem) -> [ScanPlan.Signal] {
    var signals: [ScanPlan.Signal] = []
    var names: Set<String> = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let code = line.prefix { $0 != "#" }
      guard let first = code.firstIndex(where: { !$0.isWhitespace }) else { continue }
      let (name, start) = named(code[first...])
      let written = String(code[start...]).trimmedOfSpaces
      let place = Problem.Place(
        file: file, line: number + 1, column: line.distance(from: line.startIndex, to: start) + 1)
      let expression = try Expression(parsing: written, at: place)
      let signal = ScanPlan.Signal(name: name ?? written, expression: expression)
      guard names.insert(signal.name).inserted else {
        throw Problem("'\(signal.name)' stands here twice", at: place, remedy: "remove one, or give it another name")
      }
      signals.append(signal)
    }
    guard !signals.isEmpty else {
      throw Problem(
        "the list has no signal", at: Problem.Place(file: file),
        remedy: "write one a line, as in 'rich: zscore(premium, 1d)'")
    }
    return signals
  }

  /// The name before a colon, and where the expression begins. No expression has a colon.
  private static func named(_ code: Substring) -> (name: String?, start: Substring.Index) {
    guard let colon = code.firstIndex(of: ":") else { return (nil, code.startIndex) }
    let name = String(code[..<colon]).trimmedOfSpaces
    let rest = code[code.index(after: colon)...]
    return (name.isEmpty ? nil : name, rest.firstIndex { !$0.isWhitespace } ?? rest.endIndex)
  }
}
