import Feeds
import Frames
import Market
import Results
import Store
import TestSupport
import Testing
import Views

@Suite("What stands beside the demo market")
struct SurroundingsTests {
  private static let made = Result { () throws -> (folder: ScratchFolder, plain: Dataset, full: Dataset) in
    let folder = try ScratchFolder()
    let demo = try DemoMarket(days: 40)
    let market = demo.series()
    return (
      folder, try folder.dataset("plain", market), try folder.dataset("full", market + demo.surroundings(of: market))
    )
  }

  private func moment(_ kinds: [SeriesKind]) throws -> MarketMoment {
    try MarketMoment(
      try Self.made.get().full, "DEMO", asOf: Instant(year: 2024, month: 8, day: 8, hour: 9), kinds: kinds)
  }

  @Test("changes nothing of what is traded, nor of what plain names mean")
  func nothingChanges() throws {
    let made = try Self.made.get()
    let columns: Set<String> = [
      "close", "funding_rate", "premium", "mark", "spot", "open_interest", "long_liquidations",
    ]
    let frames = try [made.plain, made.full].map { dataset in
      let frame = try dataset.frame(columns: columns)
      #expect(frame.instrument == DemoMarket.instrument)
      return columns.sorted().map { frame.values($0).map(\.bitPattern) }
    }
    #expect(frames[0] == frames[1])
  }

  @Test("gives every view what it reads")
  func views() throws {
    let test = StateTest(studies: false)
    let funding = try FundingView(moment([.funding]), history: .days(7), options: .init(), test: test)
    #expect(funding.venues.map(\.interval).sorted() == [.hour, .hours(4), .hours(8)])
    #expect(funding.venues.first { $0.instrument == DemoMarket.instrument }?.predicted != nil)
    #expect(funding.aggregate.answer?.venues.count == 3)
    #expect(funding.carry.answer != nil)
    let interest = try InterestView(moment([.openInterest]), history: .days(7), test: test)
    #expect(interest.venues.count == 3)
    #expect(interest.ratios.first?.ratio != nil)
    let basis = try BasisView(moment([.klines]), history: .days(7), options: .init(), test: test)
    #expect(basis.rows.count { $0.annualised != nil } == 2)
    #expect(basis.constant.map(\.days) == [90])
    let liquidations = try LiquidationView(moment([.liquidations]), history: .days(7), options: .init(), test: test)
    #expect(!liquidations.bars.isEmpty)
    let flow = try #require(FlowView(moment([.klines]), history: .days(7), test: test).reference.answer)
    #expect(flow.instrument == DemoMarket.instrument && flow.largeShare.count == 168)
    #expect(try (0.2...0.5).contains(#require(flow.meanLargeShare)))
    let options = try OptionView(
      moment([.optionChain]), history: .days(7), choice: .all, test: StateTest(studies: false))
    #expect(options.expiries.count == 4)
    #expect(options.volatility30d != nil)
    #expect(options.expiries.allSatisfy { $0.maxPain != nil })
  }

  @Test("a chain's states are studied beside bars, and know nothing before its first snapshot")
  func chain() throws {
    let view = try OptionView(moment([.optionChain]), history: .days(7), choice: .all, test: StateTest())
    #expect(view.states.count == 6)
    let pain = try #require(view.states.first { $0.name == "max pain below" })
    #expect(pain.holds != nil)
    let snapshot = Instant(year: 2024, month: 8, day: 8, hour: 8, minute: 5)
    #expect(pain.judged == snapshot)
    let later = try MarketMoment(
      try Self.made.get().full, "DEMO", asOf: Instant(year: 2024, month: 8, day: 8, hour: 9, minute: 30),
      kinds: [.optionChain])
    let half = try OptionView(later, history: .days(7), choice: .all, test: StateTest(studies: false))
    #expect(half.states.compactMap(\.judged).allSatisfy { $0 == snapshot })
    #expect(half.stateTable.notes.contains { $0.contains("at the last snapshot, 2024-08-08 08:05 UTC") })
    let study = try #require(pain.after).get()
    // Forty days of hours, of which the first eight and the last have no answer.
    #expect((900...951).contains(study.bars), "\(study.bars)")
    #expect(study.barsIn < study.bars)
  }
}
