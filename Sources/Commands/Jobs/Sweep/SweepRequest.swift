import Market
import Replay
import Research
import Signals

/// What the command line asks of a sweep, on one stretch of one market.
struct SweepRequest {
  /// What is found out at each parameter set.
  enum Question {
    case replay
    case study(signal: String, forward: Interval)
  }

  var strategy: Strategy
  var choice: MarketChoice
  var space: SpaceRequest
  /// Points that were made before, in place of those that `space` asks for.
  var points: ParameterSpace?
  var overrides: [String: ParameterValue]
  var question = Question.replay
  /// Nil takes the one that is usual for the question.
  var rank: String?
  /// What trials are held against, as it was named; nil for nothing.
  var benchmark: String?
  /// How many of the best to keep with all their figures.
  var best = 10
  var threads = 1
  /// Which part of the blocks to run.
  var shard = Shard.whole
  /// How many trials to measure once more, the long way, and compare.
  var verify = 0
}
