import Market
import Numerics
import Store

/// Bars made of trades beside those that files brought: a venue's own bar has all of its trades, so that one made of some of
/// them does not take its place.
public struct BarsOfTrades {
  /// Those that the dataset does not have, or has made before.
  public let bars: Series
  /// What is to be said of the others; nil where there are none.
  public let note: String?

  /// Digits that a sum of many trades loses.
  private static let equal = 1e-9

  public init(_ made: Series, beside dataset: Dataset, format: String) throws {
    let own = made.descriptor
    let isBrought = try dataset.imports().contains { $0.series == own && $0.source.format != format }
    guard isBrought, let range = made.range else {
      (bars, note) = (made, nil)
      return
    }
    let held = try dataset.series(own, range: range)
    let places = Dictionary(zip(held.stamps, held.stamps.indices), uniquingKeysWith: { $1 })
    let kept = made.stamps.indices.filter { places[made.stamps[$0]] == nil }
    bars = made.rows(kept)
    let pairs = made.stamps.indices.compactMap { row in places[made.stamps[row]].map { (made: row, held: $0) } }
    let others = pairs.filter { pair in
      zip(made.columns, held.columns).contains { !Self.areEqual($0[pair.made], $1[pair.held]) }
    }
    note = others.first.map { first in
      let volumes = own.columns.firstIndex { $0.name == "volume" }.map { column in
        others.map { made.columns[column][$0.made] / held.columns[column][$0.held] }.filter(\.isFinite)
      }
      let share = volumes?.middle.map { ", whose volume is \(Float($0)) times theirs in the middle" } ?? ""
      return
        "\(others.count) of \(pairs.count) bars say something else than those that came from files\(share), the first at "
        + "\(Instant(milliseconds: made.stamps[first.made]).minuteText): those stay. Trades are missing, or they are of "
        + "another market; to make these bars of trades all the same, 'hindcast data remove' the series first"
    }
  }

  private static func areEqual(_ a: Double, _ b: Double) -> Bool {
    a.isNaN || b.isNaN || abs(a - b) <= equal * max(abs(a), abs(b))
  }
}
