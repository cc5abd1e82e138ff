import Market
import Research
import Statistics

extension StudySummary {
  /// The effect over horizons, with the error that the power is reckoned with.
  var decay: PageChart? {
    let dots = study.horizons.compactMap { horizon in
      horizon.power.answer.flatMap { power in
        horizon.estimates.first.map { IntervalDots.Dot(horizon.forward.description, $0.estimate, power.standardError) }
      }
    }
    guard dots.count > 1 else { return nil }
    return IntervalDots(
      isRegime ? "Difference by horizon" : "Slope by horizon",
      caption:
        "With 95% intervals from the error of the estimator that decides. Longer horizons hold the shorter ones.",
      axis: "Horizon", dots: dots
    ).chart
  }

  /// Null rejections of all horizons.
  var calibration: PageChart? {
    let judged = study.horizons.filter { !$0.rejections.isEmpty }
    guard let names = judged.first?.rejections.map(\.name) else { return nil }
    return CalibrationChart(
      estimators: names,
      series: judged.map { horizon in
        .init(forward: horizon.forward.description, shares: names.map { rejection(horizon, $0) ?? .nan })
      }, moves: study.plan.calibration
    ).chart
  }

  /// Price first, then what else the strategy reads.
  var paths: [EventPath] {
    guard let events = study.events?.answer else { return [] }
    return [path("price", "bps", events.price, scale: 1e4)]
      + events.others.map { other in
        // Open interest moves by percents, rates by basis points.
        let isAmount = other.column == "open_interest"
        return path(other.column, isAmount ? "%" : "bps", other.path, scale: isAmount ? 100 : 1e4)
      }
  }

  private func path(_ series: String, _ unit: String, _ path: PathAroundEvents, scale: Double) -> EventPath {
    let hours = Double(frame.grid.interval.milliseconds) / Double(Interval.hour.milliseconds)
    let bands = path.offsets.indices.map(path.band)
    return EventPath(
      series: series, unit: unit, hours: path.offsets.map { Double($0) * hours }, mean: path.mean.map { $0 * scale },
      drift: path.drift.map { $0 * scale }, low: bands.map { $0.pointwise.0 * scale },
      high: bands.map { $0.pointwise.1 * scale }, lowAll: bands.map { $0.simultaneous.0 * scale },
      highAll: bands.map { $0.simultaneous.1 * scale }, episodes: path.counts.max() ?? 0, overlapping: path.overlapping,
      pAfter: path.pAfter)
  }
}

extension HorizonDepth {
  /// Charts beside the distribution of a horizon.
  func charts(of horizon: HorizonStudy) -> [PageChart] {
    let periods = stability.answer.flatMap { stability in
      stability.divisions.last { $0.judged >= 2 }
    }.map { division in
      IntervalDots(
        "Effect in \(division.parts.name)",
        caption: "Parts with at least \(MinimumSample.episodes) episodes; 95% intervals by Hodrick 1B. "
          + "\(division.sameSign) of \(division.judged) have the sign of the whole.",
        axis: "", dots: division.parts.cells.compactMap(IntervalDots.Dot.init)
      ).chart
    }
    let moved = leadLag.answer.map { leadLag in
      IntervalDots(
        "The signal moved in time",
        caption: "Right of zero the signal is acted on so many bars later, left of zero it uses future data. "
          + "95% intervals by Hodrick 1B.",
        axis: "Bars later", dots: leadLag.points.map { .init("\($0.bars)", $0.slope, $0.standardError) }
      ).chart
    }
    let placebos = placebo.answer.map { PlaceboChart(ts: $0.ts, observed: $0.t, p: $0.pOfT).chart }
    let heatmap = calendar.map { CalendarHeatmap(bps: $0.means.map { $0.map { $0 * 1e4 } }).chart }
    return [placebos, moved, periods, heatmap].compactMap(\.self)
  }

  /// Tables below them.
  func blocks(of horizon: HorizonStudy) -> [PageBlock] {
    [.table(conditioning.table(next: horizon.forward.description)), .table(stabilityTable(horizon))]
  }
}

extension IntervalDots.Dot {
  fileprivate init(_ label: String, _ slope: Double, _ standardError: Double) {
    let margin = NormalDistribution.quantile(0.975) * standardError
    self.init(label, value: slope * 1e4, low: (slope - margin) * 1e4, high: (slope + margin) * 1e4)
  }

  /// Nil for a cell that has no effect to show.
  fileprivate init?(_ cell: PartitionEffects.Cell) {
    guard let effect = cell.effect.answer else { return nil }
    // A stretch goes by its first day, or its labels would be longer than the chart is high.
    self.init(
      String(cell.label.prefix(while: { $0 != " " })), value: effect.slope * 1e4, low: effect.low * 1e4,
      high: effect.high * 1e4)
  }
}

extension Verdict {
  /// How a page colours it.
  public var tone: Remark.Tone { finding == .predicts ? .good : .neutral }
}
