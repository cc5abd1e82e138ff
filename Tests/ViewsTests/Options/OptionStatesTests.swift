import Feeds
import Market
import Results
import Store
import TestSupport
import Testing
import Views

@Suite("States of an option chain are those of the snapshot that is shown")
struct OptionStatesTests {
  private static let made = Result { () throws -> (folder: ScratchFolder, demo: Dataset) in
    let folder = try ScratchFolder()
    let demo = try DemoMarket(days: 40)
    let market = demo.series()
    return (folder, try folder.dataset("demo", market + demo.surroundings(of: market)))
  }

  private func view(at asOf: Instant? = nil, _ asset: String = "DEMO") throws -> OptionView {
    try OptionView(
      MarketMoment(Self.made.get().demo, asset, asOf: asOf, kinds: [.optionChain]), history: .days(7), choice: .all,
      test: StateTest(studies: false))
  }

  @Test("whatever the last bar closed on")
  func snapshot() throws {
    let view = try view()
    let next = try #require(view.snapshot.expiries.first { $0.days >= 1 })
    let (pain, forward) = (try #require(next.maxPain), try #require(next.forward))
    let above = try #require(view.states.first { $0.name == "max pain above" })
    let below = try #require(view.states.first { $0.name == "max pain below" })
    #expect(above.holds == (pain / forward > 1.02) && below.holds == (pain / forward < 0.98))
    #expect(view.states.allSatisfy { $0.judged == nil || $0.judged == view.head.asOf })
    #expect(view.isFresh)
  }

  @Test("nothing is said of a chain that is too old, and its figures are said to be of then")
  func stale() throws {
    let view = try view(at: try self.view().head.asOf + .days(3))
    #expect(!view.isFresh && view.states.allSatisfy { $0.holds == nil })
    #expect(view.answer[0].contains("cannot be said: the last chain is of"))
  }

  @Test("a chain of which every option has expired is refused with when it was")
  func expired() throws {
    #expect(throws: Problem.self) { try view(at: try self.view().head.asOf + .days(340)) }
  }

  @Test("is found by the pair of a perpetual as well", arguments: ["DEMOUSDT", "DEMO-USDT", "DEMO/USDT:USDT"])
  func pair(asset: String) throws { #expect(try view(at: nil, asset).expiries.isEmpty == false) }
}
