import Market
import Signals
import Testing

@Suite("Operators")
struct OperatorTests {
  let nan = Double.nan

  @Test("lag, change and difference compare a bar with an earlier one")
  func changes() throws {
    let frame = frame(["x": [10, 11, nan, 0, 22]])
    #expect(try same(frame.numbers("lag(x, 2)"), [nan, nan, 10, 11, nan]))
    #expect(try close(frame.numbers("change(x, 1)"), [nan, 0.1, nan, nan, nan]))
    #expect(try same(frame.numbers("change(x, 3)"), [nan, nan, nan, -1, 1]))
    #expect(try same(frame.numbers("difference(x, 1)"), [nan, 1, nan, nan, 22]))
  }

  @Test("functions of one bar give nothing where they have no value")
  func pointwise() throws {
    let frame = frame(["x": [-4, 0, 4, nan], "y": [1, nan, 5, 2]])
    #expect(try same(frame.numbers("abs(x)"), [4, 0, 4, nan]))
    #expect(try same(frame.numbers("sign(x)"), [-1, 0, 1, nan]))
    #expect(try same(frame.numbers("sqrt(x)"), [nan, 0, 2, nan]))
    #expect(try close(frame.numbers("log(x)"), [nan, nan, 1.3862943611198906, nan]))
    #expect(try close(frame.numbers("exp(x * 1000)"), [0, 1, nan, nan]))
    #expect(try same(frame.numbers("least(x, y)"), [-4, nan, 4, nan]))
    #expect(try same(frame.numbers("greatest(x, y)"), [1, nan, 5, nan]))
    #expect(try same(frame.numbers("clip(x, -1, 1)"), [-1, 0, 1, nan]))
    #expect(try same(frame.numbers("clip(x, y, 4.5)"), [1, nan, nan, nan]))
  }

  @Test("if chooses only where its condition is known")
  func choice() throws {
    let frame = frame(["x": [1, -1, nan, 1], "y": [5, 6, 7, nan]])
    #expect(try same(frame.numbers("if(x > 0, y, -y)"), [5, -6, nan, nan]))
    #expect(try same(frame.numbers("if(x > 0, 1, 2)"), [1, 2, nan, 1]))
  }

  @Test("crossings need both bars, and touching is not yet crossing")
  func crossings() throws {
    let frame = frame(["a": [1, 3, 2, 3, nan, 3, 1, 3], "b": [2, 2, 2, 2, 2, 2, 2, 2]])
    #expect(try frame.truth("crosses_above(a, b)") == [nil, true, false, true, nil, nil, false, true])
    #expect(try frame.truth("crosses_below(a, 2)") == [nil, false, false, false, nil, nil, true, false])
  }

  @Test("defined tells known from unknown and is itself always known")
  func defined() throws {
    #expect(try frame(["x": [1, nan]]).truth("defined(x)") == [true, false])
    #expect(try frame(["x": [1, nan]]).truth("not defined(x)") == [false, true])
  }

  @Test("windows over a condition count what is known and say so when that is not enough")
  func truthWindows() throws {
    let frame = frame(["x": [1, -1, -1, -1, nan, 1, 1, 1, -1]])
    #expect(try frame.truth("any(x > 0, 3)") == [nil, nil, true, false, nil, true, true, true, true])
    #expect(try frame.truth("all(x > 0, 3)") == [nil, nil, false, false, false, false, nil, true, false])
    #expect(try same(frame.numbers("count(x > 0, 3)"), [nan, nan, 1, 0, nan, nan, nan, 3, 2]))
    #expect(try same(frame.numbers("since(x > 0, 3)"), [nan, nan, 2, 3, nan, nan, nan, 0, 1]))
  }

  @Test("the calendar is UTC, of the bar's open")
  func calendar() throws {
    let frame = frame(["x": [Double](repeating: 1, count: 50)])
    #expect(try Array(frame.numbers("hour()")[22...25]) == [22, 23, 0, 1])
    #expect(try Array(frame.numbers("weekday()")[22...25]) == [0, 0, 1, 1])
    #expect(try frame.numbers("bars_per_year()")[0] == 8760)
  }

  @Test("streaks end with what is known to end them")
  func streaks() throws {
    let frame = frame(["x": [1, 1, -1, 1, 1, nan, 1, 1, 1]])
    #expect(try same(frame.numbers("streak(x > 0, 3)"), [nan, nan, 0, 1, 2, nan, nan, nan, 3]))
    // Of a window that is longer than the data too.
    #expect(try same(frame.numbers("streak(x > 0, 5000)"), [nan, nan, 0, 1, 2, nan, nan, nan, nan]))
  }

