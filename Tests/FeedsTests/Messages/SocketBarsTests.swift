import Feeds
import Market
import TestSupport
import Testing

/// Candles of sockets are sent many times before they are over. Shapes are those of the venues' own pages; values are invented.
@Suite("Bars of sockets")
struct SocketBarsTests: ImportsTables {
  let scratch: ScratchFolder
  /// 2025-01-01 00:00 UTC.
  private static let start = 1_735_689_600_000
  private static let minute = 60_000

  init() throws { scratch = try ScratchFolder() }

  private func read(_ lines: [String]) throws -> ImportedTable {
    try imported(lines.joined(separator: "\n") + "\n", name: "socket.txt")
  }

  private func notes(_ table: ImportedTable) -> [String] { table.reports.flatMap(\.notes) }

  /// A minute of OKX as it stands half a second before its end, or at it.
  private func okx(
    _ minute: Int, _ close: String, isOver: Bool, channel: String = "candle1m", symbol: String = "BTC-USDT-SWAP",
    volumes: [String] = ["1500", "15", "1425000"]
  ) -> String {
    let open = Self.start + minute * Self.minute
    let row = (["\(open)", "95000", "95010", "94990", close] + volumes + [isOver ? "1" : "0"]).map { "\"\($0)\"" }
    return
      #"\#(open + 59_500): {"arg":{"channel":"\#(channel)","instId":"\#(symbol)"},"data":[[\#(row.joined(separator: ","))]]}"#
  }

