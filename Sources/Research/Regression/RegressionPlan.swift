import Market
import Signals
import Statistics

/// A formula whose names have meanings: what will be read, and what it comes to on a market.
public struct RegressionPlan: Sendable {
  public let formula: RegressionFormula
  private let left: Node?
  private let right: [(factor: FormulaFactor, node: Node)]
  private let leftIsFraction: Bool

  /// - Throws: a `Problem` at the name or operator that means nothing.
  public init(_ formula: RegressionFormula, in book: BoundBook) throws(Problem) {
    self.formula = formula
    if case .expression(let expression) = formula.outcome {
      let node = try book.resolve(expression)
      guard node.constant == nil, node.kind != .duration else {
        throw Problem(
          "'\(formula.outcomeText)' is the same on every bar", at: .formula(0), remedy: "explain something that moves")
      }
      left = node
    } else {
      left = nil
    }
    var right: [(FormulaFactor, Node)] = []
    for factor in formula.factors {
      let node = try book.resolve(factor.expression)
      guard node.kind != .duration else {
        throw Problem("'\(factor.name)' is a duration", at: factor.place, remedy: "a duration is for windows")
      }
      right.append((factor, node))
    }
    self.right = right
    // Only what is a call and nothing else keeps the unit of its operator.
    let call = formula.outcomeText.prefix { $0 != "(" }
    leftIsFraction =
      formula.outcomeText.last == ")"
      && (try? Operators.describe(Formulas.named(String(call))?.name ?? String(call)))?
        .unit == Unit.fraction.rawValue
  }

  public var nodes: [Node] { (left.map { [$0] } ?? []) + right.map(\.node) }

  /// Bars of warm-up that everything in it needs.
  public func lookBack(_ interval: Interval) throws(Problem) -> Int {
    var most = 0
    for node in nodes { most = max(most, try node.lookBack(interval)) }
    return most
  }

  /// The columns of each regression: one for each horizon, or one.
  public func designs(_ evaluator: Evaluator) throws(Problem) -> [RegressionDesign] {
    evaluator.prepare(nodes)
    let frame = evaluator.frame
    var factors: [FactorValues] = []
    for (factor, node) in right { factors.append(try FactorValues(factor, node, evaluator)) }
    var designs: [RegressionDesign] = []
    for outcome in try outcomes(evaluator) {
      designs.append(try RegressionDesign(formula, outcome: outcome, factors: factors, frame: frame))
    }
    return designs
  }

  private func outcomes(_ evaluator: Evaluator) throws(Problem) -> [RegressionOutcome] {
    let frame = evaluator.frame
    guard let left else {
      guard case .forward(let horizons) = formula.outcome else { return [] }
      var outcomes: [RegressionOutcome] = []
      for horizon in horizons { outcomes.append(try .forward(horizon, on: frame)) }
      return outcomes
    }
    let isFraction = leftIsFraction || frame.columns[formula.outcomeText]?.unit == .fraction
    // Bars are the market's own and new with every bar, whatever their prices.
    let bars = Set(["open", "high", "low", "close"])
    let standing = left.columnNames.subtracting(bars).sorted()
      .compactMap { name in StandingColumn(name, frame.values(name)[frame.evaluation]) }
    let overlap = try left.overlap(frame.grid.interval) { name in standing.first { $0.name == name }?.bars ?? 1 }
    return [
      RegressionOutcome(
        name: formula.outcomeText, kind: .expression(overlap: overlap), isFraction: isFraction,
        values: try FactorValues.values(of: left, evaluator), nextReturns: [], printed: [],
        standing: standing.max { $0.bars < $1.bars })
    ]
  }
}
