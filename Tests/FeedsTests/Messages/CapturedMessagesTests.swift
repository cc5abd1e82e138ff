import Feeds
import Market
import Store
import TestSupport
import Testing

/// Sockets and interfaces as recorders write them. Shapes are those of the venues' own pages; values are invented.
@Suite("Captured messages")
struct CapturedMessagesTests {
  private let scratch: ScratchFolder
  /// 2025-01-01 00:00 UTC.
  private static let start = 1_735_689_600_000

  init() throws { scratch = try ScratchFolder() }

  private func imported(_ lines: [String], name: String = "socket.txt") throws -> ImportedTable {
    try ImportedTable(lines.joined(separator: "\n") + "\n", name: name, in: ScratchFolder())
  }

  private func rows(_ lines: [String], _ title: String) throws -> [[Double]] {
    let table = try imported(lines)
    let descriptor = try #require(table.reports.compactMap(\.series).first { $0.title == title }, "\(table.titles)")
    let series = try table.dataset.series(descriptor)
    return series.stamps.indices.map { row in [Double(series.stamps[row])] + series.columns.map { $0[row] } }
  }

  /// Receipts in nanoseconds, milliseconds and seconds, before the message and in it.
  @Test(
    "are known at their receipt, however a recorder writes it",
    arguments: [
      "1735689600250000000 {MESSAGE}", "1735689600250: {MESSAGE}", "1735689600.25: {MESSAGE}",
      "2025-01-01T00:00:00.250Z {MESSAGE}", #"{"received":1735689600250,"message":{MESSAGE}}"#,
    ])
  func receipt(form: String) throws {
    let message =
      #""stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1735689600110,"s":"BTCUSDT","a":7,"p":"95000.5","q":"0.2","T":1735689600100,"m":true}"#
    let line = form.replacing("{MESSAGE}", with: "{\(message)}")
    #expect(try rows([line], "binance:BTCUSDT trades irregular") == [[Double(Self.start + 250), 95000.5, 0, 0.2, 7]])
  }

  @Test("without a receipt they are known at the venue's time, and before that never; both are said")
  func clocks() throws {
    func trade(_ at: Int) -> String {
      #"{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":\#(at),"data":[{"T":\#(at),"s":"BTCUSDT","S":"Buy","v":"0.1","p":"95000"}]}"#
    }
    let bare = try imported([trade(Self.start)])
    #expect(bare.reports.flatMap(\.notes).contains { $0.contains("no time of receipt") })
    let late = try imported(["\(Self.start - 1270): \(trade(Self.start))"])
    #expect(try late.stamps == ["2025-01-01T00:00:00Z"])
    #expect(late.reports.flatMap(\.notes).contains { $0.contains("clock is up to") && $0.contains("behind") })
  }

  @Test("sides: a buyer who is the maker was sold to; whose order is sold was long; Bybit says the position's side")
  func sides() throws {
    let at = Self.start
    let binance =
      #"\#(at): {"e":"forceOrder","E":\#(at),"o":{"s":"BTCUSDT","S":"SELL","q":"2","p":"1","ap":"94000","z":"1.5","T":\#(at)}}"#
    #expect(try rows([binance], "binance:BTCUSDT liquidation_events irregular") == [[Double(at), 94000, 1.5, 0]])
    let bybit =
      #"\#(at): {"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":\#(at),"data":[{"T":\#(at),"s":"BTCUSDT","S":"Buy","v":"1.5","p":"94000"}]}"#
    #expect(try rows([bybit], "bybit:BTCUSDT liquidation_events irregular") == [[Double(at), 94000, 1.5, 0]])
    let okx =
      #"\#(at): {"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"instId":"BTC-USDT-SWAP","details":[{"side":"buy","posSide":"short","bkPx":"96000","sz":"13","ts":"\#(at)"}]}]}"#
    #expect(try rows([okx], "okx:BTC-USDT-SWAP liquidation_events irregular") == [[Double(at), 96000, 0, 13]])
    let bitmex =
      #"\#(at): {"table":"trade","action":"insert","data":[{"timestamp":"2025-01-01T00:00:00.000Z","symbol":"XBTUSD","side":"Sell","size":300,"price":95000.5}]}"#
    #expect(try rows([bitmex], "bitmex:XBTUSD trades irregular") == [[Double(at), 95000.5, 0, 300]])
    let gate =
      #"\#(at): {"time":1735689600,"channel":"futures.trades","event":"update","result":[{"size":-108,"create_time_ms":\#(at),"price":"96.4","contract":"BTC_USDT"}]}"#
    #expect(try rows([gate], "gate:BTC_USDT trades irregular") == [[Double(at), 96.4, 0, 108]])
  }

