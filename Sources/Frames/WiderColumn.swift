import Market

/// What is known less often than the bars of its frame, where that misleads.
///
/// A price of another instrument or kind, an hour's spot beside bars of five minutes, stands still between two of its closes
/// while the traded price goes on, so that what looks like a basis is the return since. A sum, the liquidations of an hour,
/// stands on twelve bars and is one.
struct WiderColumn {
  private(set) var name: String
  let cadence: Interval
  private let isSum: Bool
  /// How old it is at the close of a bar, at most.
  private var age: Interval
  /// Titles of the series that it is read from: of a universe, one a member.
  private var series: [String]

  /// Nil for what goes with the bars, and for what may stand.
  ///
  /// - Parameter column: of the rows.
  init?(_ name: String, _ rows: Series, column: Int, on grid: Grid) {
    let descriptor = rows.descriptor
    isSum = descriptor.nature(of: column) == .sum
    guard isSum || descriptor.columns[column].unit == .price, let cadence = descriptor.cadence,
      isSum ? grid.interval.count(of: cadence) == nil : cadence > grid.interval
    else { return nil }
    self.name = name
    self.cadence = cadence
    series = [descriptor.title]
    age = rows.greatestAge(on: grid)
  }

  func named(_ name: String) -> WiderColumn {
    var other = self
    other.name = name
    return other
  }

  func isLike(_ other: WiderColumn) -> Bool { name == other.name && cadence == other.cadence && isSum == other.isSum }

  mutating func join(_ other: WiderColumn) {
    age = max(age, other.age)
    series += other.series.filter { !series.contains($0) }
  }

  func sentence(on bars: Interval) -> String {
    let others = series.count > 1 ? " and \(series.count - 1) like it" : ""
    let remedy = "Read it on bars of \(cadence) (--interval \(cadence)), or import it by \(bars)."
    return isSum
      ? "\(name) is what \(series[0])\(others) adds up over \(cadence), and the bars are of \(bars): each has that of the last whole \(cadence), and a sum over bars counts it more than once. \(remedy)"
      : "\(name) is of \(series[0])\(others), wider than the bars of \(bars): between its rows it is up to \(age) old, and its difference from close is mostly the price's own move since. \(remedy)"
  }
}

extension ColumnBook {
  /// The widest bars that one of these prices is known by, where they are wider than the frame's; nil where all move with
  /// it. On bars so wide they can be held against one another. Names that mean nothing here are passed over.
  public func widerPrice(among names: Set<String>) -> Interval? {
    names.flatMap { name -> [SeriesDescriptor] in
      if let curve = CurveName(name) {
        let futures = curve.value == .close ? (try? DatedCurve(self, curve))?.futures ?? [] : []
        return futures.map(\.series.descriptor)
      }
      guard let meaning = try? meaning(of: name), meaning.unit == .price else { return [] }
      return [meaning.series.descriptor]
    }.compactMap(\.cadence).filter { $0 > interval }.max()
  }
}

extension Series {
  /// The greatest age of the newest row at the close of a bar, of those at which it still counts.
  fileprivate func greatestAge(on grid: Grid) -> Interval {
    let (after, end) = (descriptor.knownAfter.milliseconds, descriptor.maximumAge?.milliseconds ?? .max)
    var (greatest, next) = (Int64(0), 0)
    for row in 0..<grid.count {
      let close = grid.close(row).milliseconds
      while next < stamps.count, stamps[next] + after <= close { next += 1 }
      guard next > 0 else { continue }
      let age = close - stamps[next - 1] - after
      if age < end { greatest = max(greatest, age) }
    }
    return Interval(milliseconds: greatest)
  }
}
