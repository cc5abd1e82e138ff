import Market
import Research
import Results
import Statistics

extension StudySummary {
  /// The page of the study: one kind for regimes, another for signals.
  public var page: Page { isRegime ? regimePage : signalPage }

  private var regimePage: Page {
    Page(
      "Study", study.subject.name, header, first: [signalFact], further: studyFacts, sections: sections, log: testLog,
      conventions: [
        "Forward returns are simple returns from the close at which the signal is known.",
        "Verdict: \(Verdict.rule(moves: study.plan.calibration)).",
      ])
  }

  var signalFact: Page.Fact { .signal(study.subject.name, study.subject.expression) }

  var studyFacts: [Page.Fact] { [Page.Fact("Strategy", strategy), Page.Fact("Seed", "\(study.plan.seed)")] }

  /// Verdicts in plain words, the rule behind them last.
  var verdicts: [PageBlock] {
    study.horizons.map { .remark(Remark($0.verdict.tone, "Next \($0.forward)", $0.verdict.plain)) }
  }

  private var sections: [PageSection] {
    var overview = verdicts + [.tiles(tiles)]
    if let why = study.events?.why { overview.append(.remark(Remark(.neutral, "No path around episodes", "\(why)."))) }
    if !judged.isEmpty {
      overview.append(.charts([meansChart, decayChart].compactMap(\.self)))
      overview.append(.table(power))
    }
    // Its eighteen names need the whole width.
    if let calibration { overview.append(.chart(calibration)) }
    let paths = self.paths
    return [PageSection("Regime", overview)] + judged.map(section)
      + (paths.isEmpty ? [] : [PageSection("Around the beginning of an episode", [.charts(paths)])])
  }

  /// Sample sizes: bars, bars in the regime, episodes.
  private var tiles: [KeyFigure] {
    guard let first = study.horizons.first else { return [] }
    return [
      KeyFigure("Bars", key: "bars", .count(first.observations), convention: "signal and next return known"),
      KeyFigure("In the regime", key: "bars_in", first.contrast.map { .count($0.barsIn) } ?? .missing, unit: "bars"),
      KeyFigure(
        "Episodes", key: "episodes", first.contrast.map { .count($0.episodes) } ?? .missing,
        convention: "the effective sample"),
    ]
  }

  private var meansChart: PageChart {
    // Means of one horizon stand side by side, so that their intervals can be compared.
    let dots = judged.flatMap { horizon -> [PageChart.Dot] in
      guard let contrast = horizon.contrast else { return [] }
      return [
        .init(
          "\(horizon.forward) in", bps: contrast.meanIn, error: horizon.meanErrors?.inside, kind: "in regime"),
        .init(
          "\(horizon.forward) out", bps: contrast.meanOut, error: horizon.meanErrors?.outside, .muted, kind: "outside"),
      ]
    }
    return .intervals(
      "Mean forward return by horizon",
      caption:
        "Dots are means over bars. Lines are the 95% interval of each mean by itself: Newey-West over all bars, lags "
        + "of the overlap; the difference is judged below.",
      axis: "Horizon", value: "Mean forward return", unit: "bps", dots, height: 340)
  }

  /// The effect over horizons, with the error that the power is reckoned with.
  private var decayChart: PageChart? {
    let dots = study.horizons.compactMap { horizon in
      horizon.power.answer.flatMap { power in
        horizon.estimates.first.map {
          PageChart.Dot("\(horizon.forward)", bps: $0.estimate, error: power.standardError)
        }
      }
    }
    guard dots.count > 1 else { return nil }
    return .intervals(
      "Difference by horizon",
      caption:
        "With 95% intervals from the error of the estimator that decides. Longer horizons hold the shorter ones.",
      axis: "Horizon", value: "Difference", unit: "bps", dots)
  }

  /// How often each estimator rejects a true null on this very sample, beside the 5% it promises.
  private var calibration: PageChart? {
    let judged = study.horizons.filter { !$0.rejections.isEmpty }
    guard let names = judged.first?.rejections.map(\.name) else { return nil }
    func share(_ horizon: HorizonStudy, _ name: String) -> Double {
      horizon.rejections.first { $0.name == name }?.share ?? .nan
    }
    let known = names.filter { name in judged.contains { !share($0, name).isNaN } }
    let traces = judged.enumerated().map { row, horizon in
      let shares = known.map { share(horizon, $0) }
      return PlotlyTrace.markers(
        "next \(horizon.forward)", .numbers(shares),
        known.indices.map { Double($0) + (Double(row) - Double(judged.count - 1) / 2) * 0.2 }, Paint(.series(row)),
        size: 8,
        texts: zip(known, shares).map {
          "\($0), next \(horizon.forward): \(Figure.percent($1, decimals: 1).pageText)"
        })
    }
    return PageChart(
      "False-positive rate of each estimator",
      caption:
        "Share of \(Double.grouped(study.plan.calibration)) random moves of the labels over these same returns on which it rejects at 5%. "
        + "One of correct size lies on the line.",
      x: PlotlyAxis("Rejects a true null", .percent(0), kind: .linear), height: 110 + 24 * known.count, hover: .closest,
      verticals: [.init(0.05, "nominal 5%", Paint(.loss))],
      PlotlyFigure.Panel(PlotlyAxis("", isReversed: true, ticks: known), traces))
  }

