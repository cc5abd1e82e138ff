import Statistics

/// Forward returns in a regime and outside it over the rows of all markets: plain figures before anybody judges them.
public struct PanelContrast: Sendable, Hashable {
  /// Rows in the regime, over all markets.
  public let barsIn: Int
  public let barsOut: Int
  /// Segments of stamps on which the regime holds in at least one market. Markets get stressed together: episodes that
  /// overlap are one, and this is the size of the sample.
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
    var somewhere = [Bool](repeating: false, count: members.first?.x.count ?? 0)
    for member in members {
      for row in somewhere.indices where !member.x[row].isNaN && !member.y[row].isNaN {
        if member.x[row] > 0 {
          inside.append(member.y[row])
          somewhere[row] = true
        } else {
          outside.append(member.y[row])
        }
      }
    }
    guard !inside.isEmpty, !outside.isEmpty else { return nil }
    barsIn = inside.count
    barsOut = outside.count
    episodes = somewhere.indices.count { somewhere[$0] && ($0 == 0 || !somewhere[$0 - 1]) }
    meanIn = Moments(inside).mean
    medianIn = Quantiles(inside).median
    meanOut = Moments(outside).mean
  }
}
