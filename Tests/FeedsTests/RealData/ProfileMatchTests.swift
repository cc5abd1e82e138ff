import Feeds
import Foundation
import Market
import Store
import TestSupport
import Testing

/// Each profile on the file it was written for, joined with what is known of the same market. The shares are those that
/// joins in pandas 3.0 gave, row by row and bit for bit; a zone, a label or a unit that is off by one gives next to nothing.
@Suite(
  "Published tables of many venues",
  .enabled(if: RealData.isThere, "needs the published files (HINDCAST_REAL_DATA)"))
struct ProfileMatchTests {
  private let scratch: ScratchFolder
  private let venue: Dataset

  init() throws {
    scratch = try ScratchFolder()
    venue = try RealData.imported.get()
  }

  /// A file of the collection in a dataset of its own.
  private func imported(_ file: String, _ hints: ImportHints = .none) throws -> Dataset {
    let dataset = try Dataset.openForImport(at: "\(scratch.path)/\(UUID().uuidString).sqlite")
    _ = try Importer.importFiles([RealData.folder + "/" + file], into: dataset, hints: hints)
    return dataset
  }

  private func values(_ dataset: Dataset, _ title: String, _ column: String) throws -> [Int64: Double] {
    let all = try dataset.allSeries().map(\.descriptor)
    let descriptor = try #require(all.first { $0.title == title }, "\(title) among \(all.map(\.title))")
    let series = try dataset.series(descriptor)
    let numbers = try #require(series.values(column))
    return Dictionary(uniqueKeysWithValues: zip(series.stamps, numbers))
  }

  private struct Match: Equatable, CustomStringConvertible {
    let equal: Int
    let joined: Int
    var description: String { "\(equal) of \(joined)" }
  }

  /// - Parameter later: how much later the other's stamp is.
  private func match(
    _ a: [Int64: Double], _ b: [Int64: Double], later: Interval = .zero, within tolerance: Double = 0
  ) -> Match {
    var (equal, joined) = (0, 0)
    for (stamp, value) in a {
      guard !value.isNaN, let other = b[stamp + later.milliseconds], !other.isNaN else { continue }
      joined += 1
      if abs(value - other) <= tolerance * abs(other) { equal += 1 }
    }
    return Match(equal: equal, joined: joined)
  }

  private let hour = Interval.hour
  private func clock(_ zone: String, venue: String? = nil, symbol: String? = nil) throws -> ImportHints {
    try ImportHints(venue: venue, symbol: symbol, table: flags(zone: zone))
  }

  private func klines(_ column: String, spot: Bool = false) throws -> [Int64: Double] {
    try values(venue, "binance:BTCUSDT\(spot ? "/spot" : "") klines 1h", column)
  }

  private var funding: [Int64: Double] {
    get throws { try values(venue, "binance:BTCUSDT funding 8h", "funding_rate") }
  }

  @Test("Coinalyze, hourly, six hours ahead of UTC")
  func coinalyzeHourly() throws {
    let folder = "coinalyze/1h_2024-06_2024-08"
    let bars = try imported("\(folder)/BTCUSDT_PERP.A_ohlcv-history.csv", clock("+06:00"))
    let close = try values(bars, "coinalyze:BTCUSDT klines 1h", "close")
    #expect(match(close, try klines("close")) == Match(equal: 1465, joined: 1465))
    #expect(match(close, try klines("close"), later: hour).equal < 20)
    let volume = try values(bars, "coinalyze:BTCUSDT klines 1h", "volume")
    #expect(match(volume, try klines("volume"), within: 1e-9) == Match(equal: 1081, joined: 1465))
    let ratios = try imported("\(folder)/BTCUSDT_PERP.A_long-short-ratio-history.csv", clock("+06:00"))
    let long = try values(ratios, "coinalyze:BTCUSDT long_short 1h", "long_share")
    let short = try values(ratios, "coinalyze:BTCUSDT long_short 1h", "short_share")
    #expect(long.allSatisfy { abs($0.value + (short[$0.key] ?? 0) - 1) < 1e-12 })
    let liquidations = try imported("\(folder)/BTCUSDT_PERP.A_liquidation-history.csv", clock("+06:00"))
    // 19 of its 1,465 rows are repetitions.
    #expect(try values(liquidations, "coinalyze:BTCUSDT liquidations 1h", "long_liquidations").count == 1446)
    let interest = try imported("\(folder)/BTCUSDT_PERP.A_open-interest-history.csv", clock("+06:00"))
    let series = try #require(try interest.allSeries().first?.descriptor)
    #expect(series.knownAfter == .hour)
  }

