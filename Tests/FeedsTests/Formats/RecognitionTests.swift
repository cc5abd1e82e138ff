import Feeds
import Market
import TestSupport
import Testing

@Suite("What a file is")
struct RecognitionTests {
  private func recognise(_ text: String, at path: String, _ hints: ImportHints = .none) throws -> String? {
    try recognised(text, at: path, hints)?.title
  }

  private func recognised(
    _ text: String, at path: String, _ hints: ImportHints = .none
  ) throws -> SeriesDescriptor? {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let text = FeedText(path: "/data/\(path)", name: name, bytes: Array(text.utf8))
    for format in feedFormats {
      if let found = try format.recognise(text, clues: PathClues(path: text.path, name: name), hints: hints) {
        return found
      }
    }
    return nil
  }

  private let traded = KlineText.traded(20, every: .hour)
  private let bare = KlineText.traded(20, every: .hour, header: false)
  private let mark = KlineText.sampled(20, premium: false)
  private let premium = KlineText.sampled(20, premium: true, header: false)
  private let name = "BTCUSDT-1h-2025-01.csv"

  @Test(
    "the folder says which klines they are",
    arguments: [
      ("um_klines_1h/BTCUSDT", ""), ("spot_klines_1h/BTCUSDT", "/spot"),
      ("futures/um/monthly/klines/BTCUSDT/1h", ""), ("spot/daily/klines/BTCUSDT/1h", "/spot"),
      ("spot/backup/um_klines_1h", ""),
    ])
  func folders(folder: String, type: String) throws {
    #expect(try recognise(bare, at: "\(folder)/\(name)") == "binance:BTCUSDT\(type) klines 1h")
  }

  @Test("mark and premium come from their own folders")
  func sampled() throws {
    for folder in ["um_mark_price_klines_1h", "futures/um/monthly/markPriceKlines/BTCUSDT/1h"] {
      #expect(try recognise(mark, at: "\(folder)/\(name)") == "binance:BTCUSDT mark 1h")
    }
    for folder in ["um_premium_index_klines_1h", "futures/um/daily/premiumIndexKlines/BTCUSDT/1h"] {
      #expect(try recognise(premium, at: "\(folder)/\(name)") == "binance:BTCUSDT premium 1h")
    }
  }

