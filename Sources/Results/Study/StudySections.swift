import Research
import Statistics

// What `--details` adds to a horizon: what the effect depends on, whether it lasts, whether chance does as well.

extension HorizonDepth {
  static let fields = Fields<HorizonDepth> {
    Field("conditioning", object: Conditioning.fields, "the effect by what else was known") { $0.conditioning }
    Field("stability", listOf: Stability.Division.fields, "the effect in parts of the sample") {
      $0.stability.map(\.divisions)
    }
    Field(
      "placebo", object: PlaceboRegimes.fields, "regimes with as many and as long episodes, elsewhere",
      answer: { $0.placebo })
    Field("lead_lag", object: LeadLag.fields, "the signal moved in time", answer: { $0.leadLag })
    Field("sensitivity", listOf: Sensitivity.Point.fields, "the same signal with other windows") {
      $0.sensitivity.map(\.points)
    }
  }
}

extension Conditioning {
  static let fields = Fields<Conditioning> {
    Field("judged", .count, "cells that were judged, but for those of --given") { $0.judgedOthers }
    Field("judged_given", .count, "cells of --given that were judged: a family of their own") { $0.judgedGiven }
    Field("correction", .words) { _ in "holm" }
    Field("partitions", listOf: PartitionEffects.fields) { conditioning in
      zip(conditioning.partitions, conditioning.adjusted).map { ($0, $1) }
    }
    Field("cannot_say", json: .object, "by name of the condition, why not") { conditioning in
      .texts(conditioning.impossible.map { ($0.name, $0.why.why) })
    }
  }

  /// Which cells a table shows: those of the condition that was asked for, the others, or all.
  package enum Shown: Sendable { case given, others, all }

  package func table(_ horizon: HorizonStudy, _ shown: Shown = .all) -> Table {
    func isShown(_ isGiven: Bool) -> Bool { shown == .all || isGiven == (shown == .given) }
    var notes: [String] = impossible.filter { isShown($0.name.hasPrefix("given ")) }
      .map { "\($0.name), cannot say: \($0.why.why)." }
    var rows: [PartitionEffects.Row] = []
    for (partition, adjusted) in zip(partitions, adjusted) where isShown(partition.isGiven) {
      // A day of hours in which nothing can be said is one sentence, not two dozen rows.
      let folds = partition.cells.count > 7
      for (cell, p) in zip(partition.cells, adjusted) where !folds || cell.effect.answer != nil {
        rows.append(.init(partition: partition.name, cell: cell, adjusted: p))
      }
      let silent = partition.cells.count { $0.effect.answer == nil }
      if folds, silent > 0 {
        notes.append(
          "\(partition.name): \(silent) of \(partition.cells.count) cells have too little to say and are left out.")
      }
      notes.append("\(partition.name), \(partition.convention): \(partition.equalityText)")
      if let contrast = partition.contrast.answer, partition.isGiven {
        notes.append(
          "\(partition.name): inside less outside \(contrast.slope.bpsFigure) bps, se \(contrast.standardError.unsignedBpsFigure), p \(contrast.p.pFigure)."
        )
      }
    }
    let isRegime = horizon.contrast != nil
    notes.append(
      (isRegime ? "Difference: mean in the regime less mean outside" : "Slope: return per unit of the signal")
        + ", among the bars of the cell; Hodrick 1B, normal, 95%. \(familyText(shown))")
    return PartitionEffects.Row.table(
      rows, isRegime: isRegime,
      title:
        "Next \(horizon.forward): the effect by what \(shown == .given ? "was asked for with --given" : "else was known")",
      notes: notes)
  }

  /// Over how many cells each p was corrected, those that are not seen here among them.
  private func familyText(_ shown: Shown) -> String {
    let given =
      "p (Holm) holds over the \(Double.counted(judgedGiven, "cell")) of the condition asked for that can be judged"
    let others = "over the \(Double.counted(judgedOthers, "cell")) that can be judged"
    let unseen = partitions.filter { !$0.isGiven }.map(\.name).joined(separator: ", ")
    return switch shown {
    case .given where judgedOthers > 0:
      "\(given); \(Double.counted(judgedOthers, "more cell")) (\(unseen)), which nobody asked for by name, are corrected by themselves and shown by --details."
    case .given: "\(given)."
    case .all where partitions.contains(where: \.isGiven): "\(given), and of the rest \(others)."
    case .others, .all: "p (Holm) holds \(others)."
    }
  }
}

