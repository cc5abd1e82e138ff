import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite(
  "Bars that venues published are taken for bars",
  .enabled(if: RealData.isThere, "needs the published files (HINDCAST_REAL_DATA)"))
struct RealBarsTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test(
    "nothing is said of how they were made, over years of them and many coins",
    arguments: [
      "binance/um_klines_1h", "binance/spot_klines_1h", "cross_section/binance_um_1h", "bybit/panel_1h",
      "deribit/panel_1h",
      "gate", "hyperliquid/panel_1h", "ftx", "freqtrade/json",
    ])
  func silent(folder: String) throws {
    let dataset = try Dataset.openForImport(at: scratch.path + "/bars.sqlite")
    _ = try Importer.importFiles([RealData.folder + "/" + folder], into: dataset, badRows: .skip)
    for stored in try dataset.allSeries() where stored.descriptor.kind == .klines {
      let series = try dataset.series(stored.descriptor)
      let said = (series.madeBars + series.barDoubts).map {
        "\(stored.descriptor.title): \($0.what), \($0.count), \($0.first)"
      }
      #expect(said == [])
    }
  }
}
