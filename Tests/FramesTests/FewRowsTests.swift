import Frames
import Market
import TestSupport
import Testing

@Suite("Rows that are fewer than one of the bars that are asked for")
struct FewRowsTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test("are refused as such, and not as rows behind an expiry")
  func few() throws {
    let perpetual = Instrument(venue: "binance", symbol: "BTCUSDT")
    let dataset = try folder.dataset("few", [ramp(.klines, of: perpetual, every: .minutes(5), count: 3)])
    var request = FrameRequest(range: TimeRange.always)
    request.interval = .hour
    let words = #expect(throws: Problem.self) { _ = try dataset.assemble(request) }?.description ?? ""
    #expect(
      words.contains("no 1h bar of binance:BTCUSDT is whole: its rows go from 2025-01-01 00:00 to 2025-01-01 00:15 UTC")
    )
    #expect(!words.contains("expiry"))
  }
}