  // MARK: A horizon

  private func section(_ horizon: HorizonStudy) -> PageSection {
    var blocks: [PageBlock] = [.remark(Remark(horizon.verdict.tone, "Next \(horizon.forward)", horizon.verdict.text))]
    blocks += horizon.cautions.map { .remark(Remark(.bad, "Before acting on it", $0)) }
    blocks.append(
      .table(
        estimatorTable(
          "Return in the regime less return outside, next \(horizon.forward)", horizon.estimates,
          horizon.rejections, restsOn: horizon.verdict.restsOn, notes: ["* The verdict rests on these."])))
    let charts = [distribution(horizon)] + (horizon.shift.map { [shiftChart($0)] } ?? [])
    blocks.append(.charts(charts + (horizon.depth.map { $0.charts(of: horizon) } ?? [])))
    if let depth = horizon.depth {
      blocks += [
        .table(depth.conditioning.table(horizon)), .table(depth.stabilityTable(horizon)),
      ]
    }
    return PageSection("Forward \(horizon.forward)", blocks)
  }

  private func distribution(_ horizon: HorizonStudy) -> PageChart {
    let (inside, outside) = (horizon.inside.map { $0 * 1e4 }, horizon.outside.map { $0 * 1e4 })
    let bins = Histogram(covering: [inside, outside])
    let means = horizon.contrast.map { [($0.meanIn, Colour.accent), ($0.meanOut, .muted)] } ?? []
    return .histogram(
      "Distribution of forward returns",
      caption: "Share of bars in each of \(bins.count) bins of \(bins.width.fixed(1)) bps; the outermost bins hold "
        + "everything beyond. Dashed: the two means.",
      axis: PlotlyAxis("Next \(horizon.forward)", unit: "bps", .fixed(1)), share: "Share of bars", decimals: 2, bins,
      [
        ("outside", outside, Paint(.muted, opacity: 0.45)), ("in regime", inside, Paint(.accent, opacity: 0.55)),
      ], verticals: means.map { .init($0.0 * 1e4, "", Paint($0.1)) })
  }

  private func shiftChart(_ shift: CircularShift) -> PageChart {
    let shifted = shift.shifted.map { $0 * 1e4 }
    let observed = Figure.bps(shift.observed * 1e4).pageText
    return .histogram(
      "Circular shifts of the regime",
      caption:
        "Difference at each of \(Double.grouped(shifted.count)) circular shifts of the regime. A share of "
        + "\(Figure.pValue(shift.p).text) is at least as far from zero as what was observed.",
      axis: PlotlyAxis("Difference", unit: "bps", .fixed(2)), share: "Share of shifts", decimals: 2,
      Histogram(covering: [shifted], trim: 0), [("shifted", shifted, Paint(.muted, opacity: 0.6))],
      verticals: [.init(shift.observed * 1e4, "observed \(observed)", Paint(.accent))])
  }

  // MARK: Around the beginning of an episode

  /// Price first, then what else the strategy reads.
  private var paths: [PageChart] {
    guard let events = study.events?.answer else { return [] }
    return [chart("price", "bps", events.price, scale: 1e4)]
      + events.others.map { other in
        // Open interest moves by percents, rates by basis points.
        let isAmount = other.column == "open_interest"
        return chart(other.column, isAmount ? "%" : "bps", other.path, scale: isAmount ? 100 : 1e4)
      }
  }

