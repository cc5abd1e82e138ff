import Research
import Testing

@Suite("Results that no market has given anybody")
struct BeyondRealTests {
  @Test(
    "a ratio above ten a year is one by more days than luck explains",
    arguments: [
      (15.8, 30, true), (12.0, 7, false), (9.9, 365, false), (12.0, 365, true), (-15.8, 30, false),
    ])
  func sharpe(annual: Double, days: Int, isBeyond: Bool) {
    #expect(BeyondReal.isSharpe(annual, days: days) == isBeyond)
  }

  @Test(
    "a correlation with what follows is one above two fifths, of enough returns that do not overlap",
    arguments: [
      (0.9, 5000, 12, true), (-0.9, 5000, 12, true), (0.3, 100_000, 1, false), (0.9, 100, 12, false),
    ])
  func correlation(value: Double, observations: Int, horizon: Int, isBeyond: Bool) {
    #expect(BeyondReal.isCorrelation(value, observations: observations, horizon: horizon) == isBeyond)
  }

  @Test("a hundred times the money is growth that nobody had")
  func growth() {
    #expect(BeyondReal.isGrowth(369))
    #expect(!BeyondReal.isGrowth(12))
  }

  @Test("the remedy names the command that looks for it")
  func remedy() { #expect(BeyondReal.remedy(for: "mine").contains("'hindcast audit mine'")) }
}
