import Research
import Statistics

extension StudySummary {
  /// The tables of `--details`: what the effect depends on, whether it lasts, whether chance does as well, and the path
  /// around the first bars. What cannot be said stands in the notes, with the reason.
  public var details: [Table] {
    let deep = study.horizons.compactMap { horizon in horizon.depth.map { (horizon, $0) } }
    guard !deep.isEmpty else { return [] }
    return deep.flatMap { horizon, depth in
      [
        depth.conditioning.table(next: horizon.forward.description), depth.stabilityTable(horizon),
        leadLag(horizon, depth),
      ]
    } + [placebos(deep), sensitivity(deep)] + [study.events?.table].compactMap(\.self)
  }

  private func leadLag(_ horizon: HorizonStudy, _ depth: HorizonDepth) -> Table {
    Table(
      title: "Next \(horizon.forward): the signal moved in time",
      columns: [
        .init("moved by", unit: "bars", key: "later_by_bars"), .init("estimate", unit: "bps", key: "estimate_bps"),
        .init("se", unit: "bps", key: "se_bps"), .init("t", key: "t"), .init("p", key: "p"),
      ],
      rows: (depth.leadLag.answer?.points ?? []).map { point in
        [
          .count(point.bars), .bps(point.slope * 1e4), .unsignedBps(point.standardError * 1e4), .ratio(point.t),
          .pValue(point.p),
        ]
      },
      notes: depth.leadLag.why.map { ["Cannot say: \($0)."] } ?? [
        "Above zero: acted on that much later. Below zero: told before it could be known. Hodrick 1B, normal."
      ])
  }

  private func placebos(_ deep: [(HorizonStudy, HorizonDepth)]) -> Table {
    let answers = deep.compactMap { horizon, depth in depth.placebo.answer.map { (horizon, $0) } }
    return Table(
      title: "Placebo regimes with as many and as long episodes, elsewhere",
      columns: [
        .init("forward", key: "forward", .words), .init("placebos", key: "placebos"),
        .init("difference", unit: "bps", key: "difference_bps"),
        .init("as far", unit: "difference", key: "p_of_difference"),
        .init("t", key: "t"), .init("as far", unit: "t", key: "p_of_t"),
        .init("rejects", unit: "at 5 %", key: "rejection"),
      ],
      rows: answers.map { horizon, placebo in
        [
          .text(horizon.forward.description), .count(placebo.slopes.count), .bps(placebo.slope * 1e4),
          .percent(placebo.pOfSlope, decimals: 1), .ratio(placebo.t), .percent(placebo.pOfT, decimals: 1),
          .percent(placebo.rejection, decimals: 1),
        ]
      },
      notes: deep.compactMap { horizon, depth in
        depth.placebo.why.map { "Next \(horizon.forward), cannot say: \($0)." }
      } + [
        "As far: share of placebos, and the regime itself, at least as far from zero. Lengths of episodes and gaps are drawn from its own, with replacement (seed \(study.plan.seed)). Rejects: how often Hodrick 1B takes a placebo for a signal."
      ])
  }

  private func sensitivity(_ deep: [(HorizonStudy, HorizonDepth)]) -> Table {
    Table(
      title: "The same signal with other windows",
      columns: [
        .init("forward", key: "forward", .words), .init("parameter", key: "parameter", .words),
        .init("value", key: "value", .words), .init("bars in", key: "bars_in"), .init("episodes", key: "episodes"),
        .init("estimate", unit: "bps", key: "estimate_bps"), .init("se", unit: "bps", key: "se_bps"),
        .init("p", key: "p"), .init("cannot say", key: "why", .words),
      ],
      rows: deep.flatMap { horizon, depth in
        (depth.sensitivity.answer?.points ?? []).map { point in
          let result = point.effect.answer
          return [
            .text(horizon.forward.description), .text(point.parameter), .text(point.value),
            point.barsIn.map { .count($0) } ?? .missing, point.episodes.map { .count($0) } ?? .missing,
            result.map { .bps($0.estimate * 1e4) } ?? .missing,
            result?.standardError.map { .unsignedBps($0 * 1e4) } ?? .missing, result?.p.map { .pValue($0) } ?? .missing,
            .text(point.effect.why ?? ""),
          ]
        }
      },
      notes: Set(deep.compactMap(\.1.sensitivity.why)).sorted().map { "Cannot say: \($0)." }
        + ["Hodrick 1B. These are further looks at the same data; none of them is corrected for the others."])
  }
}

extension HorizonDepth {
  /// The effect by parts of the sample.
  func stabilityTable(_ horizon: HorizonStudy) -> Table {
    let title = "Next \(horizon.forward): the effect in parts of the sample"
    return Table(
      title: title,
      columns: [.init("division", key: "division", .words)] + PartitionEffects.columns + [PartitionEffects.reason],
      rows: stability.answer.map { answer in
        answer.divisions.flatMap { division in
          division.parts.cells.map { [.text(division.parts.name)] + $0.figures + [$0.reason] }
        }
      } ?? [],
      notes: stability.why.map { ["Cannot say: \($0)."] }
        ?? (stability.answer?.divisions ?? []).map { division in
          "\(division.parts.name): \(division.sameSign) of \(division.judged) judged parts have the sign of the whole; \(division.parts.equalityText)"
        })
  }
}

