import Feeds
import Market
import TestSupport
import Testing

/// Shapes are those of the venues' own pages; values are invented.
@Suite("Answers of the moment that were saved as they came")
struct MomentAnswersTests: ImportsTables {
  let scratch: ScratchFolder
  /// 2025-01-01 00:00:01 UTC.
  private static let made = 1_735_689_601_000

  init() throws { scratch = try ScratchFolder() }

  private static func ticker(_ symbol: String, interest: String, value: String, rate: String = "0.0001") -> String {
    #"{"symbol":"\#(symbol)","lastPrice":"95001","indexPrice":"95010","markPrice":"95000","openInterest":"\#(interest)","#
      + #""openInterestValue":"\#(value)","fundingRate":"\#(rate)","nextFundingTime":"1735718400000","bid1Price":"95000","#
      + #""ask1Price":"95001","bid1Size":"2","ask1Size":"3","deliveryTime":"0"}"#
  }

  private static func tickers(_ category: String, _ rows: [String], at time: Int = made) -> String {
    #"{"retCode":0,"retMsg":"OK","result":{"category":"\#(category)","list":[\#(rows.joined(separator: ","))]},"#
      + #""retExtInfo":{},"time":\#(time)}"#
  }

  private static let linear = tickers("linear", [ticker("BTCUSDT", interest: "50", value: "4750000")])

  @Test("Bybit's tickers are a mark, an index, a predicted rate and open interest, known at the answer's own time")
  func bybit() throws {
    let table = try imported(Self.linear, name: "answer.json")
    #expect(try table.rows("bybit:BTCUSDT predicted_funding irregular") == ["2025-01-01 00:00 0.0001"])
    #expect(try table.rows("bybit:BTCUSDT mark irregular") == ["2025-01-01 00:00 95000.0"])
    #expect(try table.rows("bybit:BTCUSDT index irregular") == ["2025-01-01 00:00 95010.0"])
    #expect(try table.rows("bybit:BTCUSDT open_interest irregular") == ["2025-01-01 00:00 50.0 4750000.0"])
  }

  @Test("those of inverse contracts count open interest in contracts and coins")
  func inverse() throws {
    let text = Self.tickers("inverse", [Self.ticker("BTCUSD", interest: "600000000", value: "6300.5")])
    let table = try imported(text, name: "answer.json")
    #expect(try table.column("open_interest_contracts") == [600_000_000])
    #expect(try table.column("open_interest") == [6300.5])
  }

