/// One market of a panel, on the stamps that all markets share.
public struct PanelMember: Sendable {
  public let market: String
  /// The regressor, 1 and 0 for a regime; NaN where unknown and on stamps the market does not have.
  public let x: [Double]
  /// Forward returns over the horizon, NaN where unknown.
  public let y: [Double]
  /// The first one-bar return that a decision on each row can earn, NaN where unknown.
  public let nextReturns: [Double]

  public init(market: String, x: [Double], y: [Double], nextReturns: [Double]) {
    self.market = market
    self.x = x
    self.y = y
    self.nextReturns = nextReturns
  }
}

/// Several markets on one grid of stamps, and the slope of forward returns on a regressor with an intercept a market.
///
/// The slope is that of the regression within markets: each market's own means are taken off first, so that it says what
/// happens when the regressor of a market is high for that market, and not that one market is higher than another. Markets
/// move together; whatever judges the slope first adds the markets of a stamp up and then treats the sum as one
/// observation, so that two markets that are the same count once.
public struct PanelSample: Sendable {
  public let members: [PanelMember]
  public let horizon: Int
  /// Stamps of the grid.
  public let count: Int
  /// Rows, over all markets, on which both the regressor and the forward return are known.
  public let observations: Int
  /// Stamps on which some market counts.
  public let stamps: Int
  public let slope: Double
  /// Σ over markets and stamps of (x - x̄)².
  public let regressorSumOfSquares: Double
  public let residualSumOfSquares: Double
  /// Mean forward return over the rows that count.
  public let meanAll: Double
  let deviations: [PanelDeviations]
  /// Σ over the markets of a stamp of (x - x̄)·residual.
  let scores: [Double]

  /// - Throws: `differentLengths`, `infiniteValue`, `beyondRange`, `outOfRange` for the horizon, `tooFewObservations`,
  ///   `constantRegressor` when no market's regressor varies, `stillWindows` when it has a period that goes into the horizon.
  public init(_ members: [PanelMember], horizon: Int) throws {
    let count = members.first?.x.count ?? 0
    guard horizon >= 1, horizon <= max(1, count) else {
      throw StatisticsError.outOfRange(
        quantity: "horizon", value: Double(horizon), allowed: "from 1 bar to the \(count) bars of the sample")
    }
    for member in members { try member.check(count: count) }
    let deviations = members.map { PanelDeviations($0, horizon: horizon) }
    try self.init(members, deviations, horizon: horizon, count: count)
    if windowsStandStill { throw StatisticsError.stillWindows(horizon: horizon) }
  }

  /// On how many rows of all markets the slope rests, as `ForwardSample.rowsBehindSlope`.
  public var rowsBehindSlope: Double {
    let fourth = deviations.reduce(0) { $0 + Sums.squares($1.x.map { $0 * $0 }) }
    return regressorSumOfSquares * regressorSumOfSquares / fourth
  }

  /// As of one market, of all of them together.
  private var windowsStandStill: Bool {
    guard horizon > 1 else { return false }
    var (whole, all) = (0.0, 0.0)
    var isAnyWhole = false
    for (member, deviation) in zip(members, deviations) {
      var run = 0
      let isWhole = member.x.map { value in
        run = value.isNaN ? 0 : run + 1
        return run >= horizon
      }
      let windows = WholeWindows(
        known: deviation.knownX, counted: deviation.x, isWhole: isWhole, observations: deviation.observations,
        horizon: horizon)
      whole += windows.whole
      all += windows.all
      isAnyWhole = isAnyWhole || windows.isAnyWhole
    }
    return isAnyWhole && whole < WholeWindows.least * all
  }

