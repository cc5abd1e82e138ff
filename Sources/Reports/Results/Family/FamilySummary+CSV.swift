import Research

extension FamilySummary {
  /// One row a hypothesis; columns are the keys of the JSON document.
  public var csv: String {
    let columns = [
      "market", "signal", "expression", "kind", "forward", "direction", "observations", "bars_in", "episodes",
      "effect_bps", "se_bps", "hodrick_p", "circular_p", "holm_p", "bh_p", "by_p", "stepm_p", "survives", "cannot_say",
    ]
    func plain(_ value: Double?) -> Figure { value.map { .plain($0) } ?? .missing }
    func count(_ value: Int?) -> Figure { value.map { .count($0) } ?? .missing }
    var writer = CSVWriter(columns: columns, into: "")
    for member in study.members {
      let test = member.test
      writer.append([
        .text(test.hypothesis.market), .text(test.hypothesis.signal), .text(test.hypothesis.expression),
        .text(test.isRegime ? "regime" : "signal"), .text(test.hypothesis.forward.description),
        .text(test.hypothesis.direction.rawValue), .count(test.observations), count(test.barsIn), count(test.episodes),
        plain(test.effect.map { $0 * 1e4 }), plain(test.standardError.map { $0 * 1e4 }), plain(test.hodrick?.declared),
        plain(test.circular?.declared), .plain(member.holm), .plain(member.benjaminiHochberg),
        .plain(member.benjaminiYekutieli), plain(member.stepM?.adjusted), .flag(member.survives),
        .text(test.cannotSay ?? ""),
      ])
    }
    return writer.output
  }
}
