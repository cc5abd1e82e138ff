import Market
import Signals

/// The values of one variable on the bars that are judged.
struct FactorValues {
  let factor: FormulaFactor
  /// Numbers as they are, conditions as 1 and 0; NaN where unknown.
  let values: [Double]
  let isCondition: Bool
  /// Whether it is of the traded instrument's own bars alone.
  let readsBarsAlone: Bool

  /// - Throws: a `Problem` of the evaluation, and for a variable that is the same by definition on every bar.
  init(_ factor: FormulaFactor, _ node: Node, _ evaluator: Evaluator) throws(Problem) {
    guard node.constant == nil else {
      throw Problem(
        "'\(factor.name)' is \(node.key) on every bar", at: factor.place, remedy: "leave it out; 1 is the intercept")
    }
    self.factor = factor
    isCondition = node.kind == .condition
    readsBarsAlone = TradedBars.are(node.columnNames, in: evaluator.frame)
    values = try Self.values(of: node, evaluator)
  }

  /// The numbers of a node on the bars that are judged, conditions as 1 and 0.
  static func values(of node: Node, _ evaluator: Evaluator) throws(Problem) -> [Double] {
    let rows = evaluator.frame.evaluation
    guard node.kind == .condition else { return Array(try evaluator.number(of: node)[rows]) }
    let holds = try evaluator.condition(of: node)
    let known = try evaluator.known(node)
    return rows.map { known[$0] ? (holds[$0] ? 1 : 0) : .nan }
  }

  /// How a level of it is written in the name of a column.
  func levelName(_ level: Double) -> String {
    if isCondition, factor.isCategory { return level == 1 ? "true" : "false" }
    let text = level.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
