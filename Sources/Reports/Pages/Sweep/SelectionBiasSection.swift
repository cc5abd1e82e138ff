import Numerics
import Research
import Statistics

/// The part of a sweep's page that says how much of the best survives that it is the best of many.
public struct SelectionBiasSection: Sendable {
  public var verdict: Remark
  /// Whether choosing by the past helps.
  public var choice: Remark?
  public var figures: [KeyFigure]
  public var stability: Table?
  public var plateaus: Table?
  /// Annualised Sharpe ratios of the trial picked, a pair for each split; empty when CSCV could not be had.
  public var inSample: [Double]
  public var outOfSample: [Double]
  public var slope: Double
  /// Annualised.
  public var intercept: Double
  /// Logits of its rank out of sample.
  public var logits: [Double]
  /// For the foot of the page.
  public var conventions: [String]

  public init(_ selectionBias: SelectionBias) {
    let said = selectionBias.verdict
    verdict = Remark(said.tone, "Verdict", said.text)
    choice = said.choice.map { Remark(.neutral, "Choice", $0) }
    figures = selectionBias.figures
    stability = selectionBias.stabilityTable
    plateaus = selectionBias.plateauTable
    let overfitting = selectionBias.overfitting.answer
    let points = overfitting?.points ?? []
    inSample = points.map { $0.inSample * Annual.root }
    outOfSample = points.map { $0.outOfSample * Annual.root }
    let degradation = overfitting?.degradation
    slope = degradation?.isWithinError == false ? degradation?.slope ?? .nan : .nan
    intercept = (overfitting?.degradation.intercept ?? .nan) * Annual.root
    logits = overfitting?.logits ?? []
    conventions = selectionBias.conventions + ["Rule: \(SweepVerdict.rule)."]
  }

  public var section: PageSection {
    var blocks: [PageBlock] = [.remark(verdict)]
    if let choice { blocks.append(.remark(choice)) }
    blocks.append(.tiles(figures))
    if !logits.isEmpty { blocks.append(.charts([degradationChart, logitChart])) }
    let tables = [stability, plateaus].compactMap(\.self)
    if !tables.isEmpty { blocks.append(.tables(tables)) }
    return PageSection(
      "What the best is worth",
      lead: "The best of many trials looks good even when none has any skill. How much of it survives that?",
      blocks)
  }

  private var degradationChart: PageChart {
    // Every second split holds the first block in sample: an odd step draws from both kinds.
    let step = max(1, inSample.count / 1500 | 1)
    let shown = stride(from: 0, to: inSample.count, by: step)
    let ends = [inSample.min() ?? 0, inSample.max() ?? 0]
    let line: [PlotlyTrace] =
      slope.isNaN
      ? [] : [.line("fit", .numbers(ends), ends.map { intercept + slope * $0 }, .loss)]
    return PageChart(
      "What the best becomes",
      caption:
        "Sharpe ratio of the trial picked, on the days it was picked on and on the others, \(Double.grouped(inSample.count)) splits (CSCV), \(step == 1 ? "all of them drawn" : "every \(step)th drawn"); \(slope.isNaN ? "no line is drawn, since its slope is within its own error of zero" : "the line is fitted to all. Where it falls, a better past goes with a worse future").",
      PlotlyFigure(
        x: PlotlyAxis("Sharpe where it was picked", .fixed(2), showsZero: false),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Sharpe on the other days", .fixed(2)),
            [
              .markers(
                "split", .numbers(shown.map { inSample[$0] }), shown.map { outOfSample[$0] },
                Paint(.accent, opacity: 0.35), size: 4, inLegend: false)
            ] + line, levels: [.init(0)])
        ], height: 360, hover: .closest))
  }

  private var logitChart: PageChart {
    let bins = Histogram(covering: [logits], trim: 0)
    return PageChart(
      "Where the best lands",
      caption:
        "Logit of its rank on the other days, \(Double.grouped(logits.count)) splits (CSCV). The share at or below zero is the probability of backtest overfitting.",
      PlotlyFigure(
        x: PlotlyAxis("Logit of the rank out of sample", .fixed(2)),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Share of splits", .percent(1)),
            [
              .bars(
                "splits", .numbers(bins.centres), bins.shares(of: logits), Paint(.series(3), opacity: 0.55),
                inLegend: false)
            ])
        ], verticals: [.init(0, "median rank")], height: 360, overlaysBars: true))
  }
}

extension SweepVerdict {
  public var tone: Remark.Tone {
    switch finding {
    case .betterThanLuck: .good
    case .noBetterThanLuck: .bad
    case .cannotSay: .neutral
    }
  }
}
