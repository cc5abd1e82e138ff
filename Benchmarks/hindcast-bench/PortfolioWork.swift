import Foundation
import Market
import Numerics
import Replay
import Signals

/// A universe of made-up perpetuals by the hour, of which forty are held and chosen anew once a day, with its ledger.
struct PortfolioWork {
  let instruments: Int
  let hours: Int
  /// For peers that know no funding, and no band within which weights are left alone.
  var isBare = false

  /// As many as the published perpetuals, for as long.
  static let few = PortfolioWork(instruments: 43, hours: 4_500)

  private func strategy() throws -> Strategy {
    try StrategyFile.parse(
      """
      universe: all
      signals: { rise: "close / lag(close, 168)" }
      weight: share_across(if(top(rise, 20), 1, 0) - if(bottom(rise, 20), 1, 0))
      rebalance: 1d
      \(isBare ? "" : "band: 0.5%")
      costs: { taker: 5bps, slippage: 2bps }

      """, file: "bench.yaml")
  }

  private func member(_ index: Int) -> (member: FrameMember, settlements: [Settlement]) {
    var random = CounterRandom(seed: 16, stream: UInt64(index))
    let start = Instant(year: 2025, month: 1, day: 1)
    var four: [[Double]] = [[], [], [], []]
    for place in 0..<4 { four[place].reserveCapacity(hours) }
    var settled: [Settlement] = []
    var price = 10_000 + random.below(90_000)
    for row in 0..<hours {
      let before = price
      price = max(1_000, price + (random.below(2001) - 1000) * price / 100_000)
      four[0].append(Double(before) / 100)
      four[1].append(Double(max(before, price) + random.below(100)) / 100)
      four[2].append(Double(min(before, price) - random.below(100)) / 100)
      four[3].append(Double(price) / 100)
      if row > 0, row % 8 == 0 {
        settled.append(
          Settlement(
            instant: start + .hours(row), rate: Double(random.below(41) - 15) / 1e5, price: Double(before) / 100,
            priceSource: .mark))
      }
    }
    let instrument = Instrument(venue: "binance", symbol: "C\(10_000 + index)USDT")
    let columns = zip(["open", "high", "low", "close"], four).map { Column($0, .price, $1) }
    return (
      FrameMember(
        name: instrument.symbol, instrument: instrument, contract: instrument.contract,
        bars: Bars(open: four[0], high: four[1], low: four[2], close: four[3]), columns: columns), settled
    )
  }

  func run(_ count: Int) throws -> Timed {
    let made = (0..<instruments).map(member)
    let members = made.map(\.member)
    let grid = Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .hour, count: hours)
    let frame = Frame(
      market: "universe", members: members, isUniverse: true, grid: grid, columns: members.first?.columns ?? [])
    let began = Self.memory
    let strategy = try strategy()
    let tape = try PreparedMarket(frame, legs: made.map { isBare ? [] : $0.settlements })
    guard case .portfolio(let portfolio) = try strategy.bound().decisions(Evaluator(frame), on: tape) else {
      throw Problem("the bench's universe is none", fault: .work)
    }
    var timed = try Timed(count) {
      let run = try Run(tape, portfolio: portfolio, initialEquity: strategy.initialEquity)
      return ["entries": run.ledger.count, "figures": LegWork.compared.map { run.figures[$0] ?? 0 }]
    }
    timed.result["bars"] = instruments * hours
    timed.result["frame_bytes"] = began
    timed.result["peak_bytes"] = Self.memory
    return timed
  }

  /// Opens and closes for the peers, instrument by instrument.
  func export(to folder: String) throws {
    let bars = (0..<instruments).map { member($0).member.bars }
    for (name, values) in [("open", bars.flatMap(\.open)), ("close", bars.flatMap(\.close))] {
      try values.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: folder + "/universe_\(name).f64")) }
    }
  }

  /// The most that the process has had in memory so far, bytes.
  private static var memory: Int {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
