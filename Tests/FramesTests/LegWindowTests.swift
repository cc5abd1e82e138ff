import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("The window of several legs")
struct LegWindowTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func frame(_ first: Range<Int>, _ second: Range<Int>, to: Int? = nil) throws -> Frame {
    let columns = SeriesKind.klines.columns.count
    func bars(_ symbol: String, _ hours: Range<Int>) -> Series {
      series(
        .klines, of: Instrument(venue: "binance", symbol: symbol), every: .hour,
        at: hours.map { (newYear + .hours($0), [Double](repeating: 100, count: columns)) })
    }
    let dataset = try scratch.dataset("legs", [bars("AUSDT", first), bars("BUSDT", second)])
    let end = to.map { newYear + .hours($0) } ?? TimeRange.always.to
    return try dataset.assemble(
      FrameRequest(
        legs: [FrameLeg(name: "a", instrument: "AUSDT"), FrameLeg(name: "b", instrument: "BUSDT")],
        range: TimeRange(from: TimeRange.always.from, to: end))
    ).frame
  }

  @Test("is that of the first, and it is said where others go on before or after it")
  func longer() throws {
    let said = try frame(24..<48, 0..<72).findings
    #expect(said.contains { $0.contains("The window is that of the first leg, 'a' (binance:AUSDT)") })
    #expect(said.contains { $0.contains("'b' (binance:BUSDT) has them from 2025-01-01 00:00 to 2025-01-04 00:00") })
  }

  @Test("A leg without a bar in it is refused, with the bars it has")
  func none() throws {
    let problem = #expect(throws: Problem.self) { try frame(0..<24, 24..<48) }
    #expect(problem?.what.contains("its bars go from 2025-01-02 00:00 to 2025-01-03 00:00") == true)
  }

  @Test("and nothing is said where none does, or where nobody asked for that part")
  func plain() throws {
    for frame in [try frame(0..<48, 0..<48), try frame(0..<48, 0..<72, to: 48), try frame(0..<72, 0..<48)] {
      #expect(frame.findings.allSatisfy { !$0.contains("The window is") }, "\(frame.findings)")
    }
  }
}
