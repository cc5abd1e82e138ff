import Foundation
import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("Which instrument of a dataset is traded")
struct TradedInstrumentTests {
  private let scratch: ScratchFolder
  private let spot = Instrument(venue: "binance", symbol: "BTCUSDT", type: .spot)
  private let dated = Instrument(venue: "binance", symbol: "BTCUSDT_250328")

  init() throws {
    scratch = try ScratchFolder()
  }

  private func dataset(_ instruments: [Instrument]) throws -> Dataset {
    let folder = "\(scratch.path)/\(instruments.map { $0.description.filter { $0.isLetter || $0.isNumber } }.joined())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let dataset = try Dataset.openForImport(at: folder + "/btc.sqlite")
    for instrument in instruments { try dataset.merge(ramp(.klines, of: instrument, every: .hour, count: 9)) }
    return dataset
  }

  private func traded(_ instruments: [Instrument], _ asked: String? = nil) throws -> Instrument {
    try TradedInstrument.choose(in: dataset(instruments), asked: asked)
  }

  @Test("the only perpetual needs no choice, whatever was imported before it")
  func onlyPerpetual() throws {
    #expect(try traded([spot, dated, btc]) == btc)
    #expect(dated.type == .future)
  }

  @Test("without a perpetual a dated future is meant, without one of those spot")
  func fallback() throws {
    #expect(try traded([spot, dated]) == dated)
    #expect(try traded([spot]) == spot)
  }

  @Test("several perpetuals are a refusal that names them, never the first imported")
  func several() throws {
    let problem = #expect(throws: Problem.self) { try traded([eth, btc, bybitBTC]) }
    #expect(
      problem?.description == "dataset 'btc' has 3 instruments that can be traded: "
        + "binance:BTCUSDT, binance:ETHUSDT, bybit:BTCUSDT; "
        + "choose one with --instrument, or with 'instrument:' in the strategy file")
  }

  @Test("a choice is a full name, or a symbol where one venue has it")
  func choice() throws {
    #expect(try traded([btc, bybitBTC, eth], "bybit:BTCUSDT") == bybitBTC)
    #expect(try traded([btc, bybitBTC, eth], "ETHUSDT") == eth)
    #expect(try traded([btc, spot], "binance:BTCUSDT/spot") == spot)
    #expect(try traded([btc, spot], "BTCUSDT") == btc)
    #expect(throws: Problem.self) { try traded([btc, bybitBTC], "BTCUSDT") }
  }

  @Test("an unknown one is answered with the nearest there is")
  func unknown() throws {
    let problem = #expect(throws: Problem.self) { try traded([btc, eth], "binance:ETHUSTD") }
    #expect(
      problem?.description == "dataset 'btc' has no klines of an instrument 'binance:ETHUSTD'; "
        + "did you mean 'binance:ETHUSDT'?")
  }

  @Test(
    "one without its venue is held against symbols, and named on every venue that has it",
    arguments: [
      ("ETHUSTD", "did you mean 'binance:ETHUSDT'?"), ("ethusdt", "did you mean 'binance:ETHUSDT'?"),
      ("BTCUSTD", "did you mean 'binance:BTCUSDT' or 'bybit:BTCUSDT'?"),
      ("BTCUSDT/spto", "did you mean 'binance:BTCUSDT/spot'?"),
      ("DOGE", "the instruments with klines are "),
    ])
  func unknownSymbol(asked: String, answer: String) {
    let problem = #expect(throws: Problem.self) { try traded([btc, spot, bybitBTC, eth], asked) }
    #expect(problem?.remedy?.hasPrefix(answer) == true, "\(problem?.remedy ?? "")")
  }
}
