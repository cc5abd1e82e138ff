import Market
import Research
import Testing

@Suite("Counting looks")
struct TestTallyTests {
  @Test("the p of a look is adjusted over all there were, unknown ones included")
  func adjusted() {
    let tally = TestTally(
      market: "btc", all: [0.5, nil, 0.01, 0.2], fresh: 1,
      tested: [("stress", .hour, 2, true), ("other", .hours(4), 1, true)])
    #expect(tally.distinct == 4 && tally.fresh == 1)
    #expect(tally.results.map(\.adjusted) == [0.04, nil])
    #expect(tally.best?.signal == "stress")
  }

  @Test("the first look is worth its own p")
  func first() {
    let tally = TestTally(market: "btc", all: [0.03], fresh: 1, tested: [("stress", .hour, 0, true)])
    #expect(tally.best?.adjusted == 0.03)
  }
}
