import Market
import Numerics

/// Bars that have the price and the volume of another instrument's to the last digit: rows that were copied under a second name.
/// Two coins at one price have volumes of their own, and bars without a trade say nothing. Open interest and taker flow are held
/// against their like, where they move.
struct CopiedRows {
  /// By the digest of a row: the series that have it, by their place.
  private var rows: [UInt64: [Int]] = [:]
  private var series: [SeriesDescriptor] = []
  /// Whether one coin's instruments are held against each other as well.
  private let isOfOneCoin: Bool

  /// Rows of thirty days of a series that are compared: those of the least digests, which of two copies are the same.
  private static let most = 64
  private static let stretch: Int64 = 30 * 86_400_000
  private static let least = 10

  init(ofOneCoin: Bool = false) { isOfOneCoin = ofOneCoin }

  /// - Returns: what is to be said of each part of the file.
  mutating func notes(on file: CheckedFile) -> [[String]] {
    file.parts.map { part in
      guard RowDigests.columns(of: part.descriptor) != nil, let rows = part.content.sample else { return [] }
      return [finding(on: rows)?.note].compactMap(\.self)
    }
  }

  /// What is to be said of a series beside those that came before it.
  mutating func finding(on bars: Series) -> SeriesFinding? {
    let own = bars.descriptor
    let digests = Self.digests(of: bars)
    var shared: [Int: (count: Int, first: Int64)] = [:]
    for (digest, stamp) in digests {
      for place in rows[digest] ?? [] where areApart(own, series[place]) {
        let before = shared[place]
        shared[place] = ((before?.count ?? 0) + 1, min(before?.first ?? stamp, stamp))
      }
    }
    let place = series.firstIndex(of: own) ?? series.count
    if place == series.count { series.append(own) }
    for (digest, _) in digests where rows[digest]?.contains(place) != true { rows[digest, default: []].append(place) }
    guard let found = shared.max(by: { ($0.value.count, -$0.key) < ($1.value.count, -$1.key) }),
      found.value.count >= Self.least
    else { return nil }
    let other = series[found.key]
    let (what, name) = (own.kind == .klines ? "bars" : "rows", Self.isOneCoin(own, other) ? "name" : "symbol")
    return SeriesFinding(
      what: "\(found.value.count) of \(digests.count) \(what) that were compared have "
        + "\(own.kind == .klines ? "price and volume" : "the values") of \(other.title) to the last digit",
      count: found.value.count, first: Instant(milliseconds: found.value.first),
      remedy:
        "one of the two is a copy under another \(name)\(name == "name" ? "" : ", or a coin that was renamed"); see "
        + "which, and remove the other ('hindcast data remove')")
  }

  /// Whether rows of two series that are the same are one's under the name of the other, and both as wide.
  private func areApart(_ a: SeriesDescriptor, _ b: SeriesDescriptor) -> Bool {
    guard a.kind == b.kind, a.cadence == b.cadence, a.instrument != b.instrument else { return false }
    return isOfOneCoin || !Self.isOneCoin(a, b)
  }

  private static func isOneCoin(_ a: SeriesDescriptor, _ b: SeriesDescriptor) -> Bool {
    let (coin, other) = (a.instrument.contract.base, b.instrument.contract.base)
    return coin.isEmpty || other.isEmpty ? a.instrument.symbol == b.instrument.symbol : coin == other
  }

  /// Of rows that trade or move, the least digests of time and values in each stretch, with their stamps.
  private static func digests(of bars: Series) -> [(digest: UInt64, stamp: Int64)] {
    guard let digests = RowDigests(bars) else { return [] }
    var stretches: [Int64: [UInt64: Int64]] = [:]
    for row in bars.stamps.indices where digests.tells(row) {
      let stamp = bars.stamps[row]
      stretches[stamp / stretch, default: [:]][SplitMix64.mix(UInt64(bitPattern: stamp) ^ digests[row])] = stamp
    }
    return stretches.values.flatMap { own in
      own.sorted { $0.key < $1.key }.prefix(most).map { (digest: $0.key, stamp: $0.value) }
    }
  }
}
