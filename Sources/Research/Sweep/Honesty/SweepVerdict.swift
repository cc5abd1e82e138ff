import Foundation
import Statistics

/// What the honesty figures of a sweep come to, in words, and the rule that made it so.
public struct SweepVerdict: Sendable, Hashable {
  public enum Finding: String, Sendable, Hashable {
    case betterThanLuck = "better_than_luck"
    case unclear
    case noBetterThanLuck = "no_better_than_luck"
    case cannotSay = "cannot_say"
  }

  public let finding: Finding
  /// What the best trial is worth.
  public let text: String
  /// Whether choosing by the past helps here, from PBO; nil where PBO cannot be had.
  public let choice: String?

  public static let leastProbability = 0.95
  public static let level = 0.05
  /// Below it the choice holds.
  public static let goodChoice = 0.2
  /// From here on it is hardly better than a coin, whose PBO is one half.
  public static let poorChoice = 0.4

  public static let rule =
    "better than luck: deflated Sharpe at the effective number of trials at least 0.95 and SPA p at most 0.05; no better than luck: neither; else unclear. The choice holds when PBO is below 0.2 and is worth nothing from 0.4 on"

  public init(_ honesty: SweepHonesty) {
    choice = honesty.overfitting.answer.map(Self.choice)
    guard let best = honesty.best.answer, let deflated = honesty.deflated.answer, let joint = honesty.joint.answer
    else {
      let why = honesty.best.why ?? honesty.deflated.why ?? honesty.joint.why ?? ""
      finding = .cannotSay
      text = "Cannot say what the best trial is worth: \(why)."
      return
    }
    let isDeflated = deflated.probability >= Self.leastProbability
    let isSuperior = joint.ability.consistent <= Self.level
    let size =
      "a Sharpe ratio of \(Self.text(best.sharpeAnnual)) a year, where the best of \(Self.text(deflated.count, 1)) independent trials without skill would show \(Self.text(deflated.expectedBestAnnual))"
    let figures =
      "deflated Sharpe \(Self.text(deflated.probability, 3)), SPA p \(Self.text(joint.ability.consistent, 3))"
    switch (isDeflated, isSuperior) {
    case (true, true):
      finding = .betterThanLuck
      text = "Better than luck: \(size) (\(figures)).\(Self.strict(honesty))"
    case (false, false):
      finding = .noBetterThanLuck
      text = "No better than luck: \(size) (\(figures))."
    default:
      finding = .unclear
      text =
        "Unclear: \(size) (\(figures)): \(isDeflated ? "the deflated Sharpe convinces, the joint test does not" : "the joint test convinces, the deflated Sharpe does not")."
    }
  }

  /// What is left when every trial ever run counts, if that is not enough.
  private static func strict(_ honesty: SweepHonesty) -> String {
    guard let strict = honesty.deflatedByAll.answer, strict.probability < leastProbability else { return "" }
    return
      " Were all \(honesty.everRun) trials ever run on these data independent, it would be \(text(strict.probability, 3)) and not convince."
  }

  private static func choice(_ overfitting: BacktestOverfitting) -> String {
    let share = "\(text(overfitting.probability * 100, 1)) % of \(overfitting.points.count) splits"
    let landing = "the trial that is best on one half of the days lands in the lower half on the others in \(share)"
    if overfitting.probability < goodChoice { return "Choosing by the past holds: \(landing)." }
    return overfitting.probability < poorChoice
      ? "Choosing by the past helps a little: \(landing)."
      : "Choosing by the past is worth nothing here: \(landing). Either trials are luck or all are equally good."
  }

  private static func text(_ value: Double, _ decimals: Int = 2) -> String {
    String(format: "%.\(decimals)f", value)
  }
}
