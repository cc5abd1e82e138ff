import Market
import Replay
import Signals
import Testing

@Suite("Orders in a strategy file")
struct OrderFileTests {
  private func problem(_ text: String) throws -> Problem {
    try #require(throws: Problem.self) { _ = try StrategyFile.parse(text, file: "s.yaml").bound() }
  }

  @Test(
    "what makes no sense is refused with its line and column",
    arguments: [
      ("long: { enter: close > 1, stop: 0% }\n", 1, 33, "above 0"),
      ("long: { enter: close > 1, stop: -2% }\n", 1, 33, "above 0"),
      ("long: { enter: close > 1, stop: 500 }\n", 1, 33, "below 1.0"),
      ("long: { enter: close > 1, trail: 0 }\n", 1, 34, "above 0"),
      ("short: { enter: close > 1, take: 150% }\n", 1, 34, "below 1.0"),
      ("long: { enter: close > 1, stop: close > 2 }\n", 1, 33, "needs a number"),
      ("long: { enter: close > 1, hold: 0 }\n", 1, 33, "duration"),
      ("long: { enter: close > 1, hold: 1.5 }\n", 1, 33, "duration"),
      ("long: { enter: close > 1, hold: close }\n", 1, 33, "duration"),
      ("long:\n  enter: close > 1\n  order: limit(close >, for 3 bars)\n", 3, 23, "ends"),
      ("long:\n  enter: close > 1\n  order: limit(low, 3 bars)\n", 3, 10, "how long"),
      ("long:\n  enter: close > 1\n  order: limit(low, for 0 bars)\n", 3, 25, "number of bars"),
      ("long:\n  enter: close > 1\n  order: stop(low)\n", 3, 10, "kind of order"),
      ("long:\n  enter: close > 1\n  order: limit(entry_price)\n", 3, 16, "not there before"),
      ("long: { enter: close > entry_price }\n", 1, 16, "not there before"),
      ("position: if(bars_held > 1, 0, 1)\n", 1, 11, "not there before"),
      ("long: { enter: close > 1, touch: fills }\n", 1, 7, "no limit order"),
      ("long: { enter: close > 1, post_only: true }\n", 1, 7, "no limit to enter by"),
      ("long:\n  enter: close > 1\n  exit: mean(entry_price, 3) < close\n", 3, 9, "earlier bars"),
      ("long: { enter: close > 1 }\nsize: risk(1%)\n", 2, 12, "no stop"),
      ("long: { enter: close > 1 }\nsize: -1\n", 2, 7, "above 0"),
      ("long: { enter: close > 1 }\nsize: 0\n", 2, 7, "above 0"),
      ("position: 1\nsize: 1 - 1\n", 2, 7, "above 0"),
      ("parameters: { k: -2 }\nshort: { enter: close > 1 }\nsize: k / 2\n", 3, 7, "size is -1.0"),
      ("position: if(close > 1, 1, -1)\nsize: -0.5\n", 2, 7, "a weight below 0"),
      ("long: { enter: close > 1 }\nsize: quote(0)\n", 2, 13, "above 0"),
      ("position: 1\nsize: quote(100)\n", 2, 13, "multiple of equity"),
      ("long: { enter: close > 1 }\nmax_leverage: 0\n", 2, 15, "above 0"),
      ("long: { enter: close > 1 }\nparticipation: 0\n", 2, 16, "above 0"),
      ("long: { enter: close > 1 }\nparticipation: 120%\n", 2, 16, "at most 100%"),
      ("long: { enter: close > 1 }\nparticipation: close\n", 2, 16, "share of the volume"),
      ("long: { enter: close > 1 }\npath: soon\n", 2, 7, "width of bars"),
      ("long: { enter: close > 1 }\nmax_turnover: 3\n", 2, 15, "3/day"),
      ("long: { enter: close > 1 }\nmax_turnover: -1/day\n", 2, 15, "above 0"),
      ("long: { enter: close > 1 }\ncosts:\n  slippage: impact(0.6)\n", 3, 13, "coefficient and a span"),
      ("long: { enter: close > 1 }\ncosts:\n  slippage: impact(0, 1d)\n", 3, 20, "coefficient above 0"),
      ("long: { enter: close > 1 }\ncosts:\n  slippage: spread(-1bps)\n", 3, 20, "share of the price"),
      ("long: { enter: close > 1 }\ncosts:\n  slippage: spread(close > 1)\n", 3, 20, "share of the price"),
      ("long: { enter: close > 1 }\ncosts:\n  slippage: 1bps + spread(1bps) + 1bps\n", 3, 13, "two fixed parts"),
      ("long: { enter: close > 1 }\nsize: kelly(0.5, 30d)\n", 2, 7, "a fraction, a lookback and the most"),
      ("long: { enter: close > 1 }\nsize: kelly(0, 30d, 2)\n", 2, 13, "above 0"),
      (
        "parameters: { z: -1 }\nlong: { enter: close > 1 }\nsize: kelly(z, 30d, 2)\n", 3, 13,
        "the fraction of kelly() is -1"
      ),
      ("parameters: { z: 0 }\nlong: { enter: close > 1 }\nsize: kelly(1, 30d, z)\n", 3, 20, "the most of kelly() is 0"),
      ("position: 1\nsize: kelly(0.5, 30d, 2)\n", 2, nil, "size is kelly() and 'position' is a multiple of equity"),
      ("long: { enter: close > 1 }\nsize: kelly\n", 2, 7, "write kelly(0.5, 30d, 2)"),
      ("long: { enter: close > 1 }\nsize: kelly()\n", 2, 7, "kelly() has no arguments"),
      ("long: { enter: close > 1 }\nsize: 2 * kelly(0.5, 30d, 2)\n", 2, 7, "stands alone"),
      ("long: { enter: close > 1 }\ncosts:\n  slippage: spread(1bps) * 2\n", 3, 13, "terms only add"),
      ("long: { enter: close > 1 }\ncosts:\n  slippage: 1bps - spread(1bps)\n", 3, 13, "terms only add"),
      ("long: { enter: close > 1 }\ncosts:\n  slippage: impact(1, 1d) + impact(1, 2d)\n", 3, 13, "one impact()"),
      ("long: { enter: close > 1 }\nmargin: { mode: isolated }\n", 2, 9, "needs a leverage"),
      ("long: { enter: close > 1 }\nmargin: { mode: lonely, leverage: 2 }\n", 2, 17, "isolated or cross"),
      ("long: { enter: close > 1 }\nmargin: { mode: isolated, leverage: 300 }\n", 2, 37, "liquidated as it is entered"),
      ("long: { enter: close > 1 }\nmargin: { leverage: 3, tiers: binance }\n", 2, 31, "no table"),
      (
        "long: { enter: close > 1 }\nmargin: { leverage: 3, tiers: [{ from: 5, maintenance: 1% }] }\n", 2, 32,
        "begin at 0"
      ),
      ("signals: { vol: 'std(returns(1), 7d)' }\nlong: { enter: vol > 1, stop: 3 * vol }\n", 2, 31, "3 * vol * close"),
      ("long: { enter: close > 1, take: premium + 1% }\n", 1, 33, "(premium + 1%) * close"),
      ("long: { enter: close > 1, trail: 'if(us, 1%, 2%)' }\n", 1, 35, "if(us, 1%, 2%) * close"),
      ("long: { enter: close > 1, stop: volume }\n", 1, 33, "an amount of coins"),
      ("long: { enter: close > 1, stop: open_return * 2 }\n", 1, 33, "a plain number"),
      ("long:\n  enter: close > 1\n  order: limit(premium)\n", 3, 16, "needs a price"),
      ("long:\n  enter: close > 1\n  exit_order: limit(volume)\n", 3, 21, "an amount of coins"),
      ("long: { enter: close > 1 }\ncosts:\n  slippage: spread(high - low)\n", 3, 20, "spread((high - low) / close)"),
      ("long: { enter: close > 1 }\nsize: quote(volume)\n", 2, 13, "write coins(volume)"),
      ("long: { enter: close > 1 }\nsize: quote(premium)\n", 2, 13, "a plain number"),
      ("long: { enter: close > 1 }\nsize: coins(quote_volume)\n", 2, 13, "write quote(quote_volume)"),
      ("long: { enter: close > 1 }\nsize: close\n", 2, 7, "'size' is a multiple and 'close' is a price"),
      ("long: { enter: close > 1 }\nsize: quote_volume\n", 2, 7, "write quote(quote_volume)"),
      ("long: { enter: close > 1 }\nsize: 2 * volume\n", 2, 7, "write coins(2 * volume)"),
      ("long: { enter: close > 1 }\nsize: entry_price\n", 2, 7, "is a price"),
      ("position: open_interest\n", 1, 11, "divide it by one of its kind"),
      ("position: clip(1e-9 * open_interest, -1, 1)\n", 1, 11, "an amount of coins"),
      ("position: 1\nsize: quote_volume\n", 2, 7, "divide it by one of its kind"),
      (
        "legs: { a: BTCUSDT, b: { instrument: BTCUSDT/spot, ratio: a.volume } }\nlong: { enter: a.close > 1 }\n", 1, 59,
        "'b.ratio' is a multiple and 'a.volume' is an amount of coins"
      ),
      ("long: { enter: close > 1, stop: 2% }\nsize: risk(close)\n", 2, 12, "a share of equity"),
      ("long: { enter: close > 1, stop: 2% }\nsize: risk(2)\n", 2, 12, "1% is 0.01: risk(1%)"),
      ("long: { enter: close > 1 }\nsize: quote(50%)\n", 2, 7, "write size: 50% for a share of equity"),
      ("long: { enter: close > 1 }\nsize: coins( 20bps )\n", 2, 7, "'20bps' is a share"),
      ("long: { enter: close > 1 }\nsize: 2 * quote(1000)\n", 2, 11, "size: quote(10000)"),
      ("long: { enter: close > 1, stop: quote(500) }\n", 1, 33, "no part of an expression"),
      ("long: { enter: close > 1 }\nstop: { trailing: 10% }\n", 2, 1, "below 'long:'"),
      ("long: { enter: close > 1, stop_loss: 3% }\n", 1, 27, "stop: 3%"),
      ("long: { enter: close > 1, take_profit: 6% }\n", 1, 27, "take: 6%"),
      ("long: { enter: close > 1, limit: low }\n", 1, 27, "order: limit"),
      ("long: { enter: close > 1, exit: unrealized_pnl > 0 }\n", 1, 33, "open_return"),
    ] as [(String, Int, Int?, String)])
  func refusals(text: String, line: Int, column: Int?, says: String) throws {
    let problem =
      says == "earlier bars"
      ? try #require(throws: Problem.self) {
        _ = try StrategyFile.parse(text, file: "s.yaml").bound().decisions(
          Evaluator(Self.frame.frame), on: PreparedMarket(Self.frame))
      } : try problem(text)
    #expect(problem.description.contains(says), "\(problem)")
    #expect(problem.place.line == line && problem.place.column == column, "\(problem)")
  }

  @Test(
    "distances and limits in price, shares, amounts and what nobody has described are taken",
    arguments: [
      "long: { enter: close > 1, stop: 3 * premium * close, take: 'atr(4h)', trail: spread_of_mine }",
      "long: { enter: close > 1, stop: 2%, take: entry_price * 1% }",
      "long:\n  enter: close > 1\n  order: limit(if(us, 60000, 61000))\n  exit_order: limit(entry_price * 1.01)",
      "long: { enter: close > 1 }\ncosts:\n  slippage: spread((high - low) / close)",
      "long: { enter: close > 1 }\nsize: quote(10000 * rank(close, 30))",
      "long: { enter: close > 1 }\nsize: quote(quote_volume * 1bps)",
      "long: { enter: close > 1 }\nsize: coins(volume * 1%)",
      "long: { enter: close > 1 }\nsize: 10000 / close",
      "long: { enter: close > 1 }\nsize: clip(2 * open_interest / 80000 + 0.1, 0, 1)",
      "long: { enter: close > 1 }\nsize: of_mine * open_return",
      "parameters: { most: 90000 }\nposition: open_interest / most - 0.5",
      "position: (close - mean(close, 3)) / std(close, 3) / 3",
    ])
  func taken(text: String) throws {
    #expect(throws: Never.self) { try StrategyFile.parse(text + "\n", file: "s.yaml").bound() }
  }

  private static let frame = Candles.frame("100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100")

  @Test(
    "funding among the costs, or beside them, names the flag that assumes one",
    arguments: ["costs: { funding: 1bps }", "costs: { funding_rate: 1bps }", "funding: 1bps", "funding_rate: 1bps"])
  func funding(line: String) throws {
    let problem = try problem("short: { enter: close > 0 }\n\(line)\n")
    #expect(problem.remedy?.contains("--missing-funding 'assume 1bps'") == true)
    #expect(problem.place.line == 2)
  }

  @Test("a position's own numbers are no columns of the dataset")
  func columns() throws {
    let strategy = try StrategyFile.parse(
      "signals: { far: close < entry_price * 0.97 }\nlong: { enter: volume > 1, exit: far }\n", file: "s.yaml")
    #expect(strategy.columnNames == ["close", "volume"])
  }

  @Test("orders are part of what a strategy is: another stop is another identity, no orders are none")
  func identity() throws {
    func identity(_ text: String) throws -> String { try StrategyFile.parse(text, file: "s.yaml").bound().identity }
    let plain = try identity("long: { enter: close > 2 }\n")
    #expect(try identity("long: { enter: close > 2, stop: 2% }\n") != plain)
    #expect(
      try identity("long: { enter: close > 2, stop: 2% }\n") != identity("long: { enter: close > 2, stop: 3% }\n"))
    #expect(try identity("long:\n  enter: close > 2\n  order: market\n") == plain)
    #expect(try identity("long: { enter: close > 2 }\nsize: quote(1)\n") != plain)
    for fills in ["participation: 5%", "path: 1m", "max_turnover: 3/day", "costs: { slippage: 'impact(0.6, 1d)' }"] {
      #expect(try identity("long: { enter: close > 2 }\n\(fills)\n") != plain, "\(fills)")
    }
    #expect(try identity("long: { enter: close > 2 }\ncosts: { slippage: spread(0) }\n") == plain)
    #expect(
      try identity("long: { enter: close > 2 }\ncosts: { slippage: 2bps }\n")
        == identity("long: { enter: close > 2 }\ncosts: { slippage: '1bps + spread(2bps)' }\n"),
      "a spread that never changes is a fixed slippage of half of it")
  }

  @Test("what fills are reckoned with is read of the market, and legs have none of it")
  func fills() throws {
    let strategy = try StrategyFile.parse(
      """
      parameters: { part: 5%, y: 0.6, span: 1d, turns: 3 }
      long: { enter: close > 1 }
      participation: part
      max_turnover: turns/day
      costs: { slippage: "1bps + spread(premium) + impact(y, span)" }
      """, file: "s.yaml")
    #expect(strategy.parametersRead == ["part", "y", "span", "turns"])
    #expect(strategy.columnNames == ["close", "volume", "premium"])
  }

  @Test("parameters may stand for every number of an order")
  func parameters() throws {
    let strategy = try StrategyFile.parse(
      """
      parameters: { edge: 1%, patience: 3h, far: 5%, most: 2, share: 1% }
      long:
        enter: hour() == 0
        order: limit(close * (1 - edge), for patience)
        stop: far
        hold: patience
      size: risk(share)
      max_leverage: most
      """, file: "s.yaml")
    #expect(strategy.parametersRead == ["edge", "patience", "far", "most", "share"])
    #expect(strategy.usesLimits)
  }
}
