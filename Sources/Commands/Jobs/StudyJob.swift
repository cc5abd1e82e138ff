import Market
import Replay
import Research
import Results
import Signals

/// Studies signals of a strategy on one market.
struct StudyJob {
  let workspace: Workspace
  let choice: MarketChoice
  let overrides: [String: ParameterValue]
  let plan: StudyPlan
  /// A condition that the effect may depend on.
  var given: String?

  /// - Parameter signals: names of the strategy's signals, or expressions over them.
  func run(_ strategy: Strategy, signals: [String]) throws -> [StudySummary] {
    let parameters = try strategy.boundParameters(overrides)
    var left = Array(try questions(strategy, signals, otherWindows: plan.depth == .everything).reversed())
    var summaries: [StudySummary] = []
    // Each question is handed over, so that a study may let go of what it has read.
    while let (subject, plan) = left.popLast() {
      var summary = StudySummary(study: try Study(subject, plan), strategy: strategy.name, parameters: parameters)
      summary.hash = ResultIdentity.study(summary.study).hash
      summaries.append(summary)
    }
    return summaries
  }

  /// The signals on the market, one after the other, on one frame.
  func subjects(of strategy: Strategy, signals: [String]) throws -> [StudySubject] {
    try questions(strategy, signals, otherWindows: false).map(\.subject)
  }

  /// Each signal with the plan that knows its condition and its other windows.
  private func questions(
    _ strategy: Strategy, _ signals: [String], otherWindows: Bool
  ) throws -> [(subject: StudySubject, plan: StudyPlan)] {
    do {
      let bound = try strategy.signals.bound(to: overrides)
      let loader = FrameLoader(workspace: workspace, choice: choice)
      let expressions = try signals.map { try strategy.question($0, flag: "--signal", bound, loader) }
      let condition = try given.map { try strategy.question($0, flag: "--given", bound, loader) }
      let nodes = try expressions.map { expression in try bound.resolve(expression) }
      let givenNode = try condition.map { try bound.resolve($0) }
      if let given, let kind = givenNode?.kind, kind != .condition {
        throw Problem("--given '\(given)' is \(kind.noun)", remedy: kind.wayToCondition)
      }
      let windows = otherWindows ? try WindowVariant.all(of: bound, overrides: overrides) : []
      let others = windows.map { window in expressions.map { try? window.book.resolve($0) } }
      let all = expressions + [condition].compactMap(\.self)
      Unread.note(
        overrides, read: strategy.signals.parameters(behind: all),
        by: Unread.listed(signals + [given].compactMap(\.self)))
      let frame = try loader.assemble([strategy], columns: strategy.signals.columnPlaces(for: all), typed: all) {
        interval in
        let needed = try (nodes + [givenNode].compactMap(\.self)).map { try $0.lookBack(interval) }
        // A longer window is a further question; one that cannot be asked of this dataset must not spoil the first.
        return (needed + others.flatMap(\.self).compactMap { try? $0?.lookBack(interval) }).max() ?? 0
      }.frame
      let evaluator = Evaluator(frame)
      evaluator.prepare(nodes)
      var plan = plan
      if let given, let givenNode {
        plan.given = try StudySubject(name: given, node: givenNode, evaluator: evaluator).keeping(["close"])
      }
      return try zip(signals.indices, nodes).map { index, node in
        plan.variants = zip(windows, others).compactMap { window, nodes in
          nodes[index].flatMap { $0.key == node.key ? nil : window.variant(signals[index], $0, evaluator) }
        }
        let subject = try StudySubject(name: signals[index], node: node, evaluator: evaluator)
        return (subject.keeping(StudySubject.columns), plan)
      }
    } catch let problem as Problem {
      throw problem.inFileIfPlaced(strategy.file)
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
