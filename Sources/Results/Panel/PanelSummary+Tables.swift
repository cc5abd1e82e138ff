import Research
import Statistics

extension PanelSummary {
  /// The tables for a terminal: the pooled answer and the markets beside it at each horizon, then across markets.
  public var tables: [Table] {
    study.horizons.flatMap { horizon in
      horizon.estimates.isEmpty ? [marketTable(horizon)] : [marketTable(horizon), pooledTable(horizon)]
    } + crossSectionTables
  }

  package var crossSectionTables: [Table] {
    study.horizons.contains { $0.crossSection.answer != nil } ? [crossSectionTable, bucketTable] : []
  }

  private typealias MarketRow = (figures: HorizonFigures, estimates: [EstimatorResult])

  /// Each market by itself, and all of them.
  package func marketTable(_ horizon: PanelHorizon) -> Table {
    var all = figures(horizon)
    all.market = "all"
    let what =
      subject.isRegime ? ["bars_in", "episodes", "mean_in_bps", "mean_out_bps"] : ["mean_all_bps", "spearman"]
    return Fields<MarketRow>(in: .table) {
      HorizonFigures.fields.of { $0.figures }
      Field("estimate_bps", subject.isRegime ? "difference" : "slope", .slopeBps) { $0.estimates.hodrick1B?.estimate }
      Field("se_bps", "se", .unsignedSlopeBps, unit: "Hodrick 1B") { $0.estimates.hodrick1B?.standardError }
      Field("p", .p, unit: "Hodrick 1B") { $0.estimates.hodrick1B?.p }
      Field("p_studentised_shift", "p", .p, unit: "studentised shift") { $0.estimates.studentisedShift?.p }
    }.table(
      horizon.markets.map { (figures($0, horizon), $0.estimates) },
      columns: ["market", "observations"] + what + ["estimate_bps", "se_bps", "p", "p_studentised_shift"],
      title: "\(header.title(subject.name)), next \(horizon.forward)", total: (all, horizon.estimates),
      notes: horizon.markets.compactMap { market in market.why.map { "\(market.market): cannot say: \($0)." } }
        + (subject.isRegime
          ? ["Episodes of all: stretches on which the regime holds in some market; those that overlap are one."] : []))
  }

  package func pooledTable(_ horizon: PanelHorizon) -> Table {
    let what = subject.isRegime ? "return in the regime less return outside" : "return per unit of the signal"
    return EstimatorRow.table(
      "Next \(horizon.forward), all markets: \(what), an intercept a market",
      horizon.estimates.rows(horizon.rejections, restsOn: horizon.verdict.restsOn),
      notes: [
        horizon.minimumDetectable.map {
          "Detectable: \($0.unsignedBpsFigure) bps\(subject.isRegime ? "" : " for one standard deviation of the signal"), the smallest true effect found in 4 of 5 such panels."
        }
      ].compactMap(\.self))
  }

  private typealias StampRow = (horizon: PanelHorizon, name: String, figure: PanelCrossSection.Figure, isReturn: Bool)

  private var crossSectionTable: Table {
    let rows = study.horizons.flatMap { horizon -> [StampRow] in
      guard let section = horizon.crossSection.answer else { return [] }
      return [
        (horizon, "rank coefficient (IC)", section.spearman, false),
        (horizon, "Pearson coefficient", section.pearson, false),
        (horizon, "Fama-MacBeth, bps a unit", section.premium, true),
      ] + (section.buckets.answer.map { [(horizon, "top less bottom, bps", $0.spread, true)] } ?? [])
    }
    // Coefficients and basis points in one column: a row is written by the fields of its kind.
    let head = Fields<StampRow>(in: .table) {
      Field("forward", .words) { $0.horizon.forward.description }
      Field("figure", .words) { $0.name }
    }
    func written(_ row: StampRow?) -> Table {
      let fields = row?.isReturn == true ? PanelCrossSection.Figure.returns : PanelCrossSection.Figure.coefficients
      return Fields<StampRow> {
        head
        fields.of { $0.figure }
      }.table([row].compactMap(\.self))
    }
    var table = Table(
      title: "Across markets, stamp by stamp",
      columns: written(nil).columns,
      notes: [
        "Mean over stamps of what each stamp shows over its markets; mean/sd of the coefficient is the ICIR, not annualised. se: Newey-West, Bartlett; lags are the largest of 2h, 1.3 sqrt(T) and twice the memory of the most persistent signal; p of t by the fixed-b limit.",
        "Circular shift: the signals of all markets moved by one distance, over all distances; needs no lags.",
      ] + crossSectionReasons)
    for row in rows { table.append(written(row).rows[0]) }
    return table
  }

