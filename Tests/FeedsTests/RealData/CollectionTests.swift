import Feeds
import Foundation
import Market
import Store
import TestSupport
import Testing

/// Every file of the collection, imported as a user would, or refused with the reason that is right for it.
@Suite(
  "Every published file", .enabled(if: RealData.isThere, "needs the published files (HINDCAST_REAL_DATA)"))
struct CollectionTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let imports: [(folder: String, flags: @Sendable () throws -> ImportHints)] = [
    ("aggregated_15m", { .none }), ("bitmex", { .none }), ("bybit/panel_1h", { .none }),
    ("bybit/open_interest_1h", { .none }), ("ccdata", { .none }),
    ("coinalyze/1h_2024-06_2024-08", { try ImportHints(table: flags(zone: "+06:00")) }),
    ("coinalyze/5m_2024-09", { try ImportHints(table: flags(zone: "+03:00")) }),
    ("coinglass", { try ImportHints(symbol: "BTCUSDT") }), ("cross_section", { .none }), ("deribit", { .none }),
    ("freqtrade", { try ImportHints(venue: "binance") }), ("ftx", { .none }),
    ("funding_by_exchange/api_json", { .none }),
    ("funding_by_exchange/ccxt_export", { try ImportHints(table: flags(zone: "+03:00")) }),
    ("funding_by_exchange/funding_with_price", { .none }), ("funding_by_exchange/panel_20_symbols_8h", { .none }),
    ("funding_by_exchange/three_venue_panel_8h", { .none }), ("gate", { .none }), ("hyperliquid", { .none }),
    ("okx", { .none }), ("raw_feeds/recorded_ws", { .none }),
  ]

  @Test("a folder is imported whole but for what is Parquet", arguments: imports.map(\.folder))
  func folders(folder: String) throws {
    let hints = try #require(Self.imports.first { $0.folder == folder }).flags()
    let dataset = try Dataset.openForImport(at: scratch.path + "/all.sqlite")
    let reports = try Importer.importFiles([RealData.folder + "/" + folder], into: dataset, hints: hints)
    for report in reports {
      if case .skipped(let reason) = report.outcome {
        #expect(
          reason.hasPrefix("Parquet is read through carquet or duckdb"),
          "\(report.file): \(reason)")
      } else {
        #expect(report.counts.kept + report.counts.duplicate + report.counts.replaced > 0, "\(report.file)")
        #expect(report.rejected.isEmpty, "\(report.file)")
      }
    }
  }

  @Test("messages of interfaces are funding and open interest where they are a table, and else shown and refused")
  func messages() throws {
    let folder = RealData.folder + "/raw_feeds"
    let dataset = try Dataset.openForImport(at: scratch.path + "/all.sqlite")
    var read: [String: Set<String>] = [:]
    var refused = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/api_message_samples") {
      do {
        let reports = try Importer.importFiles(["\(folder)/api_message_samples/\(name)"], into: dataset)
        read[name] = Set(reports.compactMap(\.series?.title))
      } catch let problem as Problem {
        refused += 1
        #expect(problem.remedy != nil, "\(problem)")
      }
    }
    #expect(read["bybit_http_get_funding_history.json"] == ["bybit:BTCUSDT funding 8h"])
    #expect(read["okx_http_get_funding_rate_history.json"] == ["okx:BTC-USDT-SWAP funding 8h"])
    #expect(read["dydx_http_get_historical_funding.json"] == ["dydx:BTC-USD funding 1h"])
    #expect(
      read["hyperliquid_http_funding_history.json"] == ["hyperliquid:BTC funding 1h", "hyperliquid:BTC premium 1h"])
    #expect(read["bitmex_ws_funding_rate.json"] == ["bitmex:XBTUSD funding 8h"])
    #expect(
      read["bybit_ws_ticker_linear.json"]?.isSuperset(of: [
        "bybit:BTCUSDT mark irregular", "bybit:BTCUSDT index irregular", "bybit:BTCUSDT open_interest irregular",
      ]) == true)
    #expect(read["deribit_ws_ticker.json"]?.contains("deribit:BTC-PERPETUAL mark irregular") == true)
    #expect(
      read["tardis_options_chain.csv"] == [
        "deribit:BTC/option option_chain irregular", "deribit:ETH/option option_chain irregular",
      ])
    #expect(refused > 5)
  }

  @Test("captures of sockets and interfaces give what is understood of them, and refuse what holds none of it")
  func captures() throws {
    let folder = RealData.folder + "/raw_feeds/captured_messages"
    var read: [String: Set<String>] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let dataset = try Dataset.openForImport(at: "\(scratch.path)/\(name).sqlite")
      do {
        let reports = try Importer.importFiles(["\(folder)/\(name)"], into: dataset)
        read[name] = Set(reports.compactMap(\.series?.kind.name))
        #expect(reports.flatMap(\.notes).contains { $0.contains("messages not read") } || name.hasPrefix("GATE"))
      } catch let problem as Problem {
        #expect(problem.what == "none of the captured messages is of a series", "\(name): \(problem)")
      }
    }
    #expect(read["BINANCE_FUTURES.ws.1.0.txt"] == ["trades", "quotes", "klines"])
    #expect(read["GATEIO_FUTURES.0.txt"] == ["mark", "index", "predicted_funding"])
    #expect(read["OKX.ws.1.0.txt"]?.contains("trades") == true)
    #expect(read["DERIBIT.0.txt"] == nil && read["DYDX.0.txt"] == nil)
  }

  @Test("no folder of the collection is forgotten")
  func complete() throws {
    let known =
      Self.imports.map(\.folder) + ["binance", "raw_feeds/api_message_samples", "raw_feeds/captured_messages"]
    let all = try #require(FileManager.default.enumerator(atPath: RealData.folder))
    for case let path as String in all where path.contains("/") && path.contains(".") {
      #expect(known.contains { path.hasPrefix($0) }, "\(path)")
    }
  }
}
