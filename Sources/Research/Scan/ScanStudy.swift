import Market
import Statistics

/// All signals of a scan at all horizons on all markets, judged with their number taken into account.
public struct ScanStudy: Sendable {
  public let plan: ScanPlan
  /// Names of the markets, in order.
  public let markets: [String]
  /// By market and signal, in the order of the plan.
  public let scanned: [[ScannedSignal]]
  /// Every test: markets, then signals, then horizons.
  public let members: [Member]
  /// Signals that say the same, the strongest first.
  public let clusters: [Cluster]
  /// Nil where no test could be judged.
  public let joint: Joint?
  public let noJoint: String?

  /// One test, alone and in company.
  public struct Member: Sendable {
    public let market: Int
    public let signal: Int
    public let test: ScanTest
    /// Over all tests of the scan; one that cannot be judged counts with p = 1.
    public let holm: Double
    public let benjaminiHochberg: Double
    /// Never below its own p; nil where nothing can be said.
    public let stepM: Double?
    /// By StepM, at the level of the scan.
    public let isFound: Bool
  }

  /// Signals of which each correlates closely with the first.
  public struct Cluster: Sendable, Hashable {
    /// Places in the plan; the representative first.
    public let signals: [Int]
    /// Of each with the representative.
    public let correlations: [Double]
    /// Place in `members` of its strongest test, one of the representative's; nil where none could be judged.
    public let best: Int?
    /// How many tests of its signals are found.
    public let found: Int

    public var representative: Int { signals[0] }
  }

  /// What drawing signs for all tests together gave.
  public struct Joint: Sendable {
    public let judged: Int
    public let chance: ChanceCount
    /// p of the best of all, family-wise: the smallest of StepM.
    public let best: Double
    /// Statistics beyond it were found at the first step.
    public let criticalValue: Double
    /// Neighbours that share a sign.
    public let barsPerRow: Int
    public let rows: Int
    public let bars: Int
  }

  /// - Parameters:
  ///   - markets: names, in the order of `scanned`.
  ///   - scanned: by market, one a signal of the plan.
  public init(_ plan: ScanPlan, markets: [String], scanned: [[ScannedSignal]], timeline: ScanTimeline) throws {
    self.plan = plan
    self.markets = markets
    self.scanned = scanned
    let all = scanned.enumerated().flatMap { market, signals in
      signals.enumerated().flatMap { place, signal in signal.tests.map { (market, place, $0) } }
    }
    let p = all.map { $0.2.p ?? .nan }
    let holm = Correction.holm.adjusted(p)
    let rates = Correction.benjaminiHochberg.adjusted(p)
    let judged = all.indices.filter { all[$0].2.rows != nil }
    var stepM = [Double?](repeating: nil, count: all.count)
    var isFound = [Bool](repeating: false, count: all.count)
    var joint: Joint?
    var noJoint = judged.isEmpty ? "no test can be judged" : nil
    if !judged.isEmpty {
      do {
        let family = try ContributionFamily(
          signsOf: judged.map { all[$0].2.rows ?? [] }, alternatives: judged.map { _ in plan.direction.alternative },
          less: judged.map { all[$0].2.bias?.t ?? 0 }, replicates: plan.replicates, seed: plan.seed)
        let found = try StepM(family, level: plan.alpha)
        for (index, rejected) in zip(judged, zip(found.adjusted, found.isRejected)) {
          let adjusted = max(rejected.0, p[index])
          stepM[index] = adjusted
          isFound[index] = rejected.1 && adjusted <= plan.alpha
        }
        joint = Joint(
          judged: judged.count,
          chance: ChanceCount(family, observed: judged.count { p[$0] <= plan.alpha }, level: plan.alpha),
          best: stepM.compactMap(\.self).min() ?? 1, criticalValue: found.steps.first?.criticalValue ?? .infinity,
          barsPerRow: timeline.barsPerRow, rows: family.rows, bars: timeline.grid.count)
      } catch let error as StatisticsError { noJoint = "the tests cannot be resampled together: \(error)" }
    }
    (self.joint, self.noJoint) = (joint, noJoint)
    let members = all.indices.map { index in
      Member(
        market: all[index].0, signal: all[index].1, test: all[index].2, holm: holm[index],
        benjaminiHochberg: rates[index], stepM: stepM[index], isFound: isFound[index])
    }
    self.members = members
    clusters = Self.clusters(plan, scanned, members)
  }

