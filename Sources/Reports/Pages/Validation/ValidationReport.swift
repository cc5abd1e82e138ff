/// The page of a validation: how far the strategy gets, and the evidence check by check.
///
/// All values are given; nothing is computed here.
public struct ValidationReport: Sendable {
  public var subject: ReportSubject
  public var verdict: Remark
  public var highlights: [KeyFigure]
  public var checks: Table
  public var outOfSample: OutOfSampleChart?
  public var choices: ChoicesChart?
  public var windows: Table?
  public var paths: PathFan?
  public var cross: Table?
  public var nullSpreads: NullSpreads?
  public var nulls: Table?
  /// Sentences that must not be overlooked: what could not be judged.
  public var remarks: [Remark]
  public var conventions: [String]

  public init(
    subject: ReportSubject, verdict: Remark, highlights: [KeyFigure], checks: Table,
    outOfSample: OutOfSampleChart? = nil, choices: ChoicesChart? = nil, windows: Table? = nil, paths: PathFan? = nil,
    cross: Table? = nil, nullSpreads: NullSpreads? = nil, nulls: Table? = nil, remarks: [Remark] = [],
    conventions: [String] = []
  ) {
    self.subject = subject
    self.verdict = verdict
    self.highlights = highlights
    self.checks = checks
    self.outOfSample = outOfSample
    self.choices = choices
    self.windows = windows
    self.paths = paths
    self.cross = cross
    self.nullSpreads = nullSpreads
    self.nulls = nulls
    self.remarks = remarks
    self.conventions = conventions
  }

  public var page: Page { subject.page("Validation", sections: sections, conventions: conventions) }

  /// The page's sections, for longer pages that hold a validation among other things.
  public var sections: [PageSection] {
    [
      PageSection(
        "Verdict", lead: "Does choosing parameters on the past work on the future?",
        [.remark(verdict), .tiles(highlights)] + remarks.map(PageBlock.remark) + [.table(checks)]),
      section(
        "Walk-forward",
        lead: "Parameters chosen again and again on what was known, and what each choice earned next.",
        [outOfSample.map { .chart($0.chart) }, choices.map { .chart($0.chart) }, windows.map { .table($0) }]),
      section(
        "Cross-validation",
        lead: "Each part of the data held out in turn, with all rows that could have told of it taken out of training.",
        [paths.map { .charts([$0.chart, $0.spread]) }, cross.map { .table($0) }]),
      section(
        "Null strategies", lead: "If luck does as well, there is nothing to explain.",
        [nullSpreads.map { .chart($0.chart) }, nulls.map { .table($0) }]),
    ].compactMap(\.self)
  }

  private func section(_ title: String, lead: String, _ blocks: [PageBlock?]) -> PageSection? {
    let present = blocks.compactMap(\.self)
    return present.isEmpty ? nil : PageSection(title, lead: lead, present)
  }
}
