import Market
import Numerics
import Replay
import Research
import Results
import Signals

/// Studies signals of a strategy on several markets at once.
struct PanelJob {
  let workspace: Workspace
  let choice: MarketChoice
  let overrides: [String: ParameterValue]
  let plan: StudyPlan
  /// Names of datasets, at least two.
  let markets: [String]

  /// The datasets of `--market btc,eth,sol`; nil when one market or none is named.
  static func markets(in choice: MarketChoice) throws -> [String]? {
    guard let text = choice.market, text.contains(",") else { return nil }
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard !names.contains("") else {
      throw Problem("--market '\(text)' has a name missing beside a comma", remedy: "write it as btc,eth,sol")
    }
    if let name = names.firstRepeated {
      throw Problem("--market names '\(name)' twice", remedy: "name each market once")
    }
    return names
  }

  /// - Parameter signals: names of the strategy's signals, or expressions over them.
  func run(_ strategy: Strategy, signals: [String]) throws -> [PanelSummary] {
    let whole = try markets.map { try subjects(strategy, signals, on: $0, within: choice.range()) }
    let common = whole.map { $0[0].frame.window }.reduce(TimeRange.always) { $0.intersection($1) }
    guard !common.isEmpty else {
      let windows = zip(markets, whole).map { "\($0) from \($1[0].frame.window.from) to \($1[0].frame.window.to)" }
      throw Problem(
        "the markets have no bars in common: \(windows.joined(separator: ", "))",
        remedy: "leave out the one that does not overlap")
    }
    // Assembled once more where a market has bars beyond: they then fill the windows of the first common bars.
    let aligned = try zip(markets, whole).map { market, subjects in
      subjects[0].frame.window == common ? subjects : try self.subjects(strategy, signals, on: market, within: common)
    }
    let parameters = try strategy.boundParameters(overrides)
    return try signals.indices.map { index in
      let subject = try PanelSubject(aligned.map { $0[index] })
      var summary = PanelSummary(
        study: try PanelStudy(subject, plan), strategy: strategy.name, parameters: parameters,
        cut: zip(markets, whole).filter { $1[0].frame.window != common }.map { ($0, $1[0].frame.window) })
      summary.hash = ResultIdentity.panel(summary.study).hash
      return summary
    }
  }

  private func subjects(
    _ strategy: Strategy, _ signals: [String], on market: String, within range: TimeRange
  ) throws -> [StudySubject] {
    var choice = choice
    choice.market = market
    choice.from = range.from > TimeRange.always.from ? range.from : nil
    choice.to = range.to < TimeRange.always.to ? range.to : nil
    return try StudyJob(workspace: workspace, choice: choice, overrides: overrides, plan: plan)
      .subjects(of: strategy, signals: signals)
  }
}
