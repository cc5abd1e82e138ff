import Feeds
import Market
import Testing

@Suite("The demo market is a function of its seed")
struct DemoBytesTests {
  @Test("ten days of seed 149 have these bytes, on every machine and in every build")
  func golden() throws {
    // Made by this test itself: it may change only when the market is meant to, and docs/demo-market.md with it.
    let series = try DemoMarket(seed: 149, days: 10).series()
    #expect(fingerprint(series) == 10_444_607_004_604_253_740)
  }

  @Test("one seed gives the same bytes again")
  func repeatable() throws {
    let market = try DemoMarket(seed: 7, days: 3)
    #expect(fingerprint(market.series()) == fingerprint(market.series()))
  }

  @Test("another seed gives other bytes")
  func seeded() throws {
    #expect(
      fingerprint(try DemoMarket(seed: 7, days: 3).series()) != fingerprint(try DemoMarket(seed: 8, days: 3).series()))
  }

  @Test("a shorter market is the beginning of a longer one")
  func prefix() throws {
    for (short, long) in zip(try DemoMarket(seed: 7, days: 3).series(), try DemoMarket(seed: 7, days: 5).series()) {
      #expect(short.count < long.count)
      #expect(short.descriptor == long.descriptor)
      #expect(short.stamps == Array(long.stamps.prefix(short.count)))
      #expect(short.columns == long.columns.map { Array($0.prefix(short.count)) })
    }
  }

  @Test("a length that makes no sense is refused with the lengths that do", arguments: [-1, 0, 1, 1831, .max])
  func lengths(days: Int) {
    let problem = #expect(throws: Problem.self) { try DemoMarket(days: days) }
    #expect(problem?.what.contains("\(days) days") == true)
    #expect(problem?.remedy == "ask for 2 to 1830 days")
  }

  @Test("the shortest market has every series")
  func shortest() throws {
    #expect(try DemoMarket(days: 2).series().allSatisfy { $0.count > 0 })
  }

  @Test("each series says what it is")
  func titles() {
    #expect(
      DemoFixture.series.map(\.descriptor.title) == [
        "demo:DEMOUSDT klines 5m", "demo:DEMOUSDT klines 1h", "demo:DEMOUSDT mark 5m", "demo:DEMOUSDT premium 5m",
        "demo:DEMOUSDT/spot klines 5m", "demo:DEMOUSDT funding 8h", "demo:DEMOUSDT open_interest 5m",
        "demo:DEMOUSDT liquidations 5m",
      ])
  }

  /// FNV-1a over stamps and values, eight bytes each with the lowest first.
  private func fingerprint(_ series: [Series]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func take(_ word: UInt64) {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        hash = (hash ^ (word >> shift & 0xFF)) &* 0x100_0000_01B3
      }
    }
    for one in series {
      for stamp in one.stamps { take(UInt64(bitPattern: stamp)) }
      for column in one.columns { for value in column { take(value.bitPattern) } }
    }
    return hash
  }
}
