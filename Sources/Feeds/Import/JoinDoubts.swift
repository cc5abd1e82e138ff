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
    (clock
      ? [ClockVote.ofIncoming(series, neighbours, most: looks) ?? ClockEnds.finding(on: series, beside: neighbours)]
        .compactMap(\.self) : [])
      + LevelDoubt(series, beside: neighbours).findings + FutureDoubt.findings(on: series, beside: neighbours)
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
  private let signs: FundingSigns
  private let copies: CopiedInterest
  /// By series.
  private let worths: [String: SeriesWorth]

  public init(_ dataset: Dataset) throws {
    neighbours = try Neighbours(dataset)
    signs = try FundingSigns(dataset)
    copies = try CopiedInterest(dataset)
    let catalog = try dataset.catalog()
    worths = Dictionary(
      zip(catalog, catalog.indices).map { ($0.descriptor.title, SeriesWorth(rows: $0.rows, place: $1)) },
      uniquingKeysWith: { first, _ in first })
  }

  public func findings(on series: Series) -> [SeriesFinding] {
    let own =
      SeriesDoubts.findings(onStored: series)
      + [signs.finding(on: series), copies.finding(on: series)].compactMap(\.self)
    guard series.price != nil else {
      return own + JoinDoubts.findings(on: series, beside: neighbours.of(series), looks: Self.looks)
    }
    return own + [clock(of: series)].compactMap(\.self)
      + JoinDoubts.findings(on: series, beside: better(than: series), clock: false)
  }

  /// Of two series of prices at two levels it is said once, of the one with fewer rows or the later.
  private func better(than series: Series) -> [Series] {
    let own = worths[series.descriptor.title]
    return neighbours.of(series) { other in
      worths[other.title].flatMap { worth in own.map { worth > $0 } ?? true ? worth : nil }
    }
  }

  /// That its clock is off, which all series of the coin say together, whichever came first.
  private func clock(of series: Series) -> SeriesFinding? {
    let witnesses = neighbours.of(series, by: { worths[$0.title] }, eachInstrumentFirst: true)
    guard let vote = ClockVote(on: series, witnesses, most: Self.looks) else { return nil }
    switch vote.verdict {
    case .stands: return nil
    case .moved: return vote.finding
    case .undecided:
      // Said once, of the one with fewer rows or the later: it names both.
      guard let own = worths[series.descriptor.title], let other = worths[vote.opponent.title], other > own else {
        return nil
      }
      return vote.finding
    }
  }
}
