import Market
import Replay
import Reports
import Research
import Signals

/// Studies signals of a strategy on one market.
struct StudyJob {
  let workspace: Workspace
  let choice: MarketChoice
  let overrides: [String: ParameterValue]
  let plan: StudyPlan

  /// - Parameter signals: names of the strategy's signals, or expressions over them.
  func run(_ strategy: Strategy, signals: [String]) throws -> [StudySummary] {
    let parameters = try strategy.boundParameters(overrides)
    return try subjects(of: strategy, signals: signals).map { subject in
      StudySummary(study: try Study(subject, plan), strategy: strategy.name, parameters: parameters)
    }
  }

  /// The signals on the market, one after the other, on one frame.
  func subjects(of strategy: Strategy, signals: [String]) throws -> [StudySubject] {
    do {
      let bound = try strategy.signals.bound(to: overrides)
      let expressions = try signals.map { text in
        if let named = strategy.signals.signals.first(where: { $0.name == text }) { return named.expression }
        return try Expression(parsing: text, at: Problem.Place(file: "--signal", line: 1, column: 1))
      }
      for (text, expression) in zip(signals, expressions) where expression.names == [text] {
        // A lone word that is neither signal nor column is a misspelt signal, not a missing column.
        _ = try bound.signal(text)
      }
      let nodes = try expressions.map { expression in try bound.resolve(expression) }
      let desk = MarketDesk(workspace: workspace, choice: choice)
      let frame = try desk.assemble([strategy], columns: strategy.signals.columnPlaces(for: expressions)) { interval in
        try nodes.map { try $0.lookBack(interval) }.max() ?? 0
      }.frame
      let evaluator = Evaluator(frame)
      evaluator.prepare(nodes)
      return try zip(signals, nodes).map { name, node in
        try StudySubject(name: name, node: node, evaluator: evaluator)
      }
    } catch let problem as Problem {
      throw problem.place.line == nil ? problem : problem.inFile(strategy.file)
    }
  }
}

extension Strategy {
  /// Parameters and their values, in the order of the file.
  func boundParameters(_ overrides: [String: ParameterValue]) throws -> [(name: String, value: ParameterValue)] {
    let bound = try signals.bound(to: overrides)
    return signals.parameterNames.compactMap { name in bound.parameters[name].map { (name, $0) } }
  }
}
