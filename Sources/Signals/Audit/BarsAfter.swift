import Market
import Numerics

/// Something that bars of a market come to together, once they are over: the volatility of some hours, the mean of a column, what
/// a column is by then.
struct BarsAfter {
  let noun: String
  /// How the bars are said.
  let reach: Reach
  /// Whether it is asked of bars on both sides of a row as well: of a volatility, half of which is the past. Means of columns are
  /// told as mixtures (`LaterCopy`), and a slow one is nearly that of the bars around it.
  var mayBeAround = false
  /// Of so many bars from one row on; NaN where one is beyond the data or a tenth of them is missing.
  let value: (_ first: Int, _ count: Int) -> Double

  enum Reach {
    /// Any number of bars; a few more or less come to nearly the same.
    case window
    /// What a column is at the last of them. Of noise each bar is another.
    case lead
    /// What a column takes next, whenever that is.
    case next
  }

  /// - Parameter start: where the bars begin, from the one it stands on.
  func words(_ bars: Int, _ interval: Interval, from start: Int) -> String {
    let width = "\(interval * bars)"
    return switch reach {
    case .next: noun
    case .lead: "\(noun) \(bars == 1 ? "a bar" : width) later"
    case .window where start < 0: "\(noun) over the \(width) around the bar it stands on"
    case .window where start == 0: "\(noun) over the \(width) that begin with the bar it stands on"
    case .window: bars == 1 ? "\(noun) of the bar after" : "\(noun) over the \(width) after"
    }
  }

  // MARK: - Of the price

  /// - Parameter frame: its bars are those of what is traded.
  static func ofPrices(_ frame: Frame) -> [BarsAfter] {
    let close = frame.values("close")
    guard !close.isEmpty else { return [] }
    func change(_ first: Int, _ count: Int) -> Double {
      let (from, to) = (first - 1, first - 1 + count)
      return from >= 0 && to < close.count ? finite(naturalLogarithm(close[to] / close[from])) : .nan
    }
    var targets = [
      BarsAfter(noun: "the return", reach: .window, value: change),
      BarsAfter(noun: "the size of the return", reach: .window) { change($0, $1).magnitude },
      BarsAfter(noun: "the size of the return", reach: .window) { (exponential(change($0, $1)) - 1).magnitude },
    ]
    let returns = close.indices.map { change($0, 1) }
    targets += ofReturns(returns)
    // Over days a return and its logarithm are no longer of one order in a sum.
    targets += ofReturns(returns.map { exponential($0) - 1 })
    let (high, low) = (frame.values("high"), frame.values("low"))
    guard high.count == close.count, low.count == close.count else { return targets }
    let ranges = RunningTotals(
      close.indices.map { row in
        let range = finite(naturalLogarithm(high[row] / low[row]))
        return range * range
      })
    let (top, bottom) = (RunningMaxima(high), RunningMaxima(low.map { -$0 }))
    return targets + [
      BarsAfter(noun: "the Parkinson volatility", reach: .window, mayBeAround: true) { ranges.mean($0, $1) },
      BarsAfter(noun: "the range", reach: .window, mayBeAround: true) {
        finite(-top.most($0, $1) / bottom.most($0, $1))
      },
    ]
  }

  private static func ofReturns(_ returns: [Double]) -> [BarsAfter] {
    let sums = RunningTotals(returns)
    let squares = RunningTotals(returns.map { $0 * $0 })
    let sizes = RunningTotals(returns.map(\.magnitude))
    return [
      BarsAfter(noun: "the volatility", reach: .window, mayBeAround: true) { squares.mean($0, $1) },
      // Of few bars the deviation from their own mean is another thing than the root of the mean square.
      BarsAfter(noun: "the standard deviation of returns", reach: .window, mayBeAround: true) { first, count in
        let mean = sums.mean(first, count)
        return count > 1 ? squares.mean(first, count) - mean * mean : .nan
      },
      BarsAfter(noun: "the mean size of returns", reach: .window, mayBeAround: true) { sizes.mean($0, $1) },
    ]
  }

  // MARK: - Of columns

  /// How much of the volume takers buy.
  ///
  /// - Parameter market: columns as they are known at each close.
  static func ofTakers(_ market: [(name: String, values: [Double])]) -> [BarsAfter] {
    guard let bought = market.first(where: { $0.name == "taker_buy_volume" })?.values,
      let volume = market.first(where: { $0.name == "volume" })?.values, bought.count == volume.count
    else { return [] }
    let net = RunningTotals(zip(bought, volume).map { 2 * $0 - $1 })
    let (buys, all) = (RunningTotals(bought), RunningTotals(volume))
    return [
      BarsAfter(noun: "the mean of net taker buying", reach: .window) { net.mean($0, $1) },
      BarsAfter(noun: "the share of taker buying", reach: .window) { finite(buys.mean($0, $1) / all.mean($0, $1)) },
    ]
  }

  private static let ownPrices: Set = ["open", "high", "low", "close"]

  /// What a column of the market comes to, as it is known at each close.
  static func ofColumn(_ name: String, _ values: [Double]) -> [BarsAfter] {
    let totals = RunningTotals(values)
    var targets = [
      BarsAfter(noun: "the mean of '\(name)'", reach: .window) { totals.mean($0, $1) },
      BarsAfter(noun: "'\(name)'", reach: .lead) { first, count in
        let row = first - 1 + count
        return values.indices.contains(row) ? values[row] : .nan
      },
    ]
    // The change of a bar's own price is the return of it or of the bar before.
    if !ownPrices.contains(name), values.allSatisfy({ $0.isNaN || $0 > 0 }) {
      targets.append(
        BarsAfter(noun: "the change of '\(name)'", reach: .window) { first, count in
          let (from, to) = (first - 1, first - 1 + count)
          return from >= 0 && to < values.count ? finite(values[to] / values[from] - 1) : .nan
        })
    }
    let changes = values.indices.dropFirst().count { values[$0] != values[$0 - 1] && !values[$0].isNaN }
    if changes * 2 <= values.count, changes > 0 {
      let next = nextValues(values)
      targets.append(
        BarsAfter(noun: "what '\(name)' takes next", reach: .next) { first, _ in
          next.indices.contains(first - 1) ? next[first - 1] : .nan
        })
    }
    return targets
  }

  /// At each row the first later value that is another; NaN where none comes.
  private static func nextValues(_ values: [Double]) -> [Double] {
    var next = [Double](repeating: .nan, count: values.count)
    for row in values.indices.dropLast().reversed() {
      let later = values[row + 1]
      next[row] = later.isNaN || later == values[row] ? next[row + 1] : later
    }
    return next
  }
}
