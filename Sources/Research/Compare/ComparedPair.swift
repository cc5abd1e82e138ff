import Statistics

/// A pair of strategies, the market it is of (nil for all of them together), and its p after Holm.
public struct ComparedPair: Sendable {
  public let market: String?
  public let test: PairedTest
  public let holmP: Double?
  public let correlation: Double?
  public let drawdownCorrelation: Double?

  /// At which a difference is more than chance explains.
  public static let level = 0.05

  public var isReal: Bool { (holmP ?? 1) < Self.level }

  /// Every pair of every part, corrected over all of them.
  public static func all(_ parts: [(market: String?, comparison: Comparison)]) -> [ComparedPair] {
    let all = parts.flatMap { part in
      part.comparison.pairs.map { (market: part.market, comparison: part.comparison, test: $0) }
    }
    let known = all.indices.filter { all[$0].test.decisiveP != nil }
    let adjusted = Correction.holm.adjusted(known.map { all[$0].test.decisiveP ?? 1 })
    let corrected = Dictionary(zip(known, adjusted), uniquingKeysWith: { first, _ in first })
    return all.enumerated().map { index, row in
      let names = row.comparison.contenders.map(\.name)
      let places = (names.firstIndex(of: row.test.a) ?? 0, names.firstIndex(of: row.test.b) ?? 0)
      return ComparedPair(
        market: row.market, test: row.test, holmP: corrected[index],
        correlation: row.comparison.correlation[places.0][places.1],
        drawdownCorrelation: row.comparison.drawdownCorrelation[places.0][places.1])
    }
  }
}
