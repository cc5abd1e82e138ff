import Feeds
import Foundation
import Frames
import Market
import Replay
import Research
import Signals
import Statistics
import Store

/// Returns, three z-scores over 288 bars, open-interest change, forward return, stress, crowding, and a summary.
struct SeedWork {
  private let frame: Frame

  init(_ market: BenchMarket) throws { frame = try market.frame() }

  func run(_ count: Int) throws -> Timed {
    let signals = try StrategyFile.parse(
      """
      signals:
        returns1: change(close, 1)
        oi_change: change(open_interest, 12)
        f: zscore(funding_rate, 288)
        p: zscore(premium, 288)
        o: zscore(open_interest, 288)
        stress: f > 1.5 and p > 1.5 and o > 1
        crowding: (f + p + o) / 3
      """, file: "bench.yaml"
    ).signals
    return try Timed(count) {
      let book = try signals.bound()
      let evaluator = Evaluator(frame)
      evaluator.prepare(try ["returns1", "oi_change", "stress", "crowding"].map { name in try book.signal(name) })
      let forward = Self.forward(frame.values("close"), over: 12)
      let stress = try evaluator.condition(of: book.signal("stress"))
      let crowding = try evaluator.number(of: book.signal("crowding"))
      let returns = try evaluator.number(of: book.signal("returns1"))
      let change = try evaluator.number(of: book.signal("oi_change"))
      var inside: [Double] = []
      var row = stress.next(from: 0)
      while row < stress.count {
        if row < forward.count, !forward[row].isNaN { inside.append(forward[row]) }
        row = stress.next(from: row + 1)
      }
      // The columns are summed on both cores, as they were evaluated.
      let moments = concurrentMap(4) { index in Moments([returns, forward, crowding, change][index]) }
      return [
        "stress_bars": stress.population, "mean_in_bps": Moments(inside).mean * 1e4,
        "median_in_bps": Quantiles(inside).median * 1e4, "mean_all_bps": moments[1].mean * 1e4,
        "crowding_mean": moments[2].mean, "return_std": moments[0].deviation, "oi_change_mean": moments[3].mean,
      ]
    }
  }

  /// What the close becomes so many bars ahead, as a fraction.
  private static func forward(_ closes: [Double], over bars: Int) -> [Double] {
    closes.withUnsafeBufferPointer { closes in
      [Double](unsafeUninitializedCapacity: closes.count - bars) { forward, initialized in
        initialized = closes.count - bars
        for row in 0..<initialized { forward[row] = closes[row &+ bars] / closes[row] - 1 }
      }
    }
  }
}

/// Mean and deviation of what is known, in one pass: eight lanes, so that few additions wait for the one before, of
/// distances from the first known value, so that squares lose no digits to a level.
private struct Moments {
  private let first: Double, count: Double, sum: Double, squares: Double

  var mean: Double { first + sum / count }
  /// With one degree of freedom taken for the mean.
  var deviation: Double { ((squares - sum * sum / count) / (count - 1)).squareRoot() }

  init(_ values: [Double]) {
    first = values.first { !$0.isNaN } ?? .nan
    let shift = SIMD8(repeating: first)
    (count, sum, squares) = values.withUnsafeBytes { bytes in
      var (known, sums, squares) = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
      var row = 0
      while row < values.count {
        var eight = SIMD8<Double>(repeating: .nan)
        if row + 8 <= values.count {
          eight = bytes.loadUnaligned(fromByteOffset: row * 8, as: SIMD8<Double>.self)
        } else {
          for lane in 0..<(values.count - row) { eight[lane] = values[row + lane] }
        }
        let missing = eight .!= eight
        let distance = (eight - shift).replacing(with: 0, where: missing)
        known += SIMD8(repeating: 1).replacing(with: 0, where: missing)
        sums += distance
        squares += distance * distance
        row += 8
      }
      return (known.sum(), sums.sum(), squares.sum())
    }
  }
}

/// The stress of the notebook asked at each close as bars come, instead of over whole columns.
struct StreamWork {
  private let frame: Frame

  init(_ market: BenchMarket) throws { frame = try market.frame() }

