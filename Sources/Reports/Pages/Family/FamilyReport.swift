/// The page of a study of many hypotheses: what each one showed, and what is left when all of them count.
public struct FamilyReport: Sendable {
  /// One hypothesis in the picture, in basis points.
  public struct Bar: Hashable, Sendable {
    public var label: String
    public var effectBps: Double
    /// Ends of the two-sided 95% interval.
    public var lowBps: Double
    public var highBps: Double
    public var survives: Bool

    public init(label: String, effectBps: Double, lowBps: Double, highBps: Double, survives: Bool) {
      self.label = label
      self.effectBps = effectBps
      self.lowBps = lowBps
      self.highBps = highBps
      self.survives = survives
    }
  }

  public var name: String
  public var about: String?
  public var facts: [Page.Fact]
  public var verdict: Remark
  public var highlights: [KeyFigure]
  /// In the order of the file.
  public var bars: [Bar]
  public var table: Table
  public var conventions: [String]

  public init(
    name: String, about: String?, facts: [Page.Fact], verdict: Remark, highlights: [KeyFigure], bars: [Bar],
    table: Table, conventions: [String]
  ) {
    self.name = name
    self.about = about
    self.facts = facts
    self.verdict = verdict
    self.highlights = highlights
    self.bars = bars
    self.table = table
    self.conventions = conventions
  }

  public var page: Page {
    var blocks: [PageBlock] = [.remark(verdict), .tiles(highlights)]
    if !bars.isEmpty { blocks.append(.chart(forest)) }
    return Page(
      kind: "Study of many hypotheses", title: name, about: about, facts: facts,
      sections: [PageSection("Effects", blocks), PageSection("Hypotheses", [.table(table)])],
      conventions: conventions)
  }

  /// One row a hypothesis: the effect and its interval across zero or not.
  private var forest: PageChart {
    let rows = Array(bars.enumerated())
    let intervals = rows.map { row, bar in
      PlotlyTrace.line(
        "95% interval", .numbers([bar.lowBps, bar.highBps]), [Double(row), Double(row)],
        bar.survives ? .accent : .muted, inLegend: false)
    }
    let dots = [true, false].compactMap { survives -> PlotlyTrace? in
      let chosen = rows.filter { $0.element.survives == survives }
      guard !chosen.isEmpty else { return nil }
      return .markers(
        survives ? "survives" : "does not", .numbers(chosen.map(\.element.effectBps)),
        chosen.map { Double($0.offset) }, Paint(survives ? .accent : .muted), size: 9,
        texts: chosen.map(\.element.text))
    }
    return PageChart(
      "Effect of each hypothesis",
      caption: "Dots are effects, lines their 95% intervals by Hodrick 1B, each on its own and not corrected for their "
        + "number; coloured where the corrected p survives. Regimes: return inside less outside; signals: per standard deviation.",
      PlotlyFigure(
        x: PlotlyAxis("Effect", unit: "bps", .fixed(2)),
        panels: [PlotlyFigure.Panel(PlotlyAxis("", isReversed: true, ticks: bars.map(\.label)), intervals + dots)],
        verticals: [.init(0)], height: min(140 + 26 * bars.count, 2400), hover: .closest))
  }
}

extension FamilyReport.Bar {
  var text: String {
    "\(label): \(Figure.bps(effectBps).pageText) bps [\(Figure.bps(lowBps).pageText), \(Figure.bps(highBps).pageText)]"
  }
}
