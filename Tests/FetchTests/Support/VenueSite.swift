import Foundation
import Market
import TestSupport

/// Interfaces as venues have them, each with its habits: which end of a long stretch it answers, what bounds it leaves out,
/// how many rows a page has.
enum VenueSite {
  typealias Request = LoopbackServer.Request
  typealias Answer = LoopbackServer.Answer

  /// Stamps that are multiples of `step` from 2024-12-01 on, up to the noon of 2025-03-10.
  static func stamps(every step: Interval) -> [Int64] {
    let first = Instant(year: 2024, month: 12, day: 1).milliseconds
    let last = Instant(year: 2025, month: 3, day: 10, hour: 12).milliseconds
    return Array(stride(from: first, through: last, by: Int(step.milliseconds)))
  }

  /// What a page of an interface shows of its rows.
  static func page(
    _ all: [Int64], _ range: ClosedRange<Int64>, limit: Int, newestFirst: Bool
  ) -> [Int64] {
    let own = all.filter(range.contains)
    return newestFirst ? Array(own.suffix(limit).reversed()) : Array(own.prefix(limit))
  }

  private static func number(_ request: Request, _ name: String) -> Int64? { request.value(name).flatMap(Int64.init) }

  private static func list(_ rows: [String]) -> String { "[" + rows.joined(separator: ",") + "]" }

  /// The rate of a stamp, with more digits than a double has.
  static func rate(_ stamp: Int64) -> String { "0.0001000000000000000\(stamp / 3_600_000 % 7 + 1)" }

  // MARK: Bybit

