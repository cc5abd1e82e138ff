import Market
import Store

/// What is to be said of a series beside others of its coin, and of its own rows: when they come in, and of a dataset that
/// has them.
enum JoinDoubts {
  /// - Parameters:
  ///   - clock: whether times may be off; a format that says itself when its rows are needs no look at them.
  ///   - decides: whether the first neighbour that can be compared says alone whether times are off; else what fits one of
  ///     them as it stands is not.
  ///   - looks: stretches whose clock is looked at.
  static func findings(
    on series: Series, beside neighbours: [Series], clock: Bool = true, firstDecides decides: Bool = false,
    looks: Int = ClockFit.looks
  ) -> [SeriesFinding] {
    (clock
      ? [moved(series, neighbours, decides, looks) ?? ClockEnds.finding(on: series, beside: neighbours)]
        .compactMap(\.self) : [])
      + LevelDoubt(series, beside: neighbours).findings + FutureDoubt.findings(on: series, beside: neighbours)
  }

  private static func moved(
    _ series: Series, _ neighbours: [Series], _ firstDecides: Bool, _ looks: Int
  ) -> SeriesFinding? {
    guard let series = series.price != nil ? series : series.impliedPrice else { return nil }
    let fits = neighbours.compactMap { other in ClockFit(of: series, against: other, most: looks).map { (other, $0) } }
    // Of two that do not fit each other, what fits a third as it stands is not the one that is off; but series of one table
    // fit each other all the same, so that of those that are stored the best witness is heard.
    guard let (other, fit) = fits.first, firstDecides ? fit.isMoved : fits.allSatisfy(\.1.isMoved) else { return nil }
    let first = fit.segments.first { $0.shift != .zero } ?? fit.segments[0]
    return SeriesFinding(
      what: fit.sentence(besides: other.descriptor.title), count: fit.moved, first: first.range.from, weight: .wrong,
      remedy: fit.remedy(series.descriptor))
  }
}

extension SeriesFinding {
  /// As one sentence of an import.
  var note: String { remedy.isEmpty ? what : "\(what): \(remedy)" }
}

/// What a dataset's series say against each other and against themselves: all that an import says once, of what is there now.
public struct StoredDoubts {
  /// Stretches of a series whose clock is looked at: of longer ones, so many spread over all of it.
  private static let looks = 2000

  private let neighbours: Neighbours
  /// By series.
  private let worths: [String: SeriesWorth]

  public init(_ dataset: Dataset) throws {
    neighbours = try Neighbours(dataset)
    let catalog = try dataset.catalog()
    worths = Dictionary(
      zip(catalog, catalog.indices).map { ($0.descriptor.title, SeriesWorth(rows: $0.rows, place: $1)) },
      uniquingKeysWith: { first, _ in first })
  }

  public func findings(on series: Series) -> [SeriesFinding] {
    let own = SeriesDoubts.notes(onStored: series).map {
      SeriesFinding(what: $0, count: series.count, first: series.range?.from ?? Instant(milliseconds: 0))
    }
    return own
      + JoinDoubts.findings(
        on: series, beside: witnesses(series), firstDecides: series.price != nil, looks: Self.looks)
  }

  /// Of two series of prices that contradict each other it is said once, of the one with fewer rows or the later.
  private func witnesses(_ series: Series) -> [Series] {
    guard series.price != nil, let own = worths[series.descriptor.title] else { return neighbours.of(series) }
    return neighbours.of(series) { other in worths[other.title].flatMap { $0 > own ? $0 : nil } }
  }
}
