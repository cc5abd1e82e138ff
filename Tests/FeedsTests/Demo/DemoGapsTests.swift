import Feeds
import Market
import Testing

@Suite("The demo market has its gaps where its page says")
struct DemoGapsTests {
  static func instant(_ text: String) throws -> Instant { try #require(Instant(text)) }

  @Test(
    "maintenance on 2024-10-30 from 09:00 to 12:10 leaves no bars",
    arguments: [SeriesKind.klines, .mark, .premium, .liquidations])
  func halt(kind: SeriesKind) throws {
    let gap = try DemoFixture.series(kind, .minutes(5)).gaps.first { $0.missing > 1 }
    #expect(gap?.range.from == (try Self.instant("2024-10-30T09:00")))
    #expect(gap?.range.to == (try Self.instant("2024-10-30T12:10")))
    #expect(gap?.missing == 38)
  }

  @Test("the hour that reopens is made of ten bars; the three hours before it are missing")
  func hours() throws {
    let gaps = try DemoFixture.series(.klines, .hour).gaps
    #expect(gaps.map(\.missing) == [3])
    #expect(gaps.first?.range.from == (try Self.instant("2024-10-30T09:00")))
  }

  @Test("four lone bars are missing from the klines and from nothing else")
  func loneBars() throws {
    let lone = try DemoFixture.series(.klines, .minutes(5)).gaps.filter { $0.missing == 1 }
    #expect(
      lone.map(\.range.from.minuteText) == [
        "2024-07-21 03:35", "2024-08-28 17:20", "2024-10-06 11:05", "2024-11-18 22:50",
      ])
    #expect(try DemoFixture.series(.mark, .minutes(5)).gaps.count == 1)
  }

  @Test("spot trades through it all")
  func spot() throws {
    let spot = try DemoFixture.series(.klines, .minutes(5), of: DemoMarket.spotPair)
    #expect(spot.gaps.isEmpty)
    #expect(spot.count == DemoMarket.usualDays * 288)
  }

  @Test("three bars have no trades and do not move")
  func quiet() throws {
    let bars = try DemoFixture.series(.klines, .minutes(5))
    let rows = (0..<bars.count).filter { bars.columns[4][$0] == 0 }
    #expect(
      rows.map { Instant(milliseconds: bars.stamps[$0]).minuteText } == [
        "2024-08-03 04:00", "2024-08-03 04:05", "2024-11-28 02:15",
      ])
    for row in rows {
      #expect(Set((0..<4).map { bars.columns[$0][row] }).count == 1)
      #expect(bars.columns[3][row] == bars.columns[3][row - 1])
      for amounts in bars.columns[4..<9] { #expect(amounts[row] == 0) }
    }
  }

  @Test(
    "snapshots of open interest come one to nine seconds late, and are lost for 25 minutes, in maintenance, and singly")
  func snapshots() throws {
    let snapshots = try DemoFixture.series(.openInterest, .minutes(5))
    #expect(snapshots.stamps.allSatisfy { (1000...9000).contains($0 % 300_000) })
    #expect(Set(snapshots.stamps.map { $0 % 300_000 }).count == 9)
    let slots = snapshots.stamps.map { $0 / 300_000 * 300_000 }
    let holes = zip(slots, slots.dropFirst()).filter { $1 - $0 > 300_000 }
      .map { (from: Instant(milliseconds: $0 + 300_000).minuteText, missing: Int(($1 - $0) / 300_000) - 1) }
    let long = holes.filter { $0.missing > 1 }
    #expect(long.map(\.from) == ["2024-09-11 15:00", "2024-10-30 09:00"])
    #expect(long.map(\.missing) == [5, 38])
    #expect((150...270).contains(holes.count))
  }
}
