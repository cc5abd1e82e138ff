import Market
import Testing

@Suite("Which rows are funding settlements")
struct FundingScheduleTests {
  @Test("a row some milliseconds or minutes late is the settlement of its hour, and its own stamp is kept")
  func late() {
    let schedule = FundingSchedule([row(0), row(8, seconds: 0.7), row(16, seconds: 111), row(24)])
    #expect(schedule.hours == [0, 8, 16, 24])
    #expect(schedule.settlements[1].stamp == at(8) + Interval(milliseconds: 700))
    #expect(schedule.counts == ["displaced": 2])
    #expect(
      schedule.findings.map(\.sentence) == [
        "2 stamps lie beside their settlement, the furthest 111 s late, from 2025-01-01 08:00 to 2025-01-01 16:00 UTC"
      ])
  }

  @Test("a row a moment early is the settlement of its hour")
  func early() {
    let schedule = FundingSchedule([row(0), row(8, seconds: -0.5), row(16)])
    #expect(schedule.hours == [0, 8, 16])
    #expect(schedule.findings.first?.sentence.contains("the furthest 500 ms early") == true)
  }

  @Test("the tolerance is a bound, included, on both sides")
  func tolerance() {
    let rows = [row(0), row(8, seconds: 60), row(16, seconds: -60), row(24)]
    #expect(FundingSchedule(rows, tolerance: .minute).hours == [0, 8, 16, 24])
    let tight = FundingSchedule(rows, tolerance: .seconds(59))
    #expect(tight.hours == [0, 24])
    #expect(tight.extra.map(\.stamp) == [rows[1].stamp, rows[2].stamp])
    #expect(tight.counts == ["missing": 2, "extra": 2])
  }

  @Test("a tolerance of hours is taken as just under half an hour")
  func wideTolerance() {
    let schedule = FundingSchedule([row(0), row(8, seconds: 1800), row(16)], tolerance: .hours(3))
    #expect(schedule.hours == [0, 16])
    #expect(schedule.tolerance < .minutes(30))
  }

  @Test("two rows of one rate a moment apart are one settlement")
  func doubled() {
    let schedule = FundingSchedule([row(0), row(8), row(8, seconds: 0.9), row(16)])
    #expect(schedule.hours == [0, 8, 16])
    #expect(schedule.counts == ["doubled": 1])
    #expect(!schedule.findings.contains { $0.kind.isDoubtful })
  }

  @Test("two rows of different rates for one settlement conflict")
  func conflicting() {
    let schedule = FundingSchedule([row(0), row(8, rate: 0.0001), row(8, seconds: 1, rate: 0.0003), row(16)])
    #expect(schedule.settlements[1].rate == 0.0001)
    #expect(schedule.settlements[1].otherRate == 0.0003)
    #expect(schedule.counts == ["conflicting": 1])
  }

  @Test("a rate beside a row without one is the rate")
  func rateBesideNone() {
    let schedule = FundingSchedule([row(0), row(8, rate: .nan), row(8, seconds: 1, rate: 0.0003), row(16)])
    #expect(schedule.settlements.map(\.rate) == [0.0001, 0.0003, 0.0001])
    #expect(schedule.counts == ["doubled": 1])
  }

  @Test("a row without a rate holds its place and is counted")
  func unknown() {
    let schedule = FundingSchedule([row(0), row(8, rate: .nan), row(16)])
    #expect(schedule.hours == [0, 8, 16])
    #expect(schedule.counts == ["unknown": 1])
  }

  @Test("one hole is missing settlements, however long")
  func holes() {
    let short = FundingSchedule(atHours: [0, 8, 24, 32])
    #expect(short.counts == ["missing": 1])
    #expect(short.holes == [FundingHole(interval: .hours(8), first: at(16), count: 1)])

    let first = Array(stride(from: 0, through: 240, by: 8))
    let long = FundingSchedule(atHours: first + first.map { $0 + 240 + 752 })
    #expect(long.intervals == [[8, 0]])
    #expect(long.counts == ["missing": 93])
    #expect(long.holes.map(\.first) == [at(248)])
    #expect(long.holes.map(\.last) == [at(240 + 752 - 8)])

    let hourly = FundingSchedule(atHours: Array(0..<100) + Array(320..<400))
    #expect(hourly.intervals == [[1, 0]])
    #expect(hourly.counts == ["missing": 220])
  }

  @Test("a row off the schedule is extra, whether on the hour or not")
  func extra() {
    let onTheHour = FundingSchedule(atHours: [0, 8, 11, 16, 24, 32])
    #expect(onTheHour.hours == [0, 8, 16, 24, 32])
    #expect(onTheHour.counts == ["extra": 1])

    let between = FundingSchedule([row(0), row(8), row(10, seconds: 1200), row(16)])
    #expect(between.hours == [0, 8, 16])
    #expect(between.counts == ["extra": 1])

    let moved = FundingSchedule(atHours: [0, 8, 16, 24, 34, 40, 48, 56])
    #expect(moved.counts == ["missing": 1, "extra": 1])
  }

  @Test("rows that are all off the hour belong to no schedule")
  func offTheHour() {
    let schedule = FundingSchedule((0..<6).map { row($0 * 8, seconds: 1800) })
    #expect(schedule.settlements.isEmpty)
    #expect(schedule.coverage == nil)
    #expect(schedule.counts == ["extra": 6])
    #expect(schedule.uncovered(of: hours(0..<48)) == [hours(0..<48)])
  }

  @Test("rows near the ends of time are read and do not trap")
  func endsOfTime() {
    let rows = [Int64.min, .max].map { FundingRow(stamp: Instant(milliseconds: $0), rate: 0) }
    #expect(FundingSchedule(rows).extra.count == 2)
  }
}

