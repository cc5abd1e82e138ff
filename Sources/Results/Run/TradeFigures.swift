import Replay

// What the closed trades of a run have in common, how its orders went, and its deepest drawdowns.

extension TradeStatistics {
  static let fields = Fields<TradeStatistics> {
    Field("closed", .count) { $0.closed }
    Field("won", .count, "closed trades that earned after costs") { $0.won }
    Field("lost", .count) { $0.lost }
    Field("profit_factor", "Profit factor", .ratio, in: .tiles, "what won trades earned / what lost ones cost") {
      $0.profitFactor
    }
    Field("payoff", "Payoff", .ratio, in: .tiles, "mean won trade / mean lost trade") { $0.payoff }
    Field("expectancy", "Expectancy", amount, in: .tiles, said: interval) { $0.expectancy }
    Field("expectancy_low", amount, "95%, Student's t, trades taken as independent") {
      $0.expectancyInterval?.lowerBound
    }
    Field("expectancy_high", amount) { $0.expectancyInterval?.upperBound }
    Field("mean_win", amount) { $0.meanWin }
    Field("mean_loss", amount) { $0.meanLoss }
    Field("best_trade", amount) { $0.bestTrade }
    Field("worst_trade", amount) { $0.worstTrade }
    Field("longest_wins", "Longest streak won", .count, in: .tiles) { $0.longestWins }
    Field("longest_losses", "Longest streak lost", .count, in: .tiles) { $0.longestLosses }
    Field("mean_bars_won", .ratio, "bars closed with the position") { $0.meanBarsWon }
    Field("mean_bars_lost", .ratio) { $0.meanBarsLost }
    Field("mean_adverse", "Adverse excursion", .percent(2), in: .tiles, "MAE, mean over trades", said: worst) {
      $0.meanAdverse
    }
    Field("worst_adverse", .percent(2), "MAE, the largest") { $0.worstAdverse }
    Field(
      "mean_favourable", "Favourable excursion", .percent(2), in: .tiles, "MFE, mean over trades", said: best
    ) { $0.meanFavourable }
    Field("best_favourable", .percent(2), "MFE, the largest") { $0.bestFavourable }
    Field("endings", json: .object, "closed trades by what ended them") { statistics in
      .members(statistics.endings.map { ($0.key.rawValue, .integer($0.value)) })
    }
  }

  private static let amount = Form<Double>.written { .signedQuote($0) }

  private static let interval: @Sendable (TradeStatistics) -> String = { statistics in
    statistics.expectancyInterval.map {
      "a trade, quote currency; 95% interval \(Figure.signedQuote($0.lowerBound).text) to \(Figure.signedQuote($0.upperBound).text), trades taken as independent"
    } ?? "a trade, quote currency"
  }

  private static let worst: @Sendable (TradeStatistics) -> String = {
    "MAE: mean of the farthest move against a trade, of the entry price; most \(Figure.percent($0.worstAdverse ?? .nan).text)"
  }

  private static let best: @Sendable (TradeStatistics) -> String = {
    "MFE: mean of the farthest move in its favour, of the entry price; most \(Figure.percent($0.bestFavourable ?? .nan).text)"
  }
}

extension OrderCounts {
  static let fields = Fields<OrderCounts> {
    Field("limits_filled", .count, "limit orders that filled at rest") { $0.limitsFilled }
    Field("limits_taken", .count, "marketable when they arrived, filled at the open") { $0.limitsTaken }
    Field("limits_expired", .count) { $0.limitsExpired }
    Field("limits_cancelled", .count, "taken back by the rules") { $0.limitsCancelled }
    Field("post_only_refused", .count) { $0.postOnlyRefused }
    Field("unknown_limits", .count, "closes without an order, the limit not known or not above zero") {
      $0.unknownLimits
    }
    Field("unknown_stops", .count, "closes without an order, a stop, take or trail not known") { $0.unknownStops }
    Field("unknown_sizes", .count, "closes without an order, the size not known") { $0.unknownSizes }
    Field("unknown_ratios", .count, "closes without an order, the ratio of a leg not known") { $0.unknownRatios }
    Field("below_lot", .count, "orders for less than a lot of the contract") { $0.belowLot }
    Field("below_least_notional", .count, "orders worth less than the venue takes") { $0.belowLeastNotional }
    Field("cut_by_leverage", .count, "orders cut to the most leverage") { $0.cutByLeverage }
    Field(
      "beyond_margin", .count, "closes without an order: its maintenance margin was more than would stand behind it"
    ) {
      $0.beyondMargin
    }
    Field("unmarked_bars", .count, "bars of a position without the mark that was to be watched: traded extremes were") {
      $0.unmarkedBars
    }
    Field("cut_by_turnover", .count, "cut to what was left of the day's most turnover, or not placed") {
      $0.cutByTurnover
    }
    Field("split", .count, "orders that a bar's share of the volume did not fill") { $0.split }
    Field("bars_waited", .count, "bars after their first that market orders were worked through") { $0.barsWaited }
    Field("unfilled", .count, "orders that were never filled whole") { $0.unfilled }
    Field("unpriced_fills", .count, "fills before a spread or an impact was known") { $0.unpricedFills }
    Field("liquidated_parts", .count, "parts that the venue took of positions") { $0.liquidatedParts }
    Field("path_bars", .count, "bars decided by the finer bars inside them") { $0.pathBars }
    Field("path_differed", .count, "of these, with another answer than the worse path's") { $0.pathDiffered }
    Field("path_missing", .count, "bars taken on the worse path for want of finer ones") { $0.pathMissing }
  }
}

extension DrawdownPeriod {
  static let fields = Fields<DrawdownPeriod>(in: .shown) {
    Field("peak", .instant, "close of the highest equity") { $0.peak }
    Field("valley", .instant, "close of the lowest") { $0.valley }
    Field("recovered", .instant, "close at which it was back; null while it is not") { $0.recovered }
    Field("depth", .signedPercent, "lowest / highest - 1") { $0.depth }
    Field("bars", .count, "from the peak to the recovery, or to the end") { $0.bars }
  }
}

extension RunSummary {
  /// How many drawdowns are listed.
  static let deepest = 5

  /// What closed trades have in common; nil without one.
  package var tradeTable: Table? {
    let statistics = run.tradeStatistics
    guard statistics.closed > 0 else { return nil }
    return Table(
      TradeStatistics.fields.keyFigures(statistics),
      title:
        "\(Double.counted(statistics.closed, "closed trade")), \(Double.grouped(statistics.won)) won and \(Double.grouped(statistics.lost)) lost"
    )
  }

  /// The deepest drawdowns, that which is still open among them; nil without one.
  package var drawdownTable: Table? {
    let periods = run.drawdowns(most: Self.deepest)
    guard !periods.isEmpty else { return nil }
    return DrawdownPeriod.fields.table(
      periods, title: "Deepest drawdowns, by bar closes", notes: ["Without a recovery: still open at the end."])
  }

  /// The tables for a terminal.
  public var tables: [Table] {
    [table] + [exposureTable, portfolioTable, legTable, rollTable, tradeTable, drawdownTable].compactMap(\.self)
  }
}
