import Market
import Research
import Signals

/// The parameters that the tests of spaces sweep, and short ways to make a space.
enum Spaces {
  static let parameters = [
    Parameter(name: "entry", value: .number(1.5)),
    Parameter(name: "exit", value: .number(0)),
    Parameter(name: "lookback", value: .duration(.day)),
    Parameter(name: "timed", value: .flag(false)),
    Parameter(name: "exit_after", value: .duration(.days(2))),
  ]

  static func space(
    grids: [String] = [], draws: [String] = [], where conditions: [String] = [], sampler: Sampler? = nil,
    trials: Int? = nil, seed: UInt64 = 1, fixed: [String: ParameterValue] = [:]
  ) throws(Problem) -> ParameterSpace {
    let request = SpaceRequest(
      grids: grids, draws: draws, conditions: conditions, sampler: sampler, trials: trials, seed: seed)
    return try ParameterSpace(request, of: parameters, fixed: fixed, interval: .minutes(5))
  }

  /// What making it is refused with.
  static func refusal(_ make: () throws -> ParameterSpace) -> String? {
    do {
      _ = try make()
      return nil
    } catch { return "\(error)" }
  }
}

extension ParameterSpace {
  /// The parameters of every point.
  var all: [[String: ParameterValue]] { (0..<count).map { parameters($0) } }

  /// The numbers of one parameter, point by point.
  func numbers(_ name: String) -> [Double] { all.map { $0[name]?.scalar ?? .nan } }
}
