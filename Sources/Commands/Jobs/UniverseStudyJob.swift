import Market
import Replay
import Research
import Results
import Signals

/// Studies signals of a strategy across its universe: every instrument where it belongs, and all of them stamp by stamp.
struct UniverseStudyJob {
  let workspace: Workspace
  let choice: MarketChoice
  let overrides: [String: ParameterValue]
  let plan: StudyPlan

  /// - Parameters:
  ///   - universe: of the strategy.
  ///   - signals: names of the strategy's signals, or expressions over them, which may compare the instruments.
  func run(_ strategy: Strategy, _ universe: UniverseRules, signals: [String]) throws -> [PanelSummary] {
    do {
      let bound = try strategy.signals.bound(to: overrides)
      let membership = try universe.membership(bound)
      let loader = FrameLoader(workspace: workspace, choice: choice)
      let expressions = try signals.map { try strategy.question($0, flag: "--signal", bound, loader) }
      let nodes = try expressions.map { expression in try bound.resolve(expression) }
      let read = expressions + [universe.membership].compactMap(\.self)
      Unread.note(overrides, read: strategy.signals.parameters(behind: read), by: Unread.listed(signals))
      let frame = try loader.assemble(
        [strategy], columns: strategy.signals.columnPlaces(for: read), wholeUniverse: true, typed: read
      ) { interval in
        try (nodes + [membership].compactMap(\.self)).map { try $0.lookBack(interval) }.max() ?? 0
      }.frame
      let evaluator = Evaluator(frame)
      let section = try evaluator.crossSection(where: membership)
      let parameters = try strategy.boundParameters(overrides)
      let summaries = try zip(signals, nodes).map { name, node in
        let members = try (0..<section.count).map { member in
          try StudySubject(
            name: name, node: node, evaluator: section.evaluator(of: member), belongs: section.belongs[member]
          ).keeping(StudySubject.columns)
        }
        let subject = try PanelSubject(universe: members, where: membership?.key)
        var summary = PanelSummary(
          study: try PanelStudy(subject, plan), strategy: strategy.name, parameters: parameters)
        summary.hash = ResultIdentity.panel(summary.study).hash
        return summary
      }
      Terminal.note(evaluator.tally)
      return summaries
    } catch let problem as Problem {
      throw problem.inFileIfPlaced(strategy.file)
    }
  }
}
