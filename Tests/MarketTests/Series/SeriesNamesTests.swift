import Market
import Testing

@Suite("Names of series")
struct SeriesNamesTests {
  private static func one(
    _ venue: String, _ kind: SeriesKind, _ cadence: Interval?, _ columns: [String]? = nil
  ) -> SeriesDescriptor {
    SeriesDescriptor(
      instrument: Instrument(venue: venue, symbol: "BTCUSDT"), kind: kind, cadence: cadence,
      columns: columns?.map { ColumnDescriptor($0, .fraction) })
  }

  private static let series = [
    one("binance", .klines, .hour), one("binance", .klines, .minutes(5)), one("bybit", .klines, .hour),
    one("binance", .external, .hour, ["slow", "fast"]), one("binance", .external, .hour, ["trend"]),
    one("bybit", .trades, nil),
  ]
  private static let names = SeriesNames(series)

  private func refusal(_ text: String) throws -> String {
    let problem = #expect(throws: Problem.self) { try Self.names.place(of: text, in: "btc") }
    return "\(try #require(problem))"
  }

  @Test("are titles, with a column behind those that several share, and each means one series")
  func unique() throws {
    #expect(Set(Self.names.all).count == Self.series.count)
    #expect(Self.names.all[0] == "binance:BTCUSDT klines 1h")
    #expect(Self.names.all[3...4] == ["binance:BTCUSDT external 1h slow", "binance:BTCUSDT external 1h trend"])
    for (place, name) in Self.names.all.enumerated() { #expect(try Self.names.place(of: name, in: "btc") == place) }
  }

  @Test("that may be several are refused with all of them as they are to be typed, and each of those is taken")
  func ambiguous() throws {
    for (text, places) in [
      ("binance:BTCUSDT external 1h", [3, 4]), ("BTCUSDT klines 1h", [0, 2]), ("binance klines", [0, 1]),
    ] {
      let refused = try refusal(text)
      #expect(refused.contains("may be 2 series"))
      for place in Self.series.indices {
        #expect(refused.contains(Self.names.flag(Self.series[place])) == places.contains(place), "\(text): \(place)")
      }
    }
  }

  @Test("that are a part of one are not taken for it, and unknown ones are refused with the nearest")
  func unknown() throws {
    #expect(try refusal("trades").contains("write --series \"bybit:BTCUSDT trades irregular\""))
    #expect(try refusal("binance:BTCUSDT klins 1h").contains("did you mean 'binance:BTCUSDT klines 1h'?"))
    #expect(try refusal("").contains("has no series ''"))
  }
}
