import Market
import Numerics
import Replay
import Research
import Results
import Signals
import Testing

@Suite("Totals over markets that begin and end on different days")
struct CompareTotalsTests {
  private static let start = Instant(year: 2025, month: 3, day: 1)
  private static let text = """
    long: { enter: hour() == 3, exit: hour() == 9 }
    short: { enter: hour() == 12 and close > open, exit: hour() == 20 }
    """

  /// A walk of hours that depends on the instant alone, so that a shorter window is a part of a longer one; before the first of
  /// March it falls by 2% a day.
  private static func frame(_ market: String, seed: UInt64, days: ClosedRange<Int>) -> Frame {
    let whole = Grid(start: start + .days(-30), interval: .hour, count: 24 * 120)
    var random = CounterRandom(seed: seed)
    var price = 100.0
    var (opens, closes): ([Double], [Double]) = ([], [])
    for row in 0..<whole.count {
      opens.append(price)
      price *= 1 + 0.004 * random.normal() + (row < 24 * 30 ? -0.02 / 24 : 0.0005)
      closes.append(price)
    }
    let rows = (24 * (30 + days.lowerBound))..<(24 * (31 + days.upperBound))
    let columns = [
      ("open", opens), ("high", zip(opens, closes).map { max($0, $1) }),
      ("low", zip(opens, closes).map { min($0, $1) }),
      ("close", closes),
    ]
    return Frame(
      market: market, instrument: Instrument(venue: "test", symbol: "TESTUSDT"), grid: whole.slice(rows),
      columns: columns.map { Column($0.0, .price, Array($0.1[rows])) })
  }

  private func totals(_ frames: [Frame]) throws -> [PooledRuns] {
    let parts = try frames.map { frame in
      let runs = try ["a", "b"].map { name in
        let text = name == "a" ? Self.text : Self.text.replacing("hour() == 3", with: "hour() == 5")
        let strategy = try StrategyFile.parse(text, file: "\(name).yaml").bound()
        return RunSummary(
          strategy: strategy, frame: frame, run: try strategy.run(Evaluator(frame), on: PreparedMarket(frame)),
          hash: "\(name)")
      }
      let contenders = runs.map { Comparison.Contender(name: $0.hash, days: $0.run.daily) }
      return CompareSummary.Part(comparison: try Comparison(contenders, seed: 1, replicates: 50), runs: runs)
    }
    let pooled = Comparison.pooled(parts.map(\.comparison.contenders))
    return CompareSummary(parts: parts, total: try Comparison(pooled, seed: 1, replicates: 50)).totals
  }

  @Test("every figure of a row is of the days that all markets have: as if no market had any other")
  func commonDays() throws {
    let whole = try totals([
      Self.frame("short", seed: 1, days: 0...39), Self.frame("long", seed: 2, days: -20...59),
    ])
    let cut = try totals([Self.frame("short", seed: 1, days: 0...39), Self.frame("long", seed: 2, days: 0...39)])
    for (row, own) in zip(whole, cut) {
      #expect(row.days.count == 40 && own.days.count == 40)
      #expect(row.trades == own.trades && row.marketsTraded == 2)
      #expect(row.marketsWon == own.marketsWon)
      #expect(abs(try #require(row.meanSharpe) - #require(own.meanSharpe)) < 1e-3)
      #expect(row.trades < row.runs.reduce(0) { $0 + $1.trades.count })
    }
  }

  @Test("where all markets have the same days, the figures are those of the runs")
  func sameDays() throws {
    let rows = try totals([Self.frame("one", seed: 1, days: 0...39), Self.frame("two", seed: 2, days: 0...39)])
    for row in rows {
      #expect(row.trades == row.runs.reduce(0) { $0 + $1.figures.trades })
      #expect(row.marketsWon == row.runs.count { $0.figures.totalReturn > 0 })
      let ratios = row.runs.compactMap { $0.figures.sharpeAnnual }
      #expect(abs(try #require(row.meanSharpe) - ratios.reduce(0, +) / 2) < 1e-9)
    }
  }

  @Test("a position that was held when the days began was traded on, and is no round trip of theirs")
  func heldBefore() throws {
    let frames = [Self.frame("short", seed: 1, days: 0...39), Self.frame("long", seed: 2, days: -20...59)]
    let parts = try frames.map { frame in
      let strategy = try StrategyFile.parse("long: { enter: close > 0 }\n", file: "hold.yaml").bound()
      let run = RunSummary(
        strategy: strategy, frame: frame, run: try strategy.run(Evaluator(frame), on: PreparedMarket(frame)), hash: "h")
      let contender = Comparison.Contender(name: "hold", days: run.run.daily)
      return CompareSummary.Part(comparison: try Comparison([contender], seed: 1, replicates: 50), runs: [run])
    }
    let total = try Comparison(Comparison.pooled(parts.map(\.comparison.contenders)), seed: 1, replicates: 50)
    let row = try #require(CompareSummary(parts: parts, total: total).totals.first)
    #expect(row.marketsTraded == 2 && row.trades == 1)
  }
}
