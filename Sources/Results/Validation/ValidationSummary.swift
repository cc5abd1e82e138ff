import Market
import Replay
import Research
import Signals

/// A validation with what names it, for documents and pages.
public struct ValidationSummary: Sendable {
  public let validation: Validation
  public let frame: Frame
  /// Of strategy, parameter sets, data and plan: the same hash, the same bytes.
  public let hash: String
  public let seconds: Double
  /// What every fold rests on besides its rules.
  package let footing: Footing

  public init(validation: Validation, frame: Frame, hash: String, seconds: Double) {
    self.validation = validation
    self.frame = frame
    self.hash = hash
    self.seconds = seconds
    footing = Footing(validation.replays.strategy, on: frame, validation.replays.tape)
  }

  /// Of the result.
  public var folder: ResultFolder { ResultFolder(strategy.name, "validation", hash: hash) }

  package var strategy: Strategy { validation.replays.strategy }
  package var candidates: Candidates { validation.replays.candidates }
  /// What the benchmark is replayed on, and what was taken as equal of it and the strategy that is not quite.
  var benchmarkNote: String? { plan.benchmark?.benchmark.note(frame.returnCurrency) }
  package var plan: ValidationPlan { validation.plan }
  package var window: TimeRange { frame.window }
  package var walk: WalkForward? { validation.walkForward.answer }
  package var checks: ValidationChecks { validation.checks }

  /// What sweeps had tried on its data when it was told, which the check 'deflated' does not count; nil where that was no more
  /// than its own sets. No part of the result, whose bytes depend on nothing that was run before.
  public func sentence(of search: DataSearch) -> String? {
    guard search.trials > candidates.count else { return nil }
    let trials = Double.counted(search.trials, "trial")
    let said =
      "\(trials) of sweeps \(search.trials == 1 ? "has" : "have") been run on these data, which no check counts"
    guard let deflated = validation.whole.deflatedSharpe(asBestOf: search.trials) else { return "\(said)." }
    return
      "\(said): as the best of as many independent ones, the set that is best on all of the data has a deflated Sharpe ratio of \(Figure.ratio(deflated, decimals: 3).text) (0.95 is asked for)."
  }

  /// `2025-03-01`: the day a row is in.
  package func day(_ row: Int) -> String { frame.grid.open(row).dateText }

  /// `entry 1.5, lookback 1d`: what a set varies; a dash where none was chosen.
  func words(of set: Int?) -> String {
    guard let set else { return "none" }
    let parameters = candidates.parameters(set)
    guard !candidates.varied.isEmpty else { return "the file's" }
    return candidates.varied.map { "\($0) \(parameters[$0]?.description ?? "?")" }.joined(separator: ", ")
  }

  /// A length in bars as people say it: `288 bars (1d)`.
  func words(bars: Int) -> String {
    Double.counted(bars, "bar")
      + (bars > 0 ? " (\((frame.grid.interval * bars).inTwoUnits))" : "")
  }
}
