import Foundation
import Statistics

/// What a study says in words, and the rule that made it say so.
public struct Verdict: Sendable, Hashable {
  public enum Finding: String, Sendable, Hashable {
    /// The estimator that decides rejects at 5%, and at least half of the others with a correct false-positive rate on this sample agree at 10%.
    case predicts
    /// Some reject, but not so.
    case unclear
    /// None does.
    case noEvidence = "no_evidence"
    /// There is too little to say anything.
    case cannotSay = "cannot_say"
  }

  public let finding: Finding
  /// One or two sentences for people: sign, p's, and what could not have been seen.
  public let text: String
  /// The same without the p-values: for who reads it first.
  public var plain: String { evidence.isEmpty ? text : text.replacing(" (\(evidence))", with: "") }
  /// The p-values of the estimators it rests on, as they stand in `text`; empty where nothing could be said.
  private let evidence: String
  /// On which estimators this verdict rests and which were left out, and why; nil when nothing could be said.
  public let rule: String?
  /// Names of the estimators it rests on, in order of the battery.
  public let restsOn: [String]
  /// Those of them that reject at 5%.
  public let rejecting: [String]

  /// The rule for all samples of one market; `rule` says what it came to on one.
  ///
  /// - Parameter moves: of the labels, behind each estimator's size; 0 where it was not checked.
  public static func rule(moves: Int) -> String {
    rule(
      for: .forward,
      least: "\(MinimumSample.verdictEpisodes) episodes of a regime or "
        + "\(MinimumSample.horizons) horizons of a signal that do not overlap", moves: moves)
  }

  /// The rule for panels.
  public static func panelRule(moves: Int) -> String {
    rule(for: .panel, least: "\(MinimumSample.verdictEpisodes) episodes of a regime", moves: moves)
  }

  private static func rule(for candidates: VerdictEstimators.Candidates, least: String, moves: Int) -> String {
    let tolerance = (VerdictEstimators.tolerance(independentMoves: moves) * 1000).rounded() / 10
    let allowed =
      moves > 0
      ? " (\(tolerance)% of \(moves) moves, more where fewer of them can be told apart)"
      : ", which was not checked here"
    return
      "predicts: the \(candidates.decider), whose size is right by construction, gives p < 0.05, and at least half of the others with a correct false-positive rate on this sample agree (p < 0.10), with at least \(least); unclear: some reject, but not so; else no evidence. "
      + "The others are chosen from \(candidates.names.filter { $0 != candidates.decider }.joined(separator: ", ")); one is left out when it rejects more true nulls on this sample than 5% and chance allow\(allowed)"
  }

  /// - Parameters:
  ///   - rejections: the size calibration, empty when it was not asked for.
  ///   - episodes: of a regime; nil for a signal.
  ///   - detectable: the smallest true effect found in four of five samples like this one, for one standard
  ///     deviation of a signal.
  ///   - bias: what has been taken off the estimates beforehand; nil for nothing.
  package init(
    _ estimates: [EstimatorResult], rejections: [NullRejection], candidates: VerdictEstimators.Candidates = .forward,
    episodes: Int?, detectable: Double?, bias: BiasOfT? = nil
  ) {
    let estimators = VerdictEstimators(estimates, rejections: rejections, candidates: candidates)
    restsOn = estimators.members.map(\.name)
    rejecting = estimators.members.filter(\.rejects).map(\.name)
    let less = bias.map { "less a bias of t = \($0.written)" }
    rule = Self.words(estimators, calibrated: !rejections.isEmpty) + (less.map { "; slope and p are \($0)" } ?? "")
    guard let slope = estimates.first?.estimate, estimators.decider != nil, estimators.members.count > 1 else {
      finding = .cannotSay
      evidence = ""
      text = "Cannot say: \(estimators.absentees.map { "\($0.name) \($0.why)" }.joined(separator: "; "))."
      return
    }
    if let few = episodes.flatMap(MinimumSample.anecdote(ofEpisodes:)) {
      finding = .cannotSay
      evidence = ""
      text = "Cannot say: \(few)."
      return
    }
    let ps = estimators.members.map { "\($0.name) p \(Self.rounded($0.p))" }.joined(separator: ", ")
    let figures = (less.map { "\($0): " } ?? "") + ps
    evidence = figures
    // Tables have the slope with its bias in it, often of the other sign.
    let unit = (episodes == nil ? " per unit" : "") + (bias == nil ? "" : " without its bias")
    let size = "\(Self.basisPoints(slope)) bps\(unit)"
    if estimators.convinced {
      finding = .predicts
      let direction = slope < 0 ? "lower" : "higher"
      let place = episodes == nil ? "where the signal is high" : "than elsewhere"
      // "Lower" has the sign; by how much has none.
      let amount = "\(Self.basisPoints(abs(slope))) bps\(unit)"
      text = "Predicts: what follows is \(direction) \(place), by \(amount), more than chance explains (\(figures))."
      return
    }
    let unseen = detectable.map {
      " A true \(episodes == nil ? "effect" : "difference") under \(Self.basisPoints($0)) bps\(episodes == nil ? " for one standard deviation of the signal" : "") would be missed with probability above 20% in a sample of this size."
    }
    if estimators.divided {
      finding = .unclear
      let rejecting = estimators.members.count(where: \.rejects)
      text =
        "Unclear: \(rejecting) of the \(estimators.members.count) estimators with a correct false-positive rate on this sample reject, \(estimators.decider?.rejects == true ? "the \(candidates.decider) among them, but too few of the others agree" : "but not the \(candidates.decider), which decides"), for a \(episodes == nil ? "slope" : "difference") of \(size) (\(figures)).\(unseen ?? "")"
    } else {
      finding = .noEvidence
      text =
        "No evidence that it predicts: \(size), no more than chance explains (\(figures)). Absence of evidence is not evidence of absence.\(unseen ?? "")"
    }
  }

  init(_ impossible: Unavailable) {
    finding = .cannotSay
    evidence = ""
    text = "Cannot say: \(impossible.why)."
    rule = nil
    restsOn = []
    rejecting = []
  }

  private static func words(_ estimators: VerdictEstimators, calibrated: Bool) -> String {
    let absent = estimators.absentees.map { "\($0.name) left out because it \($0.why)" }
    let parts = ["rests on \(estimators.members.map(\.name).joined(separator: ", "))"] + absent
    return parts.joined(separator: "; ") + (calibrated ? "" : "; sizes were not checked on this sample")
  }

  private static func rounded(_ p: Double) -> String {
    p < 0.001 ? "< 0.001" : "\((p * 1000).rounded() / 1000)"
  }

  /// Three digits, signed as it is.
  private static func basisPoints(_ value: Double) -> String {
    let scaled = value * 1e4
    guard scaled != 0, scaled.isFinite else { return "\(scaled)" }
    let unit = pow(10, floor(log10(abs(scaled))) - 2)
    guard abs(scaled) < 1e15 else { return "\(scaled)" }
    return abs(scaled) >= 100
      ? Double.grouped(Int(scaled.rounded(.toNearestOrEven)))
      : "\(String(format: "%g", (scaled / unit).rounded() * unit))"
  }
}
