import Market
import Signals
import Statistics

/// A formula on a market: the explained column and the columns that explain it, one row a bar of the window.
public struct RegressionDesign: Sendable {
  /// A category and the level its others are measured against; nil where every level has a column.
  public struct Category: Sendable, Hashable {
    public let name: String
    public let levels: [String]
    public let reference: String?
  }

  public let formula: RegressionFormula
  public let outcome: RegressionOutcome
  /// Without the intercept, in order of the terms; NaN where unknown.
  public let columns: [NamedColumn]
  public let hasIntercept: Bool
  public let categories: [Category]
  public let frame: Frame
  /// Whether all that explains is of the traded instrument's own bars, so that none of it can be known too early.
  public let readsBarsAlone: Bool

  /// More levels are a number that was taken for a category.
  private static let mostLevels = 60

  /// - Throws: a `Problem` that says in plain words why nothing can be estimated: a variable that is never known or never
  ///   changes, a category with one level or a great many, fewer bars than coefficients.
  init(
    _ formula: RegressionFormula, outcome: RegressionOutcome, factors: [FactorValues], frame: Frame
  ) throws(Problem) {
    self.formula = formula
    self.outcome = outcome
    self.frame = frame
    readsBarsAlone = factors.allSatisfy(\.readsBarsAlone)
    hasIntercept = formula.hasIntercept
    let complete = try Self.completeRows(outcome, factors)
    try Self.checkVariation(of: outcome, on: complete)
    let byFactor = Dictionary(factors.map { ($0.factor, $0) }, uniquingKeysWith: { first, _ in first })
    var levels: [FormulaFactor: [Double]] = [:]
    for values in factors where values.factor.isCategory {
      levels[values.factor] = try Self.levels(of: values, on: complete)
    }

    var coding = CategoryCoding(intercept: formula.hasIntercept)
    var columns: [NamedColumn] = []
    var references: Set<FormulaFactor> = []
    for term in formula.terms {
      for block in coding.blocks(of: term) {
        var parts = [NamedColumn("", [])]
        for factor in block.factors {
          guard let values = byFactor[factor] else { continue }
          let coded: [NamedColumn]
          if let all = levels[factor] {
            if !block.whole.contains(factor) { references.insert(factor) }
            coded = (block.whole.contains(factor) ? all[...] : all.dropFirst()).map { values.indicator(of: $0) }
          } else {
            coded = [NamedColumn(factor.name, values.values)]
          }
          parts = parts.flatMap { part in coded.map { part.times($0) } }
        }
        columns += parts
      }
    }
    self.columns = columns
    categories = factors.compactMap { values in
      levels[values.factor].map { all in
        let names = all.map(values.levelName)
        return Category(
          name: values.factor.name, levels: names,
          reference: references.contains(values.factor) ? names.first : nil)
      }
    }
    try checkVariation(of: factors, on: complete)
    try checkSizes(of: factors, on: complete)
    let count = columns.count + (hasIntercept ? 1 : 0)
    guard complete.count > count else {
      throw Problem(
        "\(complete.count) bars know everything in the formula, and it has \(count) coefficients",
        remedy: "widen --from and --to, or leave terms out")
    }
  }

  private init(_ whole: RegressionDesign, rows: Range<Int>) {
    formula = whole.formula
    outcome = whole.outcome.rows(rows)
    columns = whole.columns.map { NamedColumn($0.name, Array($0.values[rows])) }
    hasIntercept = whole.hasIntercept
    categories = whole.categories
    frame = whole.frame
    readsBarsAlone = whole.readsBarsAlone
  }

  /// The same columns on some of the bars; nothing is checked anew.
  func rows(_ range: Range<Int>) -> RegressionDesign { RegressionDesign(self, rows: range) }