  private static func clusters(
    _ plan: ScanPlan, _ scanned: [[ScannedSignal]], _ members: [Member]
  ) -> [Cluster] {
    var best = [Int?](repeating: nil, count: plan.signals.count)
    var found = [Int](repeating: 0, count: plan.signals.count)
    for (place, member) in members.enumerated() {
      if member.isFound { found[member.signal] += 1 }
      guard let p = member.test.p, p < best[member.signal].flatMap({ members[$0].test.p }) ?? 2 else { continue }
      best[member.signal] = place
    }
    func strength(_ signal: Int) -> Double { best[signal].flatMap { members[$0].test.p } ?? 2 }
    let order = plan.signals.indices.sorted { (strength($0), $0) < (strength($1), $1) }
    let alike = CorrelationClusters(
      scanned.map { $0.map(\.profile) }, order: order, threshold: plan.alike)
    return alike.clusters.map { cluster in
      Cluster(
        signals: cluster.members, correlations: cluster.correlations, best: best[cluster.representative],
        found: cluster.members.reduce(0) { $0 + found[$1] })
    }
  }
}

extension ScanStudy {
  public var found: [Member] { members.filter(\.isFound) }

  public func name(_ member: Member) -> String { plan.signals[member.signal].name }

  /// What it comes to, in a sentence.
  public var verdict: String {
    let tests = Double.counted(members.count, "test")
    guard let joint else { return "Cannot say: \(noJoint ?? "no test can be judged")." }
    let percent = (plan.alpha * 10_000).rounded() / 100
    let level = "\(percent == percent.rounded() ? "\(Int(percent))" : "\(percent)")%"
    let unjudged = members.count - joint.judged
    let aside =
      unjudged == 0
      ? ""
      : " \(Double.grouped(unjudged)) could not be judged and count\(unjudged == 1 ? "s" : "") as \(unjudged == 1 ? "a test" : "tests") all the same."
    guard !found.isEmpty else { return "No evidence: none of \(tests) survives StepM at \(level).\(aside)" }
    let groups = clusters.filter { $0.found > 0 }
    return
      "\(Double.grouped(found.count)) of \(tests) survive\(found.count == 1 ? "s" : "") StepM at \(level), in \(Double.counted(groups.count, "cluster")) of signals that say the same; the strongest is \(groups.first.map { plan.signals[$0.representative].name } ?? "").\(aside)"
  }

  /// How much of it chance would do.
  public var chance: String? {
    joint.map { joint in
      let chance = joint.chance
      // Of few tests a part of one is expected, and that is not none.
      let expected =
        chance.expected < 10 && chance.expected != chance.expected.rounded()
        ? "\((chance.expected * 10).rounded() / 10)" : Double.grouped(Int(chance.expected.rounded()))
      return
        "By chance: \(expected) of \(Double.counted(chance.tests, "test")) would have p at or below \(chance.level) on their own if no signal predicted anything, and in 95 of 100 resamples without an effect at most \(Double.grouped(chance.usual)); here \(Double.grouped(chance.observed)) have (p of that \(chance.p < 0.001 ? "< 0.001" : "\((chance.p * 1000).rounded() / 1000)"))."
    }
  }

  /// The test that a holdout is opened for, if any: the strongest that is found.
  public var strongest: Member? {
    clusters.lazy.filter { $0.found > 0 }.compactMap(\.best).map { members[$0] }.first { $0.isFound }
      ?? found.min {
        ($0.stepM ?? 1, $0.test.p ?? 1) < ($1.stepM ?? 1, $1.test.p ?? 1)
      }
  }

  /// The rule behind the verdict.
  public static let rule =
    "a test is found when Romano and Wolf's StepM, over every signal, horizon and market of the scan, and its own p both are "
    + "at most alpha; Holm and Benjamini-Hochberg stand beside it"
}
