import Digest
import Market
import Replay
import Reports
import Research
import Signals

/// Regresses on one market what a formula says.
struct RegressJob {
  let workspace: Workspace
  let choice: MarketChoice
  let overrides: [String: ParameterValue]
  let covariance: CovarianceRequest
  let moving: [MovingScheme]

  /// One summary a horizon.
  func run(_ text: String, strategy: Strategy?) throws -> [RegressionSummary] {
    do {
      let formula = try RegressionFormula(parsing: text)
      let book = try strategy?.signals ?? SignalBook()
      let bound = try book.bound(to: overrides)
      let plan = try RegressionPlan(formula, in: bound)
      let desk = MarketDesk(workspace: workspace, choice: choice)
      let strategies = strategy.map { [$0] } ?? []
      let columns = book.columnPlaces(for: formula.expressions)
      let frame: Frame
      do {
        frame = try desk.assemble(strategies, columns: columns) { interval in try plan.lookBack(interval) }.frame
      } catch var problem as Problem {
        // What the formula calls a column may be a misspelt signal.
        if problem.place.file == RegressionFormula.placeName,
          let name = columns.first(where: { $0.value == problem.place })?.key,
          let near = nearestWord(to: name, in: book.signalNames + book.parameterNames)
        {
          problem.remedy = "did you mean '\(near)'?"
        }
        throw problem
      }
      return try plan.designs(Evaluator(frame)).map { design in
        RegressionSummary(
          regression: try Regression(design, covariance: covariance, moving: moving), strategy: strategy?.name,
          parameters: book.parameterNames.compactMap { name in bound.parameters[name].map { (name, $0) } })
      }
    } catch let problem as Problem {
      if problem.place.file == RegressionFormula.placeName { throw problem.pointing(into: text) }
      throw problem.inFileIfPlaced(strategy?.file ?? "")
    }
  }

  /// Writes the regression's page and document. Returns the page's path.
  func keep(_ summary: RegressionSummary, renderer: PageRenderer) throws -> String {
    let folder = "\(workspace.results)/\(summary.id(hash: SHA256.digest(of: summary.identity).hex))"
    try workspace.write(summary.json.text(), to: "\(folder)/regression.json")
    try workspace.write(renderer.html(summary.report.page), to: "\(folder)/report.html")
    return "\(folder)/report.html"
  }
}

extension Problem {
  /// The same problem with the line it is in and a caret below the place.
  func pointing(into text: String) -> Problem {
    guard let column = place.column else { return self }
    var copy = self
    let line = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    let excerpt = "\n  \(line)\n  \(String(repeating: " ", count: max(0, column - 1)))^"
    if let remedy { copy.remedy = remedy + excerpt } else { copy.what += excerpt }
    return copy
  }
}
