import Research
import Results
import Statistics

extension FamilySummary {
  /// The page of many hypotheses: what each one showed, and what is left when all of them count.
  public var page: Page {
    let dots = study.members.compactMap(dot)
    let verdict = Remark(study.survivors.isEmpty ? .neutral : .good, "Verdict", study.verdict)
    return Page(
      kind: "Study of many hypotheses", title: plan.name, about: plan.about.isEmpty ? nil : plan.about, facts: facts,
      sections: [
        PageSection("Effects", [.remark(verdict), .tiles(tiles)] + (dots.isEmpty ? [] : [.chart(forest(dots))])),
        PageSection("Hypotheses", [.table(table)]),
      ].alarming(alarm).saying(markets.found, testLog).without(markets.context),
      conventions: [
        "Rule: \(FamilyStudy.rule).", biasCaution,
        study.joint.map(resampling) ?? "SPA, reality check and StepM cannot be had: \(study.noJoint ?? "").",
      ].compactMap(\.self))
  }

  private var facts: [Page.Fact] {
    markets.map {
      Page.Fact("Market", $0.text)
    } + [Page.Fact("Study file", String(plan.file.split(separator: "/").last ?? ""), isCode: true)]
      + (strategy.map { [Page.Fact("Strategy", $0)] } ?? [])
      + .result(hash)
  }

  private var tiles: [KeyFigure] {
    var tiles = Self.familyFields.keyFigures(self, ["count", "survivors", "spa_p", "reality_check_p", "stepm_found"])
    for index in tiles.indices where tiles[index].key == "survivors" {
      tiles[index].convention = "\(plan.correction.title), \(level)"
    }
    return tiles
  }

  private func dot(_ member: FamilyStudy.Member) -> PageChart.Dot? {
    member.test.effect.map {
      .init(
        title(member.test.hypothesis), bps: $0, error: member.test.standardError,
        member.survives ? .accent : .muted, kind: member.survives ? "survives the correction" : "does not survive")
    }
  }

  /// One row a hypothesis: the effect and its interval across zero or not.
  private func forest(_ dots: [PageChart.Dot]) -> PageChart {
    .intervals(
      "Effect of each hypothesis",
      caption: "Dots are effects, lines their 95% intervals by Hodrick 1B, each on its own and not corrected for their "
        + "number; coloured where the corrected p survives. Regimes: return inside less outside; signals: per standard deviation.",
      value: "Effect", unit: "bps", isList: true, dots, height: min(140 + 26 * dots.count, 2400))
  }
}
