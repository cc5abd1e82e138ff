import Market
import Store

/// Prices of the same coin that a dataset has at the same times: what comes in, and what is there, is held against them.
struct Neighbours {
  private static let priced: [SeriesKind] = [.klines, .mark, .index]
  /// Series that one is compared with at most, and looked for among: each has to be read.
  private static let most = 3
  private static let looked = 12

  private let dataset: Dataset
  /// By coin.
  private var stored: [String: [SeriesDescriptor]]

  init(_ dataset: Dataset) throws {
    self.dataset = dataset
    stored = Dictionary(
      grouping: try dataset.allSeries().map(\.descriptor).filter { Self.priced.contains($0.kind) }
    ) { $0.instrument.contract.base }
  }

  /// Whatever is written from now on is there to be compared with.
  mutating func written(_ descriptor: SeriesDescriptor) {
    let coin = descriptor.instrument.contract.base
    guard Self.priced.contains(descriptor.kind), stored[coin]?.contains(descriptor) != true else { return }
    stored[coin, default: []].append(descriptor)
  }

  /// Those that have rows where the series has some: their prices, and their volumes if they have some.
  ///
  /// - Parameters:
  ///   - worth: what a series is worth as a witness, the best first, and nil of what is none; when left out all are, the
  ///     nearest in name and width first.
  ///   - eachInstrumentFirst: whether the best of each instrument comes before others of one that was heard.
  func of(
    _ series: Series, by worth: ((SeriesDescriptor) -> SeriesWorth?)? = nil, eachInstrumentFirst: Bool = false
  ) -> [Series] {
    let own = series.descriptor
    let coin = own.instrument.contract.base
    guard !coin.isEmpty, let range = series.range else { return [] }
    let near = TimeRange(from: range.from - .day, to: range.to + .day)
    var found: [Series] = []
    let all = (stored[coin] ?? []).filter { $0 != own }
    var others =
      worth.map { worth in
        all.compactMap { other in worth(other).map { (other, $0) } }.sorted { $0.1 > $1.1 }.map(\.0)
      } ?? all.sorted { Self.rank($0, own) < Self.rank($1, own) }
    if eachInstrumentFirst {
      var heard: Set<Instrument> = []
      let best = others.filter { heard.insert($0.instrument).inserted }
      others = best + others.filter { !best.contains($0) }
    }
    for other in others.prefix(Self.looked) where found.count < Self.most {
      let names = ["close", "mark", "index", "volume"].filter { name in other.columns.contains { $0.name == name } }
      // What is damaged says nothing, and is said elsewhere.
      guard let rows = try? dataset.series(other, range: near, columns: names) else { continue }
      if rows.count > 0, rows.price != nil { found.append(rows) }
    }
    return found
  }

  private static func rank(_ other: SeriesDescriptor, _ own: SeriesDescriptor) -> (Int, Int, Int64) {
    let width = abs((other.cadence?.milliseconds ?? 0) - (own.cadence?.milliseconds ?? 0))
    let name = other.instrument == own.instrument ? 0 : other.instrument.symbol == own.instrument.symbol ? 1 : 2
    return (name, other.kind == .klines ? 0 : 1, width)
  }
}

/// What a stored series is worth beside another: the one with more rows more, and of two alike the one that was there first.
struct SeriesWorth: Comparable {
  let rows: Int
  let place: Int

  static func < (a: SeriesWorth, b: SeriesWorth) -> Bool { (a.rows, b.place) < (b.rows, a.place) }
}