  @Test("a side that the venue does not write so is refused, and is no trade of nothing", arguments: ["BUY", "B", "1"])
  func otherSides(word: String) throws {
    let at = Self.start
    let line =
      #"\#(at): {"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":\#(at),"data":[{"T":\#(at),"s":"BTCUSDT","S":"\#(word)","v":"0.1","p":"95000"}]}"#
    let refused = #expect(throws: Problem.self) { try imported([line]) }
    #expect(
      refused?.what == "S '\(word)' of bybit:BTCUSDT is none of the sides that bybit writes there: Buy and Sell")
    #expect(refused?.place.line == 1)
  }

  @Test("a ticker that says what changed leaves the rest as it was, and what it is of becomes series of their own")
  func tickers() throws {
    let at = Self.start
    let lines = [
      #"\#(at): {"topic":"tickers.BTCUSDT","type":"snapshot","ts":\#(at),"data":{"symbol":"BTCUSDT","markPrice":"95000","indexPrice":"95010","fundingRate":"0.0001","openInterest":"5","openInterestValue":"475000"}}"#,
      #"\#(at + 100): {"topic":"tickers.BTCUSDT","type":"delta","ts":\#(at + 100),"data":{"symbol":"BTCUSDT","openInterest":"6"}}"#,
    ]
    #expect(
      try rows(lines, "bybit:BTCUSDT open_interest irregular") == [
        [Double(at), 5, 475000], [Double(at + 100), 6, 475000],
      ])
    #expect(try rows(lines, "bybit:BTCUSDT mark irregular") == [[Double(at), 95000]])
    #expect(try rows(lines, "bybit:BTCUSDT predicted_funding irregular") == [[Double(at), 0.0001]])
  }

  @Test("bars of sockets are those that are over, under their open and known at their close, a series a width")
  func bars() throws {
    let at = Self.start
    func binance(_ open: Int, _ close: String, isOver: Bool, width: String = "1m") -> String {
      #"\#(open + 60_500): {"stream":"btcusdt@kline_\#(width)","data":{"e":"kline","E":\#(open + 60_100),"s":"BTCUSDT","k":{"t":\#(open),"T":\#(open + (width == "5m" ? 299_999 : 59_999)),"s":"BTCUSDT","i":"\#(width)","f":1,"L":2,"o":"95000","c":"\#(close)","h":"95010","l":"94990","v":"10","n":5,"x":\#(isOver),"q":"950000","V":"4","Q":"380000","B":"0"}}}"#
    }
    let lines = [
      binance(at, "95001", isOver: false), binance(at, "95002", isOver: true),
      binance(at + 60_000, "95003", isOver: false),
      binance(at + 60_000, "95004", isOver: true), binance(at, "95004", isOver: true, width: "5m"),
    ]
    #expect(
      try rows(lines, "binance:BTCUSDT klines 1m") == [
        [Double(at), 95000, 95010, 94990, 95002, 10, 950_000, 5, 4, 380_000],
        [Double(at + 60_000), 95000, 95010, 94990, 95004, 10, 950_000, 5, 4, 380_000],
      ])
    let table = try imported(lines)
    #expect(Set(table.titles) == ["binance:BTCUSDT klines 1m", "binance:BTCUSDT klines 5m"])
    #expect(table.reports.compactMap(\.series?.known) == [.atClose, .atClose])
    let bybit = [(at, false), (at, true)].map { open, isOver in
      #"\#(open + 60_500): {"topic":"kline.1.BTCUSDT","type":"snapshot","ts":\#(open + 60_100),"data":[{"start":\#(open),"end":\#(open + 59_999),"interval":"1","open":"95000","close":"95002","high":"95010","low":"94990","volume":"10","turnover":"950000","confirm":\#(isOver),"timestamp":\#(open)}]}"#
    }
    let read = try rows(bybit, "bybit:BTCUSDT klines 1m")
    #expect(read.map { Array($0.prefix(7)) } == [[Double(at), 95000, 95010, 94990, 95002, 10, 950_000]])
    #expect(throws: Problem.self) { try imported([binance(at, "96000", isOver: true)]) }
  }

  /// A message of each venue whose channel, subscription or envelope names what its rows are of.
  private static let named: [(message: String, said: String)] = {
    let at = start
    let bar =
      #""t":\#(at),"T":\#(at + 3_599_999),"s":"BTCUSDT","i":"1h","o":"1","c":"1","h":"1","l":"1","v":"1","n":1,"x":true"#
    let bybit =
      #"[{"start":\#(at),"end":\#(at + 3_599_999),"interval":"60","open":"1","close":"1","high":"1","low":"1","volume":"1","turnover":"1","confirm":true}]"#
    return [
      (
        #"{"stream":"btcusdt@kline_1h","data":{"e":"kline","E":\#(at),"s":"BTCUSDT","k":{\#(bar)}}}"#,
        "btcusdt@kline_1h"
      ),
      (#"{"topic":"kline.60.BTCUSDT","ts":\#(at),"data":\#(bybit)}"#, "kline.60.BTCUSDT"),
      (
        #"{"method":"subscription","params":{"channel":"trades.BTC-PERPETUAL.100ms","data":[{"timestamp":\#(at),"instrument_name":"BTC-PERPETUAL","price":1,"amount":10,"direction":"buy","trade_id":"7"}]}}"#,
        "trades.BTC-PERPETUAL.100ms"
      ),
      (
        #"{"arg":{"channel":"trades","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","tradeId":"7","px":"1","sz":"1","side":"buy","ts":"\#(at)"}]}"#,
        #""instId":"BTC-USDT-SWAP"},"#
      ),
      (
        #"{"topic":"tickers.BTCUSDT","type":"snapshot","ts":\#(at),"data":{"symbol":"BTCUSDT","markPrice":"1"}}"#,
        "tickers.BTCUSDT"
      ),
    ]
  }()

  @Test("what a channel or a subscription says of symbol and width is what the rows say", arguments: named.indices)
  func channels(place: Int) throws {
    let (message, said) = Self.named[place]
    #expect(try imported(["\(Self.start + 3_600_000): \(message)"]).reports.allSatisfy { $0.outcome == .imported })
    let other = said.replacing("BTC", with: "ETH").replacing("btc", with: "eth")
    // Bybit's bars say no symbol besides that of their topic.
    for changed in (said.hasPrefix("kline.") ? [] : [other])
      + (said.contains("60") ? [said.replacing("60", with: "1")] : [])
      + (said.contains("1h") ? [said.replacing("1h", with: "4h")] : [])
    {
      let problem = #expect(throws: Problem.self) {
        try imported(["\(Self.start + 3_600_000): \(message.replacing(said, with: changed))"])
      }
      #expect(problem?.what.hasPrefix("the message contradicts itself: it") == true, "\(changed)")
      #expect(problem?.place.line == 1)
    }
  }

  @Test("of books that are sent whole the best bid and ask are quotes; what changed of one is not read")
  func books() throws {
    let at = Self.start
    let futures =
      #"\#(at): {"stream":"btcusdt@depth5@100ms","data":{"e":"depthUpdate","E":\#(at),"T":\#(at),"s":"BTCUSDT","U":1,"u":2,"b":[["95000.1","2"],["95000","3"]],"a":[["95000.2","1.5"]]}}"#
    #expect(try rows([futures], "binance:BTCUSDT quotes irregular") == [[Double(at), 95000.1, 95000.2, 2, 1.5]])
    let spot =
      #"\#(at): {"stream":"btcusdt@depth20","data":{"lastUpdateId":7,"bids":[["95000.1","2"]],"asks":[["95000.2","1.5"]]}}"#
    #expect(try rows([spot], "binance:BTCUSDT/spot quotes irregular") == [[Double(at), 95000.1, 95000.2, 2, 1.5]])
    let okx =
      #"\#(at): {"arg":{"channel":"books5","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["95000.2","15","0","3"]],"bids":[["95000.1","20","0","3"]],"ts":"\#(at)"}]}"#
    #expect(try rows([okx], "okx:BTC-USDT-SWAP quotes irregular") == [[Double(at), 95000.1, 95000.2, 20, 15]])
    let deribit =
      #"\#(at): {"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.none.10.100ms","data":{"timestamp":\#(at),"instrument_name":"BTC-PERPETUAL","bids":[[95000.0,2000.0]],"asks":[[95000.5,1000.0]]}}}"#
    #expect(
      try rows([deribit], "deribit:BTC-PERPETUAL quotes irregular") == [[Double(at), 95000, 95000.5, 2000, 1000]])
    let hyperliquid =
      #"\#(at): {"channel":"l2Book","data":{"coin":"BTC","time":\#(at),"levels":[[{"px":"95000","sz":"2","n":1}],[{"px":"95001","sz":"1","n":1}]]}}"#
    #expect(try rows([hyperliquid], "hyperliquid:BTC quotes irregular") == [[Double(at), 95000, 95001, 2, 1]])
    let changes = futures.replacing("@depth5@100ms", with: "@depth@100ms")
    let table = try imported([futures, changes])
    #expect(table.reports.flatMap(\.notes).contains("of 2 messages not read: 1 depthUpdate"))
  }

  @Test("volatilities of half a percent a year are said: the venue writes percent, and somebody divided by a hundred")
  func calmChain() throws {
    func notes(_ scale: Double) throws -> [String] {
      let options = (0..<12).map { row in
        #"{"instrument_name":"BTC-30OCT26-\#(80_000 + row * 1000)-C","mark_price":0.05,"mark_iv":\#(48.25 * scale),"underlying_price":91000.5}"#
      }
      let line =
        #"https://www.deribit.com/api/v2/public/get_book_summary_by_currency -> 1735689601.5: {"result":[\#(options.joined(separator: ","))]}"#
      return try imported([line]).reports.flatMap(\.notes)
    }
    #expect(try notes(0.01).contains { $0.hasPrefix("half of its mark_iv are below 0.4825% a year") })
    #expect(try !notes(1).contains { $0.contains("mark_iv") })
  }

  @Test("an answer of an interface is known when it was there: option books with what their symbols say")
  func chains() throws {
    let option =
      #"{"instrument_name":"BTC-30OCT26-90000-P","mark_price":0.0525,"mark_iv":48.25,"underlying_price":91000.5,"bid_price":null,"ask_price":0.055,"open_interest":12.5,"volume":3.1,"creation_timestamp":1735689600000}"#
    let dollars = option.replacing("BTC-30OCT26-90000-P", with: "BTC_USDC-30OCT26-90000-P")
    let line =
      #"https://www.deribit.com/api/v2/public/get_book_summary_by_currency?currency=BTC&kind=option -> 1735689601.5: {"jsonrpc":"2.0","result":[\#(option),\#(dollars)],"usIn":1,"usOut":2}"#
    let table = try imported([line])
    #expect(table.titles == ["deribit:BTC/option option_chain irregular"])
    let expiry = Double(Instant(year: 2026, month: 10, day: 30, hour: 8).milliseconds)
    #expect(
      try rows([line], "deribit:BTC/option option_chain irregular").map { Array($0.prefix(7)) } == [
        [Double(Self.start + 1500), expiry, 90000, 0, 0.0525, 0.4825, 91000.5]
      ])
  }

  @Test("OKX's current rate is a predicted one, known when the answer was there")
  func currentRate() throws {
    let line =
      #"https://www.okx.com/api/v5/public/funding-rate?instId=BTC-USDT-SWAP -> 1735689602.5: {"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","fundingRate":"0.00015","fundingTime":"1735718400000","nextFundingTime":"1735747200000","settState":"settled","settFundingRate":"0.0003","ts":"1735689601000"}]}"#
    #expect(
      try rows([line], "okx:BTC-USDT-SWAP predicted_funding irregular") == [[Double(Self.start + 2500), 0.00015]])
  }

  @Test("GMX counts in dollars times 10^30, both sides together, each pool a market of its own")
  func gmx() throws {
    let market =
      #"{"name":"ETH/USD [WETH-USDC]","marketToken":"0x1","openInterestLong":"1500000000000000000000000000000000000","openInterestShort":"500000000000000000000000000000000000","fundingRateLong":"91500000000000000000000000000","fundingRateShort":"-91500000000000000000000000000","borrowingRateLong":"0","borrowingRateShort":"0"}"#
    let line = #"https://arbitrum-api.gmxinfra.io/markets/info -> 1735689600.000: {"markets":[\#(market)]}"#
    let table = try imported([line])
    #expect(
      Set(table.titles) == [
        "gmx:ETH-USD_WETH-USDC open_interest irregular", "gmx:ETH-USD_WETH-USDC external irregular",
      ])
    #expect(try table.column("open_interest_value") == [2_000_000])
    #expect(try table.column("gmx_funding_long") == [0.0915])
  }

  @Test("what is not understood is counted by kind and said, and what was sent is no message")
  func unread() throws {
    let at = Self.start
    let trade =
      #"\#(at): {"channel":"trades","data":[{"coin":"BTC","side":"B","px":"95000","sz":"0.5","time":\#(at),"tid":9}]}"#
    let lines = [
      "wss://api.hyperliquid.xyz/ws <-> 1735689600.1",
      #"wss://api.hyperliquid.xyz/ws <- 1735689600.2: {"method":"subscribe"}"#,
      #"\#(at): {"channel":"webData2","data":{"user":"0x1","levels":[[{"px":"1","sz":"1"}],[]]}}"#,
      #"\#(at): {"channel":"webData2","data":{"user":"0x1"}}"#, trade,
    ]
    let table = try imported(lines)
    #expect(table.titles == ["hyperliquid:BTC trades irregular"])
    #expect(table.reports.flatMap(\.notes).contains("of 3 messages not read: 2 webData2"))
    #expect(throws: Problem.self) { try imported(Array(lines.dropLast())) }
  }

  @Test("a line that is cut short or says what cannot be is refused with its line")
  func damaged() throws {
    let good =
      #"1735689600000: {"channel":"trades","data":[{"coin":"BTC","side":"B","px":"95000","sz":"0.5","time":1735689600000}]}"#
    for bad in [
      String(good.dropLast(20)), good.replacing(#""95000""#, with: #""-1""#), good.replacing("95000", with: "x"),
    ] {
      let refused = #expect(throws: Problem.self) { try imported([good, bad]) }
      #expect(refused?.place.line == 2, "\(refused?.what ?? "")")
    }
  }
}
