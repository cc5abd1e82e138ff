import Market
import Pages
import Replay
import Research
import Results
import Signals
import Store

/// Regresses on one market what a formula says.
struct RegressJob {
  let workspace: Workspace
  let choice: MarketChoice
  let overrides: [String: ParameterValue]
  let covariance: CovarianceRequest
  let moving: [MovingScheme]

  /// One regression, and what it is kept under.
  typealias Outcome = (summary: RegressionSummary, identity: ResultIdentity)

  /// One a horizon.
  func run(_ text: String, strategy: Strategy?) throws -> [Outcome] {
    do {
      let formula = try RegressionFormula(parsing: text)
      let book = try strategy?.signals ?? SignalBook()
      let bound = try book.bound(to: overrides)
      let plan = try RegressionPlan(formula, in: bound)
      let loader = FrameLoader(workspace: workspace, choice: choice)
      let strategies = strategy.map { [$0] } ?? []
      let columns = book.columnPlaces(for: formula.expressions)
      Unread.note(overrides, read: book.parameters(behind: formula.expressions), by: "the formula")
      let frame: Frame
      do {
        frame = try loader.assemble(strategies, columns: columns, typed: formula.expressions) { interval in
          try plan.lookBack(interval)
        }.frame
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
        let regression = try Regression(design, covariance: covariance, moving: moving)
        let identity = ResultIdentity.regression(regression, meanings: plan.nodes.map(\.key))
        var summary = RegressionSummary(
          regression: regression, strategy: strategy?.name,
          parameters: book.parameterNames.compactMap { name in bound.parameters[name].map { (name, $0) } })
        summary.hash = identity.hash
        return (summary, identity)
      }
    } catch let problem as Problem {
      if problem.place.file == RegressionFormula.placeName {
        Excerpt.remember(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }), as: RegressionFormula.placeName)
        var pointed = problem
        if pointed.place.line == nil { pointed.place.line = 1 }
        throw pointed
      }
      throw problem.inFileIfPlaced(strategy?.file ?? "")
    }
  }

  /// Writes the regression's folder and its row in the archive. Returns the path of its page.
  func keep(_ outcome: Outcome, strategy: Strategy?, renderer: PageRenderer) throws -> String {
    let (summary, identity) = outcome
    let document = summary.json
    let terms = document["terms"]?.elements.map { $0.only("name", "coefficient", "se", "p") } ?? []
    let folder = try workspace.keep(
      KeptResult(
        identity: identity, folder: ResultFolder("regress", hash: identity.hash),
        name: summary.regression.design.formula.text, frames: [summary.regression.design.frame],
        parameters: summary.parameters.map { ($0.name, $0.value.description) },
        figures: document.only("outcome", "observations", "r2").adding(["terms": .array(terms)]),
        sources: strategy.map { [ResultRecord.Source($0)] } ?? [],
        document: ("regression.json", document.text()), printed: PrintedResult(tables: summary.tables),
        files: [("regression.csv", summary.csv), ("report.html", renderer.html(summary.page))]))
    return "\(folder)/report.html"
  }
}
