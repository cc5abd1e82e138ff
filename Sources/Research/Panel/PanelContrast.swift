import Statistics

/// Forward returns in a regime and outside it over the rows of all markets: plain figures before anybody judges them.
public struct PanelContrast: Sendable, Hashable {
  /// Rows in the regime, over all markets.
  public let barsIn: Int
  public let barsOut: Int
  /// Stretches of stamps on which the regime holds in at least one market. Markets get stressed together: episodes
  /// (`Episodes`) that overlap are one, and this is the size of the sample.
  public let episodes: Int
  public let meanIn: Double
  public let medianIn: Double
  public let meanOut: Double

  /// Mean inside less mean outside over all rows. The slope that is judged compares each market with itself and differs
  /// where markets differ in their means or in how often the regime holds.
  public var difference: Double { meanIn - meanOut }

  /// Nil when the regime never or always holds.
  init?(_ members: [PanelMember]) {
    var inside: [Double] = []
    var outside: [Double] = []
    for member in members {
      for row in member.x.indices where !member.x[row].isNaN && !member.y[row].isNaN {
        if member.x[row] > 0 { inside.append(member.y[row]) } else { outside.append(member.y[row]) }
      }
    }
    guard !inside.isEmpty, !outside.isEmpty else { return nil }
    barsIn = inside.count
    barsOut = outside.count
    episodes = Self.episodes(members)
    meanIn = Moments(inside).mean
    medianIn = Quantiles(inside).median
    meanOut = Moments(outside).mean
  }

  /// A market in which nothing is known of a stamp is still in its episode; a stamp of which no market knows anything lies
  /// between two that say the same, or ends nothing.
  private static func episodes(_ members: [PanelMember]) -> Int {
    let count = members.first?.x.count ?? 0
    var somewhere = [Bool?](repeating: nil, count: count)
    for member in members {
      for row in 0..<count where somewhere[row] == nil && !member.x[row].isNaN { somewhere[row] = false }
      let own = Episodes.among(count) { member.x[$0].isNaN ? nil : member.x[$0] > 0 }
      for rows in own where rows.contains(where: { member.x[$0] > 0 && !member.y[$0].isNaN }) {
        for row in rows { somewhere[row] = true }
      }
    }
    return Episodes.among(count) { somewhere[$0] }.count
  }
}