extension PartitionEffects {
  /// With p-values corrected for the number of cells; none where nobody asked for them.
  static let fields = Fields<(PartitionEffects, [Double])> {
    Field("name", .words) { $0.0.name }
    Field("key", .words) { $0.0.key }
    Field("convention", .words, "how bars are divided") { $0.0.convention }
    Field("equality", object: equalityFields, "one effect in all judged cells: Wald", answer: { $0.0.equality })
    Field("contrast", object: CellSlopes.Slope.fields, "of two cells: first less second") {
      $0.0.cells.count == 2 ? $0.0.contrast.answer : nil
    }
    Field("cells", listOf: Row.fields) { partition, adjusted in
      partition.cells.enumerated().map { index, cell in
        Row(partition: partition.name, cell: cell, adjusted: adjusted.isEmpty ? nil : adjusted[index])
      }
    }
  }

  private static let equalityFields = Fields<EqualSlopes> {
    Field("wald", .number) { $0.statistic }
    Field("degrees_of_freedom", .count) { $0.degreesOfFreedom }
    Field("p", .p) { $0.p }
    Field("common_bps", .bps) { $0.common }
  }

  var equalityText: String {
    switch equality {
    case .success(let test):
      "one effect in all judged cells: Wald \(test.statistic.fixed(2)), χ²(\(test.degreesOfFreedom)), p \(test.p.pFigure)."
    case .failure(let reason): "whether cells differ cannot be said: \(reason.why)."
    }
  }

  /// One cell: counts always, the rest only where there is enough to say it.
  struct Row: Sendable {
    let partition: String
    let cell: Cell
    var adjusted: Double?

    static let fields = Fields<Row>(in: .table) {
      Field("condition", .words) { $0.partition }
      Field("cell", .words, in: .shown) { $0.cell.label }
      Field("bars", .count, in: .shown) { $0.cell.bars }
      Field("bars_in", "bars in", .count, in: .shown) { $0.cell.barsIn }
      Field("episodes", .count, in: .shown) { $0.cell.episodes }
      // A mean over few episodes looks like an answer, so it is given only where the difference is.
      Field("mean_in_bps", .bps, in: .json) { row in row.cell.effect.answer.map { _ in row.cell.meanIn } }
      Field("mean_out_bps", .bps, in: .json) { row in row.cell.effect.answer.map { _ in row.cell.meanOut } }
      Field("difference_bps", "difference", .bps) { $0.cell.effect.answer?.slope }
      Field("slope_bps", "slope", .bps) { $0.cell.effect.answer?.slope }
      Field("ci_low_bps", "from", .bps) { $0.cell.effect.answer?.low }
      Field("ci_high_bps", "to", .bps) { $0.cell.effect.answer?.high }
      Field("p", .p) { $0.cell.effect.answer?.p }
      Field(
        "effect", object: CellSlopes.Slope.fields, "in the regime less outside, in the cell", answer: { $0.cell.effect }
      )
      Field("p_holm", "p", .p, in: .shown, unit: "Holm") { $0.adjusted }
      Field("why", "cannot say", .words) { $0.cell.effect.why ?? "" }
    }

    /// A row a cell: a signal has a slope, and neither episodes nor bars on which it holds.
    static func table(_ rows: [Row], isRegime: Bool, isCorrected: Bool = true, title: String, notes: [String]) -> Table
    {
      fields.table(
        rows,
        columns: ["condition", "cell", "bars"]
          + (isRegime ? ["bars_in", "episodes", "difference_bps"] : ["slope_bps"]) + ["ci_low_bps", "ci_high_bps", "p"]
          + (isCorrected ? ["p_holm"] : []) + ["why"],
        title: title, notes: notes)
    }
  }
}

extension CellSlopes.Slope {
  fileprivate static let fields = Fields<CellSlopes.Slope> {
    Field("difference_bps", .bps) { $0.slope }
    Field("se_bps", .unsignedBps) { $0.standardError }
    Field("ci_low_bps", .bps) { $0.low }
    Field("ci_high_bps", .bps) { $0.high }
    Field("p", .p, "Hodrick 1B") { $0.p }
  }
}

extension Stability.Division {
  fileprivate static let fields = Fields<Stability.Division> {
    Field("division", object: PartitionEffects.fields) { ($0.parts, []) }
    Field("judged", .count, "parts with enough episodes") { $0.judged }
    Field("same_sign", .count, "of those, with the sign of the whole") { $0.sameSign }
  }
}

