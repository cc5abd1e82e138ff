import Market

/// A price of another instrument or kind that is known less often than the bars of its frame: an hour's spot beside bars of
/// five minutes. Between two of its closes it stands still while the traded price goes on, so that what looks like a basis
/// is the return since.
struct WiderPrice {
  private(set) var name: String
  let cadence: Interval
  /// How old it is at the close of a bar, at most.
  private var age: Interval
  /// Titles of the series that it is read from: of a universe, one a member.
  private var series: [String]

  /// Nil for a price that moves with the bars.
  init?(_ name: String, _ rows: Series, on grid: Grid) {
    guard let cadence = rows.descriptor.cadence, cadence > grid.interval else { return nil }
    self.name = name
    self.cadence = cadence
    series = [rows.descriptor.title]
    age = rows.greatestAge(on: grid)
  }

  func named(_ name: String) -> WiderPrice {
    var other = self
    other.name = name
    return other
  }

  mutating func join(_ other: WiderPrice) {
    age = max(age, other.age)
    series += other.series.filter { !series.contains($0) }
  }

  func sentence(on bars: Interval) -> String {
    let others = series.count > 1 ? " and \(series.count - 1) like it" : ""
    return
      "\(name) is of \(series[0])\(others), wider than the bars of \(bars): between its rows it is up to \(age) old, and its difference from close is mostly the price's own move since. Read it on bars of \(cadence) (--interval \(cadence)), or import it by \(bars)."
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
