import Foundation
import Market
import Replay
import Research
import Signals

/// A sweep with what names it, for documents and pages.
public struct SweepSummary: Sendable {
  /// What the best is worth, given that it is the best of many.
  public enum Judgement: Sendable {
    case trials(SelectionBias)
    case signals(SignalTrials)
  }

  /// How many of the best a page shows.
  public static let pageRows = 15

  public let sweep: Sweep
  public let frame: Frame
  /// Names of a trial's figures, in the order of its values.
  public let figures: [String]
  public let tally: TrialTally
  /// How the figure ranked by lies over the parameters.
  public let maps: TrialMaps
  /// Nil where nothing can be said, as for a part of a sweep.
  public let selectionBias: Judgement?
  public let seconds: Double
  /// Trials that this run found in the store, its own or another sweep's.
  public let reused: Int
  /// What a sweep of a signal studies: the signal, and over what forward return; nil for one of replays.
  public let studied: (signal: String, forward: Interval)?
  /// Whether that signal is a number, whose study has a slope and no inside.
  public var isSlope = false
  /// Trials that were measured once more the long way and found equal; nil when none was asked for.
  public let verified: Int?
  /// Of its identity, which says how trials are ranked as well.
  public let hash: String
  /// What its trials are kept under, however they are ranked.
  public let trialsHash: String
  /// What its trials rest on besides their rules.
  package let footing: Footing
  /// The best trials against a benchmark; nil where none was named.
  public let against: SweepBenchmark?

  public init(
    sweep: Sweep, studied: (signal: String, forward: Interval)?, frame: Frame, footing: Footing, figures: [String],
    tally: TrialTally, maps: TrialMaps, selectionBias: Judgement?, against: SweepBenchmark? = nil, seconds: Double,
    reused: Int,
    verified: Int?, hash: String, trialsHash: String
  ) {
    self.against = against
    self.sweep = sweep
    self.studied = studied
    self.frame = frame
    self.footing = footing
    self.figures = figures
    self.tally = tally
    self.maps = maps
    self.selectionBias = selectionBias
    self.seconds = seconds
    self.reused = reused
    self.verified = verified
    self.hash = hash
    self.trialsHash = trialsHash
  }

  /// Of the result.
  public var folder: ResultFolder { ResultFolder(sweep.strategy.name, "sweep", hash: hash) }

  /// The parameters that take more than one value.
  package var axes: [(index: Int, axis: ParameterAxis)] {
    sweep.space.axes.enumerated().filter { $1.isSwept }.map { ($0, $1) }
  }

  /// What its trials are of: the strategy, or a signal over a forward return.
  package var subject: String { studied.map { "\($0.signal), next \($0.forward)" } ?? sweep.strategy.name }

  package var rank: SweepFigure { SweepFigure(tally.rank.name) }
  /// Trials that the sweep has, and those of them that have been run.
  package var trials: Int { sweep.space.count }
  package var run: Int { tally.completed + tally.failed }

  /// What the best is worth, in a word and in a sentence.
  package var verdict: (finding: SweepVerdict.Finding, text: String)? {
    switch selectionBias {
    case .trials(let bias):
      let verdict = bias.verdict
      return (verdict.finding, verdict.text)
    case .signals(let trials): return (trials.finding, trials.sentence)
    case nil: return nil
    }
  }

  /// The swept parameters of a point, as written.
  public func values(at point: Int) -> [String] {
    let parameters = sweep.space.parameters(point)
    return axes.map { parameters[$0.axis.name]?.description ?? "" }
  }

  /// The same for a table.
  func shownValues(at point: Int) -> [Figure] {
    let parameters = sweep.space.parameters(point)
    return axes.map { parameters[$0.axis.name]?.shown ?? .blank }
  }
}

extension ParameterValue {
  /// For a table: of a number that was drawn the digits that tell it from its neighbours. Documents have all of them.
  var shown: Figure {
    guard case .number(let number) = self, description.count > 10 else { return .text(description) }
    return .ratio(number, decimals: min(max(4, 3 - Int(log10(number.magnitude).rounded(.down))), 12))
  }
}

extension Form<ParameterValue> {
  static let shown = Form(type: "string", alignment: .left, absent: .blank) { $0.shown }
}

extension SweepSummary {
  package var header: ResultHeader {
    var header = ResultHeader(strategy: sweep.strategy.name, on: frame, hash: hash)
    if studied == nil { header.traded = frame.traded }
    return header
  }