extension PlaceboRegimes {
  static let fields = Fields<PlaceboRegimes>(in: .shown) {
    Field("placebos", .count) { $0.slopes.count }
    Field("asked", .count, in: .json) { $0.replicates }
    Field("difference_bps", "difference", .bps) { $0.slope }
    Field("p_of_difference", "as far", .percent(1), unit: "difference") { $0.pOfSlope }
    Field("t", .ratio) { $0.t }
    Field("p_of_t", "as far", .percent(1), unit: "t") { $0.pOfT }
    Field("rejection", "rejects", .percent(1), unit: "at 5%") { $0.rejection }
  }
}

extension LeadLag {
  static let fields = Fields<LeadLag> {
    Field("returns_come_first", .flag) { $0.returnsComeFirst }
    Field("points", listOf: Point.fields, elements: { $0.points })
  }
}

extension LeadLag.Point {
  fileprivate static let fields = Fields<LeadLag.Point>(in: .shown) {
    Field("later_by_bars", "moved by", .count, unit: "bars") { $0.bars }
    Field("estimate_bps", "estimate", .bps) { $0.slope }
    Field("se_bps", "se", .unsignedBps) { $0.standardError }
    Field("t", .ratio) { $0.t }
    Field("p", .p) { $0.p }
  }
}

extension Sensitivity.Point {
  fileprivate static let fields = Fields<Sensitivity.Point>(in: .shown) {
    Field("parameter", .words) { $0.parameter }
    Field("value", .words) { $0.value }
    Field("bars_in", "bars in", .count) { $0.barsIn }
    Field("episodes", .count) { $0.episodes }
    Field("effect", object: effectFields, answer: { $0.effect })
    EstimatorRow.bps.of { $0.effect.answer.map { EstimatorRow($0) } }.only(["estimate_bps", "se_bps", "p"], in: .table)
    Field("why", "cannot say", .words, in: .table) { $0.effect.why ?? "" }
  }

  private static let effectFields = Fields<EstimatorResult> {
    Field("estimate_bps", .bps) { $0.estimate }
    Field("se_bps", .unsignedBps) { $0.standardError }
    Field("t", .ratio) { $0.t }
    Field("p", .p) { $0.p }
  }
}

extension EventStudy {
  static let fields = Fields<EventStudy> {
    Field("episodes", .count) { $0.episodes }
    Field("overlapping", .count, "episodes whose window reaches into another's") { $0.price.overlapping }
    Field("placebos", .count) { $0.price.placebos }
    Field("p_before", .p, "placebos that stray as far before the first bar") { $0.price.pBefore }
    Field("p_after", .p, "and after it") { $0.price.pAfter }
    Field("close", json: .object, "the path of price, in bps") { $0.price.json(scale: 1e4, unit: "bps") }
    Field("others", json: .object, "of other columns, as changes") { events in
      .members(events.others.map { ($0.column, $0.path.json(scale: 1, unit: "change")) })
    }
  }
}

extension PathAroundEvents {
  fileprivate func json(scale: Double, unit: String) -> JSONValue {
    .object([
      "offsets_bars": .array(offsets.map { .integer($0) }), "episodes": .array(counts.map { .integer($0) }),
      "mean_\(unit)": .numbers(mean.map { $0 * scale }), "drift_\(unit)": .numbers(drift.map { $0 * scale }),
      "se_\(unit)": .numbers(standardError.map { $0 * scale }), "pointwise_factor": .numbers(pointwise),
      "simultaneous_factor": .real(simultaneous),
    ])
  }

  /// One offset of the path.
  fileprivate static let fields = Fields<(path: PathAroundEvents, row: Int)>(in: .table) {
    Field("offset_bars", "offset", .count, unit: "bars") { $0.path.offsets[$0.row] }
    Field("episodes", .count) { $0.path.counts[$0.row] }
    Field("mean_bps", "mean", .bps) { $0.path.mean[$0.row] }
    Field("drift_bps", "any time", .bps) { $0.path.drift[$0.row] }
    Field("low_bps", "from", .bps, unit: "pointwise") { $0.path.band($0.row).pointwise.0 }
    Field("high_bps", "to", .bps, unit: "pointwise") { $0.path.band($0.row).pointwise.1 }
    Field("low_all_bps", "from", .bps, unit: "all offsets") { $0.path.band($0.row).simultaneous.0 }
    Field("high_all_bps", "to", .bps, unit: "all offsets") { $0.path.band($0.row).simultaneous.1 }
  }
}

// MARK: Tables

