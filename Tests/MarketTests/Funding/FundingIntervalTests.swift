import Market
import Testing

@Suite("The interval of a funding schedule and its changes")
struct FundingIntervalTests {
  @Test("one interval throughout", arguments: [1, 2, 4, 8])
  func constant(interval: Int) {
    let schedule = FundingSchedule(atHours: (0..<30).map { $0 * interval })
    #expect(schedule.intervals == [[interval, 0]])
    #expect(schedule.findings.isEmpty)
    #expect(schedule.settlements.allSatisfy { $0.interval == .hours(interval) })
  }

  @Test("8h to 4h to 8h")
  func thereAndBack() {
    let schedule = FundingSchedule(atHours: [0, 8, 16, 24, 28, 32, 36, 40, 48, 56, 64])
    #expect(schedule.intervals == [[8, 0], [4, 28], [8, 48]])
    #expect(
      schedule.findings.map(\.sentence) == [
        "2 changes of interval, 8h to 4h to 8h, from 2025-01-02 04:00 to 2025-01-03 00:00 UTC"
      ])
  }

  @Test("8h to 1h")
  func toHourly() {
    #expect(FundingSchedule(atHours: [0, 8, 16] + Array(17..<40)).intervals == [[8, 0], [1, 17]])
  }

  @Test("the first settlement of a longer interval may come sooner than an interval after the last of the shorter")
  func partial() {
    // STEEMUSDT on Binance, 2026-03-05: hourly until 09:00, then 12:00, 16:00, 20:00.
    let schedule = FundingSchedule(atHours: Array(0...9) + [12, 16, 20])
    #expect(schedule.intervals == [[1, 0], [4, 12]])
    #expect(schedule.findings.map(\.kind) == [.changed])
  }

  @Test("a change with a hole beside it")
  func changeAndHole() {
    let schedule = FundingSchedule(atHours: [0, 8, 16, 24, 32, 36, 40, 44, 48, 60, 64, 68, 72, 76, 77, 78, 79, 80])
    #expect(schedule.intervals == [[8, 0], [4, 36], [1, 77]])
    #expect(schedule.counts == ["missing": 2, "changed": 2])
  }

  @Test("one spacing is not a change: not in the middle, not at the end")
  func oneSpacing() {
    #expect(FundingSchedule(atHours: [0, 8, 16, 24, 28, 32, 40, 48]).counts == ["extra": 1])
    #expect(FundingSchedule(atHours: [0, 8, 16, 24, 28]).counts == ["extra": 1])
    #expect(FundingSchedule(atHours: [0, 4, 8, 12, 16, 24]).counts == ["missing": 1])
    #expect(FundingSchedule(atHours: [0, 8, 12, 16, 20, 24]).counts == ["missing": 1])
  }

  @Test("one spacing is a change when its row declares it")
  func declared() {
    let rows = [0, 8, 16, 24].map { row($0, declares: 8) }
    #expect(FundingSchedule(rows + [row(28, declares: 4)]).intervals == [[8, 0], [4, 28]])
    let inside = rows + [row(28, declares: 4), row(32, declares: 4), row(40, declares: 8), row(48, declares: 8)]
    #expect(FundingSchedule(inside).intervals == [[8, 0], [4, 28], [8, 40]])
    #expect(FundingSchedule(inside).findings.map(\.kind) == [.changed])
  }

  @Test("a hole stays a hole when its row declares the interval in force")
  func declaredHole() {
    let schedule = FundingSchedule(atHours: [0, 4, 8, 12, 20, 28, 36, 44, 52, 56], declares: 4)
    #expect(schedule.intervals == [[4, 0]])
    #expect(schedule.counts == ["missing": 5])
  }

  @Test("hourly rows that declare 8 hours are hourly and contradict themselves")
  func contradictory() {
    let schedule = FundingSchedule(atHours: Array(0...48), declares: 8)
    #expect(schedule.intervals == [[1, 0]])
    #expect(
      schedule.findings.map(\.sentence) == [
        "49 rows declare 8h and come 1h apart, from 2025-01-01 00:00 to 2025-01-03 00:00 UTC"
      ])
    #expect(FundingSchedule(atHours: (0...20).map { $0 * 4 }, declares: 8).counts == ["contradictory": 21])
  }

  @Test("hourly rows that change their rate every eight hours only contradict themselves")
  func repeated() {
    func rates(_ count: Int, _ block: (Int) -> Int) -> FundingSchedule {
      FundingSchedule((0..<count).map { row($0, rate: Double(block($0)) * 1e-5) })
    }
    #expect(
      rates(56) { $0 / 8 }.findings.map(\.sentence) == [
        "56 rows come 1h apart and change the rate every 8h only, from 2025-01-01 00:00 to 2025-01-03 07:00 UTC"
      ])
    // Six changes are no accident, five may be.
    #expect(rates(48) { $0 / 8 }.findings.isEmpty)
    // Whatever hour of eight they change at; and every four hours, of which it takes more.
    #expect(rates(80) { ($0 + 3) / 8 }.counts == ["contradictory": 80])
    #expect(rates(80) { $0 / 4 }.counts == ["contradictory": 80])
    #expect(rates(24) { $0 / 4 }.findings.isEmpty)
    // A change at another hour, and a rate that stands at its base and moves for single hours, are hourly rates.
    #expect(rates(240) { $0 / 8 + ($0 > 100 ? 1000 : 0) }.findings.isEmpty)
    #expect(rates(240) { $0 % 8 == 0 ? $0 : 1 }.findings.isEmpty)
    // Rows that say that they are hourly are believed.
    let declared = FundingSchedule((0..<240).map { row($0, rate: Double($0 / 8) * 1e-5, declares: 1) })
    #expect(declared.findings.isEmpty)
  }

  @Test("rows that come less often than they declare have lost the others")
  func thinned() {
    #expect(FundingSchedule(atHours: (0...20).map { $0 * 8 }, declares: 4).counts == ["missing": 20])
    #expect(FundingSchedule(atHours: (0...20).map { $0 * 8 }, declares: 1).counts == ["missing": 140])
  }

  @Test("the row at a change may declare either interval")
  func edge() {
    let before = (0..<5).map { row($0 * 8, declares: 8) }
    let after = (0..<5).map { row(36 + $0 * 4, declares: 4) }
    #expect(!FundingSchedule(before + after).findings.contains { $0.kind.isDoubtful })
    let early = before.dropLast() + [row(32, declares: 4)] + after
    #expect(!FundingSchedule(early).findings.contains { $0.kind.isDoubtful })
    let late = before + [row(36, declares: 8)] + after.dropFirst()
    #expect(!FundingSchedule(late).findings.contains { $0.kind.isDoubtful })
  }

  @Test("a single row has the interval it declares, else the cadence of its series")
  func singleRow() {
    #expect(FundingSchedule([row(8, declares: 4)]).intervals == [[4, 8]])
    #expect(FundingSchedule([row(8)]).intervals == [[8, 8]])
    #expect(FundingSchedule([row(8)], cadence: .hour).intervals == [[1, 8]])
    #expect(FundingSchedule([row(8)]).coverage == hours(8..<16))
    #expect(FundingSchedule([row(8)]).findings.isEmpty)
  }

  @Test("two rows have the interval between them, or miss settlements when no venue settles that seldom")
  func twoRows() {
    #expect(FundingSchedule(atHours: [8, 16]).intervals == [[8, 8]])
    #expect(FundingSchedule(atHours: [8, 12]).intervals == [[4, 8]])
    #expect(FundingSchedule(atHours: [7, 8]).intervals == [[1, 7]])
    #expect(FundingSchedule(atHours: [0, 24]).counts == ["missing": 2])
    #expect(FundingSchedule(atHours: [0, 16]).counts == ["missing": 1])
  }

  @Test("where a venue is known to settle every hour, rows that come less often leave settlements out")
  func knownInterval() {
    let seldom = FundingSchedule([0, 8, 16, 24].map { row($0) }, every: .hour)
    #expect(seldom.intervals == [[1, 0]] && seldom.hours == [0, 8, 16, 24])
    #expect(seldom.counts == ["missing": 21])
    #expect(throws: Problem.self) { try seldom.charges() }
    #expect(FundingSchedule((0..<24).map { row($0, rate: Double($0)) }, every: .hour).findings.isEmpty)
  }

  @Test("no rows, no schedule")
  func noRows() {
    #expect(FundingSchedule([]).segments.isEmpty)
    #expect(FundingSchedule([]).findings.isEmpty)
    #expect(FundingSchedule([]).expected(in: .always) == 0)
  }

  @Test("a schedule need not count from midnight, and may be daily")
  func otherPhases() {
    // BitMEX XBTUSD in 2016: daily at 12:00, then 04:00, 12:00 and 20:00.
    let daily = (0..<12).map { 12 + $0 * 24 }
    let schedule = FundingSchedule(atHours: daily + (1..<12).map { daily[11] + $0 * 8 })
    #expect(schedule.intervals == [[24, 12], [8, daily[11] + 8]])
    #expect(schedule.findings.map(\.kind) == [.changed])
  }

  @Test("the interval at an instant is that of the settlement next due")
  func intervalAt() {
    let schedule = FundingSchedule(atHours: [0, 8, 16, 24, 28, 32, 36, 40])
    #expect(schedule.interval(at: at(20)) == .hours(8))
    #expect(schedule.interval(at: at(24)) == .hours(8))
    #expect(schedule.interval(at: at(25)) == .hours(4))
    #expect(schedule.interval(at: at(43)) == .hours(4))
    #expect(schedule.interval(at: at(44)) == nil)
  }
}
