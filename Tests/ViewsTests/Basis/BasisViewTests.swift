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

  @Test("a least yield leaves out what earns less, and says so")
  func leastYield() throws {
    let view = try view(BasisView.Options(minimumYield: 0.1))
    #expect(view.rows.map(\.instrument) == [ViewMarkets.binance])
    #expect(view.head.notes.contains { $0.contains("1 of 2") })
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
}