  @Test("Coinalyze, five minutes, three hours ahead of UTC")
  func coinalyzeMinutes() throws {
    let bars = try imported("coinalyze/5m_2024-09/BTCUSDT_PERP.A_ohlcv-history.csv", clock("+03:00"))
    let close = try values(bars, "coinalyze:BTCUSDT klines 5m", "close").filter { $0.key % 3_600_000 == 3_300_000 }
    let ends = Dictionary(uniqueKeysWithValues: close.map { ($0.key - 3_300_000, $0.value) })
    #expect(match(ends, try klines("close")) == Match(equal: 120, joined: 120))
  }

  @Test("ccxt exports, three hours ahead of UTC")
  func ccxt() throws {
    let folder = "funding_by_exchange/ccxt_export/BTC-USDT"
    let binance = try imported("\(folder)_binance_2020-01-01_2024-01-01_funding_history.csv", clock("+03:00"))
    let rates = try values(binance, "binance:BTCUSDT funding 8h", "funding_rate")
    #expect(match(rates, try funding) == Match(equal: 2190, joined: 2190))
    let panel = try imported("funding_by_exchange/panel_20_symbols_8h/panel_funding_rate_event.csv.gz")
    #expect(
      match(rates, try values(panel, "binance:BTCUSDT funding 8h", "funding_rate")) == Match(equal: 4383, joined: 4383))
    #expect(
      match(try values(panel, "binance:BTCUSDT funding 8h", "funding_rate"), try funding).equal == 4743)
    #expect(try panel.allSeries().count == 20)
    let bybit = try imported("\(folder)_bybit_2021-01-01_2024-01-01_funding_history.csv", clock("+03:00"))
    let own = try imported("bybit/panel_1h/bybit_BTC_2020-03-25_2026-03-06.csv.gz")
    #expect(
      match(
        try values(bybit, "bybit:BTCUSDT funding 8h", "funding_rate"),
        try values(own, "bybit:BTCUSDT funding 8h", "funding_rate")) == Match(equal: 3285, joined: 3285))
  }

  @Test("Bybit's panel: its open interest is the venue's own snapshot at the same stamp")
  func bybit() throws {
    let panel = try imported("bybit/panel_1h/bybit_BTC_2020-03-25_2026-03-06.csv.gz")
    let interest = try values(panel, "bybit:BTCUSDT open_interest 1h", "open_interest")
    let own = try values(venue, "bybit:BTCUSDT open_interest 1h", "open_interest")
    #expect(match(own, interest) == Match(equal: 45_909, joined: 45_909))
    #expect(match(own, interest, later: hour).equal < 500)
    #expect(median(try basisPoints(values(panel, "bybit:BTCUSDT klines 1h", "close"), klines("close"))) < 1.2)
  }

  private func basisPoints(_ a: [Int64: Double], _ b: [Int64: Double]) -> [Double] {
    a.compactMap { stamp, value in
      guard let other = b[stamp], !value.isNaN, !other.isNaN else { return nil }
      return abs(value / other - 1) * 1e4
    }
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  @Test("Deribit's panel: the index is that of the hour's open")
  func deribit() throws {
    let panel = try imported("deribit/panel_1h/deribit_BTC_2020-01-01_2026-03-06.csv.gz")
    let index = try values(panel, "deribit:BTC-PERPETUAL index 1h", "index")
    let open = try values(panel, "deribit:BTC-PERPETUAL klines 1h", "open")
    let close = try values(panel, "deribit:BTC-PERPETUAL klines 1h", "close")
    #expect(abs(median(basisPoints(open, index)) - 2.9) < 0.1)
    #expect(abs(median(basisPoints(close, index)) - 24.7) < 0.5)
    let series = try panel.allSeries().map(\.descriptor)
    #expect(series.first { $0.kind == .index }?.knownAfter == .zero)
    #expect(series.first { $0.kind == .klines }?.columns.first { $0.name == "base_volume" }?.unit == .base)
  }

  @Test("Gate's panel: perpetual and spot at the same hour as Binance's")
  func gate() throws {
    let panel = try imported("gate/panel_1h/gate_BTC_2019-11-01_2026-03-06_from_2024-01-01.csv.gz")
    let perpetual = try values(panel, "gate:BTC_USDT klines 1h", "close")
    #expect(abs(median(basisPoints(perpetual, try klines("close"))) - 0.92) < 0.02)
    let spot = try values(panel, "gate:BTC_USDT/spot klines 1h", "close")
    #expect(abs(median(basisPoints(spot, try klines("close", spot: true))) - 0.53) < 0.02)
    #expect(try values(panel, "gate:BTC_USDT klines 1h", "volume")[1_704_067_200_000] == 331.2413)
  }

  @Test("Hyperliquid: funding of the interface, floored to the hour, is that of the panel")
  func hyperliquid() throws {
    let panel = try imported("hyperliquid/panel_1h/hyperliquid_BTC_2023-01-01_2026-03-07.csv.gz")
    let json = try imported("hyperliquid/funding_premium/hl_BTC_funding_rates.json")
    #expect(
      match(
        try values(json, "hyperliquid:BTC funding 1h", "funding_rate"),
        try values(panel, "hyperliquid:BTC funding 1h", "funding_rate")) == Match(equal: 12_192, joined: 12_192))
    #expect(median(basisPoints(try values(panel, "hyperliquid:BTC klines 1h", "close"), try klines("close"))) < 1.8)
  }

  @Test("OKX's samples lie in the hour they are floored to, five hours ahead of UTC")
  func okx() throws {
    let table = try imported("okx/hourly_snapshot/funding_basis_data_head_to_2025-06-30.csv")
    let spot = try values(table, "okx:BTC-USD-SWAP external 1h", "sampled_spot")
    let (low, high) = (try klines("low", spot: true), try klines("high", spot: true))
    func inside(_ shift: Interval) -> Double {
      let found = spot.filter { stamp, price in
        guard let low = low[stamp + shift.milliseconds], let high = high[stamp + shift.milliseconds] else {
          return false
        }
        return price >= low * 0.9997 && price <= high * 1.0003
      }
      return Double(found.count) / Double(spot.count)
    }
    #expect(spot.count == 1942)
    #expect(inside(.zero) > 0.95)
    #expect(inside(hour) < 0.75 && inside(Interval(milliseconds: -hour.milliseconds)) < 0.75)
    let perpetual = try values(table, "okx:BTC-USD-SWAP external 1h", "sampled_perpetual")
    let basis = try values(table, "okx:BTC-USD-SWAP external 1h", "sampled_basis")
    #expect(basis.allSatisfy { abs((perpetual[$0.key] ?? 0) / (spot[$0.key] ?? 0) - 1 - $0.value) < 1e-7 })
  }

  @Test("the panel of three venues, off London's clock through both changes")
  func london() throws {
    let table = try imported("funding_by_exchange/three_venue_panel_8h/all_exchanges.csv.gz")
    #expect(try table.allSeries().count == 30)
    let rates = try values(table, "binance:BTCUSDT funding 8h", "funding_rate")
    #expect(match(rates, try funding) == Match(equal: 1642, joined: 1642))
    let close = try values(table, "binance:BTCUSDT/spot klines 8h", "close")
    let last = Interval.hours(7)
    #expect(match(close, try klines("close", spot: true), later: last) == Match(equal: 1642, joined: 1642))
    let perpetual = try values(table, "binance:BTCUSDT klines 8h", "close")
    #expect(match(perpetual, try klines("close"), later: last) == Match(equal: 1641, joined: 1642))
  }

  @Test("funding with prices, and funding as a JSON list")
  func fundingTables() throws {
    let folder = "funding_by_exchange/"
    let priced = try imported(folder + "funding_with_price/binance_BTCUSDT.csv")
    #expect(
      match(try values(priced, "binance:BTCUSDT funding 8h", "funding_rate"), try funding)
        == Match(equal: 2417, joined: 2417))
    let json = try imported(folder + "api_json/binance_BTC_funding_rates.json")
    let own = match(try values(json, "binance:BTCUSDT funding 8h", "funding_rate"), try funding)
    #expect(own.equal == own.joined && own.joined > 4300)
    #expect(
      try imported(folder + "funding_with_price/bitmex_XBTUSD.csv").allSeries().map(\.descriptor.title)
        == ["bitmex:XBTUSD funding 8h"])
  }

  @Test("freqtrade's files: bars, marks and funding in the place of opens")
  func freqtrade() throws {
    let folder = "freqtrade/json/BTC_USDT_USDT-"
    let hints = try ImportHints(venue: "binance")
    let bars = try imported(folder + "5m-futures.json", hints)
    for column in ["close", "volume"] {
      #expect(
        match(
          try values(bars, "binance:BTCUSDT klines 5m", column), try values(venue, "binance:BTCUSDT klines 5m", column))
          == Match(equal: 11_123, joined: 11_123))
    }
    let mark = try values(imported(folder + "8h-mark.json", hints), "binance:BTCUSDT mark 8h", "mark")
    #expect(
      match(mark, try values(venue, "binance:BTCUSDT mark 1h", "mark"), later: .hours(7))
        == Match(equal: 115, joined: 115))
    let rates = try imported(folder + "8h-funding_rate.json", hints)
    #expect(
      match(try values(rates, "binance:BTCUSDT funding 8h", "funding_rate"), try funding)
        == Match(equal: 115, joined: 115))
    let minutes = try values(
      imported("freqtrade/feather/BTC_USDT_USDT-1m-futures.csv.gz", hints), "binance:BTCUSDT klines 1m", "close")
    let ends = Dictionary(
      uniqueKeysWithValues: minutes.filter { $0.key % 3_600_000 == 3_540_000 }.map { ($0.key - 3_540_000, $0.value) })
    #expect(match(ends, try klines("close")) == Match(equal: 720, joined: 720))
    let csv = try imported("freqtrade/feather/BTC_USDT_USDT-8h-funding_rate.csv.gz", hints)
    #expect(
      match(try values(csv, "binance:BTCUSDT funding 8h", "funding_rate"), try funding)
        == Match(equal: 131, joined: 131))
  }

  @Test("FTX stamps its minutes at their close: only so are its returns those of other venues")
  func ftx() throws {
    let bars = try values(imported("ftx/btc-perp-20211231-20220201_1m.csv.gz"), "ftx:BTC-PERP klines 1m", "close")
    let close = try klines("close")
    func spread(_ minute: Int64) -> Double {
      var differences: [Double] = []
      for (open, end) in close {
        guard let before = close[open - 3_600_000], let a = bars[open + minute], let b = bars[open - 3_600_000 + minute]
        else { continue }
        differences.append((a / b - end / before) * 1e4)
      }
      let mean = differences.reduce(0, +) / Double(differences.count)
      return (differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(differences.count)).squareRoot()
    }
    // The bar of the hour's last minute opens at :59.
    #expect(spread(59 * 60_000) < 3)
    #expect(spread(58 * 60_000) > 10)
    #expect(spread(60 * 60_000) > 10)
  }

  @Test("the cross-section: what is unfinished is left out, the rest is the venue's own")
  func crossSection() throws {
    let bars = try imported("cross_section/binance_um_1h")
    #expect(try bars.allSeries().count == 43)
    for column in ["close", "volume", "trades"] {
      #expect(
        match(try values(bars, "binance:BTCUSDT klines 1h", column), try klines(column))
          == Match(equal: 4499, joined: 4499))
    }
    let rates = try imported("cross_section/binance_um_funding")
    #expect(
      match(try values(rates, "binance:BTCUSDT funding 8h", "funding_rate"), try funding)
        == Match(equal: 200, joined: 200))
    let interest = try imported("cross_section/binance_um_oi_4h")
    let coins = try values(interest, "binance:BTCUSDT open_interest 4h", "open_interest")
    let value = try values(interest, "binance:BTCUSDT open_interest 4h", "open_interest_value")
    let prices = Dictionary(uniqueKeysWithValues: coins.map { ($0.key - 3_600_000, (value[$0.key] ?? 0) / $0.value) })
    #expect(median(basisPoints(prices, try klines("close"))) < 0.5)
    #expect(try imported("cross_section/daily_150_coins/close_prices.csv.gz").allSeries().count == 151)
  }

  @Test("vendors: Coinglass's spot and CCData's bars are nearly the venue's")
  func vendors() throws {
    let spot = try imported("coinglass/btcusdt_1d_6year.csv")
    let close = try values(spot, "coinglass:BTCUSDT/spot klines 1d", "close")
    let found = match(close, try klines("close", spot: true), later: .hours(23))
    #expect(found.joined == 1555 && found.equal == 1555)
    let ccdata = try imported("ccdata/btc-usdt-perp-binance.csv.gz")
    #expect(
      match(try values(ccdata, "ccdata:BTCUSDT klines 1h", "close"), try klines("close"))
        == Match(equal: 11_360, joined: 12_000))
    let footprint = try imported("aggregated_15m/Master_XAUUSDT_15m_Final_Summary_first_6000_rows.csv.gz")
    let stamps = try values(footprint, "coinglass:XAUUSDT klines 15m", "close").keys.sorted()
    #expect(stamps.first.map { Instant(milliseconds: $0).description } == "2026-01-05T00:00:00Z")
    #expect(zip(stamps, stamps.dropFirst()).count { $1 - $0 == 900_000 } == 5999)
  }

  @Test("a recorded socket ends on the venue's own close")
  func recorded() throws {
    let trades = try imported("raw_feeds/recorded_ws/usdm_btcusdt_20240808.gz")
    let descriptor = try #require(try trades.allSeries().first { $0.descriptor.kind == .trades }?.descriptor)
    let series = try trades.series(descriptor)
    #expect(series.count == 21_313)
    #expect(series.values("trade_price")?.last == 61_659.8)
    #expect(try klines("close")[1_723_158_000_000] == 61_659.8)
  }

  @Test("option chains: Black on forward, strike, time and implied volatility gives the mark in coin")
  func chains() throws {
    let chains = try imported("deribit/options_daily")
    var (close, all) = (0, 0)
    for stored in try chains.allSeries() {
      let series = try chains.series(stored.descriptor)
      func column(_ name: String) throws -> [Double] { try #require(series.values(name)) }
      let (expiry, strike, right) = (try column("expiry"), try column("strike"), try column("right"))
      let (mark, volatility, forward) = (
        try column("option_mark"), try column("mark_iv"), try column("underlying_price")
      )
      for row in series.stamps.indices where mark[row] > 0 && volatility[row] > 0 {
        let years = (expiry[row] - Double(series.stamps[row])) / (365.25 * 86_400_000)
        guard years > 0 else { continue }
        let price =
          Self.black(forward[row], strike[row], years, volatility[row], isCall: right[row] == 1) / forward[row]
        all += 1
        // Marks of far options are smaller than the tick they are traded in.
        if abs(price - mark[row]) <= max(0.01 * mark[row], 0.0001) { close += 1 }
      }
    }
    #expect(all > 100_000)
    #expect(Double(close) / Double(all) > 0.999)
  }

  /// Undiscounted. Source: Black 1976.
  private static func black(
    _ forward: Double, _ strike: Double, _ years: Double, _ volatility: Double, isCall: Bool
  ) -> Double {
    let width = volatility * years.squareRoot()
    let high = (log(forward / strike) + width * width / 2) / width
    let low = high - width
    func normal(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
    return isCall
      ? forward * normal(high) - strike * normal(low) : strike * normal(-low) - forward * normal(-high)
  }
}
