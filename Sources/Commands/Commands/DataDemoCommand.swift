import ArgumentParser
import Feeds
import Market

struct DataDemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Make the demo market: a perpetual whose truth is known (docs/demo-market.md).")

  @OptionGroup var global: GlobalOptions

  @Option(help: "Name of the dataset to make; demo, with --coins coins, with --venues venues.")
  var into: String?

  @Option(help: "Seed of the generator; the same seed makes the same bytes on every machine.")
  var seed: UInt64 = DemoMarket.usualSeed

  @Option(help: "Days of history.")
  var days: Int = DemoMarket.usualDays

  @Flag(
    help: """
      Also make what stands beside the market and only views read: two more venues, predicted funding, single \
      liquidations, longs to shorts, dated futures, an option chain.
      """)
  var surroundings = false

  @Flag(
    help: """
      Make another market instead: hourly bars and funding of eight perpetuals, for strategies that compare coins \
      (docs/portfolios.md).
      """)
  var coins = false

  @Flag(
    help: """
      Make another market instead: hourly bars and funding of the same perpetual on three venues, for trades between \
      them (docs/legs.md).
      """)
  var venues = false

  func run() throws {
    let asked = [("--surroundings", surroundings), ("--coins", coins), ("--venues", venues)].filter(\.1).map(\.0)
    guard asked.count < 2 else {
      throw Problem(
        "\(asked.joined(separator: " and ")) make different markets", remedy: "make one after the other")
    }
    let made = try DemoJob(workspace: global.workspace).run(
      into: into ?? (coins ? "coins" : venues ? "venues" : "demo"), seed: seed, days: days, surroundings: surroundings,
      coins: coins, venues: venues)
    if global.format == .table { print(made.sentence) } else { Output(format: global.format).show(made.table) }
  }
}
