import Market
import Replay
import Testing

@Suite("The days whose returns a stretch has")
struct ReturnDaysTests {
  private func days(from hour: Int, hours: Int) -> ReturnDays {
    let start = Instant(year: 2025, month: 3, day: 2, hour: hour)
    return ReturnDays(0..<hours, of: Grid(start: start, interval: .hour, count: hours))
  }

  @Test("whole days are themselves", arguments: [1, 2, 30])
  func whole(count: Int) {
    #expect(days(from: 0, hours: 24 * count).count == count)
  }

  @Test("two whole days and an hour at either end are two days")
  func cutEnds() {
    let cut = days(from: 23, hours: 50)
    #expect(cut.count == 2)
    #expect(cut.day(of: cut.first - 1) == cut.first)
    #expect(cut.day(of: cut.last + 1) == cut.last)
  }

  @Test("from any hour to the same hour there are as many days as it takes", arguments: 0..<24)
  func sameHour(hour: Int) {
    #expect(days(from: hour, hours: 24 * 9).count == 9)
  }

  @Test("what lies within one day, or is less than half of two, is one")
  func short() {
    #expect(days(from: 3, hours: 5).count == 1)
    #expect(days(from: 22, hours: 4).count == 1)
    #expect(days(from: 11, hours: 20).count == 1)
  }

  @Test("bars of several days have as many days as they are long", arguments: [2, 3, 7])
  func wideBars(days: Int) {
    let grid = Grid(start: Instant(year: 2023, month: 1, day: 2), interval: .days(days), count: 52)
    #expect(ReturnDays(0..<52, of: grid).count == 52 * days)
    #expect(ReturnDays(10..<20, of: grid).count == 10 * days)
    #expect(ReturnDays(10..<20, of: grid).last + 1 == ReturnDays(20..<30, of: grid).first)
  }

  @Test("a run on weeks has a return for every day, with nothing between the bars")
  func weeks() throws {
    let bars = (0..<10).map { "\(100 + $0) \(100 + $0) \(101 + $0) \(101 + $0)" }.joined(separator: "\n")
    let start = Instant(year: 2025, month: 3, day: 3)
    let frame = Candles.frame(bars, interval: .days(7), start: start)
    let run = try replay(frame, [0: 1])
    #expect(run.figures.days == 70 && run.daily.count == 70)
    #expect(run.daily.map(\.day) == (0..<70).map { start + .days($0) })
    let moving = run.daily.indices.filter { run.daily[$0].dailyReturn != 0 }
    #expect(!moving.isEmpty && moving.allSatisfy { $0 % 7 == 0 })
    let recordless = try DailyReturns(
      PreparedMarket(frame), decisions: ScriptedDecisions([0: 1]), costs: .free, initialEquity: 1000)
    #expect(recordless.returns == run.daily.map(\.dailyReturn) && recordless.figures == run.figures)
  }

  @Test("stretches that share an end agree on its day, whatever they begin with")
  func sharedEnds() {
    let grid = Grid(start: Instant(year: 2025, month: 3, day: 2, hour: 5), interval: .hour, count: 200)
    for end in 100...200 {
      let whole = ReturnDays(0..<end, of: grid).last
      #expect(ReturnDays(43..<end, of: grid).last == whole, "from a midnight to \(end)")
    }
  }

  /// 50 hours that move by one price a day: two returns, not four of which two are next to nothing.
  @Test("a run's returns are of those days, and a year's figures need a week")
  func run() throws {
    let bars = (0..<50).map { "\(100 + $0) \(100 + $0) \(100 + $0) \(100 + $0)" }.joined(separator: "\n")
    let start = Instant(year: 2025, month: 3, day: 2, hour: 23)
    let run = try replay(Candles.frame(bars, start: start), [0: 1])
    #expect(run.daily.count == 2)
    #expect(run.figures.days == 2)
    #expect(run.figures.sharpeDaily != nil)
    #expect(run.figures.volatilityAnnual == nil && run.figures.sharpeAnnual == nil && run.figures.cagr == nil)
  }

  @Test(
    "what speaks of a year is said from a week on, what compounds from thirty days on",
    arguments: [(6, false, false), (7, true, false), (29, true, false), (30, true, true)])
  func leastLength(count: Int, annualised: Bool, compounded: Bool) throws {
    let bars = (0..<24 * count).map { row -> String in
      let price = 100 + Double(row * row % 17)
      return "\(price) \(price) \(price) \(price)"
    }.joined(separator: "\n")
    let figures = try replay(Candles.frame(bars), [0: 1]).figures
    for key in [FigureKey.sharpeAnnual, .sharpeLower, .sortinoAnnual, .volatilityAnnual] {
      #expect((figures[key] != nil) == annualised, "\(key)")
    }
    for key in [FigureKey.cagr, .calmar] { #expect((figures[key] != nil) == compounded, "\(key)") }
    #expect(figures.sharpeDaily != nil)
    let unsaid = LeastLength.notSaid(of: .days(count)).map(\.key)
    #expect(Set(unsaid) == Set(FigureKey.allCases.filter { figures[$0] == nil && $0.least != nil }))
  }
}
