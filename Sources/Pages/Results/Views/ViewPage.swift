import Market
import Results
import Views

/// A view that has pictures besides its tables.
public protocol PagedView: ViewDocument {
  /// What it is called over the page: `Funding`.
  var pageKind: String { get }
  /// In the order in which they are read; without any where there is nothing to draw.
  var charts: [PageChart] { get }
  /// How much of the past it speaks of.
  var past: String { get }
  /// A sentence each, at the foot.
  var conventions: [String] { get }
}

extension PagedView {
  public var past: String { head.history.description }

  /// The page of a view: what it comes to first, then pictures, then every figure.
  public var page: Page {
    let first = answer.first.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 } ?? ""
    var sections = [PageSection("Summary", [.remark(Remark(.neutral, first, more))])]
    let drawn = charts.filter { !$0.figure.isEmpty }
    if !drawn.isEmpty { sections.append(PageSection("Charts", drawn.map(PageBlock.chart))) }
    sections.append(PageSection("Figures", shownTables.filter { !$0.rows.isEmpty }.map(PageBlock.table)))
    if !states.isEmpty {
      sections.append(
        PageSection(
          "What followed", lead: "What followed each state on this dataset's past, as it was known at the moment.",
          [.table(stateTable)]))
    }
    return Page(
      kind: "\(pageKind) view", title: head.asset,
      facts: [
        Page.Fact("Dataset", head.dataset), Page.Fact("As of, UTC", head.asOf.minuteText), Page.Fact("History", past),
      ] + Page.Fact.known(asOf: head.knownAsOf), sections: sections.without(": \(title)"),
      conventions: ["Nothing here was known after \(head.asOf.minuteText) UTC."] + conventions)
  }

  private var more: String { answer.dropFirst().joined(separator: " ") }
}

extension Page.Fact {
  /// As of when the dataset was read; none where it was read as it is.
  static func known(asOf instant: Instant?) -> [Page.Fact] {
    instant.map { [Page.Fact("Imports up to", $0.description)] } ?? []
  }
}

/// The name of a view's folder, before it is made one that a file system takes.
package enum ViewName {
  package static func joined(_ parts: [String], knownAsOf instant: Instant?) -> String {
    (parts + (instant.map { ["known", $0.description] } ?? [])).joined(separator: "-")
  }
}

extension PlotlyTrace {
  /// Values by when they were known.
  static func line(
    _ name: String, _ column: KnownColumn, over history: Interval, to instant: Instant, _ colour: Colour,
    shape: Shape = .linear, inLegend: Bool = true
  ) -> PlotlyTrace {
    let rows = column.rows(in: history, to: instant)
    return line(
      name, .instants(rows.map { Instant(milliseconds: column.knownAt[$0]) }), Array(column.values[rows]), colour,
      shape: shape, inLegend: inLegend)
  }
}

extension ViewHead {
  /// Through its history, the last as of which it is.
  func instants(every step: Interval) -> [Instant] { moments(every: step, over: max(history, step), to: asOf) }
}

extension KnownColumn {
  /// In another unit.
  func scaled(by factor: Double) -> KnownColumn {
    KnownColumn(knownAt: knownAt, values: values.map { $0 * factor }, maximumAge: maximumAge)
  }
}

extension Instrument {
  /// What its price is in; nil where its symbol does not say.
  var quoteUnit: String? { contract.quote.isEmpty ? nil : contract.quote }
}