extension Conditioning {
  func table(next forward: String) -> Table {
    var notes: [String] = impossible.map { "\($0.name), cannot say: \($0.why.why)." }
    var rows: [[Figure]] = []
    for (partition, adjusted) in zip(partitions, adjusted) {
      // A day of hours in which nothing can be said is one sentence, not two dozen rows.
      let folds = partition.cells.count > 7
      for (cell, p) in zip(partition.cells, adjusted) where !folds || cell.effect.answer != nil {
        rows.append([.text(partition.name)] + cell.figures + [.pValue(p), cell.reason])
      }
      let silent = partition.cells.count { $0.effect.answer == nil }
      if folds, silent > 0 {
        notes.append(
          "\(partition.name): \(silent) of \(partition.cells.count) cells have too little to say and are left out.")
      }
      notes.append("\(partition.name), \(partition.convention): \(partition.equalityText)")
      if let contrast = partition.contrast.answer, partition.key == "given" {
        notes.append(
          "\(partition.name): inside less outside \(Figure.bps(contrast.slope * 1e4).text) bps, se \(Figure.unsignedBps(contrast.standardError * 1e4).text), p \(Figure.pValue(contrast.p).text)."
        )
      }
    }
    notes.append(
      "Difference: mean in the regime less mean outside, among the bars of the cell; Hodrick 1B, normal, 95 %. p (Holm) holds over all \(looks) cells that were judged."
    )
    return Table(
      title: "Next \(forward): the effect by what else was known",
      columns: [.init("condition", key: "condition", .words)] + PartitionEffects.columns
        + [.init("p", unit: "Holm", key: "p_holm"), PartitionEffects.reason],
      rows: rows, notes: notes)
  }
}

extension PartitionEffects {
  fileprivate static let columns: [Table.Column] = [
    .init("cell", key: "cell", .words), .init("bars", key: "bars"), .init("bars in", key: "bars_in"),
    .init("episodes", key: "episodes"), .init("difference", unit: "bps", key: "difference_bps"),
    .init("from", unit: "bps", key: "ci_low_bps"), .init("to", unit: "bps", key: "ci_high_bps"),
    .init("p", key: "p"),
  ]

  fileprivate static let reason = Table.Column("cannot say", key: "why", .words)

  fileprivate var equalityText: String {
    switch equality {
    case .success(let test):
      "one effect in all judged cells: Wald \(test.statistic.fixed(2)), χ²(\(test.degreesOfFreedom)), p \(Figure.pValue(test.p).text)."
    case .failure(let reason): "whether cells differ cannot be said: \(reason.why)."
    }
  }
}

extension PartitionEffects.Cell {
  /// Counts always; the rest only where there is enough to say it.
  fileprivate var figures: [Figure] {
    let slope = effect.answer
    func bps(_ value: Double?) -> Figure { value.map { .bps($0 * 1e4) } ?? .missing }
    return [
      .text(label), .count(bars), .count(barsIn), .count(episodes), bps(slope?.slope), bps(slope?.low),
      bps(slope?.high), slope.map { .pValue($0.p) } ?? .missing,
    ]
  }

  fileprivate var reason: Figure { .text(effect.why ?? "") }
}

extension Result<EventStudy, Unavailable> {
  /// Nine offsets of the path of price.
  fileprivate var table: Table {
    let path = answer?.price
    let rows = path.map { path in (0...8).map { $0 * (path.offsets.count - 1) / 8 } } ?? []
    return Table(
      title: "Path of price around the first bar of an episode",
      columns: [
        .init("offset", unit: "bars", key: "offset_bars"), .init("episodes", key: "episodes"),
        .init("mean", unit: "bps", key: "mean_bps"), .init("any time", unit: "bps", key: "drift_bps"),
        .init("from", unit: "pointwise", key: "low_bps"), .init("to", unit: "pointwise", key: "high_bps"),
        .init("from", unit: "all offsets", key: "low_all_bps"), .init("to", unit: "all offsets", key: "high_all_bps"),
      ],
      rows: path.map { path in
        rows.map { row in
          let band = path.band(row)
          return [
            .count(path.offsets[row]), .count(path.counts[row]), .bps(path.mean[row] * 1e4),
            .bps(path.drift[row] * 1e4),
          ] + [band.pointwise.0, band.pointwise.1, band.simultaneous.0, band.simultaneous.1].map { .bps($0 * 1e4) }
        }
      } ?? [],
      notes: why.map { ["Cannot say: \($0)."] } ?? answer.map { events in
        [
          "From the close of the first bar. \(events.price.overlapping) of \(events.episodes) episodes have a window that reaches into another's; bands are 95 % and hold all the same: they are counted over \(events.price.placebos) sets of placebo starts moved together.",
          "Share of placebos whose path strays as far from its drift at any offset: before the first bar \(Figure.pValue(events.price.pBefore).text), after it \(Figure.pValue(events.price.pAfter).text).",
        ]
      } ?? [])
  }
}