  private init(_ members: [PanelMember], _ deviations: [PanelDeviations], horizon: Int, count: Int) throws {
    let observations = deviations.reduce(0) { $0 + $1.observations }
    guard observations >= members.count + 2 else {
      throw StatisticsError.tooFewObservations(have: observations, need: members.count + 2)
    }
    let squares = deviations.reduce(0) { $0 + Sums.squares($1.x) }
    guard squares > 0 else { throw StatisticsError.constantRegressor(observations: observations) }
    let slope = deviations.reduce(0) { $0 + Sums.products($1.x, $1.y) } / squares
    var scores = [Double](repeating: 0, count: count)
    var residuals = 0.0
    var seen = [Bool](repeating: false, count: count)
    for member in deviations {
      for row in 0..<count where member.weights[row] > 0 {
        let residual = member.y[row] - slope * member.x[row]
        scores[row] += member.x[row] * residual
        residuals += residual * residual
        seen[row] = true
      }
    }
    self.members = members
    self.deviations = deviations
    self.horizon = horizon
    self.count = count
    self.observations = observations
    self.slope = slope
    self.scores = scores
    stamps = seen.count { $0 }
    regressorSumOfSquares = squares
    residualSumOfSquares = residuals
    meanAll = deviations.reduce(0) { $0 + $1.meanY * Double($1.observations) } / Double(observations)
  }

  /// The same returns with the regressors of all markets moved `shift` stamps later round the circle, by the same
  /// distance, so that what markets share at a stamp stays together.
  package func shifted(by shift: Int) throws -> PanelSample {
    let moved = members.map { member in
      let split = count - shift % max(1, count)
      return PanelMember(
        market: member.market, x: Array(member.x[split...] + member.x[..<split]), y: member.y,
        nextReturns: member.nextReturns)
    }
    return try PanelSample(
      moved, moved.map { PanelDeviations($0, horizon: horizon) }, horizon: horizon, count: count)
  }
}

extension PanelMember {
  fileprivate func check(count: Int) throws {
    for (name, column) in [("regressor", x), ("forward returns", y), ("next returns", nextReturns)] {
      guard column.count == count else {
        throw StatisticsError.differentLengths(column: "\(name) of \(market)", have: column.count, expected: count)
      }
      if let row = column.firstIndex(where: \.isInfinite) {
        throw StatisticsError.infiniteValue(column: "\(name) of \(market)", row: row)
      }
    }
    if let size = ComputableSize.beyond(ComputableSize.ofFourthPowers, x) {
      throw StatisticsError.beyondRange(column: "the signal of \(market)", size: size)
    }
  }
}

/// A market's columns less their means, zero where they do not count.
struct PanelDeviations: Sendable {
  /// 1 where both the regressor and the forward return are known.
  let weights: [Double]
  let observations: Int
  let meanX: Double
  let meanY: Double
  let x: [Double]
  let y: [Double]
  /// x less its mean wherever x is known, with a forward return or without.
  let knownX: [Double]
  /// The same on the rows that Hodrick's windows hold.
  let windowX: [Double]
  /// One-bar returns by the rows whose forward returns they are in.
  let weighed: WeighedReturns

  /// Hodrick's e, 0 where it has no weight.
  var shocks: [Double] { weighed.shocks }
  var shockCount: Int { weighed.count }

  init(_ member: PanelMember, horizon: Int) {
    let weights = zip(member.x, member.y).map { $0.isNaN || $1.isNaN ? 0.0 : 1 }
    let observations = Int(Sums.sum(weights))
    let n = Double(max(1, observations))
    let meanX = Sums.sum(zip(weights, member.x).map { $0 > 0 ? $1 : 0 }) / n
    let meanY = Sums.sum(zip(weights, member.y).map { $0 > 0 ? $1 : 0 }) / n
    let x = zip(weights, member.x).map { $0 > 0 ? $1 - meanX : 0 }
    // A constant leaves rounding behind where zero should be.
    let isConstant = Sums.squares(x) <= 1e-24 * n * meanX * meanX
    let weighed = WeighedReturns(
      counts: weights.map(UInt8.init), known: { !member.x[$0].isNaN }, nextReturns: member.nextReturns,
      horizon: horizon)
    let knownX = member.x.map { isConstant || $0.isNaN ? 0 : $0 - meanX }
    self.weights = weights
    self.observations = observations
    self.meanX = meanX
    self.meanY = meanY
    self.x = isConstant ? x.map { _ in 0 } : x
    y = zip(weights, member.y).map { $0 > 0 ? $1 - meanY : 0 }
    self.knownX = knownX
    windowX = elementwise(knownX.count) { Double(weighed.held[$0]) * knownX[$0] }
    self.weighed = weighed
  }
}
