import Feeds
import Market
import Store
import TestSupport
import Testing

/// Funding of venues as they published it is accused of nothing, and with its sign turned round it is.
@Suite(
  "Signs of published funding", .enabled(if: RealData.isThere, "needs the published files (HINDCAST_REAL_DATA)"))
struct HonestVenuesTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static func accused(_ dataset: Dataset) throws -> [String] {
    let doubts = try StoredDoubts(dataset)
    return try dataset.allSeries().map(\.descriptor).filter { $0.kind == .funding }.filter { descriptor in
      doubts.findings(on: try dataset.series(descriptor)).contains { $0.what.contains("opposite sign") }
    }.map { "\($0.instrument)" }.sorted()
  }

  private func imported(_ folders: [String], zone: String?) throws -> Dataset {
    let dataset = try scratch.dataset("published")
    for folder in folders {
      let table = try flags(zone: folder.hasSuffix("ccxt_export") ? zone : nil)
      _ = try Importer.importFiles(
        ["\(RealData.folder)/\(folder)"], into: dataset, hints: ImportHints(table: table))
    }
    return dataset
  }

  @Test("no venue of several that settle one coin is accused")
  func honest() throws {
    let panel = try imported(["funding_by_exchange/three_venue_panel_8h"], zone: nil)
    #expect(try Self.accused(panel) == [])
  }

  @Test("five venues over four years, beside one that settles hourly, are not either")
  func exports() throws {
    let exports = try imported(["funding_by_exchange/ccxt_export", "hyperliquid"], zone: "+03:00")
    #expect(try Self.accused(exports) == [])
  }

  @Test("one of them with its sign turned round is, and no other")
  func turned() throws {
    let panel = try imported(["funding_by_exchange/three_venue_panel_8h"], zone: nil)
    let all = try panel.allSeries().map(\.descriptor).filter {
      $0.kind == .funding && ["BTCUSDT", "BTC-USDT-SWAP"].contains($0.instrument.symbol)
    }
    #expect(all.count == 3)
    let changed = try scratch.dataset(
      "turned",
      all.map { descriptor in
        let series = try panel.series(descriptor)
        let isTurned = descriptor.instrument.venue == "bybit"
        return Series(
          descriptor: descriptor, stamps: series.stamps,
          columns: zip(descriptor.columns, series.columns).map { column, values in
            isTurned && column.name == "funding_rate" ? values.map { -$0 } : values
          })
      })
    let found = try Self.accused(changed)
    #expect(found == ["bybit:BTCUSDT"])
  }
}
