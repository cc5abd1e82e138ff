import Market
import Replay
import Signals

/// What a replay's result owes to each convention it was reckoned by: the same strategy on the same bars with one of them
/// changed at a time.
///
/// The conventions are those that backtests are wrong by in public: whether a fill at a settlement's instant pays it, what
/// settlements are priced on, what trading costs, and whether the signals could have been known in time.
public struct ReplaySensitivity: Sendable {
  /// One convention changed.
  public struct Variant: Sendable {
    /// Stable word for documents: `funding_after_fill`.
    public let key: String
    /// What differs, in words.
    public let change: String
    /// The figures then; why there are none otherwise.
    public let figures: Result<Figures, Unavailable>
  }

  /// As it was replayed.
  public let base: Figures
  public let variants: [Variant]

  /// - Parameters:
  ///   - strategy: with its fees known.
  ///   - frame: whose columns hold `index` where settlements are to be priced on it.
  ///   - market: prepared of the frame.
  /// - Throws: what the replay itself throws.
  public init(of strategy: BoundStrategy, on frame: Frame, _ market: PreparedMarket) throws(Problem) {
    let evaluator = Evaluator(frame)
    base = try strategy.figures(evaluator, on: market)

    func variant(_ key: String, _ change: String, _ figures: () throws(Problem) -> Figures) -> Variant {
      do { return Variant(key: key, change: change, figures: .success(try figures())) } catch {
        return Variant(key: key, change: change, figures: .failure(Unavailable(error.what)))
      }
    }
    let due = market.legs.map(\.funding.settlements)
    /// - Parameter changed: settlements by the place of their instrument among the frame's.
    func settled(_ key: String, _ change: String, _ changed: ([Settlement], Int) -> [Settlement]) -> Variant {
      variant(key, change) { () throws(Problem) in
        let settlements = due.enumerated().map { changed($1, $0) }
        return try strategy.figures(
          evaluator,
          on: strategy.legs == nil && strategy.universe == nil
            ? try PreparedMarket(frame, settlements: settlements[0]) : try PreparedMarket(frame, legs: settlements))
      }
    }
    func costing(_ key: String, _ change: String, _ factor: Double) -> Variant {
      variant(key, change) { () throws(Problem) in
        func scaled(_ costs: Costs) -> Costs {
          var costs = costs
          costs.taker *= factor
          costs.maker *= factor
          costs.slippage *= factor
          costs.modelled *= factor
          return costs
        }
        let equity = strategy.strategy.initialEquity
        let decisions = try strategy.decisions(evaluator, on: market)
        if case .legs(let legs) = decisions {
          return try StrategyDecisions.legs(legs.charging(scaled, on: market)).figures(
            on: market, costs: strategy.costs, initialEquity: equity)
        }
        if case .portfolio(let portfolio) = decisions {
          return try StrategyDecisions.portfolio(portfolio.charging(scaled)).figures(
            on: market, costs: strategy.costs, initialEquity: equity)
        }
        return try decisions.figures(on: market, costs: scaled(strategy.costs), initialEquity: equity)
      }
    }
    func late(_ key: String, _ change: String, _ names: Set<String>) -> Variant {
      variant(key, change) { () throws(Problem) in
        try strategy.figures(Evaluator(frame.lagged(names)), on: market)
      }
    }

    var variants: [Variant] = []
    if due.contains(where: { !$0.isEmpty }) {
      variants.append(
        settled("funding_after_fill", "a fill at a settlement's instant pays it") { due, _ in due.map(\.justAfter) })
      variants.append(
        settled("funding_on_last", "settlements on the last traded price") { due, leg in
          due.repriced(.trade) { frame.grid.lastKnown(frame.members[leg].bars.close, at: $0) }
        })
      if let index = frame.columns["index"] {
        variants.append(
          settled("funding_on_index", "settlements on the index") { due, leg in
            leg > 0 ? due : due.repriced(.mark) { frame.grid.lastKnown(index.values, at: $0) }
          })
      }
      variants.append(settled("no_funding", "no funding at all") { _, _ in [] })
    }
    let costs = strategy.costs
    if strategy.legs != nil || costs.taker != 0 || costs.maker != 0 || costs.slippage != 0
      || strategy.strategy.execution?.impact != nil || strategy.strategy.execution?.spread != nil
    {
      variants.append(costing("no_costs", "no fees, no slippage", 0))
      variants.append(costing("half_costs", "half the fees and slippage", 0.5))
      variants.append(costing("double_costs", "double the fees and slippage", 2))
    }
    let read = Set(frame.columns.keys).intersection(strategy.strategy.columnNames)
    if !read.isEmpty { variants.append(late("all_late", "everything known one bar later", read)) }
    if read.count > 1 {
      for name in read.sorted() { variants.append(late("late_\(name)", "\(name) known one bar later", [name])) }
    }
    self.variants = variants
  }
}

extension Settlement {
  /// A millisecond later: inside the bar, where it settles on what is held after the open's fill.
  fileprivate var justAfter: Settlement {
    Settlement(
      instant: instant + Interval(milliseconds: 1), rate: rate, price: price, priceSource: priceSource,
      interval: interval, isAssumed: isAssumed)
  }
}

extension [Settlement] {
  /// On other prices; those that have none keep theirs.
  fileprivate func repriced(_ source: Settlement.PriceSource, _ price: (Instant) -> Double?) -> [Settlement] {
    map { settlement in
      guard let price = price(settlement.instant) else { return settlement }
      return Settlement(
        instant: settlement.instant, rate: settlement.rate, price: price, priceSource: source,
        interval: settlement.interval, isAssumed: settlement.isAssumed)
    }
  }
}
