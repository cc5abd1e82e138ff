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

/// What enumerating a space costs before its first trial.
public struct SpaceWork: Sendable, Hashable, CustomStringConvertible {
  /// Combinations and draws of which conditions must be asked, at most.
  public let tests: Int
  /// Memory that the outcome takes, at most.
  public let bytes: Int
  /// An estimate for one core.
  public let seconds: Double

  /// Three minutes and two gigabytes: a billion combinations and one condition.
  public static let most = SpaceWork(tests: .max, bytes: 2_000_000_000, seconds: 180)

  public init(tests: Int, bytes: Int, seconds: Double) {
    self.tests = tests
    self.bytes = bytes
    self.seconds = seconds
  }

  /// `9300000000 combinations to ask --where of: about 155 s and 1.3 GB before the first trial`.
  public var description: String {
    "\(tests) parameter sets to ask conditions of: about \(Int(seconds.rounded(.up))) s and "
      + "\((bytes + 999_999) / 1_000_000) MB before the first trial"
  }
}

extension SpaceDefinition {
  /// Nanoseconds to ask the conditions of one combination, and of one draw, for which values are drawn as well.
  private static let testCost = 140e-9
  private static let drawCost = 160e-9

  /// What enumerating its points will cost; zero where nothing has to be asked.
  public var work: SpaceWork {
    let scan = GridScan(axes, universe: gridCount, checks: checks.grid)
    var tests = scan.tests
    var seconds = Double(tests) * Self.testCost * Double(max(1, checks.grid.count))
    var bytes = scan.tests > 0 ? gridCount / 7 : 0
    guard let trials else { return SpaceWork(tests: tests, bytes: bytes, seconds: seconds) }
    let drawn = axes.count(where: \.isDrawn)
    if drawn > 0, !checks.draws.isEmpty || checks.activity.count == drawn {
      tests += min(trials, .max - tests)
      seconds += Double(trials) * Self.drawCost * Double(drawn)
      bytes += trials / 7
    } else if drawn == 0, trials < gridCount {
      // Members are picked one by one, sorted, and kept as a list or a bitmap.
      seconds += Double(trials) * Self.drawCost
      bytes += 16 * min(trials, 1 << 56)
    }
    return SpaceWork(tests: tests, bytes: bytes, seconds: seconds)
  }
}

/// How the points of a sweep are cut into blocks of consecutive ones: what is stored, resumed and shared out.
public struct BlockPlan: Sendable, Hashable {
  /// Points.
  public let count: Int
  /// Points a block, the last one's perhaps fewer: the power of two nearest below a 32nd of the points, between 1 and 2048.
  ///
  /// A function of the count and nothing else, so that every machine cuts alike; small sweeps still have enough blocks
  /// for a few processes, and large ones rows of some hundred kilobytes.
  public let blockSize: Int

  public init(count: Int) {
    precondition(count >= 0, "a count")
    self.count = count
    let share = max(1, count / 32)
    blockSize = min(2048, 1 << (Int.bitWidth - 1 - share.leadingZeroBitCount))
  }

  public var blockCount: Int { count / blockSize + (count % blockSize == 0 ? 0 : 1) }

  /// The points of block `number`, counted from 0.
  public func range(of number: Int) -> Range<Int> {
    precondition(number >= 0 && number < blockCount, "a block of the sweep")
    let first = number * blockSize
    return first..<min(first + blockSize, count)
  }

  /// The blocks of one shard: every n-th, so that shards take turns and differ by one block at most.
  public func blocks(of shard: Shard) -> StrideTo<Int> {
    stride(from: shard.index - 1, to: blockCount, by: shard.count)
  }
}

/// Part `index` of `count` of a sweep, as `--shard 3/16` says it: block b belongs to shard 1 + b mod count.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
  /// From 1.
  public let index: Int
  public let count: Int

  /// All of it.
  public static let whole = Shard(index: 1, count: 1)

  private init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  /// - Throws: a `Problem` for what is not `i/n` with i from 1 to n.
  public init(parsing text: String) throws(Problem) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else {
      throw Problem("--shard '\(text)' is not understood", remedy: "write part/parts, such as 3/16")
    }
    guard count >= 1 else { throw Problem("--shard '\(text)' has \(count) parts", remedy: "give one or more") }
    guard (1...count).contains(index) else {
      throw Problem("--shard '\(text)' has no part \(index)", remedy: "parts go from 1/\(count) to \(count)/\(count)")
    }
    self.init(index: index, count: count)
  }

  public var description: String { "\(index)/\(count)" }
}
