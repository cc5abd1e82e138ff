import Feeds
import Market
import Testing

@Suite("Funding of the demo market settles like a venue's")
struct DemoFundingTests {
  let funding: Series
  let premium: Series

  init() throws {
    funding = try DemoFixture.series(.funding, .hours(8))
    premium = try DemoFixture.series(.premium, .minutes(5))
  }

  @Test("settlements fall on every eighth hour, and on every fourth for three weeks from 2024-09-29")
  func stamps() {
    let fast = TimeRange(
      from: Instant(year: 2024, month: 9, day: 29), to: Instant(year: 2024, month: 10, day: 20))
    var expected: [Int64] = []
    var hours: [Double] = []
    var last = DemoFixture.grid.start
    while last < DemoFixture.grid.range.to {
      let period = fast.contains(last) ? 4 : 8
      last = last + .hours(period)
      expected.append(last.milliseconds)
      hours.append(Double(period))
    }
    #expect(funding.stamps == expected)
    #expect(funding.columns[1] == hours)
  }

  @Test("a rate is the period's average premium, pulled towards 1 bp by at most 5 bps, and halved for half a period")
  func rates() {
    var row = 0
    for (index, stamp) in funding.stamps.enumerated() {
      var sum = 0.0
      var count = 0.0
      // The premium of a bar is known at its close, which may be the settlement itself.
      while row < premium.count, premium.stamps[row] + 300_000 <= stamp {
        sum += premium.columns[3][row]
        count += 1
        row += 1
      }
      let average = sum / count
      let pulled = average + min(max(0.0001 - average, -0.0005), 0.0005)
      let expected = pulled * funding.columns[1][index] / 8
      #expect(abs(funding.columns[0][index] - expected) < 0.6e-8)
    }
  }

  @Test("rates are plausible: mostly the interest, sometimes several times it, seldom negative")
  func plausible() {
    let rates = funding.columns[0]
    #expect(rates.allSatisfy { abs($0) < 0.0025 })
    let share = { (condition: (Double) -> Bool) in Double(rates.count(where: condition)) / Double(rates.count) }
    #expect((0.3...0.8).contains(share { $0 == 0.0001 || $0 == 0.00005 }))
    #expect((0.05...0.3).contains(share { $0 > 0.0002 }))
    #expect(share { $0 < 0 } < 0.05)
  }
}
