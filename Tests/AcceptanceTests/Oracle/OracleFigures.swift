/// Figures of a run from its equity at each bar's close, by the definitions of `docs/accounting.md`.
///
/// A figure that does not exist is nil.
struct OracleFigures {
  var maxDrawdown = 0.0
  var dailyReturns: [Double] = []
  /// Annual, of UTC-daily returns, × √365.
  var sharpe: Double?
  var sortino: Double?
  /// Share of bars closed with a position, out of all bars of the grid, printed or not.
  var exposure: Double?
  /// Sum over fills of quantity × fill price / equity at the open, before the costs of the fill. A liquidation is no fill.
  var turnover = 0.0
  var trades = 0

  init() {}

  init(equity: [Double], initialEquity: Double, barOpenMilliseconds: [Int64]) {
    var highest = initialEquity
    for value in equity {
      highest = max(highest, value)
      maxDrawdown = min(maxDrawdown, value / highest - 1)
    }

    // A bar belongs to the UTC day it opens in; the day closes with its last bar.
    var dayBefore = initialEquity
    for bar in equity.indices {
      let isLastOfDay = bar + 1 == equity.count || day(barOpenMilliseconds[bar + 1]) != day(barOpenMilliseconds[bar])
      if isLastOfDay {
        dailyReturns.append(equity[bar] / dayBefore - 1)
        dayBefore = equity[bar]
      }
    }

    let count = Double(dailyReturns.count)
    var sum = 0.0
    for value in dailyReturns { sum += value }
    let mean = sum / count
    var squares = 0.0
    var squaresOfLosses = 0.0
    for value in dailyReturns {
      squares += (value - mean) * (value - mean)
      squaresOfLosses += min(value, 0) * min(value, 0)
    }
    let year = 365.0.squareRoot()
    if count > 1, squares > 0 { sharpe = mean / (squares / (count - 1)).squareRoot() * year }
    if squaresOfLosses > 0 { sortino = mean / (squaresOfLosses / count).squareRoot() * year }
  }
}

/// Days since 1970, for instants since then.
private func day(_ millisecond: Int64) -> Int64 { millisecond / 86_400_000 }
