/// What a validation comes to: questions from the easiest to the hardest, and how far the strategy gets.
///
/// Strategies fall from it early for simple reasons, and a figure high up means nothing when one below is bad: a deflated
/// Sharpe ratio of three trades is a number and no answer.
public struct Ladder: Sendable, Hashable {
  public let rungs: [Rung]

  package init(_ rungs: [Rung]) {
    self.rungs = rungs
  }

  /// The rungs passed before the first that failed. One that cannot be judged is passed over, not passed: it neither
  /// lifts nor holds up.
  public var reached: [Rung] {
    rungs.prefix { $0.finding != .failed }.filter { $0.finding == .passed }
  }

  public var failed: Rung? { rungs.first { $0.finding == .failed } }

  private var unjudged: [Rung] {
    rungs.prefix { $0.finding != .failed }.filter { $0.finding != .passed }
  }

  /// One plain sentence.
  public var verdict: String {
    let count = rungs.count
    let open = unjudged
    let aside =
      open.isEmpty
      ? "" : "; no answer to \(open.map { "'\($0.name.words)'" }.joined(separator: ", "))"
    guard let highest = reached.last else {
      guard let failed else { return "Nothing can be said: no rung of the ladder could be judged." }
      return "It does not reach the first rung: '\(failed.name.words)' fails (\(failed.rule))\(aside)."
    }
    let place = (rungs.firstIndex { $0.name == highest.name } ?? 0) + 1
    guard let failed else {
      return open.isEmpty
        ? "It passes all \(count) rungs: it \(highest.meaning)."
        : "It reaches rung \(place) of \(count): it \(highest.meaning)\(aside)."
    }
    return
      "It reaches rung \(place) of \(count): it \(highest.meaning), but '\(failed.name.words)' fails (\(failed.rule))\(aside)."
  }
}

extension Rung.Name {
  /// `covers costs`.
  public var words: String { rawValue.replacing("_", with: " ") }
}
