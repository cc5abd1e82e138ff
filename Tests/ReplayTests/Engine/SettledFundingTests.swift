import Market
import Replay
import Testing

@Suite("Funding that falls due")
struct SettledFundingTests {
  private let start = Instant(year: 2025, month: 1, day: 1)

  /// Hours of the table: bar h opens at hour h and closes at 100 + h; marks are 500 above that.
  private func frame(
    _ funding: [FundingRow]?, marks: Range<Int>? = 0..<48, closes: Set<Int> = Set(0..<48),
    venue: String = "binance", symbol: String = "BTCUSDT", evaluation: Range<Int>? = nil,
    assuming: FundingAssumptions = .none,
    isListed: Bool? = nil
  ) -> Frame {
    let values = (0..<48).map { closes.contains($0) ? 100 + Double($0) : .nan }
    let known = marks.map { hours in
      KnownPrices(
        knownAt: hours.map { (start + .hours($0 + 1)).milliseconds }, prices: hours.map { 600 + Double($0) },
        maximumAge: .hours(2))
    }
    let instrument = Instrument(venue: venue, symbol: symbol)
    return Frame(
      market: "table", instrument: instrument, grid: Grid(start: start, interval: .hour, count: 48),
      evaluation: evaluation, columns: ["open", "high", "low", "close"].map { Column($0, .price, values) },
      funding: FundingHistory(
        instrument: instrument, schedule: FundingSchedule(funding ?? []), assumptions: assuming, marks: known,
        isListed: isListed))
  }

  private func rows(_ hours: [Int], late: Int = 0, declared: Interval? = .hours(8)) -> [FundingRow] {
    hours.map { FundingRow(stamp: start + .hours($0) + .seconds(late), rate: Double($0) / 1e6, declared: declared) }
  }

  private let whole = [0, 8, 16, 24, 32, 40, 48]

