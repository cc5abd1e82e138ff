import Market
import Store

/// Volumes whose unit changes where one file ends and the next begins, whichever came first and within one import too.
struct VolumeSeam {
  private let dataset: Dataset
  /// Rows that are looked at on each side.
  private static let side = 200
  private static let columns = ["high", "low", "close", "volume", "quote_volume"]

  init(_ dataset: Dataset) { self.dataset = dataset }

  /// What is to be said of rows beside those that the dataset has just before them, and just behind.
  func findings(on rows: Series) -> [SeriesFinding] {
    let own = rows.descriptor
    guard own.kind == .klines, let width = own.cadence, let range = rows.range else { return [] }
    let names = Self.columns.filter { name in own.columns.contains { $0.name == name } }
    // What is damaged says nothing, and is said elsewhere.
    func held(_ range: TimeRange) -> Series? {
      let known = try? dataset.series(own, range: range, columns: names)
      return known.flatMap { $0.count > 0 ? $0 : nil }
    }
    let reach = width * Self.side
    let ends = rows.keeping(names)
    func steps(_ former: Series, _ later: Series) -> [SeriesFinding] {
      guard let seam = later.range?.from else { return [] }
      return former.last(Self.side).followed(by: later.first(Self.side)).volumeSteps.filter { $0.first == seam }
    }
    return (held(TimeRange(from: range.from - reach, to: range.from)).map { steps($0, ends) } ?? [])
      + (held(TimeRange(from: range.to, to: range.to + reach)).map { steps(ends, $0) } ?? [])
  }
}