  @Test("settlements are counted however much longer they could have taken than there is data")
  func settlements() throws {
    let frame = frame(["x": [9, 1, 2, 3, 4, 5], "t": [1, 2, 3, 4, 5, 6]])
    #expect(try same(frame.numbers("over_settlements(x, t, 3, mean)"), [nan, nan, nan, 2, 3, 4]))
  }

  @Test("a previous value is the one of the last bar on which a condition held")
  func previous() throws {
    let frame = frame(["x": [1, 2, 3, 4, 5, 6, 7], "y": [1, -1, -1, nan, 1, -1, -1]])
    #expect(try same(frame.numbers("previous(x, y > 0, 3)"), [1, 1, 1, nan, 5, 5, 5]))
    #expect(try same(frame.numbers("previous(x, y > 0, 2)"), [1, 1, nan, nan, 5, 5, nan]))
  }

  @Test("between holds at its bounds, and is unknown where a bound is")
  func between() throws {
    let frame = frame(["x": [0, 1, 2, 3, nan, 1], "y": [1, 1, 1, 1, 1, nan]])
    #expect(try frame.truth("between(x, y, 2)") == [false, true, true, false, nil, nil])
  }

  @Test("round goes to the nearest whole number, halves away from zero, and floor down")
  func rounding() throws {
    let frame = frame(["x": [-1.5, -0.4, 0.5, 2.5, 2.4, nan]])
    #expect(try frame.numbers("round(x)").prefix(5).elementsEqual([-2, 0, 1, 3, 2]))
    #expect(try frame.numbers("floor(x)").prefix(5).elementsEqual([-2, -1, 0, 2, 2]))
    #expect(try allUnknown([frame.numbers("round(x)")[5], frame.numbers("floor(x)")[5]]))
  }

