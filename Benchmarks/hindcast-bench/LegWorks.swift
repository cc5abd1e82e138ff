import Foundation
import Market
import Numerics
import Replay
import Research
import Signals

/// A perpetual and its spot pair by the hour, made here: as long as the published ones of BTC from 2022 to 2026.
struct CarryMarket {
  static let hours = 37_944
  private static let start = Instant(year: 2022, month: 1, day: 1)

  let frame: Frame
  let settlements: [[Settlement]]
  private let average: [Double]

  init() throws {
    var random = CounterRandom(seed: 15, stream: 1)
    let grid = Grid(start: Self.start, interval: .hour, count: Self.hours)
    var perp: [[Double]] = [[], [], [], []]
    var spot = perp
    var rates: [Double] = []
    var settled: [Settlement] = []
    var (price, basis, rate) = (400_000, 0, 0.0001)
    for row in 0..<Self.hours {
      let (before, lean) = (price, basis)
      price = max(100_000, price + random.below(6001) - 3000)
      basis = basis * 9 / 10 + random.below(401) - 200
      for (leg, opened, close) in [(0, before + lean, price + basis), (1, before, price)] {
        let high = max(opened, close) + random.below(900)
        let low = min(opened, close) - random.below(900)
        let four = [opened, high, low, close].map { Double($0) / 10 }
        for place in 0..<4 { if leg == 0 { perp[place].append(four[place]) } else { spot[place].append(four[place]) } }
      }
      if row > 0, row % 8 == 0 {
        rate = ((rate * 0.9 + 0.00001 + Double(random.below(2001) - 1000) / 2e7) * 1e8).rounded() / 1e8
        settled.append(
          Settlement(instant: grid.open(row), rate: rate, price: Double(before + lean) / 10, priceSource: .mark))
      }
      rates.append(rate)
    }
    func bars(_ four: [[Double]]) -> Bars { Bars(open: four[0], high: four[1], low: four[2], close: four[3]) }
    let first = Instrument(venue: "binance", symbol: "BTCUSDT")
    let second = Instrument(venue: "binance", symbol: "BTCUSDT", type: .spot)
    let names = ["open", "high", "low", "close"]
    frame = Frame(
      market: "carry",
      members: [
        FrameMember(name: "perp", instrument: first, contract: first.contract, bars: bars(perp)),
        FrameMember(name: "spot", instrument: second, contract: second.contract, bars: bars(spot)),
      ], grid: grid,
      columns: zip(names, perp).map { Column($0, .price, $1) } + [Column("perp.funding_rate", .fraction, rates)])
    settlements = [settled, []]
    average = try Evaluator(frame).number(of: try Self.strategy().signals.bound().signal("average"))
  }

  /// - Parameter isFunded: false for peers that know no funding.
  func tape(isFunded: Bool = true) throws -> PreparedMarket {
    try PreparedMarket(frame, legs: isFunded ? settlements : [[], []])
  }

  static func strategy() throws -> Strategy {
    try StrategyFile.parse(
      """
      legs:
        perp: { instrument: perpetual, taker: 5bps, maintenance: 0.5% }
        spot: { instrument: spot, taker: 10bps }
      hedge: coins
      parameters: { rich: 0.5bps, poor: -2bps }
      signals: { average: "mean(perp.funding_rate, 24)" }
      short: { enter: average > rich, exit: average < poor }
      costs: { slippage: 1bps }

      """, file: "bench.yaml")
  }

  static let axes = ["rich=0.6bps:2.55bps:0.05bps", "poor=-1.95bps:0.5bps:0.05bps"]
  /// Few enough for a peer that keeps every array of every set.
  static let fewAxes = ["rich=0.6bps:2.4bps:0.2bps", "poor=-1.8bps:0bps:0.2bps"]

  /// The columns for the peers, and where settlements fall.
  func export(to folder: String) throws {
    func write(_ name: String, _ values: [Double]) throws {
      try values.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: folder + "/carry_\(name).f64")) }
    }
    for member in frame.members {
      try write("\(member.name)_open", member.bars.open)
      try write("\(member.name)_close", member.bars.close)
    }
    try write("average", average)
    try write("settle_at", settlements[0].map { Double(frame.grid.row(containing: $0.instant)) })
    try write("settle_rate", settlements[0].map(\.rate))
    try write("settle_price", settlements[0].map(\.price))
  }
}

/// One replay of the two legs, which hold a position nearly all the time, without anybody writing it down.
struct LegWork {
  func run(_ count: Int) throws -> Timed {
    let market = try CarryMarket()
    let tape = try market.tape()
    let strategy = try CarryMarket.strategy()
    guard case .legs(let legs) = try strategy.bound().decisions(Evaluator(market.frame), on: tape) else {
      throw Problem("the bench's carry has no legs", fault: .work)
    }
    return try Timed(count) {
      let figures = try Figures(tape, legs: legs, initialEquity: strategy.initialEquity)
      return [
        "bars": CarryMarket.hours, "held": figures.exposure,
        "figures": Self.compared.map { figures[$0] ?? 0 },
      ]
    }
  }

  /// What peers are compared with: sums of whole millionths and counts.
  static let compared: [FigureKey] = [.finalEquity, .pricePnl, .fundingPnl, .fees, .slippage, .trades]
}

/// Two thousand carries, from a frame in memory to the figures of each; or a hundred without funding.
struct CarrySweepWork {
  let threads: Int
  var isFunded = true

  func run(_ count: Int) throws -> Timed {
    let market = try CarryMarket()
    let strategy = try CarryMarket.strategy()
    let axes = isFunded ? CarryMarket.axes : CarryMarket.fewAxes
    let space = try ParameterSpace(
      SpaceRequest(grids: axes), of: strategy.signals.parameters, interval: .hour)
    var blocks: [MeasuredBlock] = []
    var keys: [String] = []
    var timed = try Timed(count) {
      let measure = ReplayMeasure(
        try StrategyPlan(strategy, points: space, evaluator: Evaluator(market.frame)),
        tape: try market.tape(isFunded: isFunded))
      keys = measure.figures
      blocks = try SweepWorkers(measure: measure, blocks: BlockPlan(count: space.count), threads: threads).measureAll()
      return ["sets": space.count, "bars": CarryMarket.hours]
    }
    timed.show(blocks.figures, named: keys, only: LegWork.compared, of: space, axes: axes)
    return timed
  }
}
