import Research
import Statistics

extension FamilySummary {
  /// The one table: each hypothesis, alone and in company; below it what the family says as a whole.
  public var table: Table {
    Fields<FamilyStudy.Member>(in: .table) {
      Field("hypothesis", .words) { title($0.test.hypothesis) }
      FamilyStudy.Member.fields
      Field("found_by", "found by", .words) { foundBy($0) }
    }.table(
      study.members,
      title:
        "\(plan.name): \(study.members.count) \(study.members.count == 1 ? "hypothesis" : "hypotheses")\(markets.context)",
      notes: notes)
  }

  package func title(_ hypothesis: Hypothesis) -> String {
    hypothesis.title + (hasSeveralMarkets ? " (\(hypothesis.market))" : "")
  }

  private func foundBy(_ member: FamilyStudy.Member) -> String {
    if let reason = member.test.cannotSay { return "cannot say: \(reason)" }
    let finders = [
      member.survives ? plan.correction.title : nil, member.stepM?.isFound == true ? "StepM" : nil,
    ].compactMap(\.self)
    return finders.isEmpty ? "–" : finders.joined(separator: ", ")
  }

  private var notes: [String] {
    [
      "Effect: forward return in a regime less outside it; for a signal, per standard deviation of it. Forward returns are simple, close to close.",
      "p: in the direction declared; Hodrick 1B against the normal distribution, circular shift counted. Holm, BH and BY adjust the larger of the two.",
    ]
  }

  /// What is printed above the table.
  public var opening: [String] { [alarm, study.verdict].compactMap(\.self) }

  /// What is printed below it.
  @Listed<String> public var closing: [String] {
    if let joint = study.joint {
      let found = joint.stepM.isRejected.count { $0 }
      "Is the best of them real? SPA p \(joint.ability.consistent.pFigure) (lower \(joint.ability.lower.pFigure), upper \(joint.ability.upper.pFigure); T \(Figure.ratio(joint.ability.statistic).text)); White's reality check p \(joint.realityCheck.p.pFigure)."
      "Which are? StepM keeps \(found) of \(joint.hypotheses) at \(level)."
      resampling(joint)
    } else if let reason = study.noJoint {
      "SPA, reality check and StepM cannot be had: \(reason)."
    }
    biasCaution
    "Rule: \(FamilyStudy.rule)."
    markets.found
  }

  /// Of signals that returns move, if any are.
  package var biasCaution: String? {
    BiasOfT.caution(study.members.map { (title($0.test.hypothesis), $0.test.bias) })
  }

  package func resampling(_ joint: FamilyStudy.Joint) -> String {
    "Contributions of each bar (Hodrick 1B) over \(Double.grouped(joint.bars)) bars, held against \(Double.grouped(plan.replicates)) draws of a sign for \(joint.barsPerRow == 1 ? "each bar" : "every \(joint.barsPerRow) bars"), one for all hypotheses (wild bootstrap under the null), seed \(plan.seed); SPA and StepM studentised by Hodrick 1B."
  }
}
