import Market
import Signals
import Testing

@Suite("Time in the language")
struct TimeTests {
  private let nan = Double.nan

  private func hours(from start: Instant, count: Int = 24) -> Frame {
    Frame(
      market: "test", instrument: Instrument(venue: "test", symbol: "BTCUSDT"),
      grid: Grid(start: start, interval: .hour, count: count),
      columns: [Column("x", .score, (0..<count).map(Double.init))])
  }

  private func open(_ name: String, _ start: Instant) throws -> [Int] {
    let truth = try hours(from: start).truth("\(name)()")
    return truth.indices.filter { truth[$0] == true }
  }

  @Test("sessions are business hours by the clock of their city, daylight saving included")
  func sessions() throws {
    let winter = Instant(year: 2024, month: 1, day: 15)
    let summer = Instant(year: 2024, month: 7, day: 15)
    for day in [winter, summer] { #expect(try open("asia", day) == Array(0..<9)) }
    #expect(try open("europe", winter) == Array(8..<17))
    #expect(try open("europe", summer) == Array(7..<16))
    #expect(try open("us", winter) == Array(13..<22))
    #expect(try open("us", summer) == Array(12..<21))
  }

  /// zoneinfo: the UTC dates of the changes in 2023 to 2025 for America/New_York and Europe/London.
  @Test(
    "the clocks change on their Sundays",
    arguments: [
      ("us", 2023, 3, 12, 13, 12), ("us", 2024, 3, 10, 13, 12), ("us", 2025, 3, 9, 13, 12),
      ("us", 2023, 11, 5, 12, 13), ("us", 2024, 11, 3, 12, 13), ("us", 2025, 11, 2, 12, 13),
      ("europe", 2023, 3, 26, 8, 7), ("europe", 2024, 3, 31, 8, 7), ("europe", 2025, 3, 30, 8, 7),
      ("europe", 2023, 10, 29, 7, 8), ("europe", 2024, 10, 27, 7, 8), ("europe", 2025, 10, 26, 7, 8),
    ])
  func changes(name: String, year: Int, month: Int, day: Int, before: Int, after: Int) throws {
    let sunday = Instant(year: year, month: month, day: day)
    #expect(try open(name, sunday + Interval.days(-1)).first == before)
    #expect(try open(name, sunday).first == after)
  }

  @Test("sums since an opening begin anew with it, on the day that clocks change too")
  func openings() throws {
    let frame = hours(from: Instant(year: 2024, month: 3, day: 8), count: 96)
    func begins(_ anchor: String) throws -> [Int] {
      let sums = try frame.numbers("cumsum(x - x + 1, \(anchor))")
      return sums.indices.filter { sums[$0] == 1 }
    }
    // New York is an hour earlier from Sunday the 10th on.
    #expect(try begins("us") == [13, 24 + 13, 48 + 12, 72 + 12])
    #expect(try begins("europe") == [8, 32, 56, 80])
    #expect(try begins("asia") == [0, 24, 48, 72])
    #expect(try begins("session") == [0, 8, 13, 24, 32, 37, 48, 56, 60, 72, 80, 84])
    let night = hours(from: Instant(year: 2024, month: 3, day: 8) + .hour, count: 6)
    for anchor in ["us", "europe", "session"] {
      let sums = try night.numbers("cumsum(x, \(anchor))")
      #expect(allUnknown(sums), "\(anchor)")
    }
    #expect(try node("cumsum(x, us)").lookBack(.hour) == 24)
    #expect(try node("cumsum(x, session)").lookBack(.hour) == 12)
  }

  @Test("seasons are weekdays and sessions too, the current one left out")
  func seasons() throws {
    let frame = hours(from: Instant(year: 2024, month: 1, day: 1), count: 24 * 21)
    let weekdays = try frame.numbers("seasonal_mean(x, weekday, 2w)")
    #expect(allUnknown(weekdays.prefix(24 * 14)))
    // Hours 0 to 23 and 168 to 191: of the two Mondays before.
    #expect(close(Array(weekdays[336..<360]), [Double](repeating: (11.5 + 179.5) / 2, count: 24)))
    let sessions = try frame.numbers("seasonal_mean(x, session, 2d)")
    // London is alone from 8:00 to 13:00: of hours 8 to 12 on the first and second of January.
    #expect(close(Array(sessions[56..<61]), [Double](repeating: (10.0 + 34.0) / 2, count: 5)))
    // New York's lasts to Tokyo's opening.
    #expect(close(Array(sessions[61..<72]), [Double](repeating: (18.0 + 42.0) / 2, count: 11)))
    // London's clocks went back on the 27th of October: of hours 7 to 11 of the day before, and 8 to 11 of that day.
    let autumn = try hours(from: Instant(year: 2024, month: 10, day: 24), count: 24 * 5)
      .numbers("seasonal_mean(x, session, 2d)")
    let mean = [55.0, 56, 57, 58, 59, 80, 81, 82, 83].reduce(0, +) / 9
    #expect(close(Array(autumn[104..<108]), [Double](repeating: mean, count: 4)))
    let refused = problem { () throws(Problem) in try node("seasonal_mean(x, session, 3h)").lookBack(.hour) }
    #expect(refused?.remedy == "take a multiple of 1d")
  }

  @Test("resampled values are those of the last closed coarse bar, and change with the bar that closes it")
  func resample() throws {
    let frame = hours(from: Instant(year: 2024, month: 1, day: 1) + .hours(2), count: 14)
    // Coarse bars of 4h open at 0:00, 4:00, …; the data begins at 2:00, inside one.
    #expect(
      try same(
        frame.numbers("resample(x, 4h, last)"), [nan, nan, nan, nan, nan, 5, 5, 5, 5, 9, 9, 9, 9, 13]))
    #expect(try frame.numbers("resample(x, 4h, first)")[5] == 2)
    #expect(try frame.numbers("resample(x, 4h, mean)")[8] == 3.5)
    #expect(try frame.numbers("resample(x, 4h, sum)")[8] == 14)
    #expect(try frame.numbers("resample(x, 4h, min)")[9] == 6)
    #expect(try frame.numbers("resample(x, 4h, max)")[9] == 9)
    #expect(try node("resample(x, 4h, last)").lookBack(.hour) == 6)
  }

