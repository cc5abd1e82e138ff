import Signals

/// Expressions that begin with a minus, which the argument parser takes for flags: `-returns(1h)` has an `h` in it.
enum DashedExpressions {
  /// Flags whose value is an expression.
  private static let flags: Set<String> = ["--signal", "--given", "--where"]
  /// Commands, as words, that take expressions without a flag.
  private static let commands: [[String]] = [
    ["signal", "eval"], ["signal", "audit"], ["audit"], ["scan"], ["regress"], ["data", "plot"],
  ]

  /// The same command line with such an expression joined to its flag, or behind the `--` that ends the flags.
  static func told(_ arguments: [String]) -> [String] {
    guard !arguments.contains("--") else { return arguments }
    let takesExpressions = commands.contains { arguments.starts(with: $0) }
    var told: [String] = []
    var behind: [String] = []
    for word in arguments {
      if isExpression(word) {
        if let flag = told.last, flags.contains(flag) {
          told[told.count - 1] = "\(flag)=\(word)"
          continue
        }
        // Behind another flag it may be that one's value.
        if takesExpressions, !(told.last?.hasPrefix("--") ?? false) {
          behind.append(word)
          continue
        }
      }
      // What follows a word that is moved must stay behind it.
      if !behind.isEmpty, !word.hasPrefix("-"), !(told.last?.hasPrefix("-") ?? false) {
        behind.append(word)
      } else {
        told.append(word)
      }
    }
    return behind.isEmpty ? told : told + ["--"] + behind
  }

  /// A minus and more than a letter, which no flag of one letter is.
  private static func isExpression(_ word: String) -> Bool {
    guard word.utf8.count > 2, word.hasPrefix("-"), !word.hasPrefix("--"), Double(word) == nil else { return false }
    let left = word.prefix { $0 != "~" }
    return (try? Expression(parsing: String(left))) != nil
  }
}
