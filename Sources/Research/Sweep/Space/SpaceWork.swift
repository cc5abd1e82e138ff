import Market

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
