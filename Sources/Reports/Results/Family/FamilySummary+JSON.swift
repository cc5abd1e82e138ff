import Research
import Statistics

extension FamilySummary {
  /// The document of `hindcast study family --format json` (keys: docs/studies.md).
  public var json: JSONValue {
    [
      "hash": hash.map(JSONValue.string) ?? .null,
      "study": .string(plan.name), "about": .string(plan.about), "file": .string(plan.file),
      "strategy": strategy.map(JSONValue.string) ?? .null,
      "markets": .array(
        markets.map { market in
          [
            "market": .string(market.market), "instrument": .string(market.instrument.description),
            "interval": .string(market.interval.description), "from": .string(market.window.from.description),
            "to": .string(market.window.to.description), "fingerprint": .string(market.fingerprint),
          ]
        }),
      "hypotheses": .array(study.members.map(json)),
      "family": [
        "count": .integer(study.members.count), "survivors": .integer(study.survivors.count),
        "correction": .string(plan.correction.rawValue), "alpha": .real(plan.alpha),
        "replicates": .integer(plan.replicates), "seed": .integer(Int(truncatingIfNeeded: plan.seed)),
        "tested_jointly": .integer(study.joint?.hypotheses ?? 0),
        "mean_block_bars": .optional(study.joint?.meanBlock), "bars": .integer(study.joint?.bars ?? 0),
        "reality_check_p": .optional(study.joint?.realityCheck.p),
        "spa_t": .optional(study.joint?.ability.statistic), "spa_p": .optional(study.joint?.ability.consistent),
        "spa_p_lower": .optional(study.joint?.ability.lower), "spa_p_upper": .optional(study.joint?.ability.upper),
        "stepm_found": .integer(study.joint?.stepM.isRejected.count { $0 } ?? 0),
        "not_available": study.noJoint.map(JSONValue.string) ?? .null,
      ],
      "verdict_text": .string(study.verdict), "rule": .string(FamilyStudy.rule),
    ]
  }

  private func json(_ member: FamilyStudy.Member) -> JSONValue {
    let test = member.test
    let bps = { (value: Double?) in JSONValue.optional(value.map { $0 * 1e4 }) }
    return [
      "market": .string(test.hypothesis.market), "signal": .string(test.hypothesis.signal),
      "expression": .string(test.hypothesis.expression), "kind": test.isRegime ? "regime" : "signal",
      "forward": .string(test.hypothesis.forward.description),
      "direction": .string(test.hypothesis.direction.rawValue), "observations": .integer(test.observations),
      "bars_in": test.barsIn.map(JSONValue.integer) ?? .null,
      "episodes": test.episodes.map(JSONValue.integer) ?? .null,
      "effect_bps": bps(test.effect), "se_bps": bps(test.standardError),
      "hodrick_p": .optional(test.hodrick?.declared), "circular_p": .optional(test.circular?.declared),
      "p": .optional(test.p), "holm_p": .real(member.holm), "bh_p": .real(member.benjaminiHochberg),
      "by_p": .real(member.benjaminiYekutieli), "stepm_p": .optional(member.stepM?.adjusted),
      "stepm_found": member.stepM.map { .bool($0.isFound) } ?? .null, "survives": .bool(member.survives),
      "cannot_say": test.cannotSay.map(JSONValue.string) ?? .null,
    ]
  }
}
