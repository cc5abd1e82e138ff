import Market
import Numerics
import Replay
import Statistics

/// What null strategies earn on the same days, and how often they do as well.
public struct NullStrategies: Sendable {
  /// Annual Sharpe ratio of the real strategy, UTC-daily, × √365.
  public let observed: Double
  /// In the order of the kinds; those that mean nothing here are missing.
  public let all: [NullStrategy]
  /// Why some are missing.
  public let missing: [NullStrategy.Kind: Unavailable]

  public func of(_ kind: NullStrategy.Kind) -> NullStrategy? { all.first { $0.kind == kind } }

  /// - Parameters:
  ///   - record: what the strategy did, and on which rows.
  ///   - point: the set whose costs apply.
  init(
    _ replays: TrialReplays, _ record: StitchedRecord, costsOf point: Int, replicates: Int, seed: UInt64
  ) throws {
    guard replays.strategy.universe == nil else {
      let nulls = try PortfolioNulls(replays, record, seed: seed)
      observed = record.sums.sharpeAnnual ?? 0
      (all, missing) = try nulls.made(replicates: replicates, against: observed)
      return
    }
    let rows = record.rows
    guard let close = DecisionList.lastDecision(in: rows, replays.tape.presentEverywhere),
      !record.decisions.decisions.isEmpty
    else {
      throw Unavailable("nothing was traded out of sample")
    }
    let arena = try Arena(replays, record, costsOf: point, seed: seed)
    let observed = record.sums.sharpeAnnual ?? 0
    let list = record.decisions
    let holdingPeriods = HoldingPeriods(list, on: rows)
    var all: [NullStrategy] = []
    var missing: [NullStrategy.Kind: Unavailable] = [:]

    all.append(NullStrategy(.signFlip, sharpes: [try arena.sharpe(list.mirrored)]))
    if holdingPeriods.count > 1 {
      let drawn = arena.sharpes(replicates, stream: 1) { holdingPeriods.tossed(&$0) }
      all.append(NullStrategy(.randomSigns, sharpes: drawn, against: observed))
    } else {
      missing[.randomSigns] = Unavailable("it never was flat in between, so there is but one side to toss for")
    }
    if holdingPeriods.canMove {
      let drawn = arena.sharpes(replicates, stream: 2) { holdingPeriods.placed(&$0) }
      all.append(NullStrategy(.randomEntries, sharpes: drawn, against: observed))
    } else {
      missing[.randomEntries] = Unavailable("it is in the market so much that its entries cannot be put elsewhere")
    }
    let least = max(1, list.holdingLengths.max() ?? 1)
    if rows.count > 2 * least + replicates {
      let drawn = arena.sharpes(replicates, stream: 3) { random in
        list.shifted(by: least + random.below(rows.count - 2 * least), on: rows, closingAt: close)
      }
      all.append(NullStrategy(.shifted, sharpes: drawn, against: observed))
    } else {
      missing[.shifted] = Unavailable("it holds so long that there are too few distances to move it by")
    }
    let bar = replays.tape.grid.interval
    for (bars, name) in Self.delays(bar) {
      all.append(
        NullStrategy(.stale, delay: name, sharpes: [try arena.sharpe(list.delayed(by: bars, closingAt: close))]))
    }
    switch arena.betaMatched(closingAt: close) {
    case .success(let matched): all.append(matched)
    case .failure(let reason): missing[.betaMatched] = reason
    }
    self.observed = observed
    self.all = all
    self.missing = missing
  }

  /// One bar, an hour and a day, where those are bars and not the same.
  static func delays(_ bar: Interval) -> [(bars: Int, name: String)] {
    [(1, "1 bar")]
      + [Interval.hour, .day].compactMap { delay in
        delay.count(of: bar).flatMap { $0 > 1 ? ($0, delay.description) : nil }
      }
  }
}

/// Where nulls are replayed: the days out of sample, with the costs of the strategy.
private struct Arena: Sendable {
  let tape: PreparedMarket
  let costs: Costs
  let equity: Double
  /// How a weight is held, of a strategy with legs: nulls hold the same ones.
  let legs: LegDecisions?
  let record: StitchedRecord
  let seed: UInt64
  /// Places of the tested days among those of the tape.
  let places: [Int]