  static func bybit(_ request: Request) -> Answer {
    func envelope(_ result: String) -> Answer {
      .init(text: #"{"retCode":0,"retMsg":"OK","result":\#(result),"retExtInfo":{},"time":1}"#)
    }
    guard request.value("symbol") ?? "BTCUSDT" == "BTCUSDT" else {
      return .init(text: #"{"retCode":10001,"retMsg":"params error: symbol invalid","result":{},"time":1}"#)
    }
    let limit = Int(number(request, "limit") ?? 50)
    switch request.path {
    case "/v5/market/funding/history":
      guard let to = number(request, "endTime") else { return .init(text: #"{"retCode":10001,"retMsg":"endTime"}"#) }
      let range = (number(request, "startTime") ?? 0)...to
      let rows = page(stamps(every: .hours(1)), range, limit: min(limit, 200), newestFirst: true).map {
        #"{"symbol":"BTCUSDT","fundingRate":"\#(rate($0))","fundingRateTimestamp":"\#($0)"}"#
      }
      return envelope(#"{"category":"linear","list":\#(list(rows))}"#)
    case "/v5/market/open-interest":
      // The cursor is the stamp that the next page ends before; a lone start is ignored.
      let end = number(request, "cursor").map { $0 - 1 } ?? number(request, "endTime") ?? 0
      let stamps = page(stamps(every: .hour), 0...end, limit: min(limit, 200), newestFirst: true)
      let rows = stamps.map { #"{"openInterest":"\#($0 / 1_000_000).50000000","timestamp":"\#($0)"}"# }
      return envelope(
        #"{"symbol":"BTCUSDT","category":"linear","list":\#(list(rows)),"nextPageCursor":"\#(stamps.last ?? 0)"}"#)
    case "/v5/market/kline":
      let range = (number(request, "start") ?? 0)...(number(request, "end") ?? 0)
      let rows = page(stamps(every: .hour), range, limit: min(limit, 1000), newestFirst: true).map {
        #"["\#($0)","100.5","102","99","101.25","12.5","1262.5"]"#
      }
      return envelope(#"{"category":"linear","symbol":"BTCUSDT","list":\#(list(rows))}"#)
    case "/v5/market/instruments-info":
      return envelope(#"{"list":[{"symbol":"BTCUSDT"},{"symbol":"ETHUSDT"},{"symbol":"SOLUSDT"}]}"#)
    default: return .init(404)
    }
  }

  // MARK: OKX

  static func okx(_ request: Request) -> Answer {
    func envelope(_ rows: [String]) -> Answer { .init(text: #"{"code":"0","msg":"","data":\#(list(rows))}"#) }
    if request.path.hasSuffix("/instruments") { return envelope([#"{"instId":"BTC-USDT-SWAP"}"#]) }
    guard request.value("instId") == "BTC-USDT-SWAP" else {
      return .init(text: #"{"code":"51001","msg":"Instrument ID does not exist","data":[]}"#)
    }
    // `after` is older than, and neither bound belongs to the page.
    let older = (number(request, "after") ?? number(request, "end") ?? .max) - 1
    let newer = (number(request, "before") ?? number(request, "begin") ?? 0) + 1
    guard newer <= older else { return envelope([]) }
    func rows(_ step: Interval, _ row: (Int64) -> String) -> Answer {
      envelope(page(stamps(every: step), newer...older, limit: 100, newestFirst: true).map(row))
    }
    switch request.path {
    case "/api/v5/public/funding-rate-history":
      return rows(.hours(8)) {
        #"{"instType":"SWAP","instId":"BTC-USDT-SWAP","fundingRate":"0.5","realizedRate":"\#(rate($0))","fundingTime":"\#($0)"}"#
      }
    case "/api/v5/rubik/stat/contracts/open-interest-history":
      return rows(.hour) { #"["\#($0)","2800476.45","28004.7645","2360916466.88"]"# }
    case "/api/v5/market/history-candles":
      return rows(.hour) { #"["\#($0)","100","102","99","101","1250","12.5","1262.5","\#($0 == 0 ? 0 : 1)"]"# }
    default: return .init(404)
    }
  }

  // MARK: Deribit

  static func deribit(_ request: Request) -> Answer {
    func result(_ text: String) -> Answer {
      .init(text: #"{"jsonrpc":"2.0","result":\#(text),"usIn":1,"usOut":2,"usDiff":1,"testnet":false}"#)
    }
    if request.path.hasSuffix("get_instruments") { return result(#"[{"instrument_name":"BTC-PERPETUAL"}]"#) }
    guard request.value("instrument_name") == "BTC-PERPETUAL" else {
      return .init(400, text: #"{"jsonrpc":"2.0","error":{"code":13020,"message":"not_found"},"testnet":false}"#)
    }
    let range = (number(request, "start_timestamp") ?? 0)...(number(request, "end_timestamp") ?? 0)
    if request.path.hasSuffix("get_funding_rate_history") {
      // Of a longer stretch it shows some part: here the middle is lost.
      let all = stamps(every: .hour).filter(range.contains)
      let shown = all.count <= 744 ? all : Array(all.prefix(300) + all.suffix(444))
      return result(
        list(
          shown.map {
            #"{"timestamp":\#($0),"index_price":8222.87,"prev_index_price":8305.72,"interest_8h":-0.00009234260068476106,"interest_1h":-4.739622041017375e-7}"#
          }))
    }
    let all = stamps(every: .minutes(15)).filter(range.contains).prefix(5000)
    func column(_ value: String) -> String { list(all.map { _ in value }) }
    return result(
      #"{"ticks":\#(list(all.map { "\($0)" })),"open":\#(column("100.5")),"high":\#(column("102")),"low":\#(column("99.5")),"close":\#(column("101.0")),"volume":\#(column("0.25")),"cost":\#(column("25")),"status":"ok"}"#
    )
  }

  // MARK: Others

  static func bitmex(_ request: Request) -> Answer {
    if request.path.hasSuffix("instrument/active") { return .init(text: #"[{"symbol":"XBTUSD"},{"symbol":"ETHUSD"}]"#) }
    let from = request.value("startTime").flatMap { Instant($0) }?.milliseconds ?? 0
    let to = request.value("endTime").flatMap { Instant($0) }?.milliseconds ?? 0
    let all = request.value("symbol") == "XBTUSD" ? stamps(every: .hours(8)).map { $0 + 14_400_000 } : []
    let rows = page(all, from...max(from, to), limit: min(50, Int(number(request, "count") ?? 100)), newestFirst: false)
    return .init(
      text: list(
        rows.map {
          let time = Instant(milliseconds: $0).description.replacing("Z", with: ".000Z")
          return
            #"{"timestamp":"\#(time)","symbol":"XBTUSD","fundingInterval":"2000-01-01T08:00:00.000Z","fundingRate":0.0001,"fundingRateDaily":0.0003}"#
        }))
  }

  static func binance(_ request: Request) -> Answer {
    if request.path == "/fapi/v1/premiumIndex" { return .init(text: #"[{"symbol":"BTCUSDT"},{"symbol":"ETHUSDT"}]"#) }
    guard request.value("symbol") == "BTCUSDT" else {
      return .init(400, text: #"{"code":-1121,"msg":"Invalid symbol."}"#)
    }
    let range = (number(request, "startTime") ?? 0)...(number(request, "endTime") ?? 0)
    // Some milliseconds late, as in the archive.
    let all = page(stamps(every: .hours(8)).map { $0 + 6 }, range, limit: 60, newestFirst: false)
    return .init(
      text: list(
        all.map { #"{"symbol":"BTCUSDT","fundingTime":\#($0),"fundingRate":"\#(rate($0))","markPrice":"1"}"# }))
  }

  static func hyperliquid(_ request: Request) -> Answer {
    guard let data = try? JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? [String: Any] else {
      return .init(422, text: "Failed to deserialize the JSON body into the target type")
    }
    if data["type"] as? String == "meta" { return .init(text: #"{"universe":[{"name":"BTC"},{"name":"ETH"}]}"#) }
    let inner = data["req"] as? [String: Any] ?? data
    guard inner["coin"] as? String == "ETH" else { return .init(500, text: "null") }
    let range =
      ((inner["startTime"] as? NSNumber)?.int64Value ?? 0)...((inner["endTime"] as? NSNumber)?.int64Value ?? 0)
    if data["type"] as? String == "candleSnapshot" {
      let all = page(stamps(every: .hour), range, limit: 5000, newestFirst: false)
      return .init(
        text: list(
          all.map {
            #"{"t":\#($0),"T":\#($0 + 3_599_999),"s":"ETH","i":"1h","o":"100","h":"102","l":"99","c":"101","v":"12.5","n":77}"#
          }))
    }
    // Some milliseconds late; the last row of a page and the first of the next are one.
    let all = page(stamps(every: .hour).map { $0 + 31 }, range, limit: 500, newestFirst: false)
    return .init(
      text: list(
        all.map { #"{"coin":"ETH","fundingRate":"\#(rate($0))","premium":"0.00057962","time":\#($0)}"# }))
  }

  static func dydx(_ request: Request) -> Answer {
    if request.path == "/v4/perpetualMarkets" { return .init(text: #"{"markets":{"BTC-USD":{},"ETH-USD":{}}}"#) }
    guard request.path.hasSuffix("BTC-USD") else {
      return .init(404, text: #"{"errors":[{"msg":"ticker must be a valid ticker (BTC-USD, etc)"}]}"#)
    }
    if request.path.hasPrefix("/v4/historicalFunding") {
      let to = request.value("effectiveBeforeOrAt").flatMap { Instant($0) }?.milliseconds ?? .max
      let rows = page(stamps(every: .hour).map { $0 + 13 }, 0...to, limit: 100, newestFirst: true).map {
        #"{"ticker":"BTC-USD","rate":"\#(rate($0))","price":"116302.62419","effectiveAtHeight":"1","effectiveAt":"\#(Instant(milliseconds: $0))"}"#
      }
      return .init(text: #"{"historicalFunding":\#(list(rows))}"#)
    }
    let from = request.value("fromIso").flatMap { Instant($0) }?.milliseconds ?? 0
    let to = request.value("toIso").flatMap { Instant($0) }?.milliseconds ?? .max
    let rows = page(stamps(every: .hour), from...(to - 1), limit: 1000, newestFirst: true).map {
      #"{"startedAt":"\#(Instant(milliseconds: $0).description.replacing("Z", with: ".000Z"))","ticker":"BTC-USD","resolution":"1HOUR","low":"99","high":"102","open":"100","close":"101","baseTokenVolume":"12.5","usdVolume":"1262.5","trades":77,"startingOpenInterest":"812.25"}"#
    }
    return .init(text: #"{"candles":\#(list(rows))}"#)
  }

  // MARK: Drift

  /// Thirty days at once, in seconds and newest first, whatever is asked for.
  static func drift(_ request: Request) -> Answer {
    if request.path == "/stats/markets" {
      return .init(text: #"{"success":true,"markets":[{"symbol":"SOL-PERP"},{"symbol":"BTC-PERP"}]}"#)
    }
    guard request.path == "/fundingRates", request.value("marketName") == "SOL-PERP" else {
      return .init(text: #"{"success":true,"fundingRates":[]}"#)
    }
    let rows = stamps(every: .hour).suffix(720).reversed().map {
      #"{"ts":\#($0 / 1000 + 7),"symbol":"SOL-PERP","fundingRate":"0.0125","oraclePrice":"125.0","markPrice":"125.1"}"#
    }
    return .init(text: #"{"success":true,"fundingRates":\#(list(Array(rows)))}"#)
  }
}