  private func chart(_ series: String, _ unit: String, _ path: PathAroundEvents, scale: Double) -> PageChart {
    let hour = Double(frame.grid.interval.milliseconds) / Double(Interval.hour.milliseconds)
    let x = Coordinates.numbers(path.offsets.map { Double($0) * hour })
    let bands = path.offsets.indices.map(path.band)
    func scaled(_ values: [Double]) -> [Double] { values.map { $0 * scale } }
    return PageChart(
      "Average path of \(series)",
      caption:
        "Mean change over \(Double.grouped(path.counts.max() ?? 0)) episodes, zero at the close of the first bar; "
        + "\(Double.grouped(path.overlapping)) of them have a window that reaches into another's. Bands hold 95% of placebo paths "
        + "at one offset (inner) and at all offsets (outer), whose starts are moved together and so overlap as much; dashed is "
        + "what they do on average. As far off after the first bar: p \(path.pAfter.pFigure).",
      x: PlotlyAxis("Time since the episode began", unit: "hours", .general), height: 360,
      verticals: [.init(0, "first bar")],
      .panel(
        "Change", unit: unit, .fixed(1),
        [
          .band(
            "95%, all offsets", x, lower: scaled(bands.map(\.simultaneous.0)),
            upper: scaled(bands.map(\.simultaneous.1)), .muted, inLegend: true),
          .band(
            "95%, one offset", x, lower: scaled(bands.map(\.pointwise.0)),
            upper: scaled(bands.map(\.pointwise.1)), .accent, inLegend: true),
          .line("any time", x, scaled(path.drift), .muted, dashed: true),
          .line("mean", x, scaled(path.mean), .accent),
        ], levels: [.init(0)]))
  }
}

extension HorizonDepth {
  /// Charts beside the distribution of a horizon.
  fileprivate func charts(of horizon: HorizonStudy) -> [PageChart] {
    [
      placebo.answer.map(placebos), leadLag.answer.map(moved), stability.answer.flatMap(parts),
      calendar.flatMap(heatmap),
    ]
    .compactMap(\.self)
  }

  private func placebos(_ placebo: PlaceboRegimes) -> PageChart {
    .histogram(
      "Placebo regimes",
      caption:
        "t by Hodrick 1B of \(Double.grouped(placebo.ts.count)) regimes whose episodes and gaps are drawn from this one's "
        + "lengths and fall anywhere. A share of \(Figure.percent(placebo.pOfT, decimals: 1).text) is at least as far from zero.",
      axis: PlotlyAxis("t", .fixed(2)), share: "Share of placebos", Histogram(covering: [placebo.ts], trim: 0),
      [("placebos", placebo.ts, Paint(.series(3), opacity: 0.55))],
      verticals: [.init(placebo.t, "observed \(Figure.ratio(placebo.t).pageText)", Paint(.accent))])
  }

  private func moved(_ leadLag: LeadLag) -> PageChart {
    .intervals(
      "The signal shifted in time",
      caption: "Right of zero the signal is acted on so many bars later, left of zero it uses future data. "
        + "95% intervals by Hodrick 1B.",
      axis: "Bars later", value: "Difference", unit: "bps",
      leadLag.points.map { .init("\($0.bars)", bps: $0.slope, error: $0.standardError) })
  }

  private func parts(_ stability: Stability) -> PageChart? {
    guard let division = stability.divisions.last(where: { $0.judged >= 2 }) else { return nil }
    return .intervals(
      "Effect by sub-period",
      caption: "Parts with at least \(MinimumSample.episodes) episodes; 95% intervals by Hodrick 1B. "
        + "\(division.sameSign) of \(division.judged) have the sign of the whole.",
      axis: division.parts.name.capitalized, value: "Difference", unit: "bps",
      division.parts.cells.compactMap { cell in
        cell.effect.answer.map {
          .init(Self.short(cell.label), $0.slope * 1e4, low: $0.low * 1e4, high: $0.high * 1e4)
        }
      })
  }

  /// A stretch of days goes by its first day, or its labels would be longer than the chart is high.
  private static func short(_ label: String) -> String {
    label.contains(" to ") ? String(label.prefix(while: { $0 != " " })) : label
  }

  /// Mean forward return in the regime by weekday and hour, Monday first; nil where most cells have nothing to say.
  private func heatmap(_ calendar: CalendarMap) -> PageChart? {
    let cells = calendar.means.map { $0.map { $0 * 1e4 } }
    guard cells.joined().count(where: { !$0.isNaN }) >= 7 * 12 else { return nil }
    return .weekdays(
      "In the regime, by weekday and hour",
      caption:
        "Mean forward return of bars in the regime, UTC, where two episodes or more have a bar. A picture, not a test: "
        + "its 168 cells are as many tests.",
      axis: PlotlyAxis("", unit: "bps", .fixed(1)), name: "mean", cells, height: 300)
  }
}

extension Verdict {
  /// How a page colours it.
  public var tone: Remark.Tone { finding == .predicts ? .good : .neutral }
}
