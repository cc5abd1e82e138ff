import Market
import Replay
import Signals

/// One parameter set of a sweep and what came of it.
public struct Trial: Sendable {
  /// Its number in the grid.
  public let index: Int
  /// Every parameter of the strategy, swept or not.
  public let parameters: [String: ParameterValue]
  public let outcome: Outcome

  public enum Outcome: Sendable, Hashable {
    case completed(Figures)
    /// A parameter set that cannot be run, and why; the others go on.
    case failed(String)
  }

  public var figures: Figures? {
    if case .completed(let figures) = outcome { figures } else { nil }
  }

  public init(index: Int, parameters: [String: ParameterValue], outcome: Outcome) {
    self.index = index
    self.parameters = parameters
    self.outcome = outcome
  }
}