  init(_ replays: TrialReplays, _ record: StitchedRecord, costsOf point: Int, seed: UInt64) throws {
    tape = try replays.tape.slice(record.rows)
    equity = replays.strategy.initialEquity
    legs = try replays.legs(of: point)
    costs = try legs?.firstCosts ?? replays.bound(point).costs
    self.record = record
    self.seed = seed
    let first = tape.returnDays.first
    places = record.days.map { $0.utcDay - first }
  }

  /// Returns of the tested days; days between windows count for nobody.
  func returns(_ decisions: DecisionList, _ costs: Costs) throws(Problem) -> [Double] {
    let all = try DailyReturns(tape, decisions: decisions, costs: costs, initialEquity: equity).returns
    return places.map { all[$0] }
  }

  func sharpe(_ decisions: DecisionList) throws(Problem) -> Double {
    guard let legs else { return DailySums(try returns(decisions, costs)).sharpeAnnual ?? 0 }
    let all = try DailyReturns(tape, legs: legs.decided(by: decisions), initialEquity: equity).returns
    return DailySums(places.map { all[$0] }).sharpeAnnual ?? 0
  }

  /// Of holding the first leg, or the only instrument, by itself.
  private func sharpeAlone(_ decisions: DecisionList) throws(Problem) -> Double {
    DailySums(try returns(decisions, costs)).sharpeAnnual ?? 0
  }

  func sharpes(
    _ count: Int, stream: UInt64, _ draw: @Sendable (inout CounterRandom) -> DecisionList
  ) -> [Double] {
    NullStrategies.sharpes(count, seed: seed, stream: stream) { try sharpe(draw(&$0)) }
  }

  /// The strategy's days regressed on the market's: slope, intercept, and a replay of the market at the slope.
  func betaMatched(closingAt close: Int) -> Result<NullStrategy, Unavailable> {
    let first = record.rows.lowerBound
    func held(_ weight: Double) -> DecisionList {
      DecisionList([Decision(row: first, weight: weight), Decision(row: close, weight: 0)])
    }
    return NullStrategies.betaMatched(record) {
      guard first < close else { throw Unavailable("there are too few bars to hold anything") }
      return try returns(held(1), .free)
    } sharpe: { beta in
      try sharpeAlone(held(beta))
    }
  }
}

extension NullStrategies {
  /// One of each replicate. One that outgrows exact arithmetic would be a splendid one, and counts as such.
  static func sharpes(
    _ count: Int, seed: UInt64, stream: UInt64, _ replicate: @Sendable (inout CounterRandom) throws -> Double
  ) -> [Double] {
    concurrentMap(count) { place in
      var random = CounterRandom(seed: seed, stream: stream << 32 + UInt64(place))
      return (try? replicate(&random)) ?? .infinity
    }
  }

  /// The days of a record regressed on the market's: slope, intercept, and a replay of the market at the slope.
  ///
  /// - Parameters:
  ///   - market: its returns on the tested days, free of costs.
  ///   - sharpe: of holding the market at a weight, costs included.
  static func betaMatched(
    _ record: StitchedRecord, market: () throws -> [Double], sharpe: (Double) throws -> Double
  ) -> Result<NullStrategy, Unavailable> {
    do {
      let market = try market()
      let fit = try OLS.fit(NamedColumn("strategy", record.returns), x: [NamedColumn("market", market)])
      let terms = try fit.inference(.neweyWest(lags: LagRule.neweyWest.lags(observations: market.count)))
      guard let alpha = terms[OLS.interceptName], let beta = terms["market"] else {
        throw Unavailable("the market's days explain nothing")
      }
      let p = alpha.t.isNaN ? nil : alpha.t > 0 ? alpha.p / 2 : 1 - alpha.p / 2
      return .success(
        NullStrategy(
          .betaMatched, sharpes: [beta.coefficient == 0 ? 0 : try sharpe(beta.coefficient)], p: p,
          beta: beta.coefficient, alphaAnnual: alpha.coefficient * Annual.days))
    } catch let reason as Unavailable {
      return .failure(reason)
    } catch {
      return .failure(Unavailable("\(error)"))
    }
  }
}
