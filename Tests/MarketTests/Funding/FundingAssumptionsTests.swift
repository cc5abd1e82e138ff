import Market
import Testing

@Suite("What is charged where funding is doubtful")
struct FundingAssumptionsTests {
  private func rates(
    _ schedule: FundingSchedule, in window: TimeRange = .always, _ assumptions: FundingAssumptions = .none
  ) throws -> [Double] {
    try schedule.charges(in: window, assuming: assumptions).map(\.rate)
  }

  @Test("settlements without doubt are charged as listed, on their instants")
  func listed() throws {
    let schedule = FundingSchedule([row(0, rate: 0.1), row(8, seconds: 0.7, rate: 0.2), row(16, rate: 0.3)])
    let charges = try schedule.charges()
    #expect(charges.map(\.instant) == [at(0), at(8), at(16)])
    #expect(charges.map(\.rate) == [0.1, 0.2, 0.3])
    #expect(charges.allSatisfy { $0.interval == .hours(8) && $0.assumed == nil })
    #expect(try rates(schedule, in: hours(1..<16)) == [0.2])
    #expect(try rates(FundingSchedule([])).isEmpty)
  }

  @Test(
    "a rate is written as people write one",
    arguments: [("0.0001", 0.0001), ("1bps", 0.0001), ("0.01%", 0.0001), ("-1.5bps", -0.00015), ("zero", 0)])
  func rateTexts(text: String, rate: Double) throws {
    let assumed = try #require(try FundingAssumptions("missing=\(text)").missing)
    #expect(abs(assumed - rate) < 1e-18)
    #expect(throws: Problem.self) { try FundingAssumptions("missing=150%") }
  }

  @Test("a rate in basis points is the decimal that it says, and prints as that")
  func decimals() throws {
    let assumed = try FundingAssumptions("missing=1.7bps, extra=ignored")
    #expect(assumed.missing == 0.00017)
    #expect(assumed.description == "missing=0.00017, extra=ignored")
    for text in ["0x10bps", "0x0p0", "nan", "inf%"] {
      #expect(throws: Problem.self) { try FundingAssumptions("missing=\(text)") }
    }
  }

  @Test("what is said twice is refused with both values, be they the same or not")
  func twice() {
    for text in ["missing=zero,missing=1bps", "missing=zero, missing=refuse", "extra=charged,extra=charged"] {
      let problem = #expect(throws: Problem.self) { try FundingAssumptions(text) }
      let values = text.split(separator: ",").compactMap { $0.split(separator: "=").last }
      #expect(problem?.description.contains("twice, \(values[0]) and \(values[1]); say it once") == true)
    }
    var assumed = FundingAssumptions(missing: 0.0001)
    #expect(throws: Problem.self) { try assumed.assume(missing: "zero") }
  }