  @Test("rsi, beta and autocorrelation agree with pandas")
  func formulas() throws {
    let frame = frame(["x": RollingTests.x.map { 60_000 + $0 * 100 }, "y": RollingTests.y.map { 60_000 + $0 * 50 }])
    // d = c.diff(); up, dn = (±d).clip(lower=0)[j-23:j+1].ewm(alpha=1/3, adjust=True).mean().iloc[-1]; 100*up/(up+dn)
    let rsi = try frame.numbers("rsi(x, 3)")
    #expect(
      close([24, 25, 39].map { rsi[$0] }, [32.82122541514644, 36.57995589043171, 29.68916696810663], within: 1e-10))
    // a.rolling(7).cov(b) / b.rolling(7).var() of pct_change()
    let beta = try frame.numbers("beta(x, y, 7)")
    #expect(
      close(
        [7, 19, 39].map { beta[$0] }, [-0.370153629462111, 0.27156751645036137, -0.339493239874563], within: 1e-9))
    // s.rolling(7).corr(s.shift(2))
    let autocorrelation = try frame.numbers("autocorrelation(x, 7, 2)")
    #expect(
      close(
        [8, 9, 19, 39].map { autocorrelation[$0] },
        [0.060195855964602044, 0.23527861121159904, 0.267679254909328, 0.15116087442221546], within: 1e-9))
  }

  @Test("the average true range counts the gap from the last close")
  func trueRange() throws {
    let frame = frame(["high": [10, 12, 15], "low": [9, 11, 14], "close": [9.5, 11, 14]])
    #expect(try same(frame.numbers("true_range()"), [nan, 2.5, 4]))
  }

  @Test("a volume-weighted price is quote over base, since an anchor or over a window")
  func vwap() throws {
    let frame = frame(["quote_volume": [100, 330, 240], "volume": [1, 3, 2]])
    #expect(try same(frame.numbers("vwap(2)"), [nan, 107.5, 114]))
    #expect(try close(frame.numbers("anchored_vwap"), [100, 107.5, 670.0 / 6]))
  }

  @Test("series are compared across venues, any number of them, and not where one is unknown")
  func across() throws {
    let frame = frame(["x": [1, 3, nan], "y": [2, 3, 1], "z": [9, 3, 1], "w": [4, 3, 1]])
    #expect(try same(frame.numbers("mean_across(x, y, z)"), [4, 3, nan]))
    #expect(try same(frame.numbers("median_across(x, y, z)"), [2, 3, nan]))
    #expect(try same(frame.numbers("median_across(x, y, z, w)"), [3, 3, nan]))
    // np.std([1, 2, 9, 4], ddof=1)
    #expect(try close(frame.numbers("std_across(x, y, z, w)"), [3.559026084010437, 0, nan]))
    #expect(problem { () throws(Problem) in try node("mean_across(x)") }?.what == "'mean_across' has 1 argument")
    let units = problem { () throws(Problem) in try node("mean_across(close, spot, volume)") }
    #expect(units?.place == Problem.Place(line: 1, column: 26))
  }

  @Test("volatility is annualised over 365 days")
  func volatility() throws {
    let prices: [Double] = (0..<40).map { row in 60_000 + Double(row * 7919 % 1000) / 10 }
    let frame = frame(["close": prices], interval: .minutes(5))
    // np.log(c / c.shift()).rolling(7).std() * np.sqrt(105120), pandas 3.1.1, rows 7, 19, 39
    let golden = [0.2040785392061601, 0.2040690235468734, 0.20408745544721066]
    let volatility = try frame.numbers("volatility(7)")
    #expect(close([7, 19, 39].map { volatility[$0] }, golden))
    #expect(volatility[6].isNaN)
    let weights = try frame.numbers("target_volatility(10%, 7)")
    let expected: [Double] = golden.map { 0.1 / $0 }
    #expect(close([7, 19, 39].map { weights[$0] }, expected))
    #expect(try frame.numbers("target_volatility(50%, 7)")[39] == 1)
    #expect(try close([frame.numbers("target_volatility(50%, 7, 3)")[39]], [0.5 / golden[2]]))
    // c.pct_change(3), row 39
    #expect(try close([frame.numbers("returns(3)")[39]], [0.0012614900580585342]))
  }

  @Test("without movement there is no volatility to aim at, and no weight")
  func still() throws {
    let frame = frame(["close": [Double](repeating: 100, count: 10)])
    #expect(try frame.numbers("volatility(3)")[9] == 0)
    #expect(try frame.numbers("target_volatility(10%, 3)")[9].isNaN)
  }

  @Test("cumulative delta is one-sided flow as a share of volume")
  func delta() throws {
    let frame = frame(["volume": [10, 10, 0, 0], "taker_buy_volume": [10, 0, 0, 0]])
    #expect(try same(frame.numbers("cumulative_delta(1)"), [1, -1, nan, nan]))
    #expect(try same(frame.numbers("cumulative_delta(2)"), [nan, 0, -1, nan]))
  }

  @Test("basis is the perpetual over spot")
  func basis() throws {
    #expect(try close(frame(["close": [101], "spot": [100]]).numbers("basis()"), [0.01]))
  }

  @Test("the quadrants of price and open interest are numbered by who moved them")
  func quadrants() throws {
    let frame = frame(["close": [10, 11, 12, 11, 10, 10], "open_interest_native": [10, 11, 10, 11, 10, 9]])
    #expect(try same(frame.numbers("oi_price_quadrant(1)"), [nan, 1, 2, 3, 4, 0]))
  }

  @Test("divergence is high when price runs and open interest does not")
  func divergence() throws {
    let market = Frame.sample()
    let parts = try zip(
      market.numbers("zscore(change(close, 12), 12)"), market.numbers("zscore(change(open_interest_native, 12), 12)"))
    #expect(try same(market.numbers("oi_price_divergence(12h)"), parts.map { $0 - $1 }))
  }

  @Test("what a value was when a condition last held is of all the data where no window is given")
  func previousOfAll() throws {
    let nan = Double.nan
    let market = frame(["x": [1, 2, 3, 4, 5, 6], "c": [0, 1, 0, 0, nan, 1]])
    #expect(try same(market.numbers("previous(x, c > 0)"), [nan, 2, 2, 2, nan, 6]))
    #expect(try same(market.numbers("previous(x, c > 0, 2)"), [nan, 2, 2, nan, nan, 6]))
    #expect(try node("previous(x, c > 0)").dependsOnBeginning(.hour))
    #expect(try !node("previous(x, c > 0, 1d)").dependsOnBeginning(.hour))
  }

  @Test("all venues are one column, which a name of the file is not")
  func venues() throws {
    #expect(try node("median_across(venues, funding_rate)").columnNames == ["venues.median.funding_rate"])
    #expect(
      try node("mean_across(venues, funding_8h, open_interest) - funding_8h").columnNames
        == ["venues.mean.funding_8h.by.open_interest", "funding_8h"])
    for text in ["median_across(venues, zscore(close, 1d))", "std_across(venues)", "std_across(venues, close, volume)"]
    {
      let refused = problem { () throws(Problem) in try node(text) }
      #expect(refused?.what.contains("not followed by one column") == true)
    }
    let own = problem { () throws(Problem) in try book([:], ["own": "close", "s": "mean_across(venues, own)"]) }
    #expect(own?.what == "'own' is a name of the file, and 'venues' asks each venue for a column of that name")
    let named = problem { () throws(Problem) in try book(["venues": "3"]) }
    #expect(named?.what.contains("stands for all venues") == true)
  }
}
