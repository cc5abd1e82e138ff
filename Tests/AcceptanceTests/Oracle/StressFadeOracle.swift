/// The strategy stress-fade replayed by one plain loop, from `docs/accounting.md` and `strategies/stress-fade.yaml` alone.
///
/// It shares no line with the engine, not even the names of its types, so that a mistake in one is not repeated in the
/// other. Where it could be quick it is obvious instead: O(bars × window).
///
/// Money is plain `Double` and is never rounded: whole millionths belong to the engine's promise that the ledger closes,
/// and they move a figure by some 1e-6 per entry, far inside the cent to which the two are compared.
struct StressFadeOracle {
  /// A market on one regular grid, a value per bar; NaN in a price means that the bar was not printed.
  struct Market {
    var barOpenMilliseconds: [Int64]
    var intervalMilliseconds: Int64
    var open: [Double]
    var high: [Double]
    var low: [Double]
    var close: [Double]
    /// The three columns the signals read, as known at each bar's close; NaN where not known.
    var fundingRate: [Double]
    var premium: [Double]
    var openInterest: [Double]
    /// In order of time. The price is the last mark known at that instant; NaN makes the last traded close stand in.
    var settlements: [(millisecond: Int64, rate: Double, price: Double)]
  }

  /// The defaults are those of the strategy file at 5 minutes; what the file leaves open has none.
  struct Settings {
    var entry = 1.5
    var oiEntry = 1.0
    var exit = 0.0
    /// In bars: a day of 5 minutes.
    var window = 288
    var size = 1.0
    var taker = 5e-4
    var slippage = 1e-4
    var maintenance: Double
    var liquidationFee: Double
    var initialEquity: Double
  }

  enum Side { case long, short }

  enum Ending { case exitRule, liquidated, stillOpen }

  /// One round trip; amounts in quote currency, costs negative.
  struct Trade {
    var side = Side.short
    /// Opens of the bars of entry and exit: a liquidation carries the open of its bar, a trade still open the last
    /// bar's close.
    var entryMilliseconds: Int64
    var exitMilliseconds: Int64
    /// In base units, without sign.
    var quantity: Double
    /// What was paid or received: slippage included, except where a trade is liquidated or still open.
    var entryPrice: Double
    var exitPrice: Double
    var pricePnL = 0.0
    var fundingPnL = 0.0
    var fees = 0.0
    var slippage = 0.0
    var liquidationPnL = 0.0
    /// Bars closed with the position on, those not printed included.
    var bars = 0
    var ending = Ending.stillOpen
  }

  /// Sums over the whole run; costs negative, so that they add up to final less initial equity.
  struct Totals {
    var finalEquity = 0.0
    var pricePnL = 0.0
    var fundingPnL = 0.0
    var fees = 0.0
    var slippage = 0.0
    var liquidationPnL = 0.0
  }

  struct Outcome {
    var trades: [Trade] = []
    /// At each bar's close.
    var equity: [Double] = []
    var totals = Totals()
    var figures = OracleFigures()
  }

  private enum Order {
    /// Sell this quantity, fixed at the close that decided.
    case enterShort(quantity: Double)
    case leave
  }

