import Feeds
import Market
import TestSupport
import Testing

/// Shapes are those of the venues' own pages; values are invented.
@Suite("Answers of venues' interfaces that were saved under a plain name")
struct SavedAnswersTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static func hour(_ row: Int) -> Int64 { (newYear + .hour * row).milliseconds }

  // MARK: Bybit

  private func bybitInterest(_ symbol: String, _ category: String) -> String {
    let rows = (0..<4).reversed().map { #"{"openInterest":"5000\#($0).5","timestamp":"\#(Self.hour($0))"}"# }
    return #"{"retCode":0,"retMsg":"OK","result":{"symbol":"\#(symbol)","category":"\#(category)","#
      + #""list":[\#(rows.joined(separator: ","))],"nextPageCursor":""},"retExtInfo":{},"time":\#(Self.hour(9))}"#
  }

  @Test("Bybit's open interest says its symbol, and counts coins or dollars by its category")
  func bybit() throws {
    let linear = try imported(bybitInterest("BTCUSDT", "linear"), name: "answer.json")
    #expect(linear.titles == ["bybit:BTCUSDT open_interest 1h"])
    #expect(try linear.column("open_interest") == [50000.5, 50001.5, 50002.5, 50003.5])
    #expect(try linear.stamps.first == "2025-01-01T00:00:00Z", "a snapshot is known at its stamp")
    let inverse = try ImportedTable(bybitInterest("BTCUSD", "inverse"), name: "answer.json", in: ScratchFolder())
    #expect(try inverse.column("open_interest_value") == [50000.5, 50001.5, 50002.5, 50003.5])
  }

  // MARK: OKX, Deribit, Binance

  private var okxInterest: String {
    let rows = (0..<4).reversed().map { #"["\#(Self.hour($0))","280047\#($0).45","28004.7\#($0)","2360916466.8"]"# }
    return #"{"code":"0","msg":"","data":[\#(rows.joined(separator: ","))]}"#
  }

  private var deribitFunding: String {
    let rows = (0..<4).map {
      #"{"timestamp":\#(Self.hour($0)),"index_price":8222.8\#($0),"prev_index_price":8305.7,"interest_8h":-9e-05,"#
        + #""interest_1h":-4.\#($0)e-07}"#
    }
    return
      #"{"jsonrpc":"2.0","result":[\#(rows.joined(separator: ","))],"usIn":1,"usOut":2,"usDiff":1,"testnet":false}"#
  }

  @Test("what does not say its symbol is asked for it in its venue's way, and imports with what was asked for")
  func symbols() throws {
    let asked = problem(okxInterest, name: "answer.json")
    #expect(asked?.remedy == "say --symbol BTC-USDT-SWAP", "\(asked as Any)")
    let interest = try imported(okxInterest, name: "answer.json", ImportHints(symbol: "BTC-USDT-SWAP"))
    #expect(interest.titles == ["okx:BTC-USDT-SWAP open_interest 1h"])
    #expect(try interest.column("open_interest") == [28004.70, 28004.71, 28004.72, 28004.73])
    let funding = problem(deribitFunding, name: "answer.json")
    #expect(funding?.remedy == "say --symbol BTC-PERPETUAL", "\(funding as Any)")
    let rates = try ImportedTable(
      deribitFunding, name: "answer.json", in: ScratchFolder(), hints: ImportHints(symbol: "BTC-PERPETUAL"))
    #expect(Set(rates.titles) == ["deribit:BTC-PERPETUAL funding 1h", "deribit:BTC-PERPETUAL index 1h"])
    #expect(try rates.column("funding_rate") == [-4e-7, -4.1e-7, -4.2e-7, -4.3e-7])
  }

  @Test("Binance's klines ask for all that they do not say at once")
  func klines() throws {
    let rows = (0..<4).map {
      #"[\#(Self.hour($0)),"100","104","99","10\#($0)","12.5",\#(Self.hour($0 + 1) - 1),"1256.2",7,"6","600","0"]"#
    }
    let text = "[\(rows.joined(separator: ","))]"
    let asked = problem(text, name: "answer.json")
    #expect(asked?.remedy == "say which with --symbol and what of it with --kind: klines, mark, premium or spot")
    let table = try imported(text, name: "answer.json", ImportHints(symbol: "BTCUSDT", kind: .klines))
    #expect(table.titles == ["binance:BTCUSDT klines 1h"])
  }

  @Test(
    "OKX's bars of a mark and of an index are asked which they are, and have no volume; one that is open is left out")
  func okxPrices() throws {
    let rows = (0..<4).reversed().map { #"["\#(Self.hour($0))","100","103","99","101","\#($0 < 3 ? 1 : 0)"]"# }
    let text = #"{"code":"0","msg":"","data":[\#(rows.joined(separator: ","))]}"#
    let asked = problem(text, name: "BTC-USDT.json", try ImportHints(venue: "okx"))
    #expect(asked?.remedy == "say --kind index or --kind mark", "\(asked as Any)")
    let mark = try imported(text, name: "a.json", ImportHints(symbol: "BTC-USDT-SWAP", kind: .mark))
    #expect(mark.titles == ["okx:BTC-USDT-SWAP mark 1h"])
    #expect(try mark.column("mark") == [101, 101, 101])
  }

  @Test("settlements that all come minutes after the hour are said to", arguments: [0, 4])
  func minutesLate(late: Int64) throws {
    let rows = (0..<8).map {
      #"{"symbol":"BTCUSDT","fundingRate":"0.0001\#($0)","fundingRateTimestamp":"\#(Self.hour(8 * $0) + late * 60_000)"}"#
    }
    let text = #"{"retCode":0,"result":{"category":"linear","list":[\#(rows.joined(separator: ","))]}}"#
    let notes = try imported(text, name: "answer.json").reports.flatMap(\.notes)
    #expect(notes.contains { $0.hasPrefix("its settlements are all 4m after the hour") } == (late > 0), "\(notes)")
  }

  @Test("an answer of a test network is refused, and so is one that was captured there")
  func testNetwork() throws {
    let answer = deribitFunding.replacing(#""testnet":false"#, with: #""testnet":true"#)
    let refused = problem(answer, name: "answer.json", try ImportHints(symbol: "BTC-PERPETUAL"))
    #expect(
      refused?.what == "the answer says by 'testnet' that it comes from a test network, where nobody pays",
      "\(refused as Any)")
    let ticker =
      #"{"topic":"tickers.BTCUSDT","type":"snapshot","ts":\#(Self.hour(0)),"data":{"symbol":"BTCUSDT","markPrice":"95000"}}"#
    let captured = problem("wss://stream-testnet.bybit.com/v5/public/linear <-> 1735689600\n\(ticker)\n", name: "a.txt")
    #expect(captured?.what == "the message comes from a test network, where nobody pays", "\(captured as Any)")
    let market = try imported("wss://stream.bybit.com/v5/public/linear <-> 1735689600\n\(ticker)\n", name: "b.txt")
    #expect(market.titles == ["bybit:BTCUSDT mark irregular"])
  }

  @Test("a category that the symbol contradicts is no other contract's", arguments: ["klines", "open_interest"])
  func otherCategory(series: String) throws {
    let rows = (0..<4).reversed().map { #"["\#(Self.hour($0))","100","103","99","101","5","505"]"# }.joined(
      separator: ",")
    let klines =
      #"{"retCode":0,"result":{"category":"inverse","symbol":"BTCUSDT","list":[\#(rows)]},"time":\#(Self.hour(9))}"#
    let refused = problem(series == "klines" ? klines : bybitInterest("BTCUSDT", "inverse"), name: "answer.json")
    #expect(refused?.what.contains("no row that can be used") == true, "\(refused as Any)")
  }

  // MARK: Rates of the moment

  /// OKX's `public/funding-rate`, asked some seconds after a settlement, once for each: nothing in the rhythm of the rows
  /// tells it from what was paid.
  private func okxPolls(_ count: Int, withPollTime: Bool = true) -> String {
    let rows = (0..<count).map { row in
      #"{"instId":"BTC-USDT-SWAP","instType":"SWAP","method":"current_period","fundingRate":"0.0001\#(row)","#
        + #""nextFundingRate":"","fundingTime":"\#(Self.hour(8 * row + 8))","nextFundingTime":"\#(Self.hour(8 * row + 16))""#
        + (withPollTime
          ? #","settState":"settled","settFundingRate":"0.0003","ts":"\#(Self.hour(8 * row) + 5000)"}"# : "}")
    }
    return #"{"code":"0","msg":"","data":[\#(rows.joined(separator: ","))]}"#
  }

  @Test("OKX's current rate is predicted, known when it was asked for, and none that was paid", arguments: [1, 6])
  func okxRate(count: Int) throws {
    let table = try imported(okxPolls(count), name: "answer.json")
    #expect(table.titles == ["okx:BTC-USDT-SWAP predicted_funding irregular"])
    #expect(try table.column("predicted_funding_rate").first == 0.0001)
    #expect(try table.stamps.first == "2025-01-01T00:00:05Z")
    #expect(table.reports.flatMap(\.notes).contains { $0.contains("funding-rate-history says what was paid") })
    #expect(problem(okxPolls(count), name: "b.json", try ImportHints(kind: .funding)) != nil)
  }

  @Test("without the time at which it was asked for it is refused")
  func untimed() throws {
    let refused = problem(okxPolls(6, withPollTime: false), name: "answer.json", try ImportHints(venue: "okx"))
    #expect(
      refused?.what.hasPrefix("each rate is of a settlement that was to come ('nextFundingTime' is ") == true,
      "\(refused as Any)")
    #expect(refused?.remedy?.contains("time=fundingTime where it is what was paid at its own time") == true)
  }

  @Test("Binance's premiumIndex is a mark, an index and a predicted rate, and no funding")
  func premiumIndex() throws {
    let rows = (0..<4).map {
      #"{"symbol":"BTCUSDT","markPrice":"10\#($0).5","indexPrice":"10\#($0)","estimatedSettlePrice":"100","#
        + #""lastFundingRate":"0.0001\#($0)","interestRate":"0.0001","nextFundingTime":\#(Self.hour(8 * $0 + 8)),"#
        + #""time":\#(Self.hour(8 * $0) + 1000)}"#
    }
    let text = "[\(rows.joined(separator: ","))]"
    let table = try imported(text, name: "answer.json")
    #expect(
      Set(table.titles) == [
        "binance:BTCUSDT mark irregular", "binance:BTCUSDT index irregular",
        "binance:BTCUSDT predicted_funding irregular",
      ])
    #expect(problem(text, name: "b.json", try ImportHints(kind: .funding)) != nil)
  }

  @Test("BitMEX's instrument says the rate of the settlement to come, and its funding what was paid")
  func bitmex() throws {
    let rest =
      #""symbol":"XBTUSD","fundingInterval":"2000-01-01T08:00:00.000Z","fundingRate":0.0002,"timestamp":"2025-01-01T04:00:00.000Z""#
    let instrument = #"[{"typ":"FFWCSX","markPrice":95000.5,"fundingTimestamp":"2025-01-01T12:00:00.000Z",\#(rest)}]"#
    let state = try imported(instrument, name: "answer.json")
    #expect(state.titles == ["bitmex:XBTUSD mark irregular", "bitmex:XBTUSD predicted_funding irregular"])
    #expect(try state.column("mark") == [95000.5])
    let paid = try ImportedTable(#"[{\#(rest),"fundingRateDaily":0.0006}]"#, name: "b.json", in: ScratchFolder())
    #expect(paid.titles == ["bitmex:XBTUSD funding 8h"])
  }

  /// As ccxt writes what it asks for once a settlement.
  private func ccxtPolls(settledAfter hours: Int) -> String {
    "symbol,timestamp,fundingRate,fundingTimestamp\n"
      + (0..<6).map { row in
        "BTC/USDT:USDT,\(Self.hour(8 * row) + 2000),0.0001\(row),\(Self.hour(8 * row + hours))\n"
      }.joined()
  }

  @Test("a rate that says the settlement it is of, and that it was to come, is no funding")
  func comingSettlement() throws {
    let refused = problem(ccxtPolls(settledAfter: 8), name: "a.csv", try ImportHints(venue: "okx", kind: .funding))
    #expect(
      refused?.what
        == "each rate is of a settlement that was to come ('fundingTimestamp' is '1735718400000' where 'timestamp' is "
        + "'1735689602000'), and was predicted", "\(refused as Any)")
    let predicted = try imported(
      ccxtPolls(settledAfter: 8), name: "b.csv",
      ImportHints(venue: "okx", kind: FileKind(named: "predicted_funding")))
    #expect(predicted.titles.first?.contains("predicted_funding") == true)
    let paid = try ImportedTable(
      ccxtPolls(settledAfter: 8), name: "c.csv", in: ScratchFolder(),
      hints: ImportHints(
        venue: "okx", kind: .funding,
        table: flags(columns: ["time": "fundingTimestamp", "funding_rate": "fundingRate"])))
    #expect(try paid.stamps.first == "2025-01-01T08:00:00Z")
    let history = try ImportedTable(
      ccxtPolls(settledAfter: 0), name: "d.csv", in: ScratchFolder(), hints: ImportHints(venue: "okx", kind: .funding))
    #expect(history.titles.first?.contains("funding 8h") == true)
  }

  @Test("a rate that says the settlement after its own time was predicted as well, be it asked for once a settlement")
  func nextSettlement() throws {
    func polls(at second: Int64) -> String {
      "time,symbol,fundingRate,nextFundingTime\n"
        + (0..<6).map { "\(Self.hour(8 * $0) + second * 1000),BTCUSDT,0.0001\($0),\(Self.hour(8 * $0 + 8))\n" }.joined()
    }
    for second: Int64 in [0, 5, 25_000] {
      let refused = problem(polls(at: second), name: "a\(second).csv", try ImportHints(venue: "bybit", kind: .funding))
      #expect(
        refused?.what.contains("is of a settlement that was to come ('nextFundingTime'") == true, "\(refused as Any)")
    }
    let paid = try imported(
      polls(at: 0), name: "b.csv", ImportHints(venue: "bybit", kind: .funding, table: flags(columns: ["time": "time"])))
    #expect(paid.titles == ["bybit:BTCUSDT funding 8h"])
  }

  @Test("a rate that says no time but the settlement to come asks when it was asked for")
  func onlyNextSettlement() throws {
    let text =
      "symbol,fundingRate,nextFundingTime\n" + (1..<7).map { "BTCUSDT,0.0001\($0),\(Self.hour(8 * $0))\n" }.joined()
    let refused = problem(text, name: "a.csv", try ImportHints(venue: "bybit", kind: .funding))
    #expect(
      refused?.what
        == "'nextFundingTime' is a settlement to come, whose rate is predicted, and no column says when it was asked for"
    )
    #expect(refused?.remedy?.contains("--columns time=nextFundingTime where each rate was paid then") == true)
    let predicted = problem(
      text, name: "b.csv", try ImportHints(venue: "bybit", kind: FileKind(named: "predicted_funding")))
    #expect(predicted?.remedy == "add a column of when each was asked for, and say --columns time=NAME")
    let paid = try imported(
      text, name: "c.csv",
      ImportHints(venue: "bybit", kind: .funding, table: flags(columns: ["time": "nextFundingTime"])))
    #expect(try paid.stamps.first == "2025-01-01T08:00:00Z")
  }

  // MARK: Bybit's klines

  @Test("Bybit's klines say their category and symbol, and by both whose they are", arguments: ["linear", "spot"])
  func bybitKlines(category: String) throws {
    let rows = (0..<4).reversed().map { #"["\#(Self.hour($0))","100","103","99","101","5","505"]"# }.joined(
      separator: ",")
    let text =
      #"{"retCode":0,"retMsg":"OK","result":{"category":"\#(category)","symbol":"BTCUSDT","list":[\#(rows)]},"#
      + #""time":\#(Self.hour(9))}"#
    let table = try imported(text, name: "answer.json")
    #expect(table.titles == ["bybit:BTCUSDT\(category == "spot" ? "/spot" : "") klines 1h"])
    #expect(
      table.reports.flatMap(\.notes).contains("taken as bybit's, as only its answers say 'retCode' and 'category'"))
    let other = try ImportedTable(text, name: "b.json", in: ScratchFolder(), hints: ImportHints(venue: "mine"))
    #expect(other.titles.allSatisfy { $0.hasPrefix("mine:") })
  }

  @Test(
    "settlements of venues that name them their own way",
    arguments: [
      (
        #"{"code":"200000","data":[{"symbol":"XBTUSDTM","fundingRate":0.0001,"timepoint":T0},{"symbol":"XBTUSDTM","fundingRate":0.0002,"timepoint":T1}]}"#,
        "kucoin:XBTUSDTM"
      ),
      (
        #"{"success":true,"data":{"resultList":[{"symbol":"BTC_USDT","fundingRate":0.0001,"settleTime":T0,"collectCycle":8},{"symbol":"BTC_USDT","fundingRate":0.0002,"settleTime":T1,"collectCycle":8}]}}"#,
        "mexc:BTC_USDT"
      ),
      (
        #"{"rows":[{"symbol":"PERP_BTC_USDT","funding_rate":0.0001,"funding_rate_timestamp":T0,"next_funding_time":T1},{"symbol":"PERP_BTC_USDT","funding_rate":0.0002,"funding_rate_timestamp":T1,"next_funding_time":T2}]}"#,
        "woo:PERP_BTC_USDT"
      ),
      (#"[{"t":1735689600,"r":"0.0001"},{"t":1735718400,"r":"0.0002"}]"#, "gate:BTC_USDT"),
    ])
  func settlements(text: String, instrument: String) throws {
    let json = text.replacing("T0", with: "1735689600000").replacing("T1", with: "1735718400000")
      .replacing("T2", with: "1735747200000")
    let table = try imported(json, name: "BTC_USDT_history.json")
    #expect(table.titles == ["\(instrument) funding 8h"])
    #expect(try table.column("funding_rate") == [0.0001, 0.0002])
  }
}
