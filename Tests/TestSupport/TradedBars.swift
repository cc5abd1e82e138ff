import Market
import Numerics

/// Hourly bars of a made market, put together from its trades, and what people make of bars.
public struct TradedBars: Sendable {
  public struct Bar: Hashable, Sendable {
    public var hour: Int
    public var open: Double
    public var high: Double
    public var low: Double
    public var close: Double
    public var volume: Double
  }

  /// How prices come about.
  public enum Market: String, CaseIterable, Sendable {
    /// Hundreds of trades a bar, and every hour has some.
    case liquid
    /// A few trades a bar, and hours without one, which are no rows.
    case thin
    /// The same, with rows of no volume at the last price.
    case filled
    /// Prices of a few steps, so that most bars end where they began.
    case coarse
    /// A coin that is worth another one, with nothing but noise around it.
    case pegged
    /// A coin that wakes up: a hundred times the trades at a stroke, and as much more movement.
    case woken
    /// Days with a pause between them, in which the price leaps.
    case paused
  }

  public var bars: [Bar] = []

  public init(_ market: Market = .liquid, count: Int = 600, seed: UInt64 = 1) {
    var random = SplitMix64(seed: seed)
    func step() -> Double { (random.fraction() + random.fraction() + random.fraction() - 1.5) * 2 }
    var fair = 1000.0
    for hour in 0..<count {
      let isAwake = market == .woken && hour >= count / 2
      let usual = [.thin, .filled].contains(market) ? 3 : market == .woken && !isAwake ? 5 : 150
      let trades = random.number(in: (usual > 10 ? 20 : 0)..<(2 * usual))
      if market == .paused, hour % 8 == 7 { fair += 12 * step() }
      var (bar, amount) = (Bar?.none, 0.0)
      for _ in 0..<trades {
        fair += step() * (isAwake ? 4 : 1.0) * 5 / Double(2 * usual).squareRoot()
        let price =
          switch market {
          case .pegged: ((1000 + 3 * step()) * 100).rounded() / 100
          case .coarse: (fair / 8).rounded() * 8
          default: (fair * 10).rounded() / 10
          }
        amount += random.fraction() * (isAwake ? 20 : 1)
        var own = bar ?? Bar(hour: hour, open: price, high: price, low: price, close: price, volume: 0)
        own.high = max(own.high, price)
        own.low = min(own.low, price)
        own.close = price
        bar = own
      }
      if var bar {
        bar.volume = (amount * 1000).rounded() / 1000
        bars.append(bar)
      } else if market == .filled, let last = bars.last?.close {
        bars.append(Bar(hour: hour, open: last, high: last, low: last, close: last, volume: 0))
      }
    }
  }

  // MARK: What people make of them

  public func with(_ change: (_ row: Int, inout Bar) -> Void) -> TradedBars {
    var made = self
    for row in made.bars.indices { change(row, &made.bars[row]) }
    return made
  }

  /// Averages as Heikin-Ashi has them, with two decimals.
  public var heikinAshi: TradedBars {
    var before: Bar?
    return with { _, bar in
      let close = (bar.open + bar.high + bar.low + bar.close) / 4
      let open = before.map { ($0.open + $0.close) / 2 } ?? (bar.open + bar.close) / 2
      bar = Bar(
        hour: bar.hour, open: open, high: max(bar.high, open, close), low: min(bar.low, open, close), close: close,
        volume: bar.volume)
      before = bar
      bar.open = (bar.open * 100).rounded() / 100
      bar.close = (bar.close * 100).rounded() / 100
      bar.high = max(bar.high, bar.open, bar.close)
      bar.low = min(bar.low, bar.open, bar.close)
    }
  }

  /// Each row the bar of `rows` rows that it is in.
  public func carried(_ rows: Int) -> TradedBars {
    with { row, bar in
      let start = row / rows * rows
      bar = whole(start..<min(start + rows, bars.count), at: bar.hour)
    }
  }

  /// Each row the bar of the `rows` rows that end with it.
  public func window(_ rows: Int) -> TradedBars {
    with { row, bar in bar = whole(max(0, row - rows + 1)..<(row + 1), at: bar.hour) }
  }

  /// Each row what the bar of `rows` rows that it is in was by then.
  public func soFar(_ rows: Int) -> TradedBars {
    with { row, bar in bar = whole((row / rows * rows)..<(row + 1), at: bar.hour) }
  }

  /// Open and close in each other's place.
  public func exchanged(from start: Int) -> TradedBars {
    with { row, bar in if row >= start { swap(&bar.open, &bar.close) } }
  }

  private func whole(_ rows: Range<Int>, at hour: Int) -> Bar {
    let part = bars[rows]
    let own = bars[rows.lowerBound]
    return Bar(
      hour: hour, open: own.open, high: part.map(\.high).max() ?? own.high, low: part.map(\.low).min() ?? own.low,
      close: bars[rows.upperBound - 1].close, volume: part.reduce(0) { $0 + $1.volume })
  }

  // MARK: As rows

  public static let start = Instant(year: 2025, month: 1, day: 1)

  public var series: Series {
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: "binance", symbol: "BTCUSDT"), kind: .klines, cadence: .hour,
      columns: ["open", "high", "low", "close", "volume"].map { .init($0, $0 == "volume" ? .base : .price) })
    return Series(
      descriptor: descriptor, stamps: bars.map { (Self.start + .hours($0.hour)).milliseconds },
      columns: [bars.map(\.open), bars.map(\.high), bars.map(\.low), bars.map(\.close), bars.map(\.volume)])
  }

  public var text: String {
    "time,open,high,low,close,volume\n"
      + bars.map { bar in
        "\((Self.start + .hours(bar.hour)).milliseconds),\(bar.open),\(bar.high),\(bar.low),\(bar.close),\(bar.volume)\n"
      }.joined()
  }
}