  @Test("without a folder, rows that allow one answer give it")
  func content() throws {
    #expect(try recognise(traded, at: name) == "binance:BTCUSDT klines 1h")
    #expect(
      try recognise(KlineText.traded(9, every: .hour, header: false, microseconds: true), at: name)
        == "binance:BTCUSDT/spot klines 1h")
    #expect(try recognise(premium, at: name) == "binance:BTCUSDT premium 1h")
    #expect(try recognise(mark, at: name) == "binance:BTCUSDT mark 1h")
    for path in ["BTCUSDT_index.json", "BTCUSDT-1h-index.csv", "index_price/\(name)"] {
      #expect(try recognise(mark, at: path) == "binance:BTCUSDT index 1h", "\(path)")
    }
    #expect(try recognise(mark, at: "BTCUSDT_mark.json") == "binance:BTCUSDT mark 1h")
  }

  @Test("rows that could be two things are asked about")
  func inconclusive() throws {
    let problem = #expect(throws: Problem.self) { try recognise(bare, at: name) }
    #expect(
      problem?.description == "/data/\(name): nothing says whether these klines are klines or spot; "
        + "say --kind klines, mark, premium or spot")
    #expect(try recognise(bare, at: name, ImportHints(kind: .spot)) == "binance:BTCUSDT/spot klines 1h")
  }

  @Test("a folder or hint that the rows contradict is a problem")
  func contradictions() throws {
    for (text, folder) in [
      (mark, "um_klines_1h"), (premium, "spot_klines_1h"), (traded, "um_mark_price_klines_1h"),
      (traded, "um_premium_index_klines_1h"), (mark, "um_premium_index_klines_1h"),
      (premium, "um_mark_price_klines_1h"),
      (traded, "um_funding_rate"),
    ] {
      let problem = #expect(throws: Problem.self, "\(folder)") { try recognise(text, at: "\(folder)/\(name)") }
      #expect(problem?.what.hasPrefix("the folder says") == true)
    }
    let problem = #expect(throws: Problem.self) { try recognise(traded, at: name, ImportHints(kind: .mark)) }
    #expect(problem?.what == "--kind says mark, and the rows have volume, as those of klines or spot do")
  }

  @Test("a width in the name that the rows do not have is a problem")
  func intervals() throws {
    let problem = #expect(throws: Problem.self) { try recognise(traded, at: "um_klines/BTCUSDT-5m-2025-01.csv") }
    #expect(problem?.what == "the name says bars of 5m, and close_time - open_time says 1h")
    #expect(try recognise(traded, at: "um_klines/BTCUSDT.csv") == "binance:BTCUSDT klines 1h")
    #expect(throws: Problem.self) { try recognise(traded, at: "um_klines/BTCUSDT-1mo-2025-01.csv") }
  }

  @Test("a bar that a halt cut short does not change the width")
  func halt() throws {
    // Binance spot, 2023-03-24 12:00: the bar closed at 12:39:41.646.
    let rows =
      "1679659200000,28080,28080,28080,28080,0,1679661581646,0,0,0,0,0\n"
      + "1679666400000,28100,28200,28000,28150,5,1679669999999,9,9,1,9,0\n"
    #expect(try recognise(rows, at: "spot_klines_1h/BTCUSDT-1h-2023-03.csv") == "binance:BTCUSDT/spot klines 1h")
  }

  @Test("a header that is not Binance's is named where it differs")
  func header() throws {
    let text = traded.replacing("high,low", with: "low,high")
    let problem = #expect(throws: Problem.self) { try recognise(text, at: "um_klines_1h/\(name)") }
    #expect(problem?.what == "column 3 of the header is 'low' and should be 'high'")
    #expect(problem?.place.line == 1)
  }

  @Test(
    "a coin-margined perpetual is inverse wherever its file lies, and counts volume in contracts",
    arguments: ["futures/cm/monthly/klines/BTCUSD_PERP/1h", "downloads"])
  func coinMargined(folder: String) throws {
    let descriptor = try #require(
      try recognised(traded, at: "\(folder)/BTCUSD_PERP-1h-2025-01.csv", ImportHints(kind: .klines)))
    #expect(descriptor.instrument.contract.form == .inverse)
    #expect(
      descriptor.columns.dropFirst(4).map { "\($0.name) \($0.unit.rawValue)" } == [
        "volume contracts", "base_volume base", "trades count", "taker_buy_volume contracts",
        "taker_buy_base_volume base",
      ])
  }

  @Test("a folder of coin-margined futures that holds a linear symbol contradicts itself")
  func notCoinMargined() throws {
    let problem = #expect(throws: Problem.self) { try recognise(traded, at: "futures/cm/monthly/klines/\(name)") }
    #expect(problem?.what == "the folder is that of coin-margined futures, and binance:BTCUSDT is none by its symbol")
  }

  @Test("an index is one where a folder or the name says so, and a mark elsewhere")
  func index() throws {
    #expect(
      try recognise(mark, at: "futures/um/monthly/indexPriceKlines/BTCUSDT/1h/\(name)") == "binance:BTCUSDT index 1h")
    #expect(try recognise(mark, at: name) == "binance:BTCUSDT mark 1h")
  }

  @Test("funding is known by its header")
  func funding() throws {
    let text = "calc_time,funding_interval_hours,last_funding_rate\n1735689600006,8,0.0001\n"
    #expect(try recognise(text, at: "BTCUSDT-fundingRate-2025-01.csv") == "binance:BTCUSDT funding 8h")
    #expect(throws: Problem.self) { try recognise(text, at: "um_klines_1h/BTCUSDT-fundingRate-2025-01.csv") }
    #expect(throws: Problem.self) { try recognise(text, at: "funding.csv") }
    #expect(try recognise(text, at: "funding.csv", ImportHints(symbol: "ETHUSDT")) == "binance:ETHUSDT funding 8h")
  }

  @Test("open interest needs a venue from a folder or a hint")
  func openInterest() throws {
    let text = "datetime,open_interest\n2025-01-01 00:00:00+00:00,5\n2025-01-01 01:00:00+00:00,6\n"
    #expect(try recognise(text, at: "bybit/open_interest_1h/BTCUSDT.csv") == "bybit:BTCUSDT open_interest 1h")
    let problem = #expect(throws: Problem.self) { try recognise(text, at: "BTCUSDT.csv") }
    #expect(problem?.remedy == "say --venue, such as --venue bybit")
    #expect(try recognise(text, at: "BTCUSDT.csv", ImportHints(venue: "Bitget")) == "bitget:BTCUSDT open_interest 1h")
    #expect(throws: Problem.self) { try recognise("datetime,open_interest\n2025-01-01,5\n", at: "bybit/BTCUSDT.csv") }
  }

  @Test("computed values bring their names, and are read only when called external")
  func computed() throws {
    let text = "time,forecast,score\n2025-01-01,1,2\n2025-01-01T00:05,1,\n"
    #expect(try recognise(text, at: "model.csv") == nil)
    let hints = try ImportHints(symbol: "BTCUSDT", kind: .external, known: .atStamp)
    #expect(try recognise(text, at: "model.csv", hints) == "external:BTCUSDT external 5m")
    for header in ["time", "when,forecast", "time,Forecast", "time,a,a", "time,2x", "time,"] {
      #expect(throws: Problem.self, "\(header)") {
        try recognise(text.replacing("time,forecast,score", with: header), at: "model.csv", hints)
      }
    }
  }

  @Test(
    "text of another shape is nobody's",
    arguments: ["", "\n\n", "hello\nworld\n", "a,b,c\n1,2,3\n", "1,2,3,4,5,6,7,8,9,10,11,12\n"])
  func unknown(text: String) throws {
    #expect(try recognise(text, at: "um_klines_1h/\(name)") == nil)
  }

  @Test("hints that could not stand in a column's name are refused")
  func hints() throws {
    for bad in ["a.b", "", "a b", "a:b", "a,b"] {
      #expect(throws: Problem.self) { try ImportHints(venue: bad) }
      #expect(throws: Problem.self) { try ImportHints(symbol: bad) }
    }
    #expect(try FileKind(named: "open_interest") == .openInterest)
    let problem = #expect(throws: Problem.self) { try FileKind(named: "premiums") }
    #expect(problem?.description == "there is no kind 'premiums' that can be imported; did you mean 'premium'?")
    #expect(throws: Problem.self) { try ImportHints(kind: .klines, delay: .minute) }
  }

  @Test("formats have names of their own")
  func registry() {
    #expect(Set(feedFormats.map(\.name)).count == feedFormats.count)
  }
}