@Suite("What a funding schedule covers")
struct FundingCoverageTests {
  let schedule = FundingSchedule(atHours: [24, 32, 48, 56, 60, 64, 68])

  @Test("from the first settlement to the end of the interval that begins at the last")
  func coverage() {
    #expect(schedule.coverage == hours(24..<72))
    #expect(FundingSchedule([]).coverage == nil)
  }

  @Test("scheduled settlements are counted with a row or without, the window's end excluded")
  func expected() {
    #expect(schedule.expected(in: .always) == 8)
    #expect(schedule.missing(in: .always) == 1)
    #expect(schedule.expected(in: hours(24..<40)) == 2)
    #expect(schedule.missing(in: hours(24..<40)) == 0)
    #expect(schedule.expected(in: hours(40..<61)) == 4)
    #expect(schedule.missing(in: hours(40..<61)) == 1)
    #expect(schedule.expected(in: hours(61..<64)) == 0)
    #expect(schedule.expected(in: hours(0..<24)) == 0)
  }

  @Test("a window that has lost no settlement is covered, though it begins before the first and ends behind the last")
  func covered() {
    #expect(schedule.uncovered(of: hours(17..<72)).isEmpty)
    #expect(schedule.uncovered(of: hours(30..<50)).isEmpty)
  }

  @Test("the parts of a window before the first settlement and behind the last are told")
  func uncovered() {
    #expect(schedule.uncovered(of: hours(16..<48)) == [hours(16..<24)])
    #expect(schedule.uncovered(of: hours(0..<100)) == [hours(0..<24), hours(72..<100)])
    #expect(schedule.uncovered(of: hours(0..<10)) == [hours(0..<10)])
    #expect(schedule.uncovered(of: hours(80..<90)) == [hours(80..<90)])
  }

  @Test("findings of a window are those inside it")
  func findings() {
    #expect(schedule.findings(in: hours(24..<40)).isEmpty)
    #expect(schedule.findings(in: hours(40..<56)).map(\.kind) == [.missing])
    #expect(schedule.findings(in: hours(56..<72)).map(\.kind) == [.changed])
  }
}
