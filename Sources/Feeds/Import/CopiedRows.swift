import Market

/// Bars that have the price and the volume of another coin's to the last digit, among all that one call reads: rows that were copied
/// under a second symbol. Two coins at one price have volumes of their own, and bars without a trade say nothing.
struct CopiedRows {
  /// By the digest of a row: the series that have it, by their place.
  private var rows: [Int: [Int]] = [:]
  private var series: [SeriesDescriptor] = []

  /// Rows of a series that are compared: those of the least digests, which of two copies are the same.
  private static let most = 256
  private static let least = 10

  /// - Returns: what is to be said of each part of the file.
  mutating func notes(on file: CheckedFile) -> [[String]] {
    file.parts.map { part in
      guard part.descriptor.kind == .klines, let bars = part.content.sample else { return [] }
      return [note(on: bars)].compactMap(\.self)
    }
  }

  private mutating func note(on bars: Series) -> String? {
    let own = bars.descriptor
    let digests = Self.digests(of: bars)
    var shared: [Int: Int] = [:]
    for digest in digests {
      for place in rows[digest] ?? [] where Self.areApart(own, series[place]) { shared[place, default: 0] += 1 }
    }
    let place = series.firstIndex(of: own) ?? series.count
    if place == series.count { series.append(own) }
    for digest in digests where rows[digest]?.contains(place) != true { rows[digest, default: []].append(place) }
    guard let found = shared.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }), found.value >= Self.least else {
      return nil
    }
    return
      "\(found.value) of \(digests.count) bars that were compared have price and volume of \(series[found.key].title) to the last "
      + "digit: one of the two is a copy under another symbol, or a coin that was renamed; see which, and remove the other "
      + "('hindcast data remove')"
  }

  /// Whether two series are of two coins, and their bars as wide.
  private static func areApart(_ a: SeriesDescriptor, _ b: SeriesDescriptor) -> Bool {
    let (coin, other) = (a.instrument.contract.base, b.instrument.contract.base)
    return a.cadence == b.cadence
      && (coin.isEmpty || other.isEmpty ? a.instrument.symbol != b.instrument.symbol : coin != other)
  }

  /// Of bars that traded, the least digests of time, prices and volume, each once.
  private static func digests(of bars: Series) -> [Int] {
    guard let volume = bars.values("volume") else { return [] }
    let columns = ["open", "high", "low", "close", "volume"].compactMap { bars.values($0) }
    let all = bars.stamps.indices.lazy.filter { volume[$0] > 0 }.map { row in
      var hasher = Hasher()
      hasher.combine(bars.stamps[row])
      for column in columns { hasher.combine(column[row].bitPattern) }
      return hasher.finalize()
    }
    return Array(Set(all).sorted().prefix(most))
  }
}
