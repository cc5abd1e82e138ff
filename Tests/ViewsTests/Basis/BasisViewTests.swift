import Market
import Results
import TestSupport
import Testing
import Views

@Suite("Basis")
struct BasisViewTests {
  // Coin Metrics' example: spot 60,000; 24 days 60,300; 52 days 60,800; 30 days -> 0.082616071.
  @Test("constant maturity lies between the futures that straddle it")
  func constantMaturity() {
    let (front, back) = (24 / 365.25, 52 / 365.25)
    let basis = ConstantMaturity.between(
      ((60_300.0 / 60_000 - 1) / front, front), ((60_800.0 / 60_000 - 1) / back, back), at: 30 / 365.25)
    #expect(abs(basis - 0.082616071) < 1e-9)
  }

  private static let dated = Instrument(venue: "binance", symbol: "BTCUSDT_250328")
  private static let spot = Instrument(venue: "binance", symbol: "BTCUSDT", type: .spot)

  private func view(_ options: BasisView.Options = .init()) throws -> BasisView {
    let folder = try ScratchFolder()
    let dataset = try folder.dataset(
      "btc",
      [
        ViewMarkets.klines(of: ViewMarkets.binance) { _ in 50_010 }, ViewMarkets.klines(of: Self.spot) { _ in 50_000 },
        ViewMarkets.klines(of: Self.dated) { _ in 50_500 },
        ViewMarkets.funding(of: ViewMarkets.binance, 2e-4, every: .hours(8)),
      ])
    return try BasisView(
      ViewMarkets.moment(dataset, [.klines]), history: .days(3), options: options, test: StateTest(studies: false))
  }

  @Test("a dated future is annualised by its time to expiry, a perpetual by its funding, both after fees")
  func yields() throws {
    let rows = try view().rows
    let perpetual = try #require(rows.first)
    #expect(abs(perpetual.basis - 2e-4) < 1e-15)
    #expect(perpetual.annualised == nil)
    #expect(abs(try #require(perpetual.fundingPerDay) - 6e-4) < 1e-15)
    // Spot twice at 10 bps, the perpetual twice at 5.
    let funded: Double = (6e-4 * 30 - 30e-4) / 30 * 365
    #expect(abs(try #require(perpetual.netYield(days: 30)) - funded) < 1e-12)
    let future = try #require(rows.last)
    // 2025-02-10 00:00 to 2025-03-28 08:00.
    let years: Double = (46 + 8.0 / 24) / 365.25
    let net: Double = (0.01 - 25e-4) / years
    #expect(abs(try #require(future.annualised) - 0.01 / years) < 1e-12)
    #expect(abs(try #require(future.netYield(days: 30)) - net) < 1e-12)
  }

  @Test(
    "a term structure is flat where the yields at its ends are printed alike",
    arguments: [(0.0, "contango, flat"), (400, "contango, steeper later"), (-200, "contango, flatter later")])
  func termStructure(dearer: Double, shape: String) throws {
    let later = Instrument(venue: "binance", symbol: "BTCUSDT_250627")
    let folder = try ScratchFolder()
    // Years to 2025-03-28 08:00 and 2025-06-27 08:00 from 2025-02-10 00:00, at 10% a year but for 1e-8 of it.
    let (near, far) = ((46 + 8.0 / 24) / 365.25, (137 + 8.0 / 24) / 365.25)
    let dataset = try folder.dataset(
      "btc",
      [
        ViewMarkets.klines(of: Self.spot) { _ in 50_000 },
        ViewMarkets.klines(of: Self.dated) { _ in 50_000 * (1 + 0.1 * near) },
        ViewMarkets.klines(of: later) { _ in 50_000 * (1 + (0.1 - 1e-8) * far) + dearer },
      ])
    let view = try BasisView(
      ViewMarkets.moment(dataset, [.klines]), history: .days(3), options: .init(), test: StateTest(studies: false))
    #expect(view.shape == shape)
  }

