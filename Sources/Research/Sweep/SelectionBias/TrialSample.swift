import Statistics

/// The trials of a sweep whose daily returns are looked at: all of them when they are few, else some from everywhere.
public struct TrialSample: Sendable {
  /// Numbers of the trials in the space, ascending.
  public let points: [Int]
  /// UTC-daily returns of each, zeros on flat days, all of one length.
  public let returns: [[Double]]
  /// Finished trials it was drawn from.
  public let finished: Int

  /// What is looked at when nothing else is asked for. The figures change little beyond: neighbours tell the same story.
  public static let most = 2000

  /// - Precondition: returns for each point.
  public init(points: [Int], returns: [[Double]], of finished: Int) {
    precondition(points.count == returns.count, "returns for each point")
    self.points = points
    self.returns = returns
    self.finished = finished
  }

  /// Which of the finished trials to look at: `best`, and one out of each of `most` stretches of equal length.
  ///
  /// Where in its stretch the trial stands moves on by the golden section. At a fixed distance every trial taken might have
  /// the same value of the parameter that turns fastest.
  ///
  /// - Parameters:
  ///   - finished: numbers of the finished trials, ascending; a range when all are.
  ///   - best: taken whatever its place; nil when no trial is the best.
  public static func choice(from finished: some RandomAccessCollection<Int>, best: Int?, most: Int = most) -> [Int] {
    guard finished.count > most else { return Array(finished) }
    let golden = (5.0.squareRoot() - 1) / 2
    let length = Double(finished.count) / Double(most)
    var chosen = (0..<most).map { stretch in
      let within = (Double(stretch) * golden).truncatingRemainder(dividingBy: 1)
      let place = min(Int((Double(stretch) + within) * length), finished.count - 1)
      return finished[finished.index(finished.startIndex, offsetBy: place)]
    }
    if let best, !chosen.contains(best) {
      let place = chosen.firstIndex { $0 > best } ?? chosen.count
      chosen.insert(best, at: place)
    }
    return chosen
  }

  /// The same with some more trials, which stand for no others; those that it has already are not taken twice.
  public func adding(_ more: TrialSample) -> TrialSample {
    var rows = Dictionary(zip(points, returns), uniquingKeysWith: { first, _ in first })
    for (point, returns) in zip(more.points, more.returns) { rows[point] = returns }
    let points = rows.keys.sorted()
    return TrialSample(points: points, returns: points.compactMap { rows[$0] }, of: finished)
  }

  /// The trials of it that lost on so many days. Without the others: a trial of three trades has resamples without a loss and
  /// next to no deviation, so that the largest t of all of them is its own, and nothing could be found beside it.
  func losing(onAtLeast days: Int) -> TrialSample {
    let kept = points.indices.filter { index in returns[index].count { $0 < 0 } >= days }
    let share = points.isEmpty ? 0 : Double(kept.count) / Double(points.count)
    return TrialSample(
      points: kept.map { points[$0] }, returns: kept.map { returns[$0] }, of: Int((share * Double(finished)).rounded()))
  }

  /// How it was drawn, for a reader.
  public var words: String {
    points.count == finished
      ? finished == 1 ? "the one finished trial" : "all \(finished) finished trials"
      : "\(points.count) of \(finished) finished trials: one from each stretch of their order, and the best"
  }
}

/// Whether the trials, taken together, earn more than chance: White's reality check, Hansen's test of superior predictive
/// ability and Romano & Wolf's StepM on their daily returns against zero, all on the same resamples.
public struct JointTrials: Sendable, Hashable {
  public let realityCheck: RealityCheck
  public let ability: SuperiorPredictiveAbility
  /// Trials that StepM calls better than zero at 5%, by their numbers in the space.
  public let survivors: [Int]
  /// Of the best trial: the least level at which StepM would name it; nil when it is not among those tested.
  public let bestP: Double?
  /// How many trials those tested stand for.
  public let population: Int
  /// Trials that were tested.
  public let trials: Int
  /// By number, of those that were tested: the least level at which StepM would name it.
  public let adjusted: [Int: Double]
  /// Days, on average, that a block of the resamples runs.
  public let meanBlock: Double
  public let replicates: Int
  public let seed: UInt64

  /// - Parameters:
  ///   - returns: of the trials of `tested`.
  ///   - best: the trial the verdict is about.
  init(_ returns: TrialReturns, of tested: TrialSample, best: Int?, seed: UInt64) throws {
    let points = tested.points
    let family = try ContributionFamily(returns, seed: seed)
    // As many of the others will have traded as of the sample.
    let share = Double(returns.count) / Double(points.count)
    let population = Int((share * Double(tested.finished)).rounded())
    let stepM = try StepM(family, population: population)
    realityCheck = RealityCheck(family)
    ability = SuperiorPredictiveAbility(family)
    survivors = zip(returns.kept, stepM.isRejected).filter(\.1).map { points[$0.0] }
    adjusted = Dictionary(
      zip(returns.kept.map { points[$0] }, stepM.adjusted), uniquingKeysWith: { first, _ in first })
    bestP = best.flatMap { [adjusted] in adjusted[$0] }
    self.population = stepM.population
    trials = returns.count
    meanBlock = family.meanBlock
    replicates = family.replicates
    self.seed = seed
  }
}

/// What the strongest of many variants of a signal is worth: how many look strong by chance, and what is left of the best
/// when all of them are counted.
public struct SignalTrials: Sendable, Hashable {
  /// Variants that were studied, those that could not be judged among them.
  public let tried: Int
  /// With a p below 0.05 by Hodrick 1B, each taken alone.
  public let significant: Int
  /// The smallest p, and the same after Holm over all that were tried.
  public let smallestP: Double?
  public let holmP: Double?
  /// Variants that stand at a false discovery rate of 5% under any dependence (Benjamini & Yekutieli).
  public let discoveries: Int

  /// What each is held against when taken alone.
  public static let level = 0.05

  /// - Parameter p: of every variant; NaN for one that could not be judged, which counts as tried all the same.
  public init(_ p: [Double]) {
    tried = p.count
    significant = p.count { $0 < Self.level }
    smallestP = p.filter { !$0.isNaN }.min()
    holmP = smallestP.map { min(1, $0 * Double(p.count)) }
    discoveries = Correction.benjaminiYekutieli.adjusted(p).count { $0 <= Self.level }
  }
}
