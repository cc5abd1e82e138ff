import Numerics

/// Bars of one instrument in two widths: the wide ones beside what the narrow ones within them add up to. Of one source they
/// are equal; of another clock, venue or contract they are not.
public struct BarSums: Sendable {
  /// Wide bars of which every narrow one is there.
  public let joined: Int
  /// Those of which a price is another than theirs.
  public let differing: Int
  /// The first of these: when, its close, and the close of the last narrow bar in it.
  public let first: (at: Instant, close: Double, summed: Double)?
  /// The middle distance between the closes of those that differ: 0.0001 is 1 bp.
  public let distance: Double
  /// What volumes are of theirs in the middle, where that is not 1; nil where it is, or nothing was traded.
  public let volumes: Double?

  private static let least = 10
  /// Digits that an exporter cuts off.
  private static let equal = 1e-6
  private static let equalVolumes = 0.99...1.01

  private static let names: [SeriesKind: [String]] = [
    .klines: ["open", "high", "low", "close"], .mark: ["mark_open", "mark_high", "mark_low", "mark"],
    .index: ["index_open", "index_high", "index_low", "index"],
  ]

  /// Whether the second has bars of the same that are narrower by a whole number.
  public static func areComparable(_ wide: SeriesDescriptor, _ narrow: SeriesDescriptor) -> Bool {
    guard wide.instrument == narrow.instrument, wide.kind == narrow.kind, names[wide.kind] != nil,
      wide.known == .atClose, narrow.known == .atClose, let a = wide.cadence?.milliseconds,
      let b = narrow.cadence?.milliseconds
    else { return false }
    return b > 0 && a > b && a % b == 0
  }

  /// The columns that are looked at, of those that the series has.
  public static func columns(of descriptor: SeriesDescriptor) -> [String] {
    ((names[descriptor.kind] ?? []) + ["volume"]).filter { name in descriptor.columns.contains { $0.name == name } }
  }

  /// Nil where fewer than ten bars can be compared.
  public init?(of wide: Series, from narrow: Series) {
    guard Self.areComparable(wide.descriptor, narrow.descriptor), let names = Self.names[wide.descriptor.kind],
      let width = wide.descriptor.cadence?.milliseconds, let step = narrow.descriptor.cadence?.milliseconds
    else { return nil }
    let (own, parts) = (names.compactMap(wide.values), names.compactMap(narrow.values))
    guard own.count == 4, parts.count == 4 else { return nil }
    let (ownVolumes, theirVolumes) = (wide.values("volume"), narrow.values("volume"))
    let ratio = Int(width / step)
    var (joined, differing, next) = (0, 0, 0)
    var first: (at: Instant, close: Double, summed: Double)?
    var (distances, ratios): ([Double], [Double]) = ([], [])
    for row in wide.stamps.indices {
      let start = wide.stamps[row]
      while next < narrow.count, narrow.stamps[next] < start { next += 1 }
      let end = next + ratio
      // Stamps only grow, so that as many as fit, of which the last is the last that can be, are all.
      guard end <= narrow.count, narrow.stamps[next] == start, narrow.stamps[end - 1] == start + width - step else {
        continue
      }
      let inside = next..<end
      let summed = [
        parts[0][next], parts[1][inside].max() ?? .nan, parts[2][inside].min() ?? .nan, parts[3][end - 1],
      ]
      joined += 1
      if zip(own, summed).contains(where: { abs($0[row] / $1 - 1) > Self.equal }) {
        differing += 1
        distances.append(abs(own[3][row] / summed[3] - 1))
        first = first ?? (Instant(milliseconds: start), own[3][row], summed[3])
      }
      if let ownVolumes, let theirVolumes {
        let sum = theirVolumes[inside].reduce(0, +)
        if sum > 0, ownVolumes[row] > 0 { ratios.append(ownVolumes[row] / sum) }
      }
    }
    guard joined >= Self.least else { return nil }
    self.joined = joined
    self.differing = differing
    self.first = first
    distance = distances.filter(\.isFinite).middle ?? 0
    volumes = ratios.filter(\.isFinite).middle.flatMap { Self.equalVolumes.contains($0) ? nil : $0 }
  }

  /// What is to be said of it: whose bars differ, where first, and by how much. Nil where nothing does.
  ///
  /// - Parameter other: what the narrow bars are called.
  public func sentence(besides other: String) -> String? {
    let prices = first.map { first in
      "\(differing) of \(joined) bars are not what those of \(other) add up to, the first at \(first.at.minuteText): its close "
        + "is \(first.close) and theirs \(first.summed); closes of such bars are \(Self.basisPoints(distance)) apart in the "
        + "middle"
    }
    let sums = volumes.map { "its volumes are \(Float($0)) times the sum of those of \(other)" }
    let all = [prices, sums].compactMap(\.self)
    return all.isEmpty ? nil : all.joined(separator: ", and ")
  }

  /// Whether so many differ that it is no correction of a bar here and there.
  public var isSystematic: Bool { differing * 10 > joined || volumes != nil }

  private static func basisPoints(_ distance: Double) -> String { "\((distance * 1e5).rounded() / 10) bps" }
}
