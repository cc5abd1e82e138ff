import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("Funding in a frame")
struct FundingHistoryTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  private let bars = ramp(.klines, every: .hour, count: 24, plus: 100)

  private func funding(of instrument: Instrument = btc, hours: [Int]) -> Series {
    series(.funding, of: instrument, every: .hours(8), at: hours.map { (newYear + .hours($0), [Double($0) / 1e6, 8]) })
  }

  private func rates(_ dataset: Dataset, _ request: FundingRequest? = .own) throws -> [Double]? {
    try dataset.frame(of: "binance:BTCUSDT", funding: request).funding?.schedule.settlements.map(\.rate)
  }

  @Test("is the traded instrument's own, and never another's because it is the only one")
  func whose() throws {
    let own = try scratch.dataset("own", [bars, funding(hours: [8]), funding(of: bybitBTC, hours: [16])])
    #expect(try rates(own) == [8e-6])
    let only = try scratch.dataset("only", [bars, funding(of: bybitBTC, hours: [16])])
    #expect(try rates(only) == [])
    let otherCoin = try scratch.dataset("coin", [bars, funding(of: eth, hours: [16])])
    #expect(try rates(otherCoin) == [])
  }

  @Test("is another's where the user says so")
  func said() throws {
    let dataset = try scratch.dataset(
      "two", [bars, funding(hours: [8]), funding(of: bybitBTC, hours: [16]), funding(of: eth, hours: [0])])
    #expect(try rates(dataset, FundingRequest(other: "bybit")) == [16e-6])
    #expect(try rates(dataset, FundingRequest(other: "bybit:BTCUSDT")) == [16e-6])
    #expect(try rates(dataset, FundingRequest(other: "ETHUSDT")) == [0])
    let problem = #expect(throws: Problem.self) { try rates(dataset, FundingRequest(other: "bybt")) }
    #expect(problem?.what == "dataset 'two' has no funding of 'bybt' for binance:BTCUSDT")
  }

  @Test("is that of each where several are held, and another's is refused, whichever comes first")
  func several() throws {
    let dataset = try scratch.dataset(
      "two", [bars, ramp(.klines, of: eth, every: .hour, count: 24, plus: 100), funding(hours: [8])])
    for names in [["BTCUSDT", "ETHUSDT"], ["ETHUSDT", "BTCUSDT"]] {
      let legs = names.map { FrameLeg(name: $0.prefix(1).lowercased(), instrument: $0) }
      let problem = #expect(throws: Problem.self) {
        try dataset.assemble(FrameRequest(legs: legs, funding: FundingRequest(other: "bybit")))
      }
      #expect(problem?.what == "funding of 'bybit' is asked for, and legs have that of each of their perpetuals")
      #expect(problem?.remedy == "leave --funding out")
      _ = try dataset.assemble(FrameRequest(legs: legs, funding: .own))
    }
  }

  @Test("is not read by who holds nothing")
  func unread() throws {
    let dataset = try scratch.dataset("btc", [bars, funding(hours: [8])])
    let without = try dataset.frame(funding: nil)
    #expect(without.funding == nil)
    try dataset.merge(funding(hours: [16]))
    #expect(try dataset.frame(funding: nil).fingerprint == without.fingerprint)
  }

  @Test("what is imported after the window changes nothing in it")
  func later() throws {
    let dataset = try scratch.dataset("btc", [bars, funding(hours: [0, 8, 16])])
    let day = TimeRange(from: newYear, to: newYear + .day)
    let before = try dataset.frame(range: day).fingerprint
    try dataset.merge(funding(hours: [25, 26, 27, 28, 29]))
    #expect(try dataset.frame(range: day).fingerprint == before)
  }
}