  @Test("a least yield leaves out what earns less, and says so")
  func leastYield() throws {
    let view = try view(BasisView.Options(minimumYield: 0.1))
    #expect(view.rows.map(\.instrument) == [ViewMarkets.binance])
    #expect(view.head.notes.contains { $0.contains("1 of 2") })
  }

  // 49,500 over 50,000 is -100 bps, 46 1/3 days from its expiry: long of it and short of spot earns 100 - 25 bps, 5.9% a
  // year, and not the 9.9% by which the other side loses.
  @Test("the other side of a basis bears the same costs, so that it yields less than the one side loses")
  func otherSide() throws {
    let folder = try ScratchFolder()
    let dataset = try folder.dataset(
      "below",
      [ViewMarkets.klines(of: Self.spot) { _ in 50_000 }, ViewMarkets.klines(of: Self.dated) { _ in 49_500 }])
    func shown(_ least: Double) throws -> Int {
      try BasisView(
        ViewMarkets.moment(dataset, [.klines]), history: .days(3), options: .init(minimumYield: least),
        test: StateTest(studies: false)
      ).rows.count
    }
    #expect(try shown(0.058) == 1)
    #expect(try shown(0.07) == 0)
  }

  @Test("one dated future is what the answer is of, and no perpetual is spoken of")
  func futureAlone() throws {
    let folder = try ScratchFolder()
    let dataset = try folder.dataset(
      "future",
      [
        ViewMarkets.klines(of: ViewMarkets.binance) { _ in 50_010 }, ViewMarkets.klines(of: Self.spot) { _ in 50_000 },
        ViewMarkets.klines(of: Self.dated) { _ in 50_500 },
      ])
    let view = try BasisView(
      ViewMarkets.moment(dataset, [.klines], asset: "BTCUSDT_250328"), history: .days(3), options: .init(),
      test: StateTest(studies: false))
    #expect(view.rows.map(\.instrument) == [Self.dated])
    #expect(
      view.answer[0].hasPrefix(
        "binance:BTCUSDT_250328 trades at a premium of 100.00 bps to binance:BTCUSDT/spot, +7.88% a year"))
    #expect(view.states.map(\.name) == ["backwardation"])
  }

  @Test("a mean over hours at which the basis is not known says how many it is of, and two dollars that they are two")
  func said() throws {
    let pair = Instrument(venue: "binance", symbol: "BTCUSDC", type: .spot)
    let hole = 940..<950
    let folder = try ScratchFolder()
    let dataset = try folder.dataset(
      "holes",
      [
        ViewMarkets.klines(of: ViewMarkets.binance) { _ in 50_010 },
        ViewMarkets.bars(
          of: pair, every: .hour,
          opening: (0..<960).filter { !hole.contains($0) }.map { (newYear + .hour * $0, 50_000) }
        ),
      ])
    let view = try BasisView(
      ViewMarkets.moment(dataset, [.klines]), history: .days(3), options: .init(), test: StateTest(studies: false))
    // The first of ten missing hours is bridged.
    #expect(
      view.head.notes.contains { $0.contains("there are 15 of 24 in 1d and 159 of 168 in 7d: means are of those") })
    #expect(view.head.notes.contains { $0.contains("is quoted in USDT") && $0.contains("in USDC, which are taken") })
  }

  @Test("the nearest dated future below spot is backwardation, one future following the other")
  func backwardation() throws {
    let folder = try ScratchFolder()
    let near = Instrument(venue: "binance", symbol: "BTCUSDT_250131")
    let dataset = try folder.dataset(
      "btc",
      [
        ViewMarkets.klines(of: ViewMarkets.binance) { _ in 50_010 }, ViewMarkets.klines(of: Self.spot) { _ in 50_000 },
        ViewMarkets.klines(of: near, hours: 728) { _ in 50_500 }, ViewMarkets.klines(of: Self.dated) { _ in 49_900 },
      ])
    let view = try BasisView(
      ViewMarkets.moment(dataset, [.klines]), history: .days(3), options: .init(), test: StateTest(studies: false))
    let state = try #require(view.states.first { $0.name == "backwardation" })
    #expect(state.holds == true)
    // January's is a day from its expiry at 2025-01-30 08:00; the bar that closes an hour later has March's.
    #expect(state.since == Instant(year: 2025, month: 1, day: 30, hour: 9))
    #expect(try self.view().states.first { $0.name == "backwardation" }?.holds == false)
  }

  @Test("a least yield that nothing reaches is said, and is no lack of spot")
  func nothingLeft() throws {
    let view = try view(BasisView.Options(minimumYield: 5))
    #expect(view.rows.isEmpty && view.known == 2)
    #expect(view.answer[0] == "None of the 2 derivatives of BTC yields 500.0% a year after costs, either way.")
  }

  /// A price that rises by one each five minutes, and an hour's spot a thousandth below it: mid-hour the two are not of one
  /// instant.
  private func rising(spotEvery width: Interval, at instant: Instant, days: Int = 2) throws -> BasisView {
    let folder = try ScratchFolder()
    let fives = Int(width.milliseconds / Interval.minutes(5).milliseconds)
    let dataset = try folder.dataset(
      "rising",
      [
        ViewMarkets.bars(of: ViewMarkets.binance, every: .minutes(5), count: 288 * days) { 1000 + Double($0) },
        ViewMarkets.bars(of: Self.spot, every: width, count: 288 * days / fives) { bar in
          (1000 + Double(bar * fives + fives - 1)) / 1.001
        },
      ])
    return try BasisView(
      ViewMarkets.moment(dataset, [.klines], at: instant), history: .days(3), options: .init(),
      test: StateTest(studies: false))
  }

  @Test("five minutes are held against an hour where both bars close together, which is said")
  func oneInstant() throws {
    let view = try rising(spotEvery: .hour, at: newYear + .hours(30) + .minutes(50))
    let row = try #require(view.rows.first)
    #expect(row.at == newYear + .hours(30) && row.age == .minutes(50))
    #expect(abs(row.basis - 0.001) < 1e-12, "and not the four percent of ten bars since")
    #expect(abs(try #require(row.mean1d) - 0.001) < 1e-12)
    #expect(
      view.answer[0].contains("traded at a premium of 10.00 bps") && view.answer[0].contains("2025-01-02 06:00 UTC"))
  }

  @Test("states compare prices on bars as wide as the wider of them")
  func statesOfWiderBars() throws {
    let view = try rising(spotEvery: .day, at: newYear + .days(3) + .hours(5), days: 4)
    let state = try #require(view.states.first { $0.name == "perpetual discount" })
    #expect(state.judged == newYear + .days(3) && state.holds == false)
  }

  /// A dated future and, or not, a perpetual polled at 9:36, beside an index of each hour.
  private func polled(withPerpetual: Bool) throws -> BasisView {
    let folder = try ScratchFolder()
    let poll = newYear + .hours(9) + .minutes(36)
    let index = series(
      .index, of: ViewMarkets.binance, every: .hour, at: (0..<9).map { (newYear + .hour * $0, [90, 90, 90, 90]) })
    var all = [ViewMarkets.bars(of: Self.dated, every: .minute, opening: [(poll, 101)]), index]
    if withPerpetual { all.append(ViewMarkets.bars(of: ViewMarkets.binance, every: .minute, opening: [(poll, 100)])) }
    return try BasisView(
      ViewMarkets.moment(folder.dataset("polled", all), [.klines], at: poll + .minutes(2)), history: .days(3),
      options: .init(), test: StateTest(studies: false))
  }

  @Test("a dated future is held against no index of another minute, but against the perpetual of its own poll")
  func polls() throws {
    let view = try polled(withPerpetual: true)
    #expect(view.rows.map(\.instrument) == [Self.dated])
    let row = try #require(view.rows.first)
    guard case .perpetual = row.against else { Issue.record("\(row.against)"); return }
    #expect(abs(row.basis - 0.01) < 1e-12 && row.age == .minute)
    #expect(view.head.notes.contains { $0.hasPrefix("Left out: binance:BTCUSDT: no price of spot or an index") })
    #expect(try polled(withPerpetual: false).rows.isEmpty)
  }
}
