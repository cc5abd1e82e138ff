import Market
import Store

/// Bars of one instrument in two widths that contradict each other, whichever came first, within one import too.
struct WidthDoubt {
  private let dataset: Dataset
  /// Those of the dataset; nil until rows are compared with them.
  private var series: Set<SeriesDescriptor>?
  /// Pairs of which it was said: a folder of months has one note.
  private var said: Set<Set<SeriesDescriptor>> = []

  init(_ dataset: Dataset) { self.dataset = dataset }

  /// Whatever is written from now on is there to be compared with.
  mutating func written(_ descriptor: SeriesDescriptor) { series?.insert(descriptor) }

  /// Nil where the series fits, or there is nothing to compare it with.
  mutating func note(on rows: Series) throws -> String? {
    let own = rows.descriptor
    guard let range = rows.range, let width = own.cadence else { return nil }
    let all = try series ?? Set(dataset.allSeries().map(\.descriptor))
    series = all
    let others = all.filter { BarSums.areComparable(own, $0) || BarSums.areComparable($0, own) }
      .sorted { ($0.cadence ?? .zero) < ($1.cadence ?? .zero) }
    for other in others where !said.contains([own, other]) {
      let isNarrower = (other.cadence ?? .zero) < width
      let near = TimeRange(from: range.from - .day, to: range.to + (isNarrower ? width : .day))
      let known = try dataset.series(other, range: near, columns: BarSums.columns(of: other))
      guard let sums = isNarrower ? BarSums(of: rows, from: known) : BarSums(of: known, from: rows), sums.isSystematic,
        let sentence = sums.sentence(besides: isNarrower ? other.title : own.title)
      else { continue }
      said.insert([own, other])
      let whose = isNarrower ? "" : "of \(other.title) "
      return "\(whose)\(sentence): another clock, venue or contract? Keep one of them ('hindcast data remove')"
    }
    return nil
  }
}
