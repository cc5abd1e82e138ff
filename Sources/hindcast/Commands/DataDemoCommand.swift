import ArgumentParser
import Digest
import Feeds
import Market
import Store

struct DataDemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Make the demo market: a perpetual whose truth is known (docs/demo-market.md).")

  static let usualSeed = DemoMarket.usualSeed
  static let usualDays = DemoMarket.usualDays

  @OptionGroup var global: GlobalOptions

  @Option(help: "Name of the dataset to make.")
  var into: String = "demo"

  @Option(help: "Seed of the generator; the same seed makes the same bytes on every machine.")
  var seed: UInt64 = DemoMarket.usualSeed

  @Option(help: "Days of history.")
  var days: Int = DemoMarket.usualDays

  func run() throws {
    let demo = try DemoMarket(seed: seed, days: days)
    let dataset = try global.workspace.datasets.openForImport(into)
    let counts = try dataset.merge(
      demo.series().map { series in
        let source = "demo market, seed \(seed), \(days) days"
        return (
          series,
          ImportSource(
            file: "\(source): \(series.descriptor.title)",
            sha256: SHA256.digest(of: "\(source) \(series.descriptor.title)").hex, format: "demo")
        )
      })
    let total = counts.reduce(MergeCounts(), +)
    print(
      "\(dataset.path): \(counts.count) series, \(total.kept) rows new, \(total.duplicate) there already, \(total.replaced) replaced (seed \(seed))")
  }
}