  @Test("a future among them has no rate, and several polls are one series, a line each or in a list")
  func polls() throws {
    let second = Self.tickers(
      "linear",
      [
        Self.ticker("BTCUSDT", interest: "51", value: "4845000", rate: "0.0002"),
        Self.ticker("BTCUSDT-27MAR26", interest: "7", value: "665000", rate: ""),
      ], at: Self.made + 60_000)
    for (name, text) in [("a.jsonl", "\(Self.linear)\n\(second)\n"), ("b.json", "[\(Self.linear),\(second)]")] {
      let table = try ImportedTable(text, name: name, in: ScratchFolder())
      #expect(
        try table.rows("bybit:BTCUSDT predicted_funding irregular") == [
          "2025-01-01 00:00 0.0001", "2025-01-01 00:01 0.0002",
        ], "\(name)")
      #expect(!table.titles.contains("bybit:BTCUSDT-27MAR26 predicted_funding irregular"), "\(name)")
      #expect(try table.rows("bybit:BTCUSDT-27MAR26 mark irregular") == ["2025-01-01 00:01 95000.0"], "\(name)")
    }
  }

  @Test("they are no funding that was paid, and of no other venue")
  func contradicted() throws {
    let paid = problem(Self.linear, name: "answer.json", try ImportHints(kind: .funding))
    #expect(paid?.what.contains("which is predicted, and no funding that was paid") == true, "\(paid as Any)")
    let same = try imported(Self.linear, name: "b.json", ImportHints(venue: "bybit"))
    #expect(same.titles.allSatisfy { $0.hasPrefix("bybit:BTCUSDT ") })
    #expect(problem(Self.linear, name: "c.json", try ImportHints(venue: "okx")) != nil)
  }

  private static let gate =
    #"[{"name":"BTC_USDT","quanto_multiplier":"0.0001","mark_price":"95000","index_price":"95010","funding_rate":"0.0001","#
    + #""funding_next_apply":1735718400,"position_size":5000}]"#

  @Test("Gate's contracts say no time, which is asked for, and are read behind one")
  func gate() throws {
    let refused = problem(Self.gate, name: "answer.json")
    #expect(
      refused?.what
        == "the answer says no time at which it was made, and none stands before it, so that nothing says when it was known",
      "\(refused as Any)")
    #expect(refused?.remedy == "write the time at which it came before it, on its own line: 1735689600000 [{…}]")
    let table = try imported("\(Self.made) \(Self.gate)", name: "b.txt")
    #expect(try table.rows("gate:BTC_USDT predicted_funding irregular") == ["2025-01-01 00:00 0.0001"])
  }

  @Test("Deribit's chain is known when the answer was there, and its ticker at its own time")
  func deribit() throws {
    let option =
      #"{"instrument_name":"BTC-30OCT26-90000-P","mark_price":0.0525,"mark_iv":48.25,"underlying_price":91000.5,"bid_price":null,"ask_price":0.055,"open_interest":12.5,"volume":3.1,"creation_timestamp":1735689600000}"#
    let chain = try imported(
      #"{"jsonrpc":"2.0","result":[\#(option)],"usIn":\#(Self.made)000,"usOut":\#(Self.made)500}"#, name: "a.json")
    #expect(chain.titles == ["deribit:BTC/option option_chain irregular"])
    #expect(try chain.stamps == ["2025-01-01T00:00:01Z"])
    let ticker =
      #"{"jsonrpc":"2.0","result":{"timestamp":\#(Self.made),"instrument_name":"BTC-PERPETUAL","open_interest":1200000000,"mark_price":95000,"index_price":95010,"best_bid_price":95000,"best_bid_amount":1000,"best_ask_price":95000.5,"best_ask_amount":2000}}"#
    let state = try ImportedTable(ticker, name: "b.json", in: ScratchFolder())
    #expect(try state.rows("deribit:BTC-PERPETUAL mark irregular") == ["2025-01-01 00:00 95000.0"])
    #expect(try state.column("open_interest_value") == [1_200_000_000])
  }

  @Test("OKX's open interest of the moment is coins, contracts and dollars")
  func okx() throws {
    let text =
      #"{"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","instType":"SWAP","oi":"2800474.5","oiCcy":"28004.745","oiUsd":"2660450775","ts":"\#(Self.made)"}]}"#
    let table = try imported(text, name: "answer.json")
    #expect(table.titles == ["okx:BTC-USDT-SWAP open_interest irregular"])
    #expect(try table.column("open_interest") == [28004.745])
    #expect(try table.column("open_interest_contracts") == [2_800_474.5])
  }

  /// What Bybit, OKX and Deribit answer when they are asked for their last trades.
  private static let trades: [(title: String, text: String)] = [
    (
      "bybit:BTCUSDT trades irregular",
      #"{"retCode":0,"result":{"category":"linear","list":[{"execId":"b","symbol":"BTCUSDT","price":"95001","size":"0.2","side":"Sell","time":"\#(made + 60_000)"},{"execId":"a","symbol":"BTCUSDT","price":"95000","size":"0.1","side":"Buy","time":"\#(made)"}]},"time":\#(made + 61_000)}"#
    ),
    (
      "okx:BTC-USDT-SWAP trades irregular",
      #"{"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","tradeId":"2","px":"95001","sz":"0.2","side":"sell","ts":"\#(made + 60_000)"},{"instId":"BTC-USDT-SWAP","tradeId":"1","px":"95000","sz":"0.1","side":"buy","ts":"\#(made)"}]}"#
    ),
    (
      "deribit:BTC-PERPETUAL trades irregular",
      #"{"jsonrpc":"2.0","result":{"trades":[{"trade_id":"1","timestamp":\#(made),"price":95000.0,"instrument_name":"BTC-PERPETUAL","direction":"buy","amount":0.1},{"trade_id":"2","timestamp":\#(made + 60_000),"price":95001.0,"instrument_name":"BTC-PERPETUAL","direction":"sell","amount":0.2}],"has_more":false}}"#
    ),
  ]

  @Test(
    "last trades are trades by the taker's side, and what a second poll tells again is counted once", arguments: 0..<3)
  func lastTrades(place: Int) throws {
    let (title, text) = Self.trades[place]
    let table = try imported("\(text)\n\(text)\n", name: "answers.jsonl")
    #expect(table.titles == [title])
    #expect(try table.rows(title) == ["2025-01-01 00:00 95000.0 0.1 0.0", "2025-01-01 00:01 95001.0 0.0 0.2"])
  }
}
