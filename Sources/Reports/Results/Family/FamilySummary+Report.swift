import Market
import Research
import Statistics

extension FamilySummary {
  /// The page of the family.
  public var report: FamilyReport {
    let joint = study.joint
    return FamilyReport(
      name: plan.name, about: plan.about.isEmpty ? nil : plan.about,
      facts: markets.map {
        Page.Fact(
          "Market",
          "\($0.market) (\($0.instrument)), \($0.interval) bars, \($0.window.from.dateText) to \($0.window.to.dateText) UTC"
        )
      } + [Page.Fact("Study file", plan.file, isCode: true)] + (strategy.map { [Page.Fact("Strategy", $0)] } ?? [])
        + (hash.map { [Page.Fact("Result", $0, isCode: true)] } ?? []),
      verdict: Remark(study.survivors.isEmpty ? .neutral : .good, "Verdict", study.verdict),
      highlights: [
        KeyFigure("Hypotheses", key: "count", .count(study.members.count), convention: "all in the file count"),
        KeyFigure(
          "Survive", key: "survivors", .count(study.survivors.count), convention: "\(plan.correction.title), \(level)"),
        KeyFigure(
          "SPA", key: "spa_p", joint.map { .pValue($0.ability.consistent) } ?? .missing,
          convention: "p that the best is chance, studentised"),
        KeyFigure(
          "Reality check", key: "reality_check_p", joint.map { .pValue($0.realityCheck.p) } ?? .missing,
          convention: "White's p, not studentised"),
        KeyFigure(
          "StepM", key: "stepm_found", joint.map { .count($0.stepM.isRejected.count { $0 }) } ?? .missing,
          convention: "found at \(level), family-wise"),
      ],
      bars: study.members.compactMap(bar), table: table,
      conventions: [
        "Rule: \(FamilyStudy.rule).",
        joint.map(resampling) ?? "SPA, reality check and StepM cannot be had: \(study.noJoint ?? "").",
      ])
  }

  private func bar(_ member: FamilyStudy.Member) -> FamilyReport.Bar? {
    guard let effect = member.test.effect, let error = member.test.standardError else { return nil }
    let margin = NormalDistribution.quantile(0.975) * error
    return FamilyReport.Bar(
      label: title(member.test.hypothesis), effectBps: effect * 1e4, lowBps: (effect - margin) * 1e4,
      highBps: (effect + margin) * 1e4, survives: member.survives)
  }
}
