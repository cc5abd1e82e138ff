import Market
import Numerics
import Replay

extension SplitMix64 {
  mutating func uniform(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }
}

extension Candles {
  /// A random walk of 5m bars with gaps, and funding every eight hours and sometimes inside a bar.
  ///
  /// - Parameter leap: how far a bar in ten opens from where the one before it closed, at most.
  static func random(bars: Int, seed: UInt64, leap: Double = 0) -> Scenario {
    var random = SplitMix64(seed: seed)
    let start = Instant(year: 2025, month: 3, day: 1, hour: 5)
    let grid = Grid(start: start, interval: .minutes(5), count: bars)
    var price = 50_000.0
    var table: [[Double]] = []
    for _ in 0..<bars {
      var open = price * (1 + random.uniform(-0.0005...0.0005))
      if leap > 0, random.next() % 10 == 0 { open *= 1 + random.uniform(-leap...leap) }
      price = open * (1 + random.uniform(-0.01...0.01))
      let high = max(open, price) * (1 + random.uniform(0...0.003))
      let low = min(open, price) * (1 - random.uniform(0...0.003))
      let missing = random.next() % 50 == 0
      table.append(missing ? [.nan, .nan, .nan, .nan] : [open, high, low, price])
    }
    var settlements: [Settlement] = []
    for row in 0..<bars {
      let open = grid.open(row)
      let onTheHour = open.millisecondOfDay % Interval.hours(8).milliseconds == 0
      guard onTheHour || random.next() % 200 == 0 else { continue }
      settlements.append(
        Settlement(
          instant: onTheHour ? open : open + .minutes(2), rate: random.uniform(-0.001...0.001), price: 50_000,
          priceSource: .mark))
    }
    let frame = Frame(
      market: "random", instrument: Instrument(venue: "test", symbol: "TEST"), grid: grid,
      columns: ["open", "high", "low", "close"].enumerated().map { index, name in
        Column(name, .price, table.map { $0[index] })
      })
    return Scenario(frame: frame, settlements: settlements)
  }

  /// Bars of a mark beside a market: open, high and low, half as far from the close before as what was traded, and one in
  /// twenty missing.
  static func marks(of scenario: Scenario, seed: UInt64) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    let (opens, highs, lows) = (scenario.values("open"), scenario.values("high"), scenario.values("low"))
    let closes = scenario.values("close")
    var last = opens[0]
    return opens.indices.map { row in
      let missing = random.next() % 20 == 0
      defer { if !closes[row].isNaN { last = closes[row] } }
      guard !missing, !closes[row].isNaN else { return [.nan, .nan, .nan] }
      return [opens[row], highs[row], lows[row]].map { last + ($0 - last) / 2 }
    }
  }

  /// The same market with results counted on `rows`.
  static func evaluating(_ rows: Range<Int>, of scenario: Scenario) -> Scenario {
    Scenario(
      frame: Frame(
        market: scenario.market, instrument: scenario.instrument, grid: scenario.grid, evaluation: rows,
        columns: Array(scenario.columns.values)), settlements: scenario.settlements)
  }

  /// Weights at random rows.
  static func randomDecisions(bars: Int, seed: UInt64, leverage: Double = 1) -> [Int: Double] {
    var random = SplitMix64(seed: seed)
    var weights: [Int: Double] = [:]
    var row = 0
    while row < bars {
      weights[row] = [0, 1, -1, 0.5, -0.25, 0][Int(random.next() % 6)] * leverage
      row += 1 + Int(random.next() % 40)
    }
    return weights
  }
}
