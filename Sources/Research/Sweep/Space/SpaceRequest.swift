import Market
import Signals

/// What the command line says about the parameter sets of a sweep.
public struct SpaceRequest: Sendable, Hashable {
  /// `--grid`: `entry=0.5:3:0.25`, `lookback=6h,1d,3d`, `exit_after=6h,1d if timed`.
  public var grids: [String]
  /// `--random`: `exit=normal(0,1)`, `lookback=loguniform(6h,3d)`.
  public var draws: [String]
  /// `--where`: conditions over parameters that every point must meet.
  public var conditions: [String]
  /// `--sampler`; random when it is not said.
  public var sampler: Sampler?
  /// `--trials`.
  public var trials: Int?
  /// `--seed`.
  public var seed: UInt64

  public init(
    grids: [String] = [], draws: [String] = [], conditions: [String] = [], sampler: Sampler? = nil,
    trials: Int? = nil, seed: UInt64 = 1
  ) {
    self.grids = grids
    self.draws = draws
    self.conditions = conditions
    self.sampler = sampler
    self.trials = trials
    self.seed = seed
  }

  /// Every parameter of the strategy as an axis, in the order of its file: swept as requested, else fixed.
  func axes(of parameters: [Parameter], fixed: [String: ParameterValue], bar: Interval) throws(Problem)
    -> [ParameterAxis]
  {
    guard !grids.isEmpty || !draws.isEmpty else {
      throw Problem(
        "a sweep needs something to vary",
        remedy: "add --grid parameter=from:to:step or --random parameter=uniform(a,b)")
    }
    var texts: [String: (text: AxisText, isDrawn: Bool)] = [:]
    let written =
      try grids.map { text throws(Problem) in
        (text: try AxisText(text, flag: "--grid", form: ParameterAxis.gridForm), isDrawn: false)
      }
      + draws.map { text throws(Problem) in
        (text: try AxisText(text, flag: "--random", form: Distribution.randomForm), isDrawn: true)
      }
    let names = parameters.map(\.name)
    for entry in written {
      let name = entry.text.name
      guard names.contains(name) else {
        throw Problem(
          "unknown parameter '\(name)' in \(entry.text.source)",
          remedy: suggestion(for: name, in: names, called: "parameters"))
      }
      if let earlier = texts[name] {
        throw Problem(
          "parameter '\(name)' is swept by \(earlier.text.source) and by \(entry.text.source)",
          remedy: "write one of them")
      }
      guard fixed[name] == nil else {
        throw Problem(
          "parameter '\(name)' is fixed by --set and swept by \(entry.text.source)", remedy: "leave one of them out")
      }
      texts[name] = entry
    }
    for name in fixed.keys.sorted() where !names.contains(name) {
      throw Problem("unknown parameter '\(name)'", remedy: suggestion(for: name, in: names, called: "parameters"))
    }
    return try parameters.map { parameter throws(Problem) in
      guard let (text, isDrawn) = texts[parameter.name] else {
        return try ParameterAxis(parameter, fixedAt: fixed[parameter.name], bar: bar)
      }
      return isDrawn
        ? ParameterAxis(
          name: parameter.name, values: [], distribution: try Distribution(text, for: parameter.value, bar: bar),
          condition: text.condition, rest: text.condition.map { _ in parameter.value })
        : try ParameterAxis(parameter, listedBy: text, bar: bar)
    }
  }
}

extension ParameterAxis {
  fileprivate init(_ parameter: Parameter, fixedAt value: ParameterValue?, bar: Interval) throws(Problem) {
    let given = value ?? parameter.value
    guard let value = given.taking(kindOf: parameter.value, bar: bar) else {
      throw Problem(
        "parameter '\(parameter.name)' is \(parameter.value.noun) (\(parameter.value)) and was given '\(given)'",
        remedy: "give it \(parameter.value.noun)")
    }
    self.init(name: parameter.name, values: [value])
  }

  fileprivate init(_ parameter: Parameter, listedBy text: AxisText, bar: Interval) throws(Problem) {
    var seen: [ParameterValue: ParameterValue] = [:]
    var values: [ParameterValue] = []
    for given in try Self.values(of: text) {
      guard let value = given.taking(kindOf: parameter.value, bar: bar) else {
        throw Problem(
          "parameter '\(parameter.name)' is \(parameter.value.noun) (\(parameter.value)) and \(text.source) gives it "
            + "'\(given)'", remedy: "give it \(parameter.value.noun)")
      }
      if let twin = seen.updateValue(given, forKey: value) {
        throw Problem(
          "\(text.source) has \(twin) and \(given), which are the same at \(bar)", remedy: "write one of them")
      }
      values.append(value)
    }
    self.init(
      name: parameter.name, values: values.sorted { $0.scalar < $1.scalar }, condition: text.condition,
      rest: text.condition.map { _ in parameter.value })
  }
}