extension HorizonDepth {
  /// The effect by parts of the sample.
  package func stabilityTable(_ horizon: HorizonStudy) -> Table {
    let divisions = stability.answer?.divisions ?? []
    return PartitionEffects.Row.table(
      divisions.flatMap { division in
        division.parts.cells.map { PartitionEffects.Row(partition: division.parts.name, cell: $0) }
      }, isRegime: horizon.contrast != nil, isCorrected: false,
      title: "Next \(horizon.forward): the effect in parts of the sample",
      notes: stability.why.map { ["Cannot say: \($0)."] }
        ?? divisions.map { division in
          "\(division.parts.name): \(division.sameSign) of \(division.judged) judged parts have the sign of the whole; \(division.parts.equalityText)"
        })
  }
}

extension StudySummary {
  /// The tables of `--details`. What cannot be said stands in the notes, with the reason.
  public var details: [Table] {
    let deep = study.horizons.compactMap { horizon in horizon.depth.map { (horizon, $0) } }
    guard !deep.isEmpty else { return [] }
    return deep.flatMap { horizon, depth in
      // What was asked for by name stands above already.
      [
        depth.conditioning.table(horizon, study.plan.given == nil ? .all : .others), depth.stabilityTable(horizon),
        leadLag(horizon, depth),
      ]
    } + (isRegime ? [placebos(deep)] : []) + [sensitivity(deep)]
      + (isRegime ? study.events.map { [pathTable($0)] } ?? [] : [])
  }

  private func leadLag(_ horizon: HorizonStudy, _ depth: HorizonDepth) -> Table {
    LeadLag.Point.fields.table(
      depth.leadLag.answer?.points ?? [], title: "Next \(horizon.forward): the signal moved in time",
      notes: depth.leadLag.why.map { ["Cannot say: \($0)."] } ?? [
        "Above zero: acted on that much later. Below zero: the signal uses future data. Hodrick 1B, normal."
      ])
  }

  private func placebos(_ deep: [(HorizonStudy, HorizonDepth)]) -> Table {
    Fields<(HorizonStudy, PlaceboRegimes)> {
      Field("forward", .words, in: .table) { $0.0.forward.description }
      PlaceboRegimes.fields.of { $0.1 }
    }.table(
      deep.compactMap { horizon, depth in depth.placebo.answer.map { (horizon, $0) } },
      title: "Placebo regimes with as many and as long episodes, elsewhere",
      notes: deep.compactMap { horizon, depth in
        depth.placebo.why.map { "Next \(horizon.forward), cannot say: \($0)." }
      } + [
        "As far: share of placebos, and the regime itself, at least as far from zero. Lengths of episodes and gaps are drawn from its own, with replacement (seed \(study.plan.seed)). Rejects: how often Hodrick 1B takes a placebo for a signal."
      ])
  }

  private func sensitivity(_ deep: [(HorizonStudy, HorizonDepth)]) -> Table {
    Fields<(HorizonStudy, Sensitivity.Point)> {
      Field("forward", .words, in: .table) { $0.0.forward.description }
      Sensitivity.Point.fields.of { $0.1 }
    }.table(
      deep.flatMap { horizon, depth in (depth.sensitivity.answer?.points ?? []).map { (horizon, $0) } },
      columns: ["forward", "parameter", "value"] + (isRegime ? ["bars_in", "episodes"] : [])
        + ["estimate_bps", "se_bps", "p", "why"],
      title: "The same signal with other windows",
      notes: Set(deep.compactMap(\.1.sensitivity.why)).sorted().map { "Cannot say: \($0)." }
        + ["Hodrick 1B. These are further tests on the same data; none of them is corrected for the others."]
        + (isRegime
          ? []
          : ["Placebos and the path around first bars are of regimes: a signal has no episodes to draw or to follow."])
    )
  }

  /// Nine offsets of the path of price.
  private func pathTable(_ events: Result<EventStudy, Unavailable>) -> Table {
    let path = events.answer?.price
    return PathAroundEvents.fields.table(
      path.map { path in (0...8).map { (path, $0 * (path.offsets.count - 1) / 8) } } ?? [],
      title: "Path of price around the first bar of an episode",
      notes: events.why.map { ["Cannot say: \($0)."] } ?? events.answer.map { events in
        [
          "From the close of the first bar. \(events.price.overlapping) of \(events.episodes) episodes have a window that reaches into another's; bands are 95% and hold all the same: they are counted over \(events.price.placebos) sets of placebo starts moved together.",
          "Share of placebos whose path strays as far from its drift at any offset: before the first bar \(events.price.pBefore.pFigure), after it \(events.price.pAfter.pFigure).",
        ]
      } ?? [])
  }
}
