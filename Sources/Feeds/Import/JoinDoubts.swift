import Market
import Store

/// What is to be said of a series beside others of its coin, and of its own rows: when they come in, and of a dataset that
/// has them.
enum JoinDoubts {
  /// - Parameters:
  ///   - clock: whether times may be off; a format that says itself when its rows are needs no look at them.
  ///   - looks: stretches whose clock is looked at.
  static func findings(
    on series: Series, beside neighbours: [Series], clock: Bool = true, looks: Int = ClockFit.looks
  ) -> [SeriesFinding] {
    (clock ? [moved(series, neighbours, looks)].compactMap(\.self) : [])
      + LevelDoubt(series, beside: neighbours).findings
  }

  private static func moved(_ series: Series, _ neighbours: [Series], _ looks: Int) -> SeriesFinding? {
    for other in neighbours {
      guard let fit = ClockFit(of: series, against: other, most: looks), let first = fit.segments.first else {
        continue
      }
      return SeriesFinding(
        what: fit.sentence(besides: other.descriptor.title), count: fit.moved, first: first.range.from, weight: .wrong,
        remedy: fit.remedy(series.descriptor))
    }
    return nil
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

  public init(_ dataset: Dataset) throws { neighbours = try Neighbours(dataset) }

  public func findings(on series: Series) -> [SeriesFinding] {
    let others = neighbours.of(series)
    let own = SeriesDoubts.notes(onStored: series).map {
      SeriesFinding(what: $0, count: series.count, first: series.range?.from ?? Instant(milliseconds: 0))
    }
    return own + JoinDoubts.findings(on: series, beside: others, looks: Self.looks)
  }
}
