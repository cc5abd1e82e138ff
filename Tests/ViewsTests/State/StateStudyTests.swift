import Feeds
import Frames
import Market
import Store
import TestSupport
import Testing
import Views

@Suite("What came after a state")
struct StateStudyTests {
  private let folder: ScratchFolder
  private let dataset: Dataset
  private let asOf = Instant(year: 2024, month: 8, day: 20, hour: 6, minute: 40)

  init() throws {
    folder = try ScratchFolder()
    dataset = try folder.dataset("demo", try DemoMarket(days: 60).series())
  }

  private func bullish(_ test: StateTest = StateTest()) throws -> MarketState {
    let view = try FundingView(
      MarketMoment(dataset, "DEMO", asOf: asOf, kinds: [.funding]), history: .days(3), options: .init(), test: test)
    return try #require(view.states.first { $0.name == "funding bullish" })
  }

  @Test("is the next hour's mean return in it less that outside, on bars that had closed by then")
  func difference() throws {
    let study = try #require(try bullish().after?.answer)
    #expect(study.window.to == Instant(year: 2024, month: 8, day: 20, hour: 6))
    let frame = try dataset.frame(
      interval: .hour, range: TimeRange(from: TimeRange.always.from, to: study.window.to), columns: ["funding_rate"])
    let (closes, rates) = (frame.values("close"), frame.values("funding_rate"))
    let hours = frame.grid
    var (inside, outside): ([Double], [Double]) = ([], [])
    for row in 0..<(closes.count - 1) where !rates[row].isNaN && !closes[row].isNaN && !closes[row + 1].isNaN {
      // Eight-hour rates all along: the weeks of four hours begin in September.
      #expect(hours.open(row) < Instant(year: 2024, month: 9, day: 1))
      let next = closes[row + 1] / closes[row] - 1
      if rates[row] > 0.0001 { inside.append(next) } else { outside.append(next) }
    }
    let difference = inside.reduce(0, +) / Double(inside.count) - outside.reduce(0, +) / Double(outside.count)
    #expect(abs(study.difference - difference) < 1e-12)
    #expect(study.barsIn == inside.count)
    #expect(study.bars == inside.count + outside.count)
  }

  @Test("each p has Holm's beside it, which is no less")
  func holm() throws {
    let study = try #require(try bullish().after?.answer)
    #expect(try #require(study.adjustedP) >= (try #require(study.p)))
  }

  @Test("it began when it was last known not to hold, whatever is missing since")
  func since() throws {
    let binance = ViewMarkets.binance
    func since(missing: Set<Int>) throws -> Instant? {
      let opens = (0..<240).filter { !missing.contains($0) }.map { (newYear + .hour * $0, $0 < 200 ? 100.0 : 101) }
      let dataset = try folder.dataset(
        "m\(missing.count)", [ViewMarkets.bars(of: binance, every: .hour, opening: opens)])
      return try StateTest(studies: false).states(
        [StateDefinition("up", "a close above 100", "close > 100")], of: binance,
        at: ViewMarkets.moment(dataset, [.klines]))[0].since
    }
    #expect(try since(missing: []) == newYear + .hours(201))
    #expect(try since(missing: [150, 210, 211, 230]) == newYear + .hours(201))
    #expect(try since(missing: [199, 200]) == newYear + .hours(202))
  }

  @Test("is left out where nobody wants it, and is a reason where it cannot be said")
  func without() throws {
    #expect(try bullish(StateTest(studies: false)).after == nil)
    let view = try FundingView(
      MarketMoment(dataset, "DEMO", asOf: asOf, kinds: [.funding]), history: .days(3), options: .init(),
      test: StateTest())
    let never = try #require(view.states.first { $0.name == "funding extreme low" })
    #expect(never.after?.why?.contains("never holds") == true)
    #expect(never.holds == false)
  }
}
