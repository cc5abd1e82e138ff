import Market
import Statistics

/// Many hypotheses judged together: each on its own, then all with their number taken into account.
public struct FamilyStudy: Sendable {
  public let plan: FamilyPlan
  public let members: [Member]
  /// The tests that draw signs for the bars, the same for all hypotheses; nil when fewer than one can be judged.
  public let joint: Joint?
  /// Why there is no `joint`, when there is none.
  public let noJoint: String?

  /// One hypothesis and what remains of it in company.
  public struct Member: Sendable {
    public let test: HypothesisTest
    /// The larger of its two p-values, adjusted over the whole family; one that cannot be judged counts with p = 1.
    public let holm: Double
    public let benjaminiHochberg: Double
    public let benjaminiYekutieli: Double
    /// By the correction that the file chose, at its level.
    public let survives: Bool
    /// Nil where nothing can be said.
    public let stepM: StepMResult?
  }

  public struct StepMResult: Sendable, Hashable {
    /// Whether it is found at the level of the family.
    public let isFound: Bool
    /// Never below its p alone by Hodrick 1B: resampled errors and that estimator's differ by chance, and no hypothesis is
    /// surer in company than by itself.
    public let adjusted: Double

    init(_ stepM: StepM, _ series: Int, alone: Double?) {
      adjusted = max(stepM.adjusted[series], alone ?? 0)
      isFound = stepM.isRejected[series] && adjusted <= stepM.level
    }
  }

  /// Is the best of these real, and which are.
  public struct Joint: Sendable {
    public let hypotheses: Int
    public let realityCheck: RealityCheck
    public let ability: SuperiorPredictiveAbility
    public let stepM: StepM
    /// Neighbours that share a sign.
    public let barsPerRow: Int
    public let bars: Int
  }

  /// - Parameters:
  ///   - tests: in the order of the plan.
  ///   - grids: the bars of each test's window, without those that a signal only looks back on; all of one interval.
  public init(_ plan: FamilyPlan, _ tests: [HypothesisTest], grids: [Grid]) throws {
    self.plan = plan
    let p = tests.map { $0.p ?? .nan }
    let adjusted = Dictionary(
      Correction.allCases.map { ($0, $0.adjusted(p)) }, uniquingKeysWith: { first, _ in first })
    let judged = tests.indices.filter { tests[$0].contributions != nil }
    let joint: Joint?
    do {
      joint = judged.isEmpty ? nil : try Self.joint(plan, judged.map { (tests[$0], grids[$0]) })
      noJoint = joint == nil ? "no hypothesis can be judged" : nil
    } catch let error as StatisticsError {
      joint = nil
      noJoint = "the hypotheses cannot be resampled together: \(error)"
    }
    self.joint = joint
    members = tests.indices.map { index in
      func p(_ correction: Correction) -> Double { adjusted[correction]?[index] ?? 1 }
      let stepM = joint.flatMap { joint in
        judged.firstIndex(of: index).map {
          StepMResult(joint.stepM, $0, alone: tests[index].hodrick?.declared)
        }
      }
      return Member(
        test: tests[index], holm: p(.holm), benjaminiHochberg: p(.benjaminiHochberg),
        benjaminiYekutieli: p(.benjaminiYekutieli), survives: p(plan.correction) <= plan.alpha, stepM: stepM)
    }
  }

  private static func joint(_ plan: FamilyPlan, _ parts: [(test: HypothesisTest, grid: Grid)]) throws -> Joint {
    let timeline = timeline(parts.map(\.grid))
    let family = try Self.family(
      parts.map { placed($0.test.contributions ?? [], $0.grid, on: timeline) },
      alternatives: parts.map(\.test.hypothesis.direction.alternative), less: parts.map { $0.test.bias?.t ?? 0 },
      replicates: plan.replicates, seed: plan.seed)
    return Joint(
      hypotheses: parts.count, realityCheck: RealityCheck(family), ability: SuperiorPredictiveAbility(family),
      stepM: try StepM(family, level: plan.alpha), barsPerRow: barsPerRow(timeline.count), bars: timeline.count)
  }

  /// The family whose rows get signs, each of one bar, or of several where there are very many bars.
  static func family(
    _ contributions: [[Double]], alternatives: [Alternative], less biases: [Double]? = nil, replicates: Int,
    seed: UInt64
  ) throws -> ContributionFamily {
    let bars = barsPerRow(contributions.first?.count ?? 0)
    return try ContributionFamily(
      signsOf: contributions.map { averaged($0, bars) }, alternatives: alternatives, less: biases,
      replicates: replicates, seed: seed)
  }

  /// Each draw of signs reads every row of every hypothesis. Ten thousand rows say all there is to say about a mean, and means
  /// of neighbouring bars have the mean and the long-run variance of the bars.
  static let mostRows = 10_000

  private static func barsPerRow(_ bars: Int) -> Int { max(1, (bars + mostRows - 1) / mostRows) }

  /// Means of so many neighbours; those of the last row that is not full weigh as those of the others do.
  static func averaged(_ values: [Double], _ bars: Int) -> [Double] {
    guard bars > 1 else { return values }
    return stride(from: 0, to: values.count, by: bars).map { first in
      let own = values[first..<min(first + bars, values.count)]
      return own.reduce(0, +) / Double(own.count)
    }
  }

  /// The bars from the first open of any market to the last close of any.
  static func timeline(_ grids: [Grid]) -> Grid {
    let from = grids.map(\.range.from).min() ?? Instant(milliseconds: 0)
    let to = grids.map(\.range.to).max() ?? from
    let interval = grids.first?.interval ?? .minute
    return Grid(start: from, interval: interval, count: Int(to.since(from).milliseconds / interval.milliseconds))
  }

  /// Contributions at the time they happened. A market that has no bars there says nothing: zero, with what the others say
  /// scaled up, so that the mean stays.
  static func placed(_ contributions: [Double], _ grid: Grid, on timeline: Grid) -> [Double] {
    guard timeline != grid else { return contributions }
    let first = timeline.row(containing: grid.start)
    let scale = Double(timeline.count) / Double(max(1, grid.count))
    var placed = [Double](repeating: 0, count: timeline.count)
    for (row, value) in contributions.enumerated() { placed[first + row] = scale * value }
    return placed
  }
}

extension FamilyStudy {
  public var survivors: [Member] { members.filter(\.survives) }

  /// What it comes to, in a sentence.
  public var verdict: String {
    let count = members.count
    let family = count == 1 ? "the one hypothesis" : "\(count) hypotheses"
    let percent = (plan.alpha * 10_000).rounded() / 100
    let level = "\(plan.correction.title) at \(percent == percent.rounded() ? "\(Int(percent))" : "\(percent)")%"
    let unjudged = members.count { $0.test.p == nil }
    let aside =
      unjudged == 0
      ? "" : " \(unjudged) could not be judged and count\(unjudged == 1 ? "s" : "") as a test all the same."
    guard unjudged < count else { return "Cannot say: none of \(family) could be judged." }
    guard !survivors.isEmpty else { return "No evidence: none of \(family) survives \(level).\(aside)" }
    let names = survivors.map(\.test.hypothesis.title).joined(separator: "; ")
    return "\(survivors.count) of \(family) survive\(survivors.count == 1 ? "s" : "") \(level): \(names).\(aside)"
  }

  /// The rule behind the verdict.
  public static let rule =
    "a hypothesis survives when the larger of its two p-values (Hodrick 1B and circular shift, in the direction declared), "
    + "adjusted over all hypotheses of the file, is at most alpha; regimes need \(MinimumSample.verdictEpisodes) episodes"
}
