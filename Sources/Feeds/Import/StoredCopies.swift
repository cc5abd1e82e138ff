import Market
import Store

/// Series of a dataset that are another instrument's under a second name, whichever call brought them.
public struct StoredCopies {
  /// By series.
  private let found: [String: SeriesFinding]

  public init(_ dataset: Dataset) throws {
    var copies = CopiedRows(ofOneCoin: true)
    var found: [String: SeriesFinding] = [:]
    let all = try dataset.allSeries().map(\.descriptor).filter { RowDigests.columns(of: $0) != nil }
    for descriptor in all {
      let isAlone = !all.contains {
        $0.kind == descriptor.kind && $0.cadence == descriptor.cadence && $0.instrument != descriptor.instrument
      }
      // What is damaged is said as damaged.
      guard !isAlone, let series = try? dataset.series(descriptor) else { continue }
      found[descriptor.title] = copies.finding(on: series)
    }
    self.found = found
  }

  public func finding(on series: Series) -> SeriesFinding? { found[series.descriptor.title] }
}
