import Frames
import Market
import Results
import Signals
import Store

/// What an audited signal is made of: which series, of how many venues, how many bars of them are lost and why, and what those
/// computed elsewhere say of returns to come.
enum AuditedSources {
  static func table(_ assembled: AssembledFrame) -> Table {
    var table = Table(
      title: "What is read",
      columns: [
        .init("column", key: "column", .words), .init("series", key: "series", .words),
        .init("bars with a value", key: "bars_known"), .init("before its first row", key: "bars_before_first"),
        .init("last row too old", key: "bars_stale"), .init("row without it", key: "bars_missing"),
      ],
      rows: assembled.sources.map { source in
        [
          .text(source.name), .text(source.series.descriptor.title), .count(source.counts.filled),
          .count(source.counts.beforeFirst), .count(source.counts.stale), .count(source.counts.missing),
        ]
      })
    table.notes.append("Of \(Double.grouped(assembled.frame.grid.count)) bars, warm-up included.")
    return table
  }

  /// That everything comes from one venue; nil where it does not.
  static func onlyVenue(_ assembled: AssembledFrame) -> String? {
    let venues = Set(assembled.sources.map(\.series.descriptor.instrument.venue))
    guard let venue = venues.first, venues.count == 1 else { return nil }
    return
      "Everything that is read is of one venue, \(venue): where it is down or wrong, so is the signal, and nothing here "
      + "says whether it holds elsewhere."
  }

  /// Columns of series whose stamps are the word of who imported them.
  static func resting(_ assembled: AssembledFrame, in dataset: Dataset?) -> [ColumnSource] {
    guard let said = try? dataset?.seriesOfPlainTables() else { return [] }
    return assembled.sources.filter { said.contains($0.series.id) }
  }

  static func table(_ computed: [SignalAudit.Foreknowledge]) -> Table {
    Table(
      title: "Columns computed elsewhere: correlation with the return after the close at which they are known",
      columns: [
        .init("column", key: "column", .words), .init("return over", key: "horizon", .words),
        .init("as said", key: "correlation"), .init("one bar later", key: "correlation_bar_later"),
        .init("one hour later", key: "correlation_hour_later"),
        .init("returns apart", key: "returns_apart", isDetail: true),
      ],
      rows: computed.map { row in
        [
          .text(row.column), .text("\(row.horizon)"), .ratio(row.correlation, decimals: 3),
          .ratio(row.barLater, decimals: 3), .ratio(row.hourLater, decimals: 3), .count(row.observations),
        ]
      }, notes: ["What is gone one bar later was owed to the stamp."])
  }
}
