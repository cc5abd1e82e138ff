import Market
import Store
import TestSupport
import Testing
import Views

// pandas 3.0 over the published files, cell for cell as in the public notebooks 'intro-derivatives' and 'intro-flow'
// (docs/notebooks.md): merge_asof by known-at, rolling(288), and the thirty days that ended on 2025-10-31.
@Suite("The public notebooks come to the same numbers", .enabled(if: RealData.isThere))
struct NotebookTests {
  private static let asOf = Instant(year: 2025, month: 10, day: 31)

  private func moment(_ kind: SeriesKind) throws -> MarketMoment {
    try MarketMoment(
      try Dataset.open(at: RealData.imported.get().path), "BTC", asOf: Self.asOf, kinds: [kind], bars: "binance:BTCUSDT"
    )
  }

  private func isClose(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
    a.map { abs($0 - b) <= tolerance * abs(b) } ?? false
  }

  @Test("derivatives: means, stress share, z-scores, funding by weekday and hour")
  func derivatives() throws {
    let view = try RegimeView(
      moment(.klines), history: .days(30), options: .init(), test: StateTest(studies: false))
    #expect(view.closes.count == 8640)
    #expect(isClose(view.meanFunding, 0.3190058564814815e-4))
    #expect(isClose(view.meanBasis, -4.619175486111112e-4))
    #expect(isClose(view.medianInterest, 52790.695999999996))
    #expect(isClose(view.stressShareOfAll, 0.004166666666666667))
    #expect(isClose(view.fundingZ.last, -2.1739489731607256))
    #expect(isClose(view.basisZ.last, 0.5826155992686389))
    #expect(isClose(view.interestZ.last, 1.2282025660434135))
    #expect(isClose(view.crowding.last, -0.12104360261622442))
    #expect(isClose(view.calendar[0][0], 0.288325e-4))
    #expect(isClose(view.calendar[4][21], 0.34864999999999996e-4))
  }

  @Test("flow: ratio, delta, imbalance, shock")
  func flow() throws {
    let view = try FlowView(moment(.klines), history: .days(30), test: StateTest(studies: false))
    let flow = try #require(view.reference.answer)
    #expect(flow.closes.count == 720)
    #expect(isClose(flow.meanRatio, 0.9956676510773413))
    #expect(isClose(flow.meanDelta, -121.50054166666672))
    #expect(isClose(flow.cumulative.last, -87480.39000000004))
    #expect(isClose(flow.meanRatio1d.last, 0.9820645011463438))
    #expect(isClose(flow.imbalance1d, 0.0835934842544028))
    #expect(isClose(flow.shock, 1.5632886269270492))
  }
}
