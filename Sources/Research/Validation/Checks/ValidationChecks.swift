/// What a validation comes to: questions from the easiest to the hardest, and how far the strategy gets.
///
/// Strategies fall from it early for simple reasons, and a figure high up means nothing when one below is bad: a deflated
/// Sharpe ratio of three trades is a number and no answer.
public struct ValidationChecks: Sendable, Hashable {
  public let checks: [ValidationCheck]

  /// Those that were asked for: of them verdicts speak, and among them numbers count.
  public var asked: [ValidationCheck] { checks.filter { $0.finding != .notAsked } }

  package init(_ checks: [ValidationCheck]) {
    self.checks = checks
  }

  /// The checks passed before the first that failed. One that cannot be judged is passed over, not passed: it neither
  /// lifts nor holds up.
  public var reached: [ValidationCheck] {
    asked.prefix { $0.finding != .failed }.filter { $0.finding == .passed }
  }

  public var failed: ValidationCheck? { checks.first { $0.finding == .failed } }

  private var unjudged: [ValidationCheck] {
    asked.prefix { $0.finding != .failed }.filter { $0.finding != .passed }
  }

  /// One plain sentence.
  public var verdict: String {
    let count = asked.count
    let open = unjudged
    let aside =
      open.isEmpty
      ? "" : "; no answer to \(open.map { "'\($0.name.words)'" }.joined(separator: ", "))"
    guard let highest = reached.last else {
      guard let failed else { return "Nothing can be said: none of the checks could be judged." }
      return failed.name == asked.first?.name
        ? "It fails the first check, '\(failed.name.words)' (\(failed.rule))\(aside)."
        : "It passes no check: '\(failed.name.words)' fails (\(failed.rule))\(aside)."
    }
    let passed = reached.count
    guard let failed else {
      return open.isEmpty
        ? "It passes all \(count) checks: it \(highest.meaning)."
        : "It passes \(passed) of \(count) checks: it \(highest.meaning)\(aside)."
    }
    return
      "It passes \(passed) of \(count) checks: it \(highest.meaning), but '\(failed.name.words)' fails (\(failed.rule))\(aside)."
  }
}

extension ValidationCheck.Name {
  /// `covers costs`.
  public var words: String { rawValue.replacing("_", with: " ") }
}
