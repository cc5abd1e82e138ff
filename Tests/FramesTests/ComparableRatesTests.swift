import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("Settled rates over eight hours, and columns over all venues")
struct ComparableRatesTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private let bars = ramp(.klines, every: .hour, count: 48, plus: 100)
  private let gate = Instrument(venue: "gate", symbol: "BTC_USDT")

  /// Rates by hour of the first days; `declared` hours, or none.
  private func funding(of instrument: Instrument = btc, _ rows: [(hour: Int, rate: Double)], declared: Double = .nan)
    -> Series
  {
    series(
      .funding, of: instrument, every: .hours(8), at: rows.map { (newYear + .hours($0.hour), [$0.rate, declared]) })
  }

  /// By hour of the close.
  private func known(_ column: String, _ dataset: Dataset) throws -> [Int: Double] {
    let frame = try dataset.frame(of: "binance:BTCUSDT", interval: .hour, columns: [column])
    return Dictionary(
      uniqueKeysWithValues: frame.values(column).enumerated().filter { !$0.element.isNaN }.map {
        ($0.offset + 1, $0.element)
      })
  }

  @Test("a rate is paid for what its row declares, else for the time since the row before it")
  func intervals() throws {
    let declared = try scratch.dataset("said", [bars, funding([(8, 1e-4), (16, 1e-4)], declared: 4)])
    #expect(try known("funding_8h", declared)[9] == 2e-4)
    // Eight hours, four, a hole of twelve, and one.
    let rows = [(0, 1e-4), (8, 1e-4), (12, 1e-4), (24, 1e-4), (25, 1e-4)].map { (hour: $0.0, rate: $0.1) }
    let silent = try scratch.dataset("silent", [bars, funding(rows)])
    let found = try known("funding_8h", silent)
    #expect([found[1], found[8], found[12], found[24], found[25]] == [nil, 1e-4, 2e-4, 2e-4, 8e-4])
  }

  // Four hours up to the first day, then eight; bars are of two days.
  @Test("a change of interval is said of windows in which rates of both stand, and of no other")
  func changes() throws {
    let early = (1...6).map { (newYear + .hours(4) * $0, [1e-4, 4.0]) }
    let rows: [(Instant, [Double])] = early + (4...6).map { (newYear + .hours(8) * $0, [1e-4, 8.0]) }
    let dataset = try scratch.dataset("changes", [bars, series(.funding, every: .hours(8), at: rows)])
    func isSaid(_ from: Int, _ to: Int) throws -> Bool {
      let range = TimeRange(from: newYear + .hours(from), to: newYear + .hours(to))
      return try dataset.frame(of: "binance:BTCUSDT", range: range, columns: ["funding_rate"]).findings.contains {
        $0.contains("changes inside the window")
      }
    }
    #expect(try !isSaid(4, 31), "the first of eight hours settles at 32")
    #expect(try isSaid(4, 32), "and is known at the close that is there")
    #expect(try isSaid(26, 40), "a rate of four hours stands as it begins")
    #expect(try !isSaid(32, 48))
  }

  @Test("what is said of an interval changes with nothing that comes later")
  func causal() throws {
    let rows = (0..<6).map { (hour: $0 * 8, rate: 1e-4) }
    let short = try scratch.dataset("short", [bars, funding(Array(rows.prefix(3)))])
    let long = try scratch.dataset("long", [bars, funding(rows + [(hour: 41, rate: 1e-4), (hour: 42, rate: 1e-4)])])
    let (before, after) = (try known("funding_8h", short), try known("funding_8h", long))
    for hour in 1...20 { #expect(before[hour] == after[hour]) }
  }

  @Test("a settlement that fell due and has no row is unknown at the bar by which it should have come, and at no other")
  func complete() throws {
    func unknown(_ rows: [Int], declared: Double = .nan, to last: Int = 48) throws -> [Int] {
      let dataset = try scratch.dataset(
        "complete\(rows)\(declared)", [bars, funding(rows.map { (hour: $0, rate: 1e-4) }, declared: declared)])
      let found = try known("funding_complete", dataset)
      #expect(Set(found.values) == [1])
      return (1...last).filter { found[$0] == nil }
    }
    #expect(try unknown([0, 8, 16, 24, 32, 40, 48]).isEmpty)
    // A row may be two minutes late, so that 24:00 is missing by the close of 25:00.
    #expect(try unknown([0, 8, 16, 32, 40, 48]) == [25])
    #expect(try unknown([0, 8, 32, 40, 48], declared: 8) == [17, 25])
    #expect(try unknown(Array(0..<48).filter { ![20, 21].contains($0) }, to: 47) == [21, 22])
    #expect(try unknown([0, 8, 16, 20, 24, 28, 32, 36, 40, 44, 48]).isEmpty, "a shorter interval misses nothing")
    #expect(try unknown([0, 4, 8, 16, 24, 32, 40, 48]) == [13], "a longer one is not known by then")
    #expect(try unknown([10, 18, 26, 34, 42]) == Array(1...9), "nothing before the first")
  }

  @Test("what has no row is unknown by what was known, whatever comes later")
  func completeCausally() throws {
    let rows = [0, 8, 24, 32].map { (hour: $0, rate: 1e-4) }
    let short = try known("funding_complete", try scratch.dataset("cut", [bars, funding(Array(rows.prefix(2)))]))
    let long = try known("funding_complete", try scratch.dataset("whole", [bars, funding(rows)]))
    #expect((1...24).allSatisfy { short[$0] == long[$0] } && short[17] == nil)
  }

  @Test("what settled in a bar is added up, however many settlements a wide one has")
  func paid() throws {
    func paid(_ rows: [(hour: Int, rate: Double)], every interval: Interval) throws -> [Double] {
      try scratch.dataset("paid\(interval)\(rows.count)", [bars, funding(rows)])
        .frame(of: "binance:BTCUSDT", interval: interval, columns: ["funding_paid"]).values("funding_paid")
    }
    let rows = (0..<6).map { (hour: 8 * $0, rate: Double($0 + 1)) }
    // The settlements of 8:00, 16:00 and 24:00 are paid in the first day; the bar that closes at an instant has its settlement.
    #expect(try paid(rows, every: .hours(12)) == [2, 3 + 4, 5, 6].map(Double.init))
    #expect(try Array(paid(rows, every: .hour)[..<9]) == [0, 0, 0, 0, 0, 0, 0, 2, 0])
    let holed = rows.filter { $0.hour != 16 }
    #expect(try paid(holed, every: .hours(12)).map { $0.isNaN ? -1 : $0 } == [2, -1, 5, 6])
    let late = Array(rows.dropFirst(2))
    #expect(try paid(late, every: .hours(12)).map { $0.isNaN ? -1 : $0 } == [-1, -1, 5, 6], "nothing before the first")
  }

  @Test("rows that come more often than they declare are said, and what they paid is open until somebody decides")
  func contradicting() throws {
    let rows = [0, 8, 16, 20, 24, 25].map { (hour: $0, rate: Double($0 + 1)) }
    let dataset = try scratch.dataset("contradicting", [bars, funding(rows, declared: 8)])
    func paid(_ choice: String?) throws -> (paid: [Int: Double], said: [String]) {
      let frame = try dataset.frame(
        of: "binance:BTCUSDT", interval: .hour, columns: ["funding_paid"],
        funding: FundingRequest(assumptions: try choice.map { try FundingAssumptions("contradictory=\($0)") } ?? .none))
      let values = frame.values("funding_paid")
      return (
        Dictionary(uniqueKeysWithValues: [8, 16, 20, 24, 25].map { ($0, values[$0 - 1].isNaN ? -1 : values[$0 - 1]) }),
        frame.findings.filter { $0.contains("declare 8h") }
      )
    }
    let open = try paid(nil)
    #expect(open.paid == [8: 9, 16: 17, 20: -1, 24: -1, 25: -1])
    #expect(
      open.said.count == 1 && open.said[0].hasPrefix("3 rows of funding of binance:BTCUSDT declare 8h"), "\(open.said)")
    #expect(try paid("prorated").paid == [8: 9, 16: 17, 20: 10.5, 24: 12.5, 25: 3.25])
    #expect(try paid("declared").paid == [8: 9, 16: 17, 20: 0, 24: 25, 25: 0])
    let listed = try paid("listed")
    #expect(listed.paid == [8: 9, 16: 17, 20: 21, 24: 25, 25: 26] && listed.said.isEmpty)
  }

  @Test("a row at a change of interval names the one that ends or the one that begins, and contradicts nothing")
  func edges() throws {
    for hours in [[8, 8, 4, 4, 8, 8], [8, 4, 4, 8, 8, 8]] {
      let stamps = [0, 8, 12, 16, 24, 32]
      let series = series(
        .funding, every: .hours(8), at: zip(stamps, hours).map { (newYear + .hours($0), [1e-4, Double($1)]) })
      let frame = try scratch.dataset("edges\(hours)", [bars, series])
        .frame(of: "binance:BTCUSDT", interval: .hour, columns: ["funding_paid"])
      #expect(stamps.dropFirst().allSatisfy { frame.values("funding_paid")[$0 - 1] == 1e-4 }, "\(hours)")
      #expect(frame.findings.allSatisfy { !$0.contains("declare") }, "\(frame.findings)")
    }
  }

  @Test("a frame whose funding is charged says that its rates cannot be fractions")
  func percent() throws {
    let rows = (0..<12).map { (hour: 4 * $0, rate: 0.02) }
    let dataset = try scratch.dataset("percent", [bars, funding(rows)])
    let frame = try dataset.frame(of: "binance:BTCUSDT", interval: .hour, columns: [], funding: .own)
    #expect(frame.findings.contains { $0.contains("beyond 1% an interval") && $0.contains("cannot be the market's") })
  }

  @Test("rates of different intervals are said, beside each other and one after the other, and comparable ones are not")
  func said() throws {
    let dataset = try scratch.dataset(
      "two",
      [bars, funding([(8, 1e-4), (16, 1e-4)], declared: 8), funding(of: gate, [(1, 1e-5), (2, 1e-5)], declared: 1)])
    func findings(_ columns: Set<String>) throws -> [String] {
      try dataset.frame(of: "binance:BTCUSDT", columns: columns).findings.filter { $0.contains("intervals") }
    }
    let beside = try findings(["funding_rate", "gate.funding_rate"])
    #expect(beside.count == 1 && beside.first?.contains("binance:BTCUSDT 8 h, gate:BTC_USDT 1 h") == true, "\(beside)")
    #expect(try findings(["funding_8h", "gate.funding_8h"]).isEmpty)
    #expect(try findings(["funding_rate"]).isEmpty)
    let changing = try scratch.dataset(
      "changing", [bars, funding([(8, 1e-4), (16, 1e-4), (20, 1e-4), (24, 1e-4)])])
    let over = try changing.frame(of: "binance:BTCUSDT", columns: ["funding_rate"]).findings
    #expect(over.contains { $0.contains("changes inside the window (binance:BTCUSDT 4 and 8 h)") }, "\(over)")
  }

  @Test("all venues of the coin are asked, of those whose value is known, two or more")
  func venues() throws {
    let dataset = try scratch.dataset(
      "venues",
      [
        bars, funding([(8, 1e-4), (16, 1e-4), (24, 1e-4)], declared: 8),
        funding(of: bybitBTC, [(8, 3e-4), (16, 3e-4)], declared: 8),
        funding(of: gate, [(16, 1e-4)], declared: 4), funding(of: eth, [(8, 9e-4)], declared: 8),
        ramp(.openInterest, every: .hour, count: 48, plus: 100),
        ramp(.openInterest, of: bybitBTC, every: .hour, count: 48, plus: 100),
      ])
    let mean = try known("venues.mean.funding_8h", dataset)
    #expect(mean[7] == nil && abs((mean[8] ?? 0) - 2e-4) < 1e-18)
    #expect(abs((mean[16] ?? 0) - 2e-4) < 1e-18)
    #expect(try known("venues.median.funding_8h", dataset)[16] == 2e-4)
    #expect(abs((try known("venues.std.funding_8h", dataset)[16] ?? 0) - 1e-4) < 1e-18)
    // Only two have an open interest, and of those it is the same.
    #expect(abs((try known("venues.mean.funding_8h.by.open_interest", dataset)[16] ?? 0) - 2e-4) < 1e-18)
    let frame = try dataset.frame(of: "binance:BTCUSDT", columns: ["venues.mean.funding_8h"])
    #expect(frame.borrowed.map(\.note) == ["venues.mean.funding_8h is of 3 venues: binance, bybit, gate"])
  }

  @Test("a column that one venue has is refused as one of all")
  func alone() throws {
    let dataset = try scratch.dataset("alone", [bars, funding([(8, 1e-4)], declared: 8)])
    let problem = #expect(throws: Problem.self) {
      try dataset.frame(of: "binance:BTCUSDT", columns: ["venues.mean.funding_rate"])
    }
    #expect(problem?.what.contains("only binance has it in dataset 'alone'") == true, "\(problem?.description ?? "")")
  }

  @Test("coins by the thousand and contracts of a known number of coins are brought to the traded unit")
  func broughtToUnit() throws {
    let thousand = Instrument(venue: "binance", symbol: "1000PEPEUSDT")
    let single = Instrument(venue: "bybit", symbol: "PEPEUSDT")
    let thousands = try scratch.dataset(
      "thousands",
      [
        ramp(.klines, of: thousand, every: .hour, count: 10, plus: 1),
        ramp(.openInterest, of: thousand, every: .hour, count: 10, plus: 1),
        ramp(.openInterest, of: single, every: .hour, count: 10, plus: 3000),
      ])
    let interest = try thousands.frame(of: "binance:1000PEPEUSDT", columns: ["venues.mean.open_interest"])
    let mean = try #require(interest.values("venues.mean.open_interest").first)
    #expect(abs(mean - (2 + 3.001) / 2) < 1e-12, "3,001 coins are 3.001 thousand")
    let contracts = try scratch.dataset("contracts", [hours(100), hours(of: okx, 10_000, .contracts)])
    let volume = try contracts.frame(of: "binance:BTCUSDT", columns: ["venues.mean.volume"])
    #expect(volume.values("venues.mean.volume").first == 100, "10,000 contracts of 0.01 BTC")
    #expect(volume.columns["venues.mean.volume"]?.unit == .base)
    let swap = try contracts.frame(of: "okx:BTC-USDT-SWAP", columns: ["venues.mean.volume"])
    #expect(swap.values("venues.mean.volume").first == 100)
    #expect(swap.columns["venues.mean.volume"]?.unit == .base)
  }

  private let okx = Instrument(venue: "okx", symbol: "BTC-USDT-SWAP")

  private func hours(of instrument: Instrument = btc, _ volume: Double, _ unit: Unit = .base) -> Series {
    let columns = SeriesKind.klines.columns.map { $0.name == "volume" ? ColumnDescriptor("volume", unit) : $0 }
    let descriptor = SeriesDescriptor(instrument: instrument, kind: .klines, cadence: .hour, columns: columns)
    return Series(
      descriptor: descriptor, stamps: (0..<10).map { (newYear + .hour * $0).milliseconds },
      columns: columns.map { [Double](repeating: $0.name == "volume" ? volume : 100, count: 10) })
  }

  @Test("a venue whose contracts are dollars is left out and named, beside others and where too few remain")
  func otherUnits() throws {
    let bitmex = Instrument(venue: "bitmex", symbol: "XBTUSD")
    let dollars = hours(of: bitmex, 10_000, .contracts)
    let three = try scratch.dataset("three", [hours(100), hours(of: bybitBTC, 300), dollars])
    let frame = try three.frame(of: "binance:BTCUSDT", columns: ["venues.mean.volume"])
    #expect(frame.values("venues.mean.volume").first == 200)
    #expect(
      frame.borrowed.map(\.note) == [
        "venues.mean.volume is of 2 venues: binance, bybit; left out for its units: bitmex:XBTUSD (contracts)"
      ])
    let two = try scratch.dataset("two", [hours(100), dollars])
    let problem = #expect(throws: Problem.self) {
      try two.frame(of: "binance:BTCUSDT", columns: ["venues.mean.volume"])
    }
    #expect(problem?.what.contains("only binance has it in the units of binance:BTCUSDT") == true)
    #expect(problem?.what.contains("left out for its units: bitmex:XBTUSD (contracts)") == true)
  }
}
