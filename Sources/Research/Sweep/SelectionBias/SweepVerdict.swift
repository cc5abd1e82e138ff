import Foundation
import Replay
import Statistics

/// What the selection bias figures of a sweep come to, in words, and the rule that made it so.
public struct SweepVerdict: Sendable, Hashable {
  public enum Finding: String, Sendable, Hashable {
    case betterThanChance = "better_than_chance"
    case noBetterThanChance = "no_better_than_chance"
    case cannotSay = "cannot_say"
  }

  public let finding: Finding
  /// What the best trial is worth.
  public let text: String
  /// Whether choosing by the past helps here, from PBO; nil where PBO cannot be had.
  public let choice: String?

  public static let level = 0.05
  /// What the deflated Sharpe is held against beside the verdict.
  public static let leastProbability = 0.95
  /// Losing days of the best trial below which nothing is said of it. A few small gains and no loss yet is what selling tails
  /// looks like, and no resampling of such days holds a loss they do not hold.
  public static let leastLosingDays = 5
  /// Figures that rank as the Sharpe ratio does, or nearly so.
  private static let sharpeRanks: Set<String> = [
    FigureKey.sharpeAnnual.rawValue, FigureKey.sharpeDaily.rawValue, FigureKey.sharpeLower.rawValue,
  ]
  /// Below it the choice holds.
  public static let goodChoice = 0.2
  /// From here on it is hardly better than a coin, whose PBO is one half.
  public static let poorChoice = 0.4

  public static let rule =
    "better than chance: StepM names the selected trial at a family-wise 5%; no better than chance: it does not; "
    + "cannot say: fewer than \(leastLosingDays) losing days of the selected trial, fewer than \(MinimumSample.days) days or two trials. "
    + "The deflated Sharpe and PBO stand beside it. The choice holds when PBO is below 0.2 and cannot be told from chance from 0.4 on"

  public init(_ selectionBias: SelectionBias) {
    choice = selectionBias.overfitting.answer.map(Self.choice)
    let selected = "the trial selected by \(selectionBias.ranked)"
    if let best = selectionBias.best.answer, let losing = best.losingDays, losing < Self.leastLosingDays,
      best.days >= MinimumSample.days
    {
      finding = .cannotSay
      text =
        "Cannot say what \(selected) is worth: it lost on \(losing) day\(losing == 1 ? "" : "s"); \(Self.leastLosingDays) are asked for, since small gains without a loss yet are also what selling tails looks like."
      return
    }
    guard let best = selectionBias.best.answer, let joint = selectionBias.joint.answer, let p = joint.bestP else {
      let why =
        selectionBias.best.why ?? selectionBias.joint.why ?? "its daily returns are not at hand"
      finding = .cannotSay
      text = "Cannot say what \(selected) is worth: \(why)."
      return
    }
    finding = p <= Self.level ? .betterThanChance : .noBetterThanChance
    let run = selectionBias.field.trials
    let tested =
      joint.population == joint.trials ? Double.grouped(joint.trials) : "some \(Double.grouped(joint.population))"
    let left =
      joint.population < run
      ? " (\(tested) of them lost on \(Self.leastLosingDays) days or more and can be tested)" : ""
    let size =
      "\(selected) from \(Double.grouped(run))\(left) has a Sharpe ratio of \(Self.text(best.sharpeAnnual)) a year, StepM p \(Self.text(p, 3))"
    let beside = Self.beside(selectionBias, isBetter: finding == .betterThanChance)
    // Whoever ranks by something else is told that it is not the best Sharpe ratio that was judged.
    let other = Self.sharpeRanks.contains(selectionBias.ranked) ? "" : " Another trial may have the best Sharpe ratio."
    text = "\(finding == .betterThanChance ? "Better" : "No better") than chance: \(size)\(beside).\(other)"
  }

  /// What the deflated Sharpe says of it, and what is left when every trial ever run counts.
  private static func beside(_ selectionBias: SelectionBias, isBetter: Bool) -> String {
    guard let deflated = selectionBias.deflated.answer else { return "" }
    let value = "deflated Sharpe \(text(deflated.probability, 3))"
    let agrees = (deflated.probability >= leastProbability) == isBetter
    let view =
      agrees ? "" : isBetter ? ", which alone would not convince" : ", which alone would convince"
    guard isBetter, let strict = selectionBias.deflatedByAll.answer, strict.probability < leastProbability,
      deflated.probability >= leastProbability
    else { return "; \(value)\(view)" }
    return
      "; \(value)\(view). Were all \(Double.grouped(selectionBias.everRun)) trials ever run on these data independent, that would be \(text(strict.probability, 3)) and not convince"
  }

  private static func choice(_ overfitting: BacktestOverfitting) -> String {
    let share = "\(text(overfitting.probability * 100, 1))% of \(Double.counted(overfitting.points.count, "split"))"
    let landing =
      "the trial with the best Sharpe ratio on one half of the days lands in the lower half on the others in \(share)"
    if overfitting.probability < goodChoice { return "Choosing by the past holds: \(landing)." }
    return overfitting.probability < poorChoice
      ? "Choosing by the past helps a little: \(landing)."
      : "Choosing by the past cannot be told from chance here: \(landing)."
  }

  private static func text(_ value: Double, _ decimals: Int = 2) -> String {
    String(format: "%.\(decimals)f", value)
  }
}