  @Test("doubt is refused with what is wrong and what can be assumed")
  func refused() throws {
    let schedule = FundingSchedule([row(0), row(8), row(24), row(27), row(32, rate: .nan)])
    let problem = #expect(throws: Problem.self) { try schedule.charges() }
    #expect(
      problem?.description == """
        what funding was paid is open: 1 scheduled settlement has no row, at 2025-01-01 16:00 UTC; 1 row has no rate, at \
        2025-01-02 08:00 UTC; 1 row lies at no scheduled settlement, at 2025-01-02 03:00 UTC; say what to assume with \
        --assume-funding: missing=zero or missing=<rate of one interval>; extra=ignored or extra=charged
        """)
    #expect(throws: Problem.self) { try schedule.charges(assuming: FundingAssumptions(extra: .ignored)) }
  }

  @Test("doubt outside the window is no matter")
  func window() throws {
    let schedule = FundingSchedule([row(0), row(8), row(24), row(32), row(40)])
    #expect(throws: Problem.self) { try schedule.charges(in: hours(8..<32)) }
    #expect(try rates(schedule, in: hours(17..<48)).count == 3)
  }

  @Test("a missing settlement and one without a rate are charged the rate assumed, each marked")
  func missing() throws {
    let schedule = FundingSchedule([row(0), row(8, rate: .nan), row(32)])
    let charges = try schedule.charges(assuming: FundingAssumptions(missing: 0.0003))
    #expect(charges.map(\.instant) == [at(0), at(8), at(16), at(24), at(32)])
    #expect(charges.map(\.rate) == [0.0001, 0.0003, 0.0003, 0.0003, 0.0001])
    #expect(charges.map(\.assumed) == [nil, .unknown, .missing, .missing, nil])
    #expect(try rates(schedule, in: hours(20..<32), FundingAssumptions(missing: 0)) == [0])
  }

  @Test("an extra row is ignored, or charged where it stands")
  func extra() throws {
    let schedule = FundingSchedule([row(0), row(8), row(11, seconds: 600, rate: 0.5), row(16)])
    #expect(try rates(schedule, FundingAssumptions(extra: .ignored)) == [0.0001, 0.0001, 0.0001])
    let charges = try schedule.charges(assuming: FundingAssumptions(extra: .charged))
    #expect(charges.map(\.rate) == [0.0001, 0.0001, 0.5, 0.0001])
    #expect(charges[2].instant == at(11) + .minutes(10))
    #expect(charges[2].interval == .hours(8))
    #expect(charges[2].assumed == .extra)
  }

  @Test("of conflicting rates the first or the last is charged")
  func conflicting() throws {
    let schedule = FundingSchedule([row(0), row(8, rate: 0.1), row(8, seconds: 1, rate: 0.2), row(16)])
    #expect(throws: Problem.self) { try schedule.charges() }
    #expect(try rates(schedule, FundingAssumptions(conflicting: .first)) == [0.0001, 0.1, 0.0001])
    #expect(try rates(schedule, FundingAssumptions(conflicting: .last)) == [0.0001, 0.2, 0.0001])
  }

  @Test("an 8-hour rate of 8 bps listed every hour costs 48 bps in two days, prorated or as declared")
  func contradictory() throws {
    let schedule = FundingSchedule((0..<48).map { row($0, rate: 0.0008, declares: 8) })
    #expect(throws: Problem.self) { try schedule.charges() }
    func cost(_ choice: FundingAssumptions.Contradictory) throws -> Double {
      try rates(schedule, FundingAssumptions(contradictory: choice)).reduce(0, +)
    }
    #expect(abs(try cost(.prorated) - 0.0048) < 1e-15)
    #expect(abs(try cost(.declared) - 0.0048) < 1e-15)
    #expect(abs(try cost(.listed) - 0.0384) < 1e-15)

    let declared = try schedule.charges(assuming: FundingAssumptions(contradictory: .declared))
    #expect(declared.map(\.instant) == [0, 8, 16, 24, 32, 40].map(at))
    #expect(declared.allSatisfy { $0.assumed == .contradictory })
    #expect(declared.allSatisfy { $0.interval == .hours(8) }, "what each pays for")
  }

  @Test("where rows that declare one interval come to stand closer, the first of them is charged as those behind it")
  func closer() throws {
    let hours = Array(stride(from: 0, to: 48, by: 8)) + Array(stride(from: 48, to: 96, by: 4))
    let schedule = FundingSchedule(hours.map { row($0, rate: 0.0008, declares: 8) })
    #expect(schedule.findings.first { $0.kind == .contradictory }?.count == 11)
    let prorated = try rates(schedule, FundingAssumptions(contradictory: .prorated))
    #expect(prorated == [Double](repeating: 0.0008, count: 7) + [Double](repeating: 0.0004, count: 11))
    let declared = try schedule.charges(assuming: FundingAssumptions(contradictory: .declared))
    #expect(declared.map(\.instant) == stride(from: 0, to: 96, by: 8).map(at))
  }

  @Test("a rate of eight hours listed every hour is charged by assumption as one row in eight hours is")
  func repeated() throws {
    let once = (0..<30).map { row($0 * 8, rate: Double($0 + 1) * 1e-5) }
    let hourly = (0..<240).map { row($0, rate: Double($0 / 8 + 1) * 1e-5) }
    let charged = try rates(FundingSchedule(once)).reduce(0, +)
    let schedule = FundingSchedule(hourly)
    #expect(throws: Problem.self) { try schedule.charges() }
    func cost(_ choice: FundingAssumptions.Contradictory) throws -> Double {
      try rates(schedule, FundingAssumptions(contradictory: choice)).reduce(0, +)
    }
    #expect(abs(try cost(.prorated) - charged) < 1e-15)
    #expect(abs(try cost(.declared) - charged) < 1e-15)
    #expect(abs(try cost(.listed) - 8 * charged) < 1e-14)
  }

  @Test("rows that agree with their spacing are charged in full beside those that do not")
  func partlyContradictory() throws {
    let schedule = FundingSchedule((0..<24).map { row($0, rate: 0.0008, declares: $0 < 12 ? 1 : 8) })
    let charges = try schedule.charges(assuming: FundingAssumptions(contradictory: .prorated))
    #expect(charges.map(\.rate) == (0..<24).map { $0 < 12 ? 0.0008 : 0.0001 })
  }
}

@Suite("Assumptions about funding as text")
struct FundingAssumptionsTextTests {
  @Test(
    "what is written is read again",
    arguments: [
      "", "missing=zero", "missing=0.0001", "extra=ignored, contradictory=prorated",
      "missing=-0.0001, extra=charged, conflicting=last, contradictory=declared",
    ])
  func roundTrip(text: String) throws {
    #expect(try FundingAssumptions(text).description == text)
  }

  @Test(
    "what is not understood is refused with the choices",
    arguments: [
      ("mising=zero", "'mising=zero' is no assumption about funding; did you mean 'missing'?"),
      ("missing", "'missing' is no assumption about funding; did you mean 'missing'?"),
      ("missing=2", "'2' is no choice for missing; say missing=zero or missing=<rate of one interval>"),
      ("missing=nan", "'nan' is no choice for missing; say missing=zero or missing=<rate of one interval>"),
      ("extra=paid", "'paid' is no choice for extra; say extra=ignored or extra=charged"),
      ("conflicting=mean", "'mean' is no choice for conflicting; say conflicting=first or conflicting=last"),
    ])
  func refused(text: String, message: String) {
    let problem = #expect(throws: Problem.self) { try FundingAssumptions(text) }
    #expect(problem?.description == message)
  }
}
