import Feeds
import Market
import Testing

@Suite("The demo market moves like a market")
struct DemoRealismTests {
  let close: [Double]
  let returns: [Double]

  init() throws {
    close = try DemoFixture.column("close", of: .klines)
    returns = [.nan] + zip(close, close.dropFirst()).map { $1 / $0 - 1 }
  }

  @Test("five-minute returns have fat tails and a plausible size, and price stays within a factor of two")
  func tails() {
    let known = returns.filter { !$0.isNaN }
    let square = known.reduce(0) { $0 + $1 * $1 } / Double(known.count)
    let fourth = known.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(known.count)
    #expect((0.0010...0.0020).contains(square.squareRoot()))
    #expect((10...60).contains(fourth / (square * square)))
    #expect(close.allSatisfy { $0.isNaN || (30_000...120_000).contains($0) })
  }

  @Test("large moves follow large moves, and direction follows nothing")
  func clustering() {
    let tamed = returns.map { abs($0) > 0.01 ? .nan : $0 }
    let sizes = tamed.map(abs)
    #expect(correlation(sizes, lagged: 1) > 0.2)
    #expect(correlation(sizes, lagged: 288) > 0.05)
    #expect(abs(correlation(tamed, lagged: 1)) < 0.02)
  }

  @Test("volume comes with movement, and takers are on its side within the bar")
  func flows() throws {
    let volume = try DemoFixture.column("volume", of: .klines)
    let bought = try DemoFixture.column("taker_buy_volume", of: .klines)
    #expect(correlation(returns.map(abs), volume) > 0.4)
    let share = zip(bought, volume).map { $1 > 0 ? $0 / $1 : .nan }
    #expect(correlation(returns, share) > 0.4)
    #expect(abs(correlation(Array(returns.dropFirst()), Array(share.dropLast()))) < 0.02)
  }

  @Test("14:00 UTC moves twice as much as 04:00, weekdays more than weekends")
  func seasons() {
    func size(_ belongs: (Instant) -> Bool) -> Double {
      let rows = returns.indices.filter { !returns[$0].isNaN && belongs(DemoFixture.grid.open($0)) }
      return rows.reduce(0) { $0 + abs(returns[$1]) } / Double(rows.count)
    }
    let hour = { (hour: Int64) in { (instant: Instant) in instant.millisecondOfDay / 3_600_000 == hour } }
    #expect((1.6...2.4).contains(size(hour(14)) / size(hour(4))))
    #expect((1.2...1.7).contains(size { $0.weekday < 5 } / size { $0.weekday >= 5 }))
  }

  @Test("there are a few crashes and rallies within one bar, and falls liquidate longs while rallies liquidate shorts")
  func liquidations() throws {
    #expect((3...12).contains(returns.count { abs($0) > 0.015 }))
    let series = try DemoFixture.series(.liquidations, .minutes(5))
    let longs = series.onGrid(DemoFixture.grid, column: 0)
    let shorts = series.onGrid(DemoFixture.grid, column: 1)
    let wrong = returns.indices.filter { (longs[$0] > 0 && returns[$0] > 0) || (shorts[$0] > 0 && returns[$0] < 0) }
    #expect(wrong.isEmpty)
    #expect(returns.indices.allSatisfy { !(returns[$0] < -0.015) || longs[$0] > 20 })
  }

  @Test("open interest is tens of thousands of coins and drops when positions are forced out")
  func openInterest() throws {
    let interest = try DemoFixture.column("open_interest", of: .openInterest)
    #expect(interest.allSatisfy { $0.isNaN || (60_000...110_000).contains($0) })
    let crash = try #require(
      returns.indices.min { (returns[$0].isNaN ? 0 : returns[$0]) < (returns[$1].isNaN ? 0 : returns[$1]) })
    #expect(interest[crash + 2] < interest[crash] * 0.99)
  }

  private func correlation(_ values: [Double], lagged lag: Int) -> Double {
    correlation(Array(values.dropFirst(lag)), Array(values.dropLast(lag)))
  }

  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let pairs = zip(a, b).filter { !$0.isNaN && !$1.isNaN }
    let count = Double(pairs.count)
    let meanA = pairs.reduce(0) { $0 + $1.0 } / count
    let meanB = pairs.reduce(0) { $0 + $1.1 } / count
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in pairs {
      ab += (x - meanA) * (y - meanB)
      aa += (x - meanA) * (x - meanA)
      bb += (y - meanB) * (y - meanB)
    }
    return ab / (aa * bb).squareRoot()
  }
}
