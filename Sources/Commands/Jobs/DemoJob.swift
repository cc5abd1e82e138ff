import Digest
import Feeds
import Market
import Store

/// Makes the demo market.
struct DemoJob {
  let workspace: Workspace

  /// Returns a line that says what was made.
  func run(
    into name: String, seed: UInt64 = DemoMarket.usualSeed, days: Int = DemoMarket.usualDays,
    surroundings: Bool = false, coins: Bool = false, venues: Bool = false
  ) throws -> String {
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
    return
      "\(dataset.path): \(counts.count) series, \(Double.grouped(total.kept)) rows new, \(Double.grouped(total.duplicate)) there already, \(Double.grouped(total.replaced)) replaced (seed \(seed))"
  }
}
