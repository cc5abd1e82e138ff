import Market
import Statistics

/// One signal on one market: what it showed at each horizon.
public struct ScannedSignal: Sendable {
  /// Canonical text of what was tested.
  public let expression: String
  public let isRegime: Bool
  /// One a horizon, in the order of the plan.
  public let tests: [ScanTest]
  /// Scores of some bars, evenly spaced, for finding signals that say the same.
  let profile: [Double]
}

/// One signal at one horizon on one market.
public struct ScanTest: Sendable {
  public let forward: Interval
  /// Bars on which both the signal and the forward return are known.
  public let observations: Int
  /// Of a regime.
  public let episodes: Int?
  /// Of the score with the forward return, Pearson's.
  public let correlation: Double?
  /// Forward return for each standard deviation of the score; of a regime inside less outside. A fraction.
  public let effect: Double?
  /// Of the effect, Hodrick 1B: overlapping returns are allowed for.
  public let standardError: Double?
  public let t: Double?
  /// What t is on average where nothing is predicted, where that is enough to matter.
  public let bias: BiasOfT?
  /// Of t less that, in the direction declared; two-sided where none was. Nil where nothing can be said.
  public let p: Double?
  public let twoSidedP: Double?
  public let cannotSay: String?
  /// What it shows, as far as it takes to ask whether any market has given that.
  public let claim: ForwardClaim?
  /// What each stretch of time adds to the evidence; nil where nothing can be said.
  let rows: [Double]?
}

/// The time that all tests of a scan are laid on, and how it is cut into rows that each get a sign.
public struct ScanTimeline: Sendable {
  let grid: Grid
  let barsPerRow: Int

  /// - Parameters:
  ///   - grids: the bars that answers are counted on, one a market.
  ///   - tests: how many there will be.
  public init(_ grids: [Grid], tests: Int, _ plan: ScanPlan) {
    grid = FamilyStudy.timeline(grids)
    let rows = plan.rows(tests: tests)
    barsPerRow = max(1, (grid.count + rows - 1) / rows)
  }

  /// Contributions of the bars of `own` as means over rows of the whole.
  func rows(_ contributions: [Double], of own: Grid) -> [Double] {
    FamilyStudy.averaged(FamilyStudy.placed(contributions, own, on: grid), barsPerRow)
  }
}

extension ScannedSignal {
  /// Bars of a profile.
  private static let profileRows = 2000

  /// - Parameters:
  ///   - bars: each horizon of the plan, in bars.
  public init(_ subject: StudySubject, _ plan: ScanPlan, bars: [Int], on timeline: ScanTimeline) {
    let scored = plan.score == .rank && !subject.isRegime ? subject.ranked : subject
    expression = subject.expression
    isRegime = subject.isRegime
    let shocks = scored.sharedShocks
    tests = zip(plan.horizons, bars).map { forward, bars in
      ScanTest(
        scored, forward: forward, bars: bars, plan.direction, timeline,
        bias: shocks?.biasOfT(horizon: bars)?.ifMaterial)
    }
    let rows = subject.frame.evaluation
    let step = max(1, rows.count / Self.profileRows)
    profile = stride(from: rows.lowerBound, to: rows.upperBound, by: step).map { row in
      guard scored.known[row] else { return .nan }
      return switch scored.values {
      case .regime(let holds): holds[row] ? 1 : 0
      case .signal(let values): values[row]
      }
    }
  }
}

extension ScanTest {
  fileprivate init(
    _ subject: StudySubject, forward: Interval, bars: Int, _ direction: Direction, _ timeline: ScanTimeline,
    bias: BiasOfT?
  ) {
    self.forward = forward
    let sample: ForwardSample
    do { sample = try HorizonSample(subject, forward: forward, bars: bars).sample } catch {
      observations = 0
      (episodes, correlation, effect, standardError, t) = (nil, nil, nil, nil, nil)
      (p, twoSidedP, rows, claim) = (nil, nil, nil, nil)
      self.bias = nil
      cannotSay = Unavailable(error, subject, horizon: bars).why
      return
    }
    observations = sample.observations
    let contrast = RegimeContrast(sample)
    episodes = contrast?.episodes
    let unit = subject.isRegime ? 1 : sample.regressorDeviation
    effect = sample.fit.slope * unit
    let estimate = try? Hodrick1BEstimator().estimate(sample)
    standardError = estimate?.standardError.map { $0 * unit }
    t = estimate?.t
    self.bias = bias
    let less = bias?.t ?? 0
    let contributions = try? sample.contributions(on: subject.frame.evaluation)
    correlation = sample.correlation
    claim = ForwardClaim(sample, t: estimate?.t, of: subject)
    if let few = MinimumSample.cannotJudge(sample, contrast) {
      cannotSay = few
    } else if estimate?.t == nil || contributions == nil {
      cannotSay = "no standard error here"
    } else {
      cannotSay = nil
    }
    let judged = cannotSay == nil ? estimate?.t.map { $0 - less } : nil
    p = judged.map { direction.alternative.normalP($0) }
    twoSidedP = judged.map { Alternative.either.normalP($0) }
    rows =
      judged == nil
      ? nil : contributions.map { timeline.rows($0, of: subject.frame.grid.slice(subject.frame.evaluation)) }
  }
}

extension StudySubject {
  /// Where each value stands among all known values of the window, from -1/2 to 1/2. Ranks are of the whole window, which
  /// a test may know and a strategy may not.
  fileprivate var ranked: StudySubject {
    guard case .signal(let values) = values else { return self }
    let shown = zip(values, known).map { $1 ? $0 : .nan }
    let count = Double(shown.count { !$0.isNaN })
    let ranks = averageRanks(shown).map { ($0 - 0.5) / max(1, count) - 0.5 }
    return StudySubject(self, values: .signal(ranks), known: known)
  }
}
