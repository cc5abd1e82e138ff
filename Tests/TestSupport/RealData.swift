import Feeds
import Foundation
import Store

/// Venue files as they were published, where there are any: the folder in `HINDCAST_REAL_DATA`, else `../shared/data`
/// beside the package.
package enum RealData {
  package static let folder: String = {
    if let named = ProcessInfo.processInfo.environment["HINDCAST_REAL_DATA"] { return named }
    // This file is Tests/TestSupport/RealData.swift.
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let package = (0..<3).reduce(here) { url, _ in url.deletingLastPathComponent() }
    return package.appendingPathComponent("../shared/data").standardizedFileURL.path
  }()

  package static var isThere: Bool { FileManager.default.fileExists(atPath: folder + "/binance/um_klines_5m/BTCUSDT") }

  /// One instrument's price, funding, premium, mark, spot and open interest.
  package static let mainSet = [
    "binance/um_klines_5m/BTCUSDT", "binance/um_klines_1h/BTCUSDT", "binance/um_funding_rate/BTCUSDT",
    "binance/um_premium_index_klines_1h/BTCUSDT", "binance/um_mark_price_klines_1h/BTCUSDT",
    "binance/spot_klines_1h/BTCUSDT", "bybit/open_interest_1h/BTCUSDT.csv.gz",
  ].map { folder + "/" + $0 }

  /// The main set in a dataset, imported once for all tests and removed with the process. Closed, so that its one file can
  /// be copied.
  package static let imported = Result {
    let dataset = try Dataset.openForImport(at: importedPath)
    atexit { try? FileManager.default.removeItem(atPath: RealData.importedPath) }
    _ = try Importer.importFiles(mainSet, into: dataset)
    try dataset.close()
    return dataset
  }

  private static let importedPath =
    FileManager.default.temporaryDirectory.appendingPathComponent("hindcast-\(UUID().uuidString).sqlite").path
}