  @Test("resampled hours agree with pandas")
  func pandas() throws {
    let values = try frame(["x": RollingTests.x]).numbers("resample(x, 4h, mean)")
    // pd.Series(s.values, index=pd.date_range('2024-01-01', periods=40, freq='h')).resample('4h').mean()
    let golden = [2.13, 0.69, 0.83, 2.55, 0.8499999999999999, 3.23, -0.31, 0.23, 2.35, -1.4499999999999997]
    #expect(close((0..<10).map { values[4 * $0 + 3] }, golden))
  }

  @Test("a statistic over coarse bars counts each close once, wherever the data begins")
  func overBars() throws {
    let whole = frame(["x": RollingTests.x])
    // c = s.iloc[3::4].reset_index(drop=True); c.rolling(3).mean(), ((c - c.rolling(3).mean()) / c.rolling(3).std())
    let closes = stride(from: 3, to: 40, by: 4).map { RollingTests.x[$0] }
    for (statistic, rolling) in [
      ("mean", Rolling.mean(closes, window: 3)), ("zscore", Rolling.zscore(closes, window: 3)),
      ("rank", Rolling.rank(closes, window: 3)), ("max", Rolling.max(closes, window: 3)),
    ] {
      let values = try whole.numbers("over_bars(x, 4h, 3, \(statistic))")
      for row in 0..<40 {
        let closed = (row + 1) / 4 - 1
        #expect(closed < 2 ? values[row].isNaN : close([values[row]], [rolling[closed]]), "\(statistic) at \(row)")
      }
      let late = Frame(
        market: "test", instrument: whole.instrument, grid: whole.grid.slice(6..<40),
        columns: [Column("x", .score, Array(RollingTests.x[6...]))])
      let rest = try late.numbers("over_bars(x, 4h, 3, \(statistic))")
      #expect(same(Array(rest[11...]), Array(values[17...])))
    }
    #expect(try node("over_bars(x, 4h, 3)").lookBack(.hour) == 11)
  }

  @Test("a gap in a coarse bar leaves it unknown, and no other")
  func resampleGap() throws {
    var x = RollingTests.x
    x[5] = .nan
    let values = try frame(["x": x]).numbers("resample(x, 4h, max)")
    #expect(values.indices.filter { values[$0].isNaN } == [0, 1, 2, 7, 8, 9, 10])
  }

  @Test("a coarse week begins on Monday")
  func weeks() throws {
    let days = frame(["x": (0..<20).map(Double.init)], interval: .day)
    let values = try days.numbers("resample(x, 7d, first)")
    #expect(values[5].isNaN && values[6] == 0 && values[12] == 0 && values[13] == 7)
  }

  @Test("a seasonal mean is of the same hour on earlier days, today left out")
  func seasonal() throws {
    let count = 24 * 5
    func value(hour: Int, day: Double) -> Double { Double(hour) + 100 * day }
    let x = (0..<count).map { value(hour: $0 % 24, day: Double($0 / 24)) }
    let values = try frame(["x": x]).numbers("seasonal_mean(x, hour, 2d)")
    #expect(allUnknown(values.prefix(48)))
    for row in 48..<count { #expect(values[row] == value(hour: row % 24, day: Double(row / 24) - 1.5)) }
    #expect(try node("seasonal_mean(x, hour, 30d)").lookBack(.minutes(5)) == 30 * 288 + 11)
    let five = frame(["x": (0..<(288 * 3)).map { Double($0 % 288 / 12) }], interval: .minutes(5))
    let means = try five.numbers("seasonal_mean(x, hour, 2d)")
    #expect((576..<864).allSatisfy { means[$0] == Double($0 % 288 / 12) })
  }

  @Test("seasons need windows of whole days or weeks")
  func seasonRefused() throws {
    let node = try node("seasonal_mean(x, weekhour, 10d)")
    let problem = problem { () throws(Problem) in try node.lookBack(.hour) }
    #expect(
      problem?.what == "'seasonal_mean' cannot be used here: its window of 240 bars of 1h is no whole number of 7d")
  }
}
