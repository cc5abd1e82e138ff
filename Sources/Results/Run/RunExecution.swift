import Market
import Replay

// What fills rested on besides fees, and what became of orders that one bar did not fill.

/// How a run's orders were filled, where that was asked for.
struct RunExecution: Sendable {
  let rule: ExecutionRule
  let summary: RunSummary

  static let fields = Fields<RunExecution> {
    Field("spread", .words, "what half is paid of, a share of the price; null without") { $0.rule.spread?.text }
    Field("impact", .words, "coefficient and span; null without") { $0.rule.impact?.words }
    Field("impact_paid", .number, "quote currency, in `slippage` as well; costs are negative") { $0.paid }
    Field("participation", .words, "share of a bar's volume that orders may take; null for any") {
      $0.rule.participation?.share.text
    }
    Field("path", .words, "width of the bars followed inside the bars; null for the worse path") {
      $0.rule.path?.description
    }
    Field("max_turnover", .words, "times equity a UTC day; null without") { $0.rule.mostTurnover?.text }
  }

  private var paid: Double? {
    guard rule.impact != nil else { return nil }
    return Money.quote(summary.run.ledger.reduce(0) { $1.kind == .impact ? $0 + $1.amount : $0 })
  }
}

extension ExecutionRule.Impact {
  /// `0.6 over 1d`
  fileprivate var words: String { "\(coefficient.text) over \(span.text)" }
}

extension RunSummary {
  /// Nil where orders fill as a plain order does.
  var execution: RunExecution? { strategy.strategy.execution.map { RunExecution(rule: $0, summary: self) } }

  /// What fills rest on, to be read before the figures.
  var executionBasis: [String] {
    guard let rule = strategy.strategy.execution else { return [] }
    var notes: [String] = []
    var parts: [String] = []
    if strategy.strategy.costs[.slippage] != nil, rule.spread != nil || rule.impact != nil {
      parts.append("a fixed share")
    }
    if let spread = rule.spread { parts.append("half a spread of \(spread.text)") }
    if let impact = rule.impact {
      parts.append(
        "\(impact.coefficient.text) × volatility × √(order / volume), both over \(impact.span.text), for its own size")
    }
    if !parts.isEmpty {
      notes.append("A taker's fill slips by \(parts.joined(separator: ", and ")), as known at the close before it.")
    }
    if let share = rule.participation {
      notes.append(
        "All orders in a bar take at most \(share.share.text) of its volume; what is left carries on at the next opens."
      )
    }
    if let path = rule.path { notes.append("Inside a bar the price is followed through bars of \(path).") }
    return notes
  }

  /// What makes an order of several positions fit; of one instrument its size is all there is to say.
  private var beyondMarginRemedy: String {
    if run.portfolio != nil { return " A smaller 'gross' is one that the account can carry." }
    return run.legs == nil ? "" : " A smaller 'size', or smaller ratios, are what the account can carry."
  }

  /// What became of orders by what fills rest on.
  @Listed<String> package var executionNotes: [String] {
    let orders = run.orders
    if strategy.strategy.execution?.path != nil {
      "Path: \(Double.counted(orders.pathBars, "bar")) decided by finer bars, in \(Double.grouped(orders.pathDiffered)) of which the worse path would have had another answer; \(Double.counted(orders.pathMissing, "bar")) taken on the worse path for want of them."
    }
    if strategy.strategy.execution?.participation != nil {
      "Volume: \(Double.counted(orders.split, "order")) took more than one bar, \(Double.counted(orders.barsWaited, "bar")) waited; \(Double.counted(orders.unfilled, "order")) never filled whole."
    }
    if orders.cutByLeverage > 0 {
      "\(Double.counted(orders.cutByLeverage, "order")) cut to the most leverage."
    }
    if orders.beyondMargin > 0 {
      "No order at \(Double.counted(orders.beyondMargin, "close")): its maintenance margin alone was more than what would stand behind it, and a venue refuses it.\(beyondMarginRemedy)"
    }
    if orders.cutByTurnover > 0 {
      "\(Double.counted(orders.cutByTurnover, "order")) cut to what was left of the day's most turnover, or not placed."
    }
    if orders.unpricedFills > 0 {
      "\(Double.counted(orders.unpricedFills, "fill")) came before a spread or an impact was known, and paid the fixed slippage alone."
    }
    if orders.doubtfulSpreads > 0 {
      "\(Double.counted(orders.doubtfulSpreads, "fill")) met a spread below zero, for which the last that was known was taken, or one above 20% of the price, for which 20% was."
    }
    liquidationNote
  }
}
