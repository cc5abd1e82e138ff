import Digest
import Feeds
import Market
import Results
import Store

/// Makes the demo market.
struct DemoJob {
  let workspace: Workspace

  /// What was made.
  struct Made {
    let path: String
    let series: Int
    let counts: MergeCounts
    let seed: UInt64

    var sentence: String {
      "\(path): \(series) series, \(Double.grouped(counts.kept)) rows new, \(Double.grouped(counts.duplicate)) there already, \(Double.grouped(counts.replaced)) replaced (seed \(seed))"
    }

    var table: Table {
      Table(
        columns: [
          .init("dataset", key: "dataset", .words), .init("series", key: "series"), .init("new", key: "rows_new"),
          .init("there already", key: "rows_there"), .init("replaced", key: "rows_replaced"),
          .init("seed", key: "seed", .words),
        ],
        rows: [
          [
            .text(path), .count(series), .count(counts.kept), .count(counts.duplicate), .count(counts.replaced),
            .text("\(seed)"),
          ]
        ])
    }
  }

  func run(
    into name: String, seed: UInt64 = DemoMarket.usualSeed, days: Int = DemoMarket.usualDays,
    surroundings: Bool = false, coins: Bool = false, venues: Bool = false
  ) throws -> Made {
    let demo = try DemoMarket(seed: seed, days: days)
    let market = coins ? demo.manyCoins() : venues ? demo.manyVenues() : demo.series()
    let dataset = try workspace.datasets.openForImport(name)
    let counts = try dataset.merge(
      (market + (surroundings ? demo.surroundings(of: market) : [])).map { series in
        let source = "demo market, seed \(seed), \(days) days: \(series.descriptor.title)"
        return (series, ImportSource(file: source, sha256: SHA256.digest(of: source).hex, format: "demo"))
      })
    try dataset.close()
    let total = counts.reduce(MergeCounts(), +)
    return Made(path: dataset.path, series: counts.count, counts: total, seed: seed)
  }
}