  /// The document of `hindcast sweep --format json`.
  public func json(best: Int) -> JSONValue {
    Self.fields.json(self).adding([
      "best": .array(
        tally.board.entries.prefix(best).map { json(point: $0.point, figures: $0.figures, reason: nil) })
    ])
  }

  /// One trial: its number, every parameter, every figure.
  public func json(point: Int, figures values: [Double], reason: String?) -> JSONValue {
    var members: [String: JSONValue] = [
      "trial": .integer(point), "parameters": .parameters(sweep.space.parameters(point)),
    ]
    if let reason { members["failed"] = .string(reason) }
    for (name, value) in zip(shownFigures, values) { members[name] = value.isNaN ? .null : .real(value) }
    return .object(members)
  }

  /// Names of the figures to programs: of a number the estimate is a slope and no difference.
  private var shownFigures: [String] {
    figures.map { isSlope && $0 == StudyFigure.difference.rawValue ? "slope_bps" : $0 }
  }

  /// The columns of `--format csv`: one row a trial, in the order of the points.
  public var csvColumns: [String] {
    ["trial", "market", "instrument", "from", "to"] + axes.map(\.axis.name) + ["status"] + shownFigures + ["reason"]
  }

  /// The rows of one block.
  public func csvRows(_ block: MeasuredBlock) -> [[Figure]] {
    let window = frame.window
    let instrument = header.instrument
    return block.points.enumerated().map { offset, point in
      let reason = block.failures[offset]
      return [
        .count(point), .text(frame.market), .text(instrument), .text(window.from.description),
        .text(window.to.description),
      ]
        + values(at: point).map(Figure.text) + [.text(reason == nil ? "completed" : "failed")]
        + block.figures(at: offset).map { $0.isNaN ? .missing : Figure.plain($0) } + [.text(reason ?? "")]
    }
  }
}

extension SweepSummary: ResultDocument {
  public static let kind = "sweep"

  public static let fields = Fields<SweepSummary> {
    ResultHeader.fields.of { $0.header }
    Field("sweep", .words, "name of its folder") { $0.folder.name }
    Field("signal", .words, "what a sweep of a signal studies; null for replays") { $0.studied?.signal }
    Field("forward", .words, "over which forward return; null for replays") { $0.studied?.forward.description }
    Field("trials_hash", .words, "what its trials are kept under, however they are ranked") { $0.trialsHash }
    Field("space", json: .array, "the swept parameters as written") { summary in
      .strings(summary.sweep.space.axes.filter(\.isSwept).map(\.written))
    }
    Field("where", json: .array, "conditions that parameters meet") { .strings($0.sweep.space.definition.conditions) }
    Field("seed", .words, "of drawn parameters") { summary in summary.sweep.space.definition.seed.map { "\($0)" } }
    Field("trials", "Trials", .count, in: .tiles) { $0.trials }
    Field("completed", "Completed", .count, in: .tiles) { $0.tally.completed }
    Field("failed", "Failed", .count, in: .tiles) { $0.tally.failed }
    Field("reused", .count, "trials found in the store") { $0.reused }
    Field("verified", .count, "trials run once more and found equal") { $0.verified }
    Field("seconds", .number) { $0.seconds }
    Field("rank", .words, "figure that trials are ranked by") { $0.tally.rank.name }
    Field("rank_convention", .words) { $0.rank.convention }
    Field("best", json: .array, "the best trials: number, parameters, every figure") { _ in .array([]) }
    Field("assumed_costs", .words, "whose fees, where the file says no rates") { $0.sweep.strategy.feeWords }
    Footing.fields.of { $0.footing }
    Field("alarm", .words, "that it is beyond what any market has given, and what to do; where it is") { $0.alarm }
      .whereKnown()
    Field("verdict", .words, "better_than_chance, no_better_than_chance or cannot_say") { $0.verdict?.finding.rawValue }
    Field("verdict_text", .words, "the verdict in a sentence") { $0.verdict?.text }
    SelectionBias.fields.of { (summary: SweepSummary) -> SelectionBias? in
      if case .trials(let bias) = summary.selectionBias { bias } else { nil }
    }
    Field("against", object: SweepBenchmark.fields, "the best trials against the benchmark, where one is named") {
      $0.against
    }.whereKnown()
    SignalTrials.fields.of { (summary: SweepSummary) -> SignalTrials? in
      if case .signals(let trials) = summary.selectionBias { trials } else { nil }
    }
  }
}