  @Test("OKX says which are over; contracts count coins by the second volume, spot by the first")
  func okx() throws {
    let swap = try read([
      okx(0, "95001", isOver: false), okx(0, "95002", isOver: true), okx(1, "95003", isOver: true),
    ])
    #expect(
      try swap.rows("okx:BTC-USDT-SWAP klines 1m") == [
        "2025-01-01 00:00 95000.0 95010.0 94990.0 95002.0 15.0 1425000.0 nan nan nan",
        "2025-01-01 00:01 95000.0 95010.0 94990.0 95003.0 15.0 1425000.0 nan nan nan",
      ])
    #expect(swap.reports.compactMap(\.series?.known) == [.atClose])
    #expect(notes(swap).isEmpty, "both bars were heard of to their end")
    let spot = try read([
      okx(0, "95002", isOver: true, symbol: "BTC-USDT", volumes: ["15", "1425000", "1425000"])
    ])
    #expect(
      try spot.rows("okx:BTC-USDT klines 1m") == [
        "2025-01-01 00:00 95000.0 95010.0 94990.0 95002.0 15.0 1425000.0 nan nan nan"
      ])
  }

  @Test("mark prices of OKX are bars of their own, hours are written in capitals, and a month is no width")
  func widths() throws {
    let table = try read([
      okx(0, "95002", isOver: true, channel: "mark-price-candle1H", volumes: []),
      okx(0, "95002", isOver: true, channel: "candle4Hutc"), okx(0, "95002", isOver: true, channel: "candle1M"),
    ])
    #expect(Set(table.titles) == ["okx:BTC-USDT-SWAP mark 1h", "okx:BTC-USDT-SWAP klines 4h"])
    #expect(notes(table) == ["of 3 messages not read: 1 candle1M"])
  }

  @Test("bars that come further apart than their channel says they are wide are said")
  func sparse() throws {
    func bars(every step: Int) throws -> ImportedTable {
      try read(
        (0..<12).map {
          okx($0 * step, "95001", isOver: true, volumes: ["\(100 * ($0 + 15))", "\($0 + 15)", "\(95_000 * ($0 + 15))"])
        })
    }
    let apart = try bars(every: 4)
    #expect(
      notes(apart) == [
        "the bars of okx:BTC-USDT-SWAP klines 1m come 4m apart, 11 of 11 times: bars of 4m under another channel would be known "
          + "before they are over"
      ])
    #expect(try notes(bars(every: 1)).isEmpty)
  }

  @Test("a bar that was never heard of to its end is left out, and said with its minute")
  func open() throws {
    let table = try read([
      okx(0, "95001", isOver: true), okx(1, "95002", isOver: false), okx(2, "95003", isOver: true),
      okx(3, "95004", isOver: false), okx(3, "95005", isOver: false),
    ])
    #expect(
      try table.rows("okx:BTC-USDT-SWAP klines 1m").map { $0.prefix(16) } == ["2025-01-01 00:00", "2025-01-01 00:02"])
    #expect(
      notes(table) == [
        "2 bars were not over when they were last heard of, and are left out; the first is of okx:BTC-USDT-SWAP klines 1m at "
          + "2025-01-01 00:01"
      ])
  }

  private func hyperliquid(_ minute: Int, _ close: String, after seconds: Int = 59) -> String {
    let open = Self.start + minute * Self.minute
    return
      #"\#(open + seconds * 1000): {"channel":"candle","data":{"t":\#(open),"T":\#(open + 59_999),"s":"BTC","i":"1m","o":"95000","c":"\#(close)","h":"95010","l":"94990","v":"1.5","n":7}}"#
  }

  @Test("Hyperliquid does not say which are over: the first message of the next bar does")
  func hyperliquid() throws {
    let table = try read([
      hyperliquid(0, "95001", after: 20), hyperliquid(0, "95002"), hyperliquid(1, "95003", after: 0),
      hyperliquid(1, "95004"), hyperliquid(2, "95005", after: 1),
    ])
    #expect(
      try table.rows("hyperliquid:BTC klines 1m") == [
        "2025-01-01 00:00 95000.0 95010.0 94990.0 95002.0 1.5 nan 7.0 nan nan",
        "2025-01-01 00:01 95000.0 95010.0 94990.0 95004.0 1.5 nan 7.0 nan nan",
      ])
    #expect(notes(table).count == 1 && notes(table)[0].contains("BTC klines 1m at 2025-01-01 00:02 was not over"))
  }

  /// What came between is not known: neither where minutes are missing nor where the socket was connected anew.
  @Test(
    "nothing is known of how a bar ended after which the recording was interrupted",
    arguments: [
      [(0, ""), (2, ""), (3, "")],
      [
        (0, ""), (1, #"{"method":"subscribe","subscription":{"type":"candle","coin":"BTC","interval":"1m"}}"#), (2, ""),
      ],
    ])
  func interrupted(minutes: [(Int, String)]) throws {
    let lines = minutes.flatMap { minute, begins in
      let at = Self.start + minute * Self.minute
      return (begins.isEmpty ? [] : [#"\#(at): {"channel":"subscriptionResponse","data":\#(begins)}"#])
        + [hyperliquid(minute, "95001")]
    }
    let table = try read(lines)
    #expect(try table.rows("hyperliquid:BTC klines 1m").count == 1)
    #expect(try !table.stamps.contains("2025-01-01T00:00:00Z"))
    #expect(notes(table).contains { $0.hasPrefix("2 bars were not over") && $0.hasSuffix("2025-01-01 00:00") })
  }

  private func dydx(_ minute: Int, _ close: String, trades: Int = 3) -> String {
    let row = #""baseTokenVolume":"0.5","usdVolume":"1312.5","trades":\#(trades)"#
    return
      #"{"startedAt":"2025-01-01T00:0\#(minute):00.000Z","ticker":"ETH-USD","resolution":"1MIN","open":"2620","high":"2640","low":"2610","close":"\#(close)",\#(row)}"#
  }

  @Test("dYdX sends the last bars to who subscribes, the newest first, and then a bar as it grows")
  func dydx() throws {
    let table = try read([
      #"{"type":"subscribed","channel":"v4_candles","id":"ETH-USD/1MIN","contents":{"candles":[\#(dydx(2, "2622")),\#(dydx(1, "2621")),\#(dydx(0, "2620"))]}}"#,
      #"{"type":"channel_data","channel":"v4_candles","id":"ETH-USD/1MIN","contents":\#(dydx(2, "2625", trades: 4))}"#,
      #"{"type":"channel_batch_data","channel":"v4_candles","id":"ETH-USD/1MIN","contents":[\#(dydx(3, "2626"))]}"#,
    ])
    #expect(
      try table.rows("dydx:ETH-USD klines 1m") == [
        "2025-01-01 00:00 2620.0 2640.0 2610.0 2620.0 0.5 1312.5 3.0 nan nan",
        "2025-01-01 00:01 2620.0 2640.0 2610.0 2621.0 0.5 1312.5 3.0 nan nan",
        "2025-01-01 00:02 2620.0 2640.0 2610.0 2625.0 0.5 1312.5 4.0 nan nan",
      ])
    #expect(notes(table).contains { $0.contains("dydx:ETH-USD klines 1m at 2025-01-01 00:03 was not over") })
  }

  private func deribit(_ symbol: String, _ minute: Int, _ close: Int) -> String {
    #"{"jsonrpc":"2.0","method":"subscription","params":{"channel":"chart.trades.\#(symbol).1","data":{"tick":\#(Self.start + minute * Self.minute),"open":95000,"high":95010,"low":94990,"close":\#(close),"volume":0.5,"cost":47500}}}"#
  }

  @Test("Deribit's volume is coins, of inverse contracts beside contracts that nothing counts")
  func deribit() throws {
    let inverse = try read([
      deribit("BTC-PERPETUAL", 0, 95_001), deribit("BTC-PERPETUAL", 0, 95_002), deribit("BTC-PERPETUAL", 1, 95_003),
    ])
    #expect(inverse.titles == ["deribit:BTC-PERPETUAL klines 1m"])
    #expect(try inverse.column("close") == [95_002])
    #expect(try inverse.column("base_volume") == [0.5])
    let linear = try read([deribit("BTC_USDC-PERPETUAL", 0, 95_001), deribit("BTC_USDC-PERPETUAL", 1, 95_003)])
    #expect(try linear.column("volume") == [0.5])
    #expect(try linear.column("quote_volume") == [47_500])
  }

  @Test("BitMEX sends a bar once, when it is over, and stamps it with its end")
  func bitmex() throws {
    func bar(_ end: String) -> String {
      #"{"table":"tradeBin1m","action":"insert","data":[{"timestamp":"2025-01-01T00:0\#(end):00.000Z","symbol":"XBTUSD","open":95000,"high":95010,"low":94990,"close":95002,"trades":20,"volume":47500,"vwap":95001,"lastSize":200,"turnover":50000000,"homeNotional":0.5,"foreignNotional":47500}]}"#
    }
    let table = try read([bar("1"), bar("2")])
    #expect(
      try table.rows("bitmex:XBTUSD klines 1m").map { $0.prefix(41) } == [
        "2025-01-01 00:00 95000.0 95010.0 94990.0 ", "2025-01-01 00:01 95000.0 95010.0 94990.0 ",
      ])
    #expect(try table.column("volume") == [0.5, 0.5])
  }

  // MARK: When bars end and open

  private func binance(_ hour: Int, width: String = "1h", lasts: Int = 3_600_000) -> String {
    let open = Self.start + hour * 3_600_000
    return
      #"{"e":"kline","E":\#(open + 3_600_010),"s":"BTCUSDT","k":{"t":\#(open),"T":\#(open + lasts - 1),"s":"BTCUSDT","i":"\#(width)","f":1,"L":2,"o":"95000","c":"95002","h":"95010","l":"94990","v":"10","n":5,"x":true,"q":"950000","V":"4","Q":"380000","B":"0"}}"#
  }

  private func bybit(_ hour: Int, width: String = "60", lasts: Int = 3_600_000) -> String {
    let open = Self.start + hour * 3_600_000
    return
      #"{"topic":"kline.\#(width).BTCUSDT","type":"snapshot","ts":\#(open + 3_600_010),"data":[{"start":\#(open),"end":\#(open + lasts - 1),"interval":"\#(width)","open":"95000","close":"95002","high":"95010","low":"94990","volume":"10","turnover":"950000","confirm":true,"timestamp":\#(open)}]}"#
  }

  @Test("one that ends elsewhere than its width says is refused, whichever of the two is wrong")
  func ends() throws {
    let years = 1899 * 86_400_000
    let hyperliquidly = { (hour: Int) in
      let open = Self.start + hour * 60_000
      return
        #"{"channel":"candle","data":{"t":\#(open),"T":\#(open + years),"s":"BTC","i":"1m","o":"95000","c":"95001","h":"95010","l":"94990","v":"1.5","n":7}}"#
    }
    let all = [
      (0..<3).map { binance($0, lasts: years) }, (0..<3).map { binance($0, width: "4h") },
      (0..<3).map { bybit($0, lasts: years) }, (0..<3).map { bybit($0, width: "240") }, (0..<3).map(hyperliquidly),
    ]
    for lines in all {
      let problem = #expect(throws: Problem.self) { try read(lines) }
      #expect(problem?.what.contains("ends at") == true && problem?.place.line == 1)
    }
    #expect(try read((0..<3).map { binance($0) }).titles == ["binance:BTCUSDT klines 1h"])
    #expect(try read((0..<3).map { bybit($0) }).titles == ["bybit:BTCUSDT klines 1h"])
  }

  @Test("one that opens within another of its width is refused, and days may begin when they do in Hong Kong")
  func grid() throws {
    let four = [0, 60, 120].map { okx($0, "95002", isOver: true, channel: "candle4H") }
    let problem = #expect(throws: Problem.self) { try read(four) }
    #expect(problem?.what.contains("is not where one of 4h opens") == true && problem?.place.line == 2)
    let minutes = #expect(throws: Problem.self) { try read([okx(7, "95002", isOver: true, channel: "candle5m")]) }
    #expect(minutes?.what.contains("is not where one of 5m opens") == true)
    let days = [-480, -480 + 1440].map { okx($0, "95002", isOver: true, channel: "candle1D") }
    #expect(try read(days).titles == ["okx:BTC-USDT-SWAP klines 1d"])
  }
}
