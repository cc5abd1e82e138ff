import Market
import Signals
import Testing

@Suite("How far signals look back")
struct LookBackTests {
  @Test(
    "adds up through their parts",
    arguments: [
      ("close", 0), ("3", 0), ("abs(close)", 0), ("lag(close, 1)", 1), ("change(close, 1d)", 24),
      ("mean(close, 1d)", 23),
      ("zscore(mean(close, 5), 10)", 13), ("mean(close, 5) > mean(close, 20)", 19), ("ema(close, 10)", 39),
      ("crosses_above(close, mean(close, 10))", 10), ("any(change(close, 3) > 0, 5)", 7), ("volatility(7d)", 168),
      ("target_volatility(20%, 7d)", 168), ("hour()", 0), ("not close > lag(close, 2)", 2),
      ("oi_price_divergence(10)", 19),
    ])
  func sums(text: String, bars: Int) throws {
    #expect(try node(text).lookBack(.hour) == bars)
  }

  @Test("follows the width of the bars")
  func interval() throws {
    #expect(try node("mean(close, 1d)").lookBack(.minutes(5)) == 287)
    #expect(try node("mean(close, 24)").lookBack(.minutes(5)) == 23)
  }

  @Test("needs windows of whole bars, enough for the operator")
  func windows() throws {
    let uneven = try node("1 + mean(close, 90m)")
    let problem1 = problem { () throws(Problem) in try uneven.lookBack(.hour) }
    #expect(
      problem1?.description == "1:5: the window 90m of 'mean' is not a whole number of 1h bars; take a multiple of 1h")
    let short = try node("zscore(close, 1h)")
    let problem2 = problem { () throws(Problem) in try short.lookBack(.hour) }
    #expect(problem2?.remedy == "it needs 2 or more")
    let endless = try node("ema(close, 10000000w)")
    #expect(problem { () throws(Problem) in try endless.lookBack(Interval(milliseconds: 1)) } != nil)
  }
}
