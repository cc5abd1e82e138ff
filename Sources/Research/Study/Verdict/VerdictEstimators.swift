import Foundation
import Statistics

/// The estimators whose word counts on one sample: one that decides, whose size is right by construction, and the others that
/// must not contradict it.
///
/// Candidates allow for overlapping returns and for returns that are wilder where the regime holds; the rest of the
/// battery is printed to be seen, not heard. A candidate that rejected too many true nulls on this very sample, its labels
/// moved elsewhere, is left out. Which ones serve hangs on the moved labels alone and not on where the labels are, so
/// choosing them does not bend the size of the verdict.
public struct VerdictEstimators: Sendable, Hashable {
  public struct Member: Sendable, Hashable {
    public let name: String
    public let p: Double

    public var rejects: Bool { p < VerdictEstimators.level }
  }

  public struct Absentee: Sendable, Hashable {
    public let name: String
    /// A clause that can follow the name and "which".
    public let why: String
  }

  /// In order of the battery.
  public let members: [Member]
  public let absentees: [Absentee]
  public let candidates: Candidates

  public static let level = 0.05

  /// Who may serve.
  public struct Candidates: Sendable, Hashable {
    /// In order of the battery.
    public let names: [String]
    /// The one that decides: its p is right by construction, whatever a calibration says. Without it nothing is said.
    public let decider: String

    /// For one market.
    public static let forward = Candidates(
      names: ForwardBattery.standard.map(\.name).filter(ForwardBattery.trusted.contains),
      decider: StudentisedShiftEstimator().name)
    /// For several markets at once.
    public static let panel = Candidates(
      names: [Hodrick1BEstimator().name, StudentisedShiftEstimator().name], decider: StudentisedShiftEstimator().name)
  }

  /// The share of true nulls that an estimator may reject and still be said to hold its size: the level, and what chance
  /// adds to it in one of twenty calibrations with so many independent moves; 7.5% of 200.
  public static func tolerance(independentMoves: Int) -> Double {
    level + NormalDistribution.quantile(0.95) * (level * (1 - level) / Double(max(1, independentMoves))).squareRoot()
  }

  /// - Parameter rejections: empty when size was not calibrated; then all candidates serve.
  init(_ estimates: [EstimatorResult], rejections: [NullRejection], candidates: Candidates) {
    var members: [Member] = []
    var absentees: [Absentee] = []
    for result in estimates where candidates.names.contains(result.name) {
      guard let p = result.p, p.isFinite else {
        absentees.append(Absentee(name: result.name, why: "has no p here (\(result.note ?? "no standard error"))"))
        continue
      }
      if let abstention = result.abstention {
        absentees.append(Absentee(name: result.name, why: abstention))
        continue
      }
      let rejection = rejections.first { $0.name == result.name }
      if let rejection, let share = rejection.share,
        share > Self.tolerance(independentMoves: rejection.independentMoves)
      {
        absentees.append(
          Absentee(name: result.name, why: "rejected \((share * 1000).rounded() / 10)% of true nulls here"))
      } else {
        members.append(Member(name: result.name, p: p))
      }
    }
    self.candidates = candidates
    self.members = members
    self.absentees = absentees
  }

  /// The decider, when it serves.
  public var decider: Member? { members.first { $0.name == candidates.decider } }

  /// The decider rejects and at least half of the others agree, at twice the level. Their agreement hardly lowers the size,
  /// since they look at the same slope; that they must give it keeps one odd error from making a find.
  public var convinced: Bool {
    guard let decider, decider.rejects else { return false }
    let others = members.filter { $0 != decider }
    return 2 * others.count { $0.p < 2 * VerdictEstimators.level } >= others.count
  }

  /// At least one rejects, but they are not convinced together.
  public var divided: Bool { !convinced && members.contains(where: \.rejects) }
}
