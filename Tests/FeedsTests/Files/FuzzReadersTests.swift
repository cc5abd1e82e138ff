import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite("Fuzz: files that venues never wrote")
struct FuzzReadersTests {
  @Test("are a problem, or are read; never a crash, whatever they are packed in", arguments: ["csv", "zip", "csv.gz"])
  func readers(ending: String) throws {
    let text = KlineText.traded(12)
    let whole =
      switch ending {
      case "zip": Archives.zip([("BTCUSDT-5m-2025-01.csv", text)])
      case "csv.gz": Archives.gzip(text)
      default: Array(text.utf8)
      }
    #expect(try Self.problems(of: whole, as: "um_klines_5m/BTCUSDT-5m-2025-01.\(ending)") > 10)
  }

  /// How many of the damaged forms of a file are refused.
  ///
  /// - Parameter hints: what is said with each, by its seed.
  private static func problems(
    of whole: [UInt8], as name: String, _ hints: (UInt64) throws -> ImportHints = { _ in .none }
  ) throws -> Int {
    let scratch = try ScratchFolder()
    let dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
    var problems = 0
    try FuzzBudget.attempts(least: 50) { seed in
      do {
        let file = try scratch.write(damaged(whole, seed: seed), to: name)
        _ = try Importer.importFiles(
          [file], into: dataset, hints: try hints(seed), badRows: seed % 2 == 0 ? .skip : .refuse)
      } catch is Problem {
        problems += 1
      }
    }
    return problems
  }

  private static let pieces: [[UInt8]] =
    [
      "\n", "\r", ",", ";", "\"", "-", ".", "0", "9", "e", "1e308", "nan", "18446744073709551615", "{", "}", "[", "]",
      "[[[[", "\\", ":", "2025-13-45 99:99", "null",
    ].map { Array($0.utf8) } + [[0], [255], [0xEF, 0xBB, 0xBF]]

  /// One to four slips of bytes: turned, put in, taken out, or written over.
  private static func damaged(_ whole: [UInt8], seed: UInt64) -> [UInt8] {
    var random = FuzzRandom(seed: seed)
    var bytes = whole
    for _ in 0...Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      case 1: bytes.insert(contentsOf: piece, at: place)
      case 2: bytes.removeSubrange(place..<min(bytes.count, place + 9))
      default: bytes.replaceSubrange(place..<min(bytes.count, place + piece.count), with: piece)
      }
    }
    return bytes
  }

  private static let tables: [(name: String, text: String)] = [
    (
      "ETHUSDT.csv",
      "Date;Open;High;Low;Close;Volume\n13-01-2025 00:00;1;3;0.5;2;10\n13-01-2025 01:00;2;4;1;3;11\n13-01-2025 02:00;2;4;1;3;1\n"
    ),
    ("BTC_USDT_USDT-1h-futures.json", "[[1735689600000,1,3,0.5,2,10],[1735693200000,2,4,1,3,11]]"),
    (
      "candles.json",
      #"{"result":{"candles":[{"startedAt":"2025-01-01T00:00:00Z","ticker":"BTC-USD","open":"1","high":"3","low":"1","close":"2","baseTokenVolume":"5"}]}}"#
    ),
    (
      "usdm_btcusdt",
      "1723161255088176367 {\"stream\":\"a\",\"data\":{\"e\":\"trade\",\"T\":1723161256322,\"s\":\"BTCUSDT\",\"t\":7,\"p\":\"6.1\",\"q\":\"2\",\"m\":false}}\n"
    ),
  ]

  @Test("are a problem, or are read; never a crash, as tables and as JSON either", arguments: tables.map(\.name))
  func described(name: String) throws {
    let text = try #require(Self.tables.first { $0.name == name }).text
    let problems = try Self.problems(of: Array(text.utf8), as: name) { seed in
      try ImportHints(table: flags(zone: seed % 3 == 0 ? "Europe/London" : nil, interval: .hour))
    }
    #expect(problems > 10)
  }

  /// Files that say themselves what they are, so that no flag is said with them.
  private static let selfTold: [(name: String, text: String)] = [
    (
      "socket.txt",
      "wss://fstream.binance.com/stream <-> 1735689600.1\n"
        + #"1735689600250: {"stream":"a@trade","data":{"e":"trade","T":1735689600100,"s":"BTCUSDT","t":7,"p":"6.1","q":"2","m":false}}"#
        + "\n"
        + #"1735689600.5: {"topic":"tickers.BTCUSDT","type":"delta","ts":1735689600400,"data":{"symbol":"BTCUSDT","markPrice":"6.2","openInterest":"5"}}"#
        + "\n"
        + #"https://x/y -> 1735689601.5: {"result":[{"instrument_name":"BTC-30OCT26-90000-P","mark_price":0.05,"mark_iv":48.25,"underlying_price":91000.5}]}"#
        + "\n"
    ),
    (
      "exported.csv",
      "time,funding_rate,funding_interval,hindcast_series\n2025-01-01T00:00:00Z,0.0001,8,venue=binance symbol=BTCUSDT "
        + "type=perpetual kind=funding every_ms=28800000 known=at_stamp delay_ms=0 rows=one "
        + "columns=funding_rate:fraction;funding_interval:hours\n2025-01-01T08:00:00Z,0.0001,,\n"
    ),
    (
      "BTCUSDT.csv",
      "Date,Time,Open,High,Low,Close,Volume\n2025.01.01,22:00,1,3,0.5,2,10\n2025.01.01,23:00,2,4,1,3,11\n2025.01.02,0:00,2,4,1,3,1\n"
    ),
  ]

  @Test(
    "are a problem, or are read; never a crash, where they say themselves what they are",
    arguments: selfTold.map(\.name))
  func told(name: String) throws {
    let text = try #require(Self.selfTold.first { $0.name == name }).text
    let problems = try Self.problems(of: Array(text.utf8), as: name)
    #expect(problems > 5)
  }
}
