import Market
import Store

/// Open interest that is what was traded, row for row: a file whose volume was taken for it.
struct CopiedInterest {
  private let dataset: Dataset
  private let bars: [SeriesDescriptor]
  /// Of fewer rows nothing is said.
  private static let least = 50
  /// So many different numbers are no coincidence.
  private static let telling = 20

  init(_ dataset: Dataset) throws {
    self.dataset = dataset
    bars = try dataset.allSeries().map(\.descriptor).filter { $0.kind == .klines }
  }

  func finding(on series: Series) -> SeriesFinding? {
    let own = series.descriptor
    guard own.kind == .openInterest, let range = series.range else { return nil }
    for other in bars where other.instrument == own.instrument {
      let volumes = other.columns.map(\.name).filter { $0.hasSuffix("volume") }
      let reach = TimeRange(from: range.from - (other.cadence ?? .zero), to: range.to)
      // What is damaged is said as damaged.
      guard let held = try? dataset.series(other, range: reach, columns: volumes) else { continue }
      let places = Dictionary(zip(held.stamps, held.stamps.indices), uniquingKeysWith: { a, _ in a })
      // A snapshot at the end of a bar may stand for it as well as one at its begin.
      let beside = [0, other.cadence?.milliseconds ?? 0].map { shift in
        series.stamps.indices.compactMap { row in places[series.stamps[row] - shift].map { (row: row, bar: $0) } }
      }
      for (name, values) in zip(own.columns.map(\.name), series.columns) {
        for (volume, traded) in zip(volumes, held.columns) {
          for rows in beside {
            let pairs = rows.map { (values[$0.row], traded[$0.bar]) }.filter { $0.0.isFinite && $0.1.isFinite }
            let equal = pairs.filter { $0.0 == $0.1 }
            guard pairs.count >= Self.least, equal.count * 100 >= pairs.count * 99,
              Set(equal.map(\.0)).count >= Self.telling
            else { continue }
            return SeriesFinding(
              what: "'\(name)' is '\(volume)' of \(other.title), row for row", count: equal.count, first: range.from,
              weight: .wrong, remedy: "what was traded is no open interest: remove it, and import the column that is")
          }
        }
      }
    }
    return nil
  }
}
