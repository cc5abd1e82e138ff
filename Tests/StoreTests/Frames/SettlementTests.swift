import Market
import Store
import TestSupport
import Testing

@Suite("Funding settlements of a frame")
struct SettlementTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  private func hourly(_ kind: SeriesKind, of instrument: Instrument = btc, hours: [Int], plus offset: Double) -> Series
  {
    let width = SeriesDescriptor(instrument: instrument, kind: kind, cadence: .hour).columns.count
    return series(
      kind, of: instrument, every: .hour,
      at: hours.map { (newYear + .hours($0), Array(repeating: Double($0) + offset, count: width)) })
  }

  private func funding(of instrument: Instrument = btc, hours: [Int]) -> Series {
    series(.funding, of: instrument, every: .hours(8), at: hours.map { (newYear + .hours($0), [Double($0) / 1e6, 8]) })
  }

  @Test("a settlement is priced with the mark that is known at its instant")
  func mark() throws {
    let dataset = try scratch.dataset(
      "btc",
      [
        hourly(.klines, hours: Array(0..<24), plus: 100), hourly(.mark, hours: Array(0..<24), plus: 500),
        funding(hours: [8, 16]),
      ])
    let assembled = try dataset.assemble(FrameRequest())
    // The mark of the hour that ends at 08:00 opens at 07:00.
    #expect(
      assembled.frame.settlements == [
        Settlement(instant: newYear + .hours(8), rate: 8e-6, price: 507, priceSource: .mark),
        Settlement(instant: newYear + .hours(16), rate: 16e-6, price: 515, priceSource: .mark),
      ])
    #expect(assembled.funding?.descriptor.kind == .funding)
    #expect(assembled.mark?.descriptor.kind == .mark)
  }

  @Test("where the mark is missing, the last traded close stands in, however old")
  func trade() throws {
    let hours = Array(0..<4) + Array(20..<24)
    let dataset = try scratch.dataset(
      "btc",
      [hourly(.klines, hours: hours, plus: 100), hourly(.mark, hours: [22], plus: 500), funding(hours: [8, 16, 23])])
    #expect(
      try dataset.frame().settlements.map { "\($0.price) \($0.priceSource.rawValue)" }
        == ["103.0 trade", "103.0 trade", "522.0 mark"])
  }

  @Test("settlements count from the open of the first bar to the close of the last, both included")
  func bounds() throws {
    let dataset = try scratch.dataset(
      "btc", [hourly(.klines, hours: Array(0..<24), plus: 100), funding(hours: [-8, 0, 8, 16, 24, 32])])
    func hours(_ range: TimeRange) throws -> [Int64] {
      try dataset.frame(range: range).settlements.map { $0.instant.since(newYear).milliseconds / 3_600_000 }
    }
    // At 00:00 no bar has closed: there is no price, and nobody can hold a position.
    #expect(try hours(.always) == [8, 16, 24])
    #expect(try hours(TimeRange(from: newYear + .hours(8), to: newYear + .hours(16))) == [8, 16])
    #expect(try hours(TimeRange(from: newYear + .hours(9), to: newYear + .hours(15))) == [])
  }

  @Test("only the traded perpetual's funding is paid, or the only funding there is")
  func whose() throws {
    let price = hourly(.klines, hours: Array(0..<24), plus: 100)
    let own = try scratch.dataset("own", [price, funding(hours: [8]), funding(of: bybitBTC, hours: [16])])
    #expect(try own.frame().settlements.map(\.rate) == [8e-6])
    let only = try scratch.dataset("only", [price, funding(of: bybitBTC, hours: [16])])
    #expect(try only.assemble(FrameRequest()).funding?.descriptor.instrument == bybitBTC)
    let several = try scratch.dataset(
      "several", [price, funding(of: bybitBTC, hours: [16]), funding(of: eth, hours: [8])])
    #expect(try several.assemble(FrameRequest()).funding == nil)
    #expect(try several.frame().settlements.isEmpty)
  }
}