  /// The rows on which everything is known.
  private static func completeRows(
    _ outcome: RegressionOutcome, _ factors: [FactorValues]
  ) throws(Problem) -> [Int] {
    let sides =
      [(outcome.name, outcome.values, Problem.Place.formula(0))]
      + factors.map { ($0.factor.name, $0.values, $0.factor.place) }
    let bars = outcome.values.count
    for (name, values, place) in sides where values.allSatisfy(\.isNaN) {
      throw Problem(
        "'\(name)' is known on none of the \(bars) bars of the window", at: place,
        remedy: "its columns may have a gap there, or its windows may be longer than the data")
    }
    let complete = outcome.values.indices.filter { row in sides.allSatisfy { !$0.1[row].isNaN } }
    guard !complete.isEmpty else {
      let counts = sides.map { "'\($0.0)' on \($0.1.count { !$0.isNaN })" }
      throw Problem(
        "no bar of \(bars) knows everything in the formula: \(counts.joined(separator: ", "))",
        remedy: "choose a window in which they meet")
    }
    return complete
  }

  private static func levels(of values: FactorValues, on rows: [Int]) throws(Problem) -> [Double] {
    let levels = Set(rows.map { values.values[$0] }).sorted()
    let name = values.factor.name
    guard levels.count > 1 else {
      throw Problem(
        "'\(name)' has one level, \(values.levelName(levels.first ?? .nan)), on the \(rows.count) bars that count",
        at: values.factor.place, remedy: "with nothing to compare, leave it out")
    }
    guard levels.count <= mostLevels else {
      throw Problem(
        "'\(name)' has \(levels.count) levels", at: values.factor.place,
        remedy: "a category has at most \(mostLevels); use the number itself, or cut it into pieces with if(...)")
    }
    return levels
  }

  /// What never changes leaves nothing to explain: every slope would be zero with an error of zero, and look certain.
  private static func checkVariation(of outcome: RegressionOutcome, on rows: [Int]) throws(Problem) {
    let values = rows.map { outcome.values[$0] }
    guard let least = values.min(), let most = values.max(), most - least <= 1e-13 * max(abs(least), abs(most)) else {
      return
    }
    throw Problem(
      "'\(outcome.name)' is \(least) on all of the \(rows.count) bars that count, so there is nothing to explain",
      at: .formula(0), remedy: "explain something that changes, or widen the window")
  }

  private func checkSizes(of factors: [FactorValues], on rows: [Int]) throws(Problem) {
    for column in columns + [NamedColumn(outcome.name, outcome.values)] {
      guard
        let largest = ComputableSize.beyond(ComputableSize.ofSquares, rows.lazy.map { column.values[$0] })
      else { continue }
      let place = factors.first { column.name.contains($0.factor.name) }?.factor.place
      throw Problem(
        "'\(column.name)' is \(StatisticsError.words(ofSize: largest))",
        at: place ?? .formula(0), remedy: "bring it to another unit, as in I(\(column.name) / \(largest))")
    }
  }

  /// A column that never changes says nothing beside an intercept, and one of zeros says nothing at all.
  private func checkVariation(of factors: [FactorValues], on rows: [Int]) throws(Problem) {
    for column in columns {
      guard let first = rows.first.map({ column.values[$0] }),
        hasIntercept || first == 0, rows.allSatisfy({ column.values[$0] == first })
      else { continue }
      let factor = factors.first { column.name.contains($0.factor.name) }
      let value =
        factor?.isCondition == true && column.name == factor?.factor.name
        ? "holds on \(first == 1 ? "all" : "none") of" : "is \(factor?.levelName(first) ?? "\(first)") on all of"
      throw Problem(
        "'\(column.name)' \(value) the \(rows.count) bars that count, so nothing can be said of it",
        at: factor?.factor.place ?? .nowhere, remedy: "leave it out or widen the window")
    }
  }
}

extension FactorValues {
  /// 1 where the value is `level`, 0 where it is another, unknown where it is unknown.
  fileprivate func indicator(of level: Double) -> NamedColumn {
    NamedColumn(
      "\(factor.name)[\(levelName(level))]", values.map { $0.isNaN ? .nan : ($0 == level ? 1 : 0) })
  }
}

extension NamedColumn {
  /// The product of two columns; of the nameless one and another, the other.
  fileprivate func times(_ other: NamedColumn) -> NamedColumn {
    guard !name.isEmpty else { return other }
    return NamedColumn("\(name):\(other.name)", zip(values, other.values).map { $0 * $1 })
  }
}
