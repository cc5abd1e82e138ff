import Foundation
import Market
import Replay
import Signals
import Testing

/// A few candles, the rules that trade them, and what must come of it: the specification of fills, a line at a time.
///
/// Candles are hourly from 00:00, `open high low close` or `-` for a bar the market did not print. Unless its rules say
/// otherwise a scene has 1,000 of equity, no costs, and weights of 1, so that a decision at a close of 100 buys 10.
struct Scene: Sendable, CustomTestStringConvertible {
  let name: String
  let rules: String
  let candles: String
  /// `long 10 01:00 @100 -> 02:00 @97 stop`: side, quantity, entry, exit and why it ended.
  let trades: [String]
  /// `02:00 fee -0.97`, where a scene is about money; nil where the trades say it all.
  var ledger: [String]?
  var funding: [Settlement] = []
  /// What became of orders that did not simply fill.
  var counts: [String: Int] = [:]
  /// The bars inside the bars, where a scene is about them.
  var finer = ""
  /// `open high low` of the mark's bars, or `-` for one that is missing, where a scene watches it.
  var marks = ""
  /// Facts of the contract: lot, tick and least notional.
  var contract: @Sendable (inout Contract) -> Void = { _ in }

  init(
    _ name: String, _ rules: String, _ candles: String, trades: [String], ledger: [String]? = nil,
    funding: [Settlement] = [], counts: [String: Int] = [:], finer: String = "", marks: String = "",
    contract: @escaping @Sendable (inout Contract) -> Void = { _ in }
  ) {
    self.contract = contract
    self.finer = finer
    self.marks = marks
    self.name = name
    self.rules = rules
    self.candles = candles
    self.trades = trades
    self.ledger = ledger
    self.funding = funding
    self.counts = counts
  }

  var testDescription: String { name }

  func check() throws {
    let market = Candles.frame(
      candles, funding: funding, extra: Candles.marks(marks), finer: finer, contract: contract)
    let costs = rules.contains("costs:") ? "" : "\ncosts: { taker: 0, maker: 0, slippage: 0 }"
    let equity = rules.contains("equity:") ? "" : "\nequity: 1000"
    let strategy = try StrategyFile.parse(rules + costs + equity + "\n", file: "scene.yaml")
    let tape = try PreparedMarket(market)
    let bound = try strategy.bound()
    let run = try bound.run(Evaluator(market.frame), on: tape)
    #expect(run.trades.map(\.line) == trades)
    if let ledger { #expect(run.ledger.map(\.line) == ledger) }
    for (cause, count) in counts { #expect(run.orders.byName[cause] == count, "\(cause)") }

    // What no scene needs to say: nobody watching changes nothing, a sweep's trial is a replay, and the orders alone, without
    // the rules they came from, are filled as they were.
    #expect(try bound.figures(Evaluator(market.frame), on: tape) == run.figures)
    let plan = try StrategyPlan(strategy, points: OnePoint(), evaluator: Evaluator(market.frame))
    #expect(try TrialRunner(plan).figures(of: 0, on: tape) == run.figures)
    if case .orders(let orders) = try bound.decisions(Evaluator(market.frame), on: tape) {
      let log = try OrderLog(
        orders, closingAt: tape.rows.upperBound, on: tape, costs: bound.costs, initialEquity: strategy.initialEquity)
      let replayed = try OrderList(log.orders).dailyReturns(
        on: tape, costs: bound.costs, initialEquity: strategy.initialEquity)
      #expect(replayed.figures == run.figures)
    }
  }
}

/// A strategy without anything to vary.
struct OnePoint: ParameterPoints {
  let axisNames: [String] = []
  func extent(ofAxis axis: Int) -> Int? { nil }
  func positions(of point: Int, into positions: UnsafeMutableBufferPointer<Int>) {}
  func value(at position: Int, on axis: Int) -> ParameterValue { preconditionFailure("there is no axis") }
}

extension Trade {
  fileprivate var line: String {
    "\(side > 0 ? "long" : "short") \(short(quantity)) \(entered.hourText) @\(short(entryPrice)) -> \(left.hourText) @\(short(exitPrice)) \(ending.rawValue)"
  }
}

extension LedgerEntry {
  fileprivate var line: String { "\(instant.hourText) \(kind.rawValue) \(short(Money.quote(amount)))" }
}

extension Instant {
  fileprivate var hourText: String { String(minuteText.suffix(5)) }
}

extension OrderCounts {
  fileprivate var byName: [String: Int] {
    [
      "filled": limitsFilled, "taken": limitsTaken, "expired": limitsExpired, "cancelled": limitsCancelled,
      "refused": postOnlyRefused, "unknown limit": unknownLimits, "unknown stop": unknownStops,
      "unknown size": unknownSizes, "below lot": belowLot, "below least": belowLeastNotional,
      "by leverage": cutByLeverage, "by turnover": cutByTurnover, "beyond margin": beyondMargin, "split": split,
      "waited": barsWaited,
      "unfilled": unfilled, "unpriced": unpricedFills, "doubtful spread": doubtfulSpreads,
      "path": pathBars, "differed": pathDiffered,
      "path missing": pathMissing, "unmarked": unmarkedBars, "parts": liquidatedParts,
    ]
  }
}

/// Four decimals at most.
private func short(_ number: Double) -> String {
  let rounded = (number * 10_000).rounded() / 10_000
  return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
}

extension Scene {
  /// Long at 01:00, left at the last hours of the day unless something comes before.
  static func long(_ orders: String) -> String { "long: { enter: hour() == 0, exit: hour() == 20, \(orders) }" }
  static func short(_ orders: String) -> String { "short: { enter: hour() == 0, exit: hour() == 20, \(orders) }" }

  /// The same with an order to enter or leave by, which has commas of its own.
  static func long(order: String, _ more: String = "") -> String {
    "long:\n  enter: hour() == 0\n  exit: hour() == 20\n  order: \(order)\n\(more)"
  }
}