  static func replay(_ market: Market, _ settings: Settings) -> Outcome {
    let fundingZ = zScores(of: market.fundingRate, window: settings.window)
    let basisZ = zScores(of: market.premium, window: settings.window)
    let oiZ = zScores(of: market.openInterest, window: settings.window)

    var outcome = Outcome()
    /// Initial equity and everything booked since; what an open position has gained on top of it is not booked yet.
    var booked = settings.initialEquity
    /// Signed: negative while short, zero while flat.
    var position = 0.0
    /// The open at which the position was filled, before slippage.
    var openAtEntry = 0.0
    var entryBar = 0
    var trade: Trade?
    var waiting: Order?
    var lastClose = Double.nan
    var nextSettlement = 0
    var barsHeld = 0
    var turnover = 0.0

    func settle(before end: Int64) {
      while nextSettlement < market.settlements.count, market.settlements[nextSettlement].millisecond < end {
        let settlement = market.settlements[nextSettlement]
        nextSettlement += 1
        if position == 0 { continue }
        let price = settlement.price.isNaN ? lastClose : settlement.price
        let amount = -position * price * settlement.rate
        booked += amount
        trade?.fundingPnL += amount
        outcome.totals.fundingPnL += amount
      }
    }

    /// The position has left at `undisturbedPrice`: books what price earned and files the trade.
    func endTrade(at bar: Int, undisturbedPrice: Double, fillPrice: Double, ending: Ending) {
      guard var ended = trade else { return }
      ended.exitMilliseconds = market.barOpenMilliseconds[bar]
      ended.exitPrice = fillPrice
      ended.pricePnL = position * (undisturbedPrice - openAtEntry)
      ended.bars = bar - entryBar
      ended.ending = ending
      booked += ended.pricePnL
      outcome.totals.pricePnL += ended.pricePnL
      outcome.trades.append(ended)
      trade = nil
      position = 0
    }

    func payCosts(quantity: Double, open: Double, fillPrice: Double) {
      let fee = -quantity * fillPrice * settings.taker
      let slippage = -quantity * open * settings.slippage
      booked += fee + slippage
      trade?.fees += fee
      trade?.slippage += slippage
      outcome.totals.fees += fee
      outcome.totals.slippage += slippage
    }

    // Settlements before the first bar find no position.
    if let first = market.barOpenMilliseconds.first { settle(before: first) }

    for bar in market.close.indices {
      let openTime = market.barOpenMilliseconds[bar]
      let open = market.open[bar]
      let high = market.high[bar]
      let close = market.close[bar]
      let isPrinted = !close.isNaN

      // 1. A settlement on the open belongs to who held before it.
      settle(before: openTime + 1)

      // 2. What the last printed close decided fills now.
      if isPrinted, let order = waiting {
        waiting = nil
        let equityAtOpen = booked + position * (open - openAtEntry)
        switch order {
        case .enterShort(let quantity):
          let fillPrice = open * (1 - settings.slippage)
          position = -quantity
          openAtEntry = open
          entryBar = bar
          trade = Trade(
            entryMilliseconds: openTime, exitMilliseconds: openTime, quantity: quantity, entryPrice: fillPrice,
            exitPrice: fillPrice)
          payCosts(quantity: quantity, open: open, fillPrice: fillPrice)
          turnover += quantity * fillPrice / equityAtOpen
        case .leave:
          let quantity = -position
          let fillPrice = open * (1 + settings.slippage)
          payCosts(quantity: quantity, open: open, fillPrice: fillPrice)
          turnover += quantity * fillPrice / equityAtOpen
          endTrade(at: bar, undisturbedPrice: open, fillPrice: fillPrice, ending: .exitRule)
        }
      }

      // 3. Settlements strictly inside the bar.
      settle(before: openTime + market.intervalMilliseconds)

      // 4. The worst price for a short is the high. Equity meets maintenance at cash / (|quantity| × (1 + maintenance)).
      if isPrinted, position < 0 {
        let quantity = -position
        let cash = booked + quantity * openAtEntry
        let liquidationPrice = cash / (quantity * (1 + settings.maintenance))
        if high >= liquidationPrice {
          let price = max(liquidationPrice, open)
          let fee = -quantity * price * settings.liquidationFee
          let equityAfterFee = booked + position * (price - openAtEntry) + fee
          // What is lost beyond the equity is the venue's.
          let amount = fee + max(0, -equityAfterFee)
          booked += amount
          trade?.liquidationPnL = amount
          outcome.totals.liquidationPnL += amount
          endTrade(at: bar, undisturbedPrice: price, fillPrice: price, ending: .liquidated)
        }
      }

      // 5. Mark. A bar not printed keeps the last mark.
      if isPrinted { lastClose = close }
      let equity = position == 0 ? booked : booked + position * (lastClose - openAtEntry)
      outcome.equity.append(equity)
      if position != 0 { barsHeld += 1 }

      // 6. Decide. NaN makes every comparison false; what the last bar decides is never reached.
      if isPrinted {
        let crowding = (fundingZ[bar] + basisZ[bar] + oiZ[bar]) / 3
        let stress = fundingZ[bar] > settings.entry && basisZ[bar] > settings.entry && oiZ[bar] > settings.oiEntry
        let exit = crowding < settings.exit
        if position == 0 {
          let quantity = settings.size * equity / close
          if stress && !exit && quantity > 0 { waiting = .enterShort(quantity: quantity) }
        } else if exit {
          waiting = .leave
        }
      }
    }

    if var open = trade, let lastOpenTime = market.barOpenMilliseconds.last {
      open.exitMilliseconds = lastOpenTime + market.intervalMilliseconds
      open.exitPrice = lastClose
      open.pricePnL = position * (lastClose - openAtEntry)
      open.bars = market.close.count - entryBar
      outcome.totals.pricePnL += open.pricePnL
      outcome.trades.append(open)
    }
    outcome.totals.finalEquity = outcome.equity.last ?? settings.initialEquity
    outcome.figures = OracleFigures(
      equity: outcome.equity, initialEquity: settings.initialEquity, barOpenMilliseconds: market.barOpenMilliseconds)
    outcome.figures.trades = outcome.trades.count
    outcome.figures.turnover = turnover
    outcome.figures.exposure =
      market.close.isEmpty ? nil : Double(barsHeld) / Double(market.close.count)
    return outcome
  }

  /// (value − mean) / standard deviation (n − 1) over the last `window` values, the current one included.
  ///
  /// NaN while the window is short of values, where any of them is NaN, and where all are equal: σ is zero then, but two
  /// passes over 288 times 0.0001 find about 1e-19, and a z-score of ±1 made of rounding.
  /// Other windows may differ from another algorithm's in the last bits; a comparison that hangs on those is a tie.
  static func zScores(of values: [Double], window: Int) -> [Double] {
    var scores = [Double](repeating: .nan, count: values.count)
    for bar in values.indices where bar + 1 >= window {
      let first = bar + 1 - window
      let value = values[bar]
      // `while`, for the sake of tests built without optimisation: there `for` takes several times as long.
      var sum = 0.0
      var allEqual = true
      var index = first
      while index <= bar {
        sum += values[index]
        if values[index] != value { allEqual = false }
        index += 1
      }
      if sum.isNaN || allEqual { continue }
      let mean = sum / Double(window)
      var squares = 0.0
      index = first
      while index <= bar {
        let difference = values[index] - mean
        squares += difference * difference
        index += 1
      }
      let deviation = (squares / Double(window - 1)).squareRoot()
      scores[bar] = (value - mean) / deviation
    }
    return scores
  }
}