  func run(_ count: Int) throws -> Timed {
    let stress = try SignalBook().bound().resolve(
      Expression(
        parsing: "zscore(funding_rate, 288) > 1.5 and zscore(premium, 288) > 1.5 and zscore(open_interest, 288) > 1"))
    let whole = try Evaluator(frame).condition(of: stress)
    return try Timed(count) {
      let stream = try SignalStream(stress, interval: frame.grid.interval, from: frame.grid.start)
      let columns = stream.columns.map { frame.values($0) }
      var bar = [Double](repeating: .nan, count: columns.count)
      var held = 0
      for row in 0..<frame.grid.count {
        for (place, column) in columns.enumerated() { bar[place] = column[row] }
        if stream.next(bar) == 1 { held += 1 }
      }
      guard held == whole.population else { throw Problem("streamed and whole columns differ") }
      return ["bars": frame.grid.count, "held": held]
    }
  }
}

/// One replay of stress fade, signals and all, from a frame in memory.
struct ReplayWork {
  private let frame: Frame

  init(_ market: BenchMarket) throws { frame = try market.frame() }

  /// - Parameter size: of a position, in multiples of equity.
  static func strategy(size: Double = 1) throws -> Strategy {
    try StrategyFile.parse(
      """
      parameters: { entry: 1.5, oi_entry: 1, exit: 0, lookback: 288 }
      signals:
        funding_z: zscore(funding_rate, lookback)
        basis_z: zscore(premium, lookback)
        oi_z: zscore(open_interest, lookback)
        crowding: (funding_z + basis_z + oi_z) / 3
        stress: funding_z > entry and basis_z > entry and oi_z > oi_entry
      short: { enter: stress, exit: crowding < exit }
      size: \(size)
      costs: { taker: 5bps, slippage: 1bps }
      """, file: "bench.yaml")
  }

  func run(_ count: Int) throws -> Timed {
    let strategy = try Self.strategy()
    return try Timed(count) {
      let bound = try strategy.bound()
      let figures = try bound.run(Evaluator(frame), on: PreparedMarket(frame)).figures
      return ["final_equity": figures.finalEquity, "trades": figures.trades, "bars": frame.grid.count]
    }
  }
}

/// Stress fade over ten million bars, the market's own repeated: what a replay with its ledger costs once signals are there.
struct LongWork {
  private let frame: Frame
  private let settlements: [Settlement]
  private static let bars = 10_000_000

  init(_ market: BenchMarket) throws {
    let year = try market.frame()
    let (rows, count) = (year.grid.count, Self.bars)
    let grid = Grid(start: year.grid.start, interval: year.grid.interval, count: count)
    frame = Frame(
      market: "bench", instrument: year.instrument, grid: grid,
      columns: year.columns.values.map { column in
        var values: [Double] = []
        values.reserveCapacity(count)
        while values.count < count { values += column.values.prefix(min(rows, count - values.count)) }
        return Column(column.name, column.unit, values)
      })
    // Every eight hours, at the last close.
    let closes = frame.values("close")
    settlements = stride(from: 96, to: count, by: 96).map {
      Settlement(instant: grid.open($0), rate: 0.0001, price: closes[$0 - 1], priceSource: .trade)
    }
  }

  func run(_ count: Int) throws -> Timed {
    // What a year earns is earned two hundred times over: a small size keeps that within exact arithmetic.
    let bound = try ReplayWork.strategy(size: 0.02).bound()
    let tape = try PreparedMarket(frame, settlements: settlements.filter { !$0.price.isNaN })
    let began = ContinuousClock.now
    let decisions = try bound.decisions(Evaluator(frame), on: tape)
    let signals = (ContinuousClock.now - began) / .seconds(1)
    return try Timed(count) {
      let run = try decisions.run(on: tape, costs: bound.costs, initialEquity: 10_000)
      return [
        "bars": frame.grid.count, "trades": run.figures.trades, "entries": run.ledger.count, "signals": signals,
      ]
    }
  }
}

/// A year of 5m klines from twelve monthly files into a new dataset on disk.
struct ImportWork {
  private let market: BenchMarket

  init(_ market: BenchMarket) { self.market = market }

  func run(_ count: Int) throws -> Timed {
    guard !market.klines.isEmpty else { return Timed(0) { [:] } }
    return try Timed(count) {
      let path = market.folder + "/import.sqlite"
      for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
      let dataset = try Dataset.openForImport(at: path)
      let reports = try Importer.importFiles(market.klines, into: dataset)
      try dataset.close()
      return ["rows": reports.reduce(0) { $0 + $1.counts.kept }]
    }
  }
}

/// Opening a dataset and building the frame of a study, fingerprint included.
struct OpenWork {
  private let market: BenchMarket

  init(_ market: BenchMarket) { self.market = market }

  func run(_ count: Int) throws -> Timed {
    try Timed(count) { ["bars": try market.open().grid.count] }
  }
}
