/// Romano & Wolf's (2005, Econometrica 73) stepwise test, studentised: *which* of these series differ from zero, with the
/// chance of even one false finding below the level.
///
/// Each step finds how far the largest of the remaining statistics goes under the null and rejects all beyond; what is
/// rejected no longer makes it hard for the rest. Steps go on while one of them finds something and something remains:
/// the end hangs on everything rejected so far, not on the number of the last step. (arch 8.0.0 looks at the last step
/// alone and asks an empty set when two steps together reject all.)
///
/// Statistics are |√T·d̄/ω̂| for two-sided hypotheses and signed otherwise; what resamples are divided by is the family's.
public struct StepM: Hashable, Sendable {
  public struct Step: Hashable, Sendable {
    /// Statistics beyond it are rejected; infinite when there are too few replicates for the level.
    public let criticalValue: Double
    /// Series it rejected, in order.
    public let rejected: [Int]
  }

  public let level: Double
  /// How many trials the series stand for: their number, unless they are a sample of more.
  public let population: Int
  /// The last one rejects nothing, unless nothing remained.
  public let steps: [Step]
  /// By series: the smallest level at which it would be rejected (Romano & Wolf 2016, Statistics & Probability Letters 113).
  public let adjusted: [Double]

  /// By series.
  public var isRejected: [Bool] {
    var flags = [Bool](repeating: false, count: adjusted.count)
    for index in steps.flatMap(\.rejected) { flags[index] = true }
    return flags
  }

  /// - Parameter population: of which the series are a sample drawn from everywhere, if they are one; what is tested is then
  ///   whether a series stands out among so many (see `LargestOfMore`).
  /// - Throws: `outOfRange` for a level outside 0 to 1.
  public init(_ family: ContributionFamily, level: Double = 0.05, population: Int? = nil) throws {
    guard level > 0, level < 1 else {
      throw StatisticsError.outOfRange(quantity: "level", value: level, allowed: "between 0 and 1")
    }
    let count = family.means.count
    let statistics = zip(family.statistics, family.alternatives).map { $1.directed($0) }
    let null = (0..<count).map { series in
      (0..<family.replicates).map { replicate in
        family.alternatives[series].directed(family.draw(replicate, series))
      }
    }
    self.level = level
    self.population = max(count, population ?? count)
    let more = LargestOfMore(null, population: self.population)
    steps = Self.steps(statistics, null, more, allowed: Int(level * Double(1 + family.replicates) + 1e-9) - 1)
    adjusted = Self.adjusted(statistics, null, more, family)
  }

  /// - Parameter allowed: how many replicates may reach a statistic that is rejected.
  private static func steps(
    _ statistics: [Double], _ null: [[Double]], _ more: LargestOfMore, allowed: Int
  ) -> [Step] {
    var steps: [Step] = []
    var remaining = Array(statistics.indices)
    while !remaining.isEmpty {
      let largest = largest(of: remaining.map { null[$0] })
      let critical =
        allowed >= 0 && allowed < largest.count ? more.raised(largest.sorted(by: >)[allowed]) : .infinity
      let rejected = remaining.filter { statistics[$0] > critical }
      steps.append(Step(criticalValue: critical, rejected: rejected))
      guard !rejected.isEmpty else { break }
      remaining.removeAll { statistics[$0] > critical }
    }
    return steps
  }

  /// From the smallest statistic up, each against the largest resample of itself and all below it; then no p may be
  /// smaller than that of a larger statistic.
  private static func adjusted(
    _ statistics: [Double], _ null: [[Double]], _ more: LargestOfMore, _ family: ContributionFamily
  ) -> [Double] {
    let order = statistics.indices.sorted { (statistics[$1], $0) < (statistics[$0], $1) }
    var adjusted = [Double](repeating: 1, count: statistics.count)
    var largest = [Double](repeating: -.infinity, count: family.replicates)
    for series in order.reversed() {
      raise(&largest, to: null[series])
      adjusted[series] = family.share(of: largest.map(more.raised), reaching: statistics[series])
    }
    var highest = 0.0
    for series in order {
      highest = max(highest, adjusted[series])
      adjusted[series] = highest
    }
    return adjusted
  }

  /// In each replicate, of some series.
  ///
  /// - Precondition: one series at least.
  static func largest(of series: [[Double]]) -> [Double] {
    var largest = series[0]
    for values in series.dropFirst() { raise(&largest, to: values) }
    return largest
  }

  /// The larger of each two numbers.
  private static func raise(_ largest: inout [Double], to values: [Double]) {
    precondition(largest.count == values.count, "a partner for each number")
    largest.withUnsafeMutableBufferPointer { largest in
      values.withUnsafeBufferPointer { values in
        for index in values.indices where values[index] > largest[index] { largest[index] = values[index] }
      }
    }
  }
}
