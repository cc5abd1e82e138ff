import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("A leg that is one dated future after another")
struct DatedLegTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private let perpetual = Instrument(venue: "binance", symbol: "BTCUSDT")
  private let march = Instrument(venue: "binance", symbol: "BTCUSDT_250328")
  private let june = Instrument(venue: "binance", symbol: "BTCUSDT_250627")

  private func flat(_ instrument: Instrument, price: Double, hours: Range<Int>) -> Series {
    let columns = SeriesKind.klines.columns.count
    return series(
      .klines, of: instrument, every: .hour,
      at: hours.map { (newYear + .hours($0), [Double](repeating: price, count: columns)) })
  }

  /// Bars of a day that ends at 2025-03-28 09:00, an hour after the first future has expired.
  private func dataset() throws -> Dataset {
    let hours = 85 * 24 + 9..<86 * 24 + 9
    return try scratch.dataset(
      "futures",
      [flat(perpetual, price: 100, hours: hours), flat(june, price: 103, hours: hours)]
        + [flat(march, price: 101, hours: 85 * 24 + 9..<86 * 24 + 8)])
  }

  private func frame(_ legs: [FrameLeg], columns: Set<String> = []) throws -> Frame {
    try dataset().assemble(FrameRequest(legs: legs, columns: columns, funding: .own)).frame
  }

  private let perp = FrameLeg(name: "perp", instrument: "perpetual")

  @Test("holds each while it is the front one, and its columns are those of that one")
  func front() throws {
    let frame = try frame(
      [perp, FrameLeg(name: "future", instrument: "front", roll: .hours(5))],
      columns: ["future.close", "future.hours_to_expiry"])
    #expect(frame.members.map(\.instrument) == [perpetual, march, june])
    #expect(frame.members.map(\.name) == ["perp", "future", "future"])
    // The bar that closes at 03:00 is the nineteenth.
    #expect(frame.members.map { $0.roll?.rows } == [nil, 0..<17, 17..<24])
    #expect(frame.members[1].roll?.isRolled == true)
    #expect(frame.values("future.close") == (0..<24).map { $0 < 17 ? 101 : 103 })
    #expect(frame.values("future.hours_to_expiry")[16] == 6)
    #expect(frame.values("future.hours_to_expiry")[17] == 5 + 91 * 24)
    #expect(frame.findings.contains { $0.contains("the next is taken 5h before it expires") })
  }

  @Test("is asked for by its coin as well, and another roll is another frame")
  func named() throws {
    func fingerprint(_ roll: Interval?, _ name: String = "front") throws -> String {
      try frame([perp, FrameLeg(name: "future", instrument: name, roll: roll)]).fingerprint
    }
    #expect(try fingerprint(.hours(5)) == fingerprint(.hours(5), "binance:BTCUSDT/front"))
    #expect(try fingerprint(.hours(5)) != fingerprint(.hours(4)))
    #expect(try fingerprint(.hours(5)) != fingerprint(nil))
  }

  @Test("is refused in front, at a roll that no open lies in, and at one that no future lives as long as")
  func refused() throws {
    func words(_ legs: [FrameLeg]) -> String {
      let problem = #expect(throws: Problem.self) { _ = try frame(legs) }
      return problem.map { "\($0.what) \($0.remedy ?? "")" } ?? ""
    }
    let future = FrameLeg(name: "future", instrument: "front", roll: .hours(5))
    #expect(words([future, perp]).contains("name the perpetual or the spot pair first"))
    #expect(
      words([perp, FrameLeg(name: "future", instrument: "front", roll: .minutes(30))])
        .contains("take a roll of 1h or more"))
    #expect(
      words([perp, FrameLeg(name: "future", instrument: "front", roll: .days(200))]).contains("lives as long"))
    #expect(
      words(
        [perp, FrameLeg(name: "future", instrument: "front", roll: .hours(5))]
          + [FrameLeg(name: "next", instrument: "second", roll: .hours(4))]
      ).contains("give both the same 'roll'"))
    let alone = try scratch.dataset("alone", [flat(perpetual, price: 100, hours: 0..<24)])
    let problem = #expect(throws: Problem.self) {
      _ = try alone.assemble(FrameRequest(legs: [perp, future]))
    }
    #expect(problem?.what.contains("asks for dated futures of BTC") == true)
  }
}
