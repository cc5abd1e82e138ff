import Market
import Testing

@Suite("Rates of the venue's usual interval in rows that come more often")
struct UsualRatesTests {
  /// Hourly rows of one rate after the other.
  private func doubt(
    _ rates: [Double], venue: String = "binance", every hours: Int = 1, declared: Double? = nil
  ) throws -> String? {
    let rows = (0..<240).map { rates[$0 % rates.count] }
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: venue, symbol: "BTCUSDT"), kind: .funding, cadence: .hours(hours))
    let series = Series(
      descriptor: descriptor, stamps: rows.indices.map { at($0 * hours).milliseconds },
      columns: [rows, rows.map { _ in declared ?? .nan }])
    let schedule = try #require(FundingSchedule(series))
    return schedule.sizeDoubts(in: .always).first { $0.contains("as large as those") }
  }

  private let read = (0..<53).map { (hour: Int) -> Double in 6e-5 + 1.5e-6 * Double(hour * 17 % 53) }

  @Test("are said where they are another each hour, with what to do", arguments: ["binance", "bybit", "okx", "bitmex"])
  func read(venue: String) throws {
    let said = try #require(try doubt(read, venue: venue))
    #expect(said.contains("rows come 1h apart with rates as large as those of 8h"))
    #expect(said.contains("8 times too much") && said.contains("--assume-funding contradictory=prorated"))
  }

  @Test("are said where the usual rate of eight hours is among them, and that of their own interval is not")
  func usual() throws {
    let rates = [1e-4, 1e-4, 3e-5, -2e-5, 1e-4, 7e-6, 4e-6]
    #expect(try doubt(rates) != nil)
    #expect(try doubt(rates, every: 4)?.contains("2 times too much") == true)
  }

  @Test("are none on a venue that settles each hour, nor where rows declare their interval, nor every eight hours")
  func believed() throws {
    #expect(try doubt(read, venue: "hyperliquid") == nil)
    #expect(try doubt(read, venue: "elsewhere") == nil)
    #expect(try doubt(read, declared: 1) == nil)
    #expect(try doubt(read, every: 8) == nil)
  }

  @Test("are none of a contract that was moved to an hour: calm, it pays an eighth, and in distress far more")
  func hourly() throws {
    #expect(try doubt([1.25e-5, 1.25e-5, 4e-5, 9e-5, 1.25e-5, -1e-5]) == nil)
    #expect(try doubt(read.map { -12 * $0 }) == nil)
    #expect(try doubt(read.map { -$0 }) == nil)
    #expect(try doubt(read.enumerated().map { $0 % 10 == 0 ? 20 * $1 : $1 }) == nil)
    #expect(try doubt([5e-5, 5e-5, 2e-5, 9e-5], every: 4) == nil)
  }
}
