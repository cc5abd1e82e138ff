import Feeds
import Foundation
import Frames
import Market
import Replay
import Signals
import Store

/// The market that engine and peers work on: published files when there are any, else the demo market.
struct BenchMarket {
  let folder: String

  static let columns: Set<String> = ["funding_rate", "premium", "open_interest"]
  private var dataset: String { folder + "/market.sqlite" }
  private var source: String { folder + "/source.txt" }

  func prepare(data: String?) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: dataset)
    let opened = try Dataset.openForImport(at: dataset)
    if let data {
      let folders = [
        "binance/um_klines_5m/BTCUSDT", "binance/um_funding_rate/BTCUSDT", "binance/um_premium_index_klines_1h/BTCUSDT",
        "binance/um_mark_price_klines_1h/BTCUSDT", "bybit/open_interest_1h/BTCUSDT.csv.gz",
      ]
      _ = try Importer.importFiles(folders.map { data + "/" + $0 }, into: opened)
      try data.write(toFile: source, atomically: true, encoding: .utf8)
    } else {
      for (index, series) in try DemoMarket().series().enumerated() {
        let digest = String(repeating: "0", count: 63) + String(index)
        _ = try opened.merge(
          series, source: ImportSource(file: series.descriptor.title, sha256: digest, format: "demo"))
      }
      try? FileManager.default.removeItem(atPath: source)
    }
    try opened.close()
    try export(try frame())
    try InferenceData().export(to: folder)
    try CarryMarket().export(to: folder)
    try PortfolioWork.few.export(to: folder)
  }

  /// The first rows, as many as every work takes.
  func frame(rows: Int = Bench.rows) throws -> Frame {
    let whole = try Dataset.open(at: dataset).frame(interval: .minutes(5), columns: Self.columns)
    let count = min(rows, whole.grid.count)
    let grid = whole.grid.slice(0..<count)
    return Frame(
      market: "bench", instrument: whole.instrument, grid: grid,
      columns: whole.columns.values.map { Column($0.name, $0.unit, Array($0.values.prefix(count))) },
      funding: whole.funding)
  }

  func open() throws -> Frame {
    try Dataset.open(at: dataset).frame(interval: .minutes(5), columns: Self.columns)
  }

  /// The monthly files of a year, when published files are there.
  var klines: [String] {
    guard let data = try? String(contentsOfFile: source, encoding: .utf8) else { return [] }
    return [data + "/binance/um_klines_5m/BTCUSDT"]
  }

  private func export(_ frame: Frame) throws {
    func write(_ name: String, _ values: [Double]) throws {
      try values.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: folder + "/\(name).f64")) }
    }
    for column in frame.columns.values { try write(column.name, column.values) }
    let grid = frame.grid
    try write("day", (0..<grid.count).map { Double(grid.open($0).utcDay) })
    // Settlements in this market all fall on a bar's open; the peer's loop relies on it.
    let settlements = try SettledFunding(frame).settlements.filter { $0.instant < grid.range.to }
    try write("settle_at", settlements.map { Double(grid.row(containing: $0.instant)) })
    try write("settle_rate", settlements.map(\.rate))
    try write("settle_price", settlements.map(\.price))
    let evaluator = Evaluator(frame)
    let book = try ReplayWork.strategy().signals.bound()
    for name in ["funding_z", "basis_z", "oi_z", "crowding"] {
      try write(name, try evaluator.number(of: book.signal(name)))
    }
  }
}
