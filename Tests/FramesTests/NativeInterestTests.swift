import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("Open interest in what the contract is of")
struct NativeInterestTests {
  private let scratch: ScratchFolder
  private let deribit = Instrument(venue: "deribit", symbol: "BTC-PERPETUAL")

  init() throws { scratch = try ScratchFolder() }

  private func interest(of instrument: Instrument, _ columns: [ColumnDescriptor], _ values: [Double]) -> Series {
    let descriptor = SeriesDescriptor(instrument: instrument, kind: .openInterest, cadence: .hour, columns: columns)
    return Series(
      descriptor: descriptor, stamps: (0..<48).map { (newYear + .hour * $0).milliseconds },
      columns: values.map { [Double](repeating: $0, count: 48) })
  }

  private func value(_ name: String, of instrument: Instrument, _ series: [Series]) throws -> Double? {
    let dataset = try scratch.dataset("d\(Int.random(in: 0..<Int.max))", series)
    return try dataset.frame(of: "\(instrument)", interval: .hour, columns: [name]).values(name).last
  }

  @Test("is coins of a linear contract and quote currency of one that is settled in its coin")
  func unit() throws {
    let both: [ColumnDescriptor] = [.init("open_interest", .base), .init("open_interest_value", .quote)]
    for (instrument, expected) in [(btc, 7.0), (deribit, 700)] {
      let bars = ramp(.klines, of: instrument, every: .hour, count: 48, plus: 100)
      #expect(
        try value("open_interest_native", of: instrument, [bars, interest(of: instrument, both, [7, 700])]) == expected)
    }
  }

  @Test("is contracts where they alone are there, and another venue's by its own contract")
  func contracts() throws {
    let bars = ramp(.klines, every: .hour, count: 48, plus: 100)
    let contracts = interest(of: btc, [.init("open_interest_contracts", .contracts)], [9])
    #expect(try value("open_interest_native", of: btc, [bars, contracts]) == 9)
    let other = interest(of: deribit, [.init("open_interest_value", .quote)], [700])
    #expect(try value("deribit.open_interest_native", of: btc, [bars, contracts, other]) == 700)
  }

  @Test("is refused where all there is moves with the price, with what to write")
  func refused() throws {
    let bars = ramp(.klines, of: deribit, every: .hour, count: 48, plus: 100)
    let coins = interest(of: deribit, [.init("open_interest", .base)], [7])
    let problem = #expect(throws: Problem.self) {
      _ = try value("open_interest_native", of: deribit, [bars, coins])
    }
    #expect(
      problem?.description.contains("in coins alone ('open_interest'), and its contracts are of a number of USD")
        == true)
    #expect(problem?.description.contains("write open_interest * close") == true)
  }
}
