import Numerics
import Replay
import Research
import Statistics

extension ValidationSummary {
  /// The tables for a terminal, the verdict's first.
  public var tables: [Table] {
    [checksTable] + (walk.map { [walkTable($0)] } ?? []) + (crossTable.rows.isEmpty ? [] : [crossTable])
      + (validation.nulls.answer.map { [nullTable($0)] } ?? [])
      + (validation.against?.answer.map { [$0.table] } ?? [])
  }

  var title: String {
    "\(header.title(strategy.name)), \(Double.counted(candidates.count, "parameter set"))"
  }

  /// The checks in order, the same in a terminal and on a page.
  package var checksTable: Table {
    let reached = Set(checks.reached.map(\.name))
    let numbers = Dictionary(
      checks.asked.enumerated().map { ($1.name, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    return Fields<(number: Int?, check: ValidationCheck)>(in: .table) {
      Field("number", "", .count) { $0.number }
      Field("name", "check", .words) { $0.check.name.words }
      Field(
        "finding",
        Form<ValidationCheck>(type: "string", alignment: .left) { check in
          let isShort = check.finding == .passed && !reached.contains(check.name)
          // What lies beyond a failed check is no achievement.
          return isShort
            ? .text("\(check.finding.text), not reached") : .judged(check.finding.text, isGood: check.finding.isGood)
        }
      ) { $0.check }
      Field("figures", .words) { $0.check.figuresText }
      Field("rule", "passes when", .words, in: .detail) { $0.check.rule }
    }.table(
      checks.checks.map { (numbers[$0.name], $0) }, title: title,
      notes: [
        "The verdict is the highest check passed without a failure below it; the thresholds are conventions."
      ])
  }

  /// A figure of a window's test days, where they are enough for one that speaks of a year.
  func stated(_ sharpe: Double?, of window: WalkForward.Window) -> Double? {
    LeastLength.why(.sharpeAnnual, days: window.testSums.days) == nil ? sharpe : nil
  }

  package func lower(_ record: StitchedRecord) -> Double? {
    record.sums.statedSharpe == nil ? nil : record.sums.estimate.map { $0.lowerBound() * Annual.root }
  }

  /// Of the chosen sets over all days they were trained on.
  package func trained(_ walk: WalkForward) -> Double? {
    walk.windows.reduce(DailySums()) { $0 + $1.trainSums }.statedSharpe
  }

  /// Of one path of cross-validation.
  package func kFoldSharpe(_ cross: CrossValidation) -> Double? { cross.paths.first?.sums.sharpeAnnual }

  package func ratio(_ value: Double?) -> Figure { value.map { .ratio($0) } ?? .missing }
}

extension NullStrategy {
  /// `stale 1h`.
  public var name: String { [kind.title, delay].compactMap(\.self).joined(separator: " ") }
}

extension ValidationCheck.Finding {
  /// Nil where nothing can be said.
  fileprivate var isGood: Bool? {
    switch self {
    case .passed: true
    case .failed: false
    case .cannotSay, .notAsked: nil
    }
  }

  package var text: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .cannotSay: "cannot say"
    case .notAsked: Figure.missingText
    }
  }
}

extension ValidationCheck.Measure {
  var figure: Figure {
    switch form {
    case .ratio: .ratio(value)
    case .percent: .signedPercent(value)
    case .share: .percent(value, decimals: 0)
    case .count: .count(Int(value))
    case .probability: .pValue(value)
    }
  }
}

extension ValidationCheck {
  /// `positions opened 45, days with entries 33`, or why there is nothing.
  package var figuresText: String {
    if case .cannotSay(let why) = finding { return why }
    if finding == .notAsked { return "no --benchmark" }
    return measures.map { measure in
      "\(Self.words(measure.key)) \(measure.figure.text)" + (measure.why.map { " (\($0))" } ?? "")
    }.joined(separator: ", ")
  }

  /// What people call a figure of a check; all but the first few are of what was chosen, out of sample.
  private static func words(_ key: String) -> String {
    if key.hasPrefix("p_") { return "p against \(key.dropFirst(2).replacing("_", with: " "))" }
    return titles[key] ?? key.replacing("_", with: " ")
  }

  private static let titles = [
    "oos_trades": "positions opened", "oos_entry_days": "days with entries", "oos_total_return": "total return",
    "oos_gross_return": "before costs", "alpha_annual": "alpha a year", "alpha_p": "its p",
    "sign_flip_sharpe_annual": "Sharpe ratio of the opposite positions",
    "sharpe_annual_one_bar_late": "Sharpe ratio one bar late", "kept_share": "kept",
    "neighbour_sharpe_annual": "median Sharpe ratio of neighbours", "losing_path_share": "losing paths",
    "paths": "of", "median_path_sharpe_annual": "median Sharpe ratio", "oos_sharpe_lower": "lower bound",
    "oos_sharpe_annual": "Sharpe ratio", "probabilistic_sharpe": "probability that it is above zero",
    "deflated_sharpe": "deflated Sharpe ratio", "expected_best_sharpe_annual": "expected maximum under the null",
  ]
}