  @Test("is priced with the mark that is known at its instant")
  func mark() throws {
    let settled = try SettledFunding(frame(rows(whole)))
    #expect(
      settled.settlements.prefix(2) == [
        Settlement(instant: start + .hours(8), rate: 8e-6, price: 607, priceSource: .mark, interval: .hours(8)),
        Settlement(instant: start + .hours(16), rate: 16e-6, price: 615, priceSource: .mark, interval: .hours(8)),
      ])
    #expect(settled.coverage == .complete)
    // Marks of these markets are 500 above what is traded, to be told from it.
    #expect(settled.notes.count == 1 && settled.notes[0].contains("more than 20% away from the last price"))
  }

  @Test("accrues at the opens of the bars that a rate pays for, though it is listed behind the last of them")
  func accrued() throws {
    // A window of 48 hours ends inside the rate of 44 to 52.
    let stamps = [4, 12, 20, 28, 36, 44, 52, 60]
    let settled = try SettledFunding(frame(rows(stamps), venue: "deribit", symbol: "BTC-PERPETUAL"))
    #expect(settled.settlements.map(\.instant) == (1...48).map { start + .hours($0) })
    let paying = (1...48).map { hour in stamps.first { $0 >= hour } ?? 0 }
    #expect(settled.settlements.map(\.rate) == paying.map { Double($0) / 1e6 / 8 })
    #expect(settled.coverage == .complete && settled.assumed == 0)
    // Where the rate is not there, what it would pay for is charged nothing, which is said.
    let early = try SettledFunding(
      frame(rows(stamps.dropLast(2).map(\.self)), venue: "deribit", symbol: "BTC-PERPETUAL"))
    #expect(early.settlements.last?.instant == start + .hours(44))
    #expect(early.notes.contains("Funding: of the last 4h there is no rate yet, and none is charged."))
    #expect(!settled.notes.contains { $0.contains("no rate yet") })
  }

  @Test(
    "accrues in proportion to time where bars do not divide the interval of a rate, narrower or wider than that",
    arguments: [45, 90])
  func accruedAcrossBars(minutes: Int) throws {
    let bars = 12 * 60 / minutes
    let (grid, closes) = (
      Grid(start: start, interval: .minutes(minutes), count: bars), [Double](repeating: 100, count: bars)
    )
    let instrument = Instrument(venue: "deribit", symbol: "BTC-PERPETUAL")
    let settlements = try SettledFunding(
      Frame(
        market: "table", instrument: instrument, grid: grid,
        columns: ["open", "high", "low", "close"].map { Column($0, .price, closes) },
        funding: FundingHistory(
          instrument: instrument,
          schedule: FundingSchedule(
            (0...13).map { FundingRow(stamp: start + .hours($0), rate: Double($0) / 1e6, declared: .hour) })))
    ).settlements
    // Nobody holds anything before the first bar has closed, so that what falls into it has no price.
    for row in 1..<bars {
      let (open, close) = (grid.open(row), grid.close(row))
      let held = settlements.filter { $0.instant > open && $0.instant <= close }
      // Hour h, counted from 1, has the rate h millionths.
      var expected = 0.0
      for minute in 0..<minutes {
        let hour = row * minutes + minute
        expected += Double(hour / 60 + 1) / 60e6
      }
      #expect(abs(held.reduce(0) { $0 + $1.rate } - expected) < 1e-15)
      #expect(held.compactMap(\.interval).reduce(.zero, +) == .minutes(minutes))
    }
  }

  @Test("where the mark is missing, is priced with the last traded close, however old")
  func trade() throws {
    let settled = try SettledFunding(frame(rows(whole), marks: 0..<4, closes: Set(0..<12)))
    #expect(settled.settlements.map(\.priceSource) == [.trade, .trade, .trade, .trade, .trade, .trade])
    #expect(settled.settlements.map(\.price) == [107, 111, 111, 111, 111, 111])
  }

  @Test("between two closes it is priced with the close of a narrower bar where there is one, else the age is said")
  func narrower() throws {
    // Bars of four hours that close at 104, 108, …; of an hour they close at 101, 102, …
    let grid = Grid(start: start, interval: .hours(4), count: 3)
    let closes = (0..<3).map { 104 + 4 * Double($0) }
    func settled(_ narrower: KnownPrices?) throws -> SettledFunding {
      let instrument = Instrument(venue: "binance", symbol: "BTCUSDT")
      return try SettledFunding(
        Frame(
          market: "table", instrument: instrument, grid: grid,
          columns: ["open", "high", "low", "close"].map { Column($0, .price, closes) },
          funding: FundingHistory(
            instrument: instrument, schedule: FundingSchedule(rows(Array(0...12), declared: .hour)), closes: narrower)))
    }
    let hours = 1...12
    let fine = try settled(
      KnownPrices(
        knownAt: hours.map { (start + .hours($0)).milliseconds }, prices: hours.map { 100 + Double($0) },
        maximumAge: nil))
    #expect(fine.settlements.map(\.price) == (4...12).map { 100 + Double($0) })
    #expect(fine.notes.isEmpty)
    let coarse = try settled(nil)
    #expect(coarse.settlements.map(\.price) == [104, 104, 104, 104, 108, 108, 108, 108, 112])
    #expect(
      coarse.notes == [
        "Funding: 6 of 9 settlements fall between closes and are priced at the last one before, up to 3h old: there is no mark that recent, and no narrower bar."
      ])
  }

  @Test("a stamp that is a minute late is charged at its hour")
  func late() throws {
    let settled = try SettledFunding(frame(rows(whole, late: 61)))
    #expect(settled.settlements.first?.instant == start + .hours(8))
  }

  @Test("rows that all lie off the hour are doubtful, and are charged at their stamps once somebody says so")
  func offTheHour() throws {
    for late in [121, 300, 1800] {
      let off = rows(whole, late: late)
      let problem = #expect(throws: Problem.self) { try SettledFunding(frame(off)) }
      #expect(problem?.what.contains("6 rows lie at no scheduled settlement, which are whole hours") == true)
      #expect(problem?.remedy?.contains("extra=charged") == true)
      let charged = try SettledFunding(frame(off, assuming: FundingAssumptions(extra: .charged)))
      #expect(
        charged.settlements.map(\.instant) == whole.dropFirst().dropLast().map { start + .hours($0) + .seconds(late) })
      #expect(charged.settlements.map(\.rate) == [8e-6, 16e-6, 24e-6, 32e-6, 40e-6])
      #expect(charged.coverage == .assumed)
      // Who says that they are none has not said what settles.
      #expect(throws: Problem.self) { try SettledFunding(frame(off, assuming: FundingAssumptions(extra: .ignored))) }
    }
    // What they do not reach is not covered by them.
    let tail = rows([24, 32, 40, 48], late: 300)
    let part = #expect(throws: Problem.self) {
      try SettledFunding(frame(tail, assuming: FundingAssumptions(extra: .charged)))
    }
    #expect(part?.what.contains("3 settlements of the window have no row") == true)
  }

  @Test("an instrument whose rows begin after the window has funding, and none that is known in it")
  func later() throws {
    let problem = #expect(throws: Problem.self) { try SettledFunding(frame(nil, isListed: true)) }
    #expect(problem?.what.contains("has no scheduled settlement by the end of the window") == true)
    #expect(try SettledFunding(frame(nil)).coverage == .none)
  }

  @Test("a missing settlement is a refusal until somebody says what to assume")
  func missing() throws {
    let listed = rows([0, 8, 24, 32, 40, 48])
    let problem = #expect(throws: Problem.self) { try SettledFunding(frame(listed)) }
    #expect(problem?.remedy?.contains("missing=zero") == true)
    let settled = try SettledFunding(frame(listed, assuming: FundingAssumptions(missing: 1e-4)))
    #expect(settled.settlements.map(\.rate) == [8e-6, 1e-4, 24e-6, 32e-6, 40e-6, 48e-6])
    #expect(settled.coverage == .assumed)
    #expect(settled.assumed == 1)
    #expect(settled.notes.contains("Funding: 1 of 6 settlements are charged by assumption (missing=0.0001)."))
  }

  @Test("behind its last row funding goes on at the interval that was in force there")
  func shortened() throws {
    let listed =
      rows([0, 8, 16]) + rows(Array(17...40), declared: .hours(1))
    let settled = try SettledFunding(frame(listed, assuming: FundingAssumptions(missing: 1e-4)))
    #expect(settled.settlements.filter { $0.instant > start + .hours(40) }.count == 7)
    #expect(settled.assumed == 7)
    #expect(settled.settlements.last?.interval == .hours(1))
  }

  @Test("funding of a part of the window is never the funding of the window")
  func part() throws {
    let tail = rows([24, 32, 40, 48])
    let problem = #expect(throws: Problem.self) { try SettledFunding(frame(tail)) }
    #expect(problem?.what.contains("2 settlements of the window have no row, the first at 2025-01-01 08:00") == true)
    let half = try SettledFunding(frame(tail, evaluation: 24..<48))
    #expect(half.coverage == .complete)
    // Who enters at 24 h has not held before, and whoever holds at the end of the window pays.
    #expect(half.due == 3 && half.settlements.count == 4)
    let zero = try SettledFunding(frame(tail, assuming: FundingAssumptions(missing: 0)))
    #expect(zero.settlements.prefix(2).map(\.rate) == [0, 0])
    #expect(zero.coverage == .assumed)
  }

  @Test("an eight-hour rate listed every hour is not charged eight times unless that is said")
  func contradictory() throws {
    let hourly = (0...48).map { FundingRow(stamp: start + .hours($0), rate: 8e-4, declared: .hours(8)) }
    let problem = #expect(throws: Problem.self) { try SettledFunding(frame(hourly)) }
    #expect(problem?.remedy?.contains("contradictory=prorated") == true)
    func sum(_ choice: FundingAssumptions.Contradictory) throws -> Double {
      try SettledFunding(frame(hourly, assuming: FundingAssumptions(contradictory: choice))).settlements.reduce(0) {
        $0 + $1.rate
      }
    }
    #expect(abs(try sum(.prorated) - 48e-4) < 1e-12)
    #expect(abs(try sum(.declared) - 48e-4) < 1e-12)
    #expect(abs(try sum(.listed) - 8 * 48e-4) < 1e-12)
  }

  @Test("a dataset without funding charges none and says so; a constant rate can be assumed")
  func nothing() throws {
    let settled = try SettledFunding(frame(nil))
    #expect(settled.settlements.isEmpty)
    #expect(settled.coverage == .none)
    #expect(settled.notes.count == 1)
    let assumed = try SettledFunding(frame(nil, assuming: FundingAssumptions(missing: 1e-4)))
    #expect(assumed.settlements.map(\.rate) == [1e-4, 1e-4, 1e-4, 1e-4, 1e-4, 1e-4])
    #expect(assumed.coverage == .assumed)
  }

  @Test("nothing is due on a dated future")
  func dated() throws {
    let settled = try SettledFunding(frame(nil, symbol: "BTCUSDT_250328"))
    #expect(settled.coverage == .notDue)
  }

  @Test("what pays in a third currency is refused, and its kind is said")
  func form() throws {
    let quanto = frame(nil)
    var contract = quanto.contract
    (contract.form, contract.settlement) = (.quanto, "XBT")
    let other = Frame(
      market: "table", instrument: quanto.instrument, contract: contract, grid: quanto.grid,
      columns: Array(quanto.columns.values))
    let problem = #expect(throws: Problem.self) { try PreparedMarket(other) }
    #expect(problem?.what.contains("quanto contract") == true)
  }
}
