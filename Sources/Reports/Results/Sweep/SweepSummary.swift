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
  /// Trials that were measured once more the long way and found equal; nil when none was asked for.
  public let verified: Int?
  /// Of its identity, which says how trials are ranked as well.
  public let hash: String
  /// What its trials are kept under, however they are ranked.
  public let trialsHash: String

  public init(
    sweep: Sweep, frame: Frame, figures: [String], tally: TrialTally, maps: TrialMaps, selectionBias: Judgement?,
    seconds: Double, reused: Int, verified: Int?, hash: String, trialsHash: String
  ) {
    self.sweep = sweep
    self.frame = frame
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
  var axes: [(index: Int, axis: ParameterAxis)] {
    sweep.space.axes.enumerated().filter { $1.isSwept }.map { ($0, $1) }
  }

  var rank: SweepFigure { SweepFigure(tally.rank.name) }
  /// Trials that the sweep has, and those of them that have been run.
  var trials: Int { sweep.space.count }
  var run: Int { tally.completed + tally.failed }

  /// The swept parameters of a point, as written.
  public func values(at point: Int) -> [String] {
    let parameters = sweep.space.parameters(point)
    return axes.map { parameters[$0.axis.name]?.description ?? "" }
  }

  /// The same for a table: of a drawn number the digits that tell it from its neighbours. Documents have all of them.
  func shownValues(at point: Int) -> [Figure] {
    let parameters = sweep.space.parameters(point)
    return axes.map { _, axis in
      guard let value = parameters[axis.name] else { return .blank }
      if axis.isDrawn, case .number(let number) = value { return .ratio(number, decimals: 4) }
      return .text(value.description)
    }
  }
}
