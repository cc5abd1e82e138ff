/// How much of an order a market takes, at what price beyond a fixed slippage, and along which path: what a plain market
/// order at the open does without.
///
/// Columns are by row of the grid. Of spread and impact a fill in a bar knows what was known at the close before it; the
/// volume a bar can take is that of the bar itself, which no decision sees.
public final class Execution: Sendable {
  /// The share of a bar's volume that orders in it may take together; nil for any amount.
  let participation: Double?
  /// Units of position traded in each bar; NaN where it is not known. Empty without participation.
  let volume: [Double]
  /// Half the quoted spread as a share of the price; empty where a fixed slippage is all there is.
  let halfSpread: [Double]
  /// Whether the spread of each bar was none as it came: below zero, or wider than `mostSpread`. Empty where all were some.
  private let isDoubtful: [Bool]
  /// What an order of one unit moves the price by, as a share of it: coefficient × volatility / √volume. Empty without.
  let impact: [Double]
  /// The most that is traded in a UTC day, in multiples of equity.
  let mostTurnover: Double
  /// Whether the bars inside a bar are followed.
  let followsPath: Bool

  /// More than this share of the price impact is not taken to be: no market is left there, and no law was measured.
  static let most = 0.5
  /// The widest spread that is taken for one, as a share of the price; a wider one is taken to be this wide.
  static let mostSpread = 0.2

  /// - Parameter spread: as a share of the price. Below zero it is none, and counts as not known.
  init(
    participation: Double? = nil, volume: [Double] = [], spread: [Double] = [], impact: [Double] = [],
    mostTurnover: Double = .infinity, followsPath: Bool = false
  ) {
    self.participation = participation
    self.volume = volume
    halfSpread = Self.carried(spread.map { $0 < 0 ? .nan : min($0, Self.mostSpread) / 2 })
    let isDoubtful = spread.map { $0 < 0 || $0 > Self.mostSpread }
    self.isDoubtful = isDoubtful.contains(true) ? isDoubtful : []
    self.impact = Self.carried(impact)
    self.mostTurnover = mostTurnover
    self.followsPath = followsPath
  }

  /// What is not known is what it was when it last was: a market does not lose its spread in a bar without a quote.
  private static func carried(_ values: [Double]) -> [Double] {
    var last = Double.nan
    return values.map { value in
      if value.isFinite { last = value }
      return last
    }
  }

  /// What a fill costs beyond the fixed slippage, as shares of the price.
  struct Cost {
    var spread = 0.0
    var impact = 0.0
    /// False where nothing was known yet of one of them, which then costs nothing.
    var isKnown = true
    /// Whether the spread at the close before was none as it came.
    var isDoubtful = false
  }

  /// - Parameters:
  ///   - quantity: traded, unsigned.
  ///   - row: the bar it is traded in.
  func cost(of quantity: Double, in row: Int) -> Cost {
    var cost = Cost()
    func known(_ values: [Double]) -> Double? {
      guard row > 0, row <= values.count, values[row - 1].isFinite else {
        cost.isKnown = false
        return nil
      }
      return max(0, values[row - 1])
    }
    if !halfSpread.isEmpty, let half = known(halfSpread) { cost.spread = half }
    if row > 0, row <= isDoubtful.count { cost.isDoubtful = isDoubtful[row - 1] }
    if !impact.isEmpty, let one = known(impact) { cost.impact = min(one * quantity.squareRoot(), Self.most) }
    return cost
  }

  /// What the bar `row` can take, in units of position; nothing where its volume is not known.
  func room(in row: Int) -> Double {
    guard let participation else { return .infinity }
    let volume = volume[row]
    return volume > 0 ? participation * volume : 0
  }
}

extension Execution: Hashable {
  /// One and the same: an order is replayed with what it was made with.
  public static func == (a: Execution, b: Execution) -> Bool { a === b }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
