import Statistics

/// What a study says in words, and the rule that made it say so.
public struct Verdict: Sendable, Hashable {
  public enum Finding: String, Sendable, Hashable {
    /// Every trusted estimator rejects at 5 %.
    case predicts
    /// Some do and some do not.
    case unclear
    /// None does.
    case noEvidence = "no_evidence"
    /// There is too little to say anything.
    case cannotSay = "cannot_say"
  }

  public let finding: Finding
  /// A sentence for people.
  public let text: String

  /// Fewer episodes than this are anecdotes, whatever their p.
  public static let leastEpisodes = 8

  public static let rule =
    "predicts: Hodrick 1B and the circular shift both give p < 0.05, with at least \(leastEpisodes) episodes; unclear: one of them; else no evidence"

  init(_ estimates: [EstimatorResult], episodes: Int?) {
    let trusted = estimates.filter { ForwardBattery.trusted.contains($0.name) }
    let judged = trusted.compactMap { result in result.p.map { (result, $0) } }
    guard judged.count == ForwardBattery.trusted.count, let slope = trusted.first?.estimate else {
      let missing = trusted.filter { $0.p == nil }.map { "\($0.name): \($0.note ?? "no p")" }
      finding = .cannotSay
      text = "Cannot say: \(missing.joined(separator: "; "))."
      return
    }
    if let episodes, episodes < Self.leastEpisodes {
      finding = .cannotSay
      text =
        "Cannot say: \(episodes) episode\(episodes == 1 ? "" : "s") \(episodes == 1 ? "is" : "are") an anecdote, not a sample (at least \(Self.leastEpisodes) are asked for)."
      return
    }
    let rejecting = judged.count { $0.1 < 0.05 }
    let direction = slope < 0 ? "lower" : "higher"
    let figures = judged.map { "\($0.0.name) p \(Self.rounded($0.1))" }.joined(separator: ", ")
    switch rejecting {
    case judged.count:
      finding = .predicts
      text = "Predicts: what follows is \(direction) than elsewhere, beyond what chance does (\(figures))."
    case 0:
      finding = .noEvidence
      text = "No evidence that it predicts (\(figures))."
    default:
      finding = .unclear
      text = "Unclear: the two estimators that keep their size disagree (\(figures))."
    }
  }

  init(_ impossible: CannotSay) {
    finding = .cannotSay
    text = "Cannot say: \(impossible.why)."
  }

  private static func rounded(_ p: Double) -> String {
    p < 0.001 ? "< 0.001" : "\((p * 1000).rounded() / 1000)"
  }
}