  private var crossSectionReasons: [String] {
    study.horizons.compactMap { horizon in
      horizon.crossSection.why.map { "Next \(horizon.forward): cannot say: \($0)." }
        ?? horizon.crossSection.answer?.spearman.shift.why.map {
          "Next \(horizon.forward): no circular shift across markets: \($0)."
        }
    }
  }

  private typealias BucketRow = (horizon: PanelHorizon, buckets: PanelCrossSection.Buckets)

  private var bucketTable: Table {
    let rows = study.horizons.compactMap { horizon -> BucketRow? in
      horizon.crossSection.answer?.buckets.answer.map { (horizon, $0) }
    }
    let most = rows.map(\.buckets.sorted.count).max() ?? 0
    return Fields<BucketRow>(in: .table) {
      Field("forward", .words) { $0.horizon.forward.description }
      for index in 0..<most {
        Field("quantile_\(index + 1)_bps", "quantile \(index + 1)", .bps) { (row: BucketRow) in
          row.buckets.sorted.means.count > index ? row.buckets.sorted.means[index] : nil
        }
      }
      PanelCrossSection.Buckets.fields.of { $0.buckets }
    }.table(
      rows, title: "Mean forward return by quantile of the signal across markets",
      notes: [
        "Quantile 1 is the lowest. Spread: top less bottom, not halved. Break-even: every sort held for the horizon; the cost of one side at which the spread is gone, whichever way it goes."
      ])
  }

  /// What is printed above the tables: the verdicts, and what the comparison of the markets says.
  public var opening: [String] {
    [alarm].compactMap(\.self)
      + study.horizons.flatMap { horizon in
        [horizon.verdict.text, horizon.bias?.cautionOfMarkets].compactMap(\.self).map {
          "Next \(horizon.forward): \($0)"
        }
      }
      + study.horizons.compactMap { horizon in
        horizon.crossSection.answer.map { "Next \(horizon.forward), across markets: \($0.plain)" }
      }
  }

  /// What is printed below them.
  @Listed<String> public var closing: [String] {
    if study.horizons.allSatisfy({ $0.crossSection.answer == nil }) {
      let reasons = study.horizons.filter { !$0.estimates.isEmpty }.compactMap(\.crossSection.why)
      Set(reasons).sorted().map { "Across markets: cannot say: \($0)." }
    }
    header.found + windowNotes + Self.conventions
    "* The verdict rests on these. Rule: \(Verdict.panelRule(moves: study.plan.calibration))."
    if study.plan.calibration > 0 {
      "Null rejection: how often each estimator rejects at 5% when the signal is moved to \(study.plan.calibration) other places on these same returns, in all markets alike (seed \(study.plan.seed))."
    }
  }
}

extension PanelCrossSection {
  /// What the rank coefficient says, in a sentence.
  package var plain: String {
    let p = spearman.shiftP ?? spearman.series.p
    let judged = p.map { ", p \($0.pFigure) (\(spearman.shiftP == nil ? "fixed-b" : "circular shift"))" } ?? ""
    let words =
      switch p {
      case nil: "no p can be given"
      case let p? where p < 0.05:
        spearman.series.mean > 0
          ? "where the signal is higher, the next return tends to be higher"
          : "where the signal is higher, the next return tends to be lower"
      default: "no evidence that the signal orders them"
      }
    return
      "mean rank coefficient (IC) \(spearman.series.mean.fixed(4, sign: .always)) over \(Double.grouped(spearman.series.known)) stamps\(judged): \(words)."
  }
}
