import ArgumentParser
import Fetch
import Foundation
import Market

struct FetchCoinMetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coinmetrics",
    abstract: "Coin Metrics: \(VenueInterface.coinMetrics(key: nil).series.joined(separator: ", ")).",
    discussion: """
      With a key in \(VenueInterface.coinMetricsKey) the full interface is asked, without one the community's. The key is \
      sent to no other host, and written nowhere. Whole months are fetched.

      Example: hindcast data fetch coinmetrics binance-BTCUSDT-future --series funding,open_interest --from 2025-01 \
      --dataset cm
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "What is fetched, and how") var options: FetchOptions
  @OptionGroup var venue: VenueFetchOptions

  func run() throws {
    let key = ProcessInfo.processInfo.environment[VenueInterface.coinMetricsKey]
    try venue.run(.coinMetrics(key: key), global, options)
  }
}

struct FetchAperiodicCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aperiodic", abstract: "Aperiodic: metrics of perpetuals, as Parquet.",
    discussion: """
      The key stands in \(Aperiodic.keyName); it is sent to Aperiodic alone, never to the hosts that keep the files, and \
      written nowhere. Parquet is imported by carquet, which `make setup` fetches, or by duckdb.

      Metrics: \(Aperiodic.buckets.joined(separator: ", ")).

      Example: hindcast data fetch aperiodic perpetual-BTC-USDT:USDT --series ohlcv,flow --interval 5m --from 2025-01 \
      --dataset ap
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "What is fetched, and how") var options: FetchOptions

  @Argument(help: ArgumentHelp("As Aperiodic writes it: perpetual-BTC-USDT:USDT.", valueName: "symbol"))
  var symbol: String

  @Option(help: ArgumentHelp("Metrics, with commas between.", valueName: "metrics"))
  var series: String = "ohlcv"

  @Option(help: ArgumentHelp("Width of bars.", valueName: "duration"))
  var interval: String = "5m"

  @Option(help: ArgumentHelp("\(Aperiodic.exchanges.joined(separator: ", ")).", valueName: "exchange"))
  var exchange: String = "binance-futures"

  @Option(help: "Which clock bars were built on: exchange, or true, that of receipt.")
  var clock: String = "exchange"

  @Flag(help: "The few files that need no key.")
  var preview = false

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let access = try Aperiodic.Access(
      key: environment[Aperiodic.keyName],
      client: (environment["CF_ACCESS_CLIENT_ID"], environment["CF_ACCESS_CLIENT_SECRET"]), isPreview: preview)
    let buckets = series.split(separator: ",").map { String($0.trimmingPrefix(" ")) }
    try FetchJob(global: global, options: options).run { setting, span in
      var setting = setting
      setting.baseURL = setting.baseURL ?? environment[Aperiodic.addressName]
      return try Aperiodic(setting, access).fetch(
        Aperiodic.Request(
          symbol: symbol, exchange: exchange, buckets: buckets, interval: interval, clock: clock, span: span))
    }
  }
}
