import ArgumentParser
import Fetch
import Market

/// Flags of every venue's public interface.
struct VenueFetchOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("As the venue writes it.", valueName: "symbol"))
  var symbol: String

  @Option(
    help: ArgumentHelp(
      "Series, with commas between; funding, open_interest and klines when left out.", valueName: "series"))
  var series: String?

  @Option(help: ArgumentHelp("Width of bars, and distance of snapshots.", valueName: "duration"))
  var interval: String = "1h"

  func run(_ venue: VenueInterface, _ global: GlobalOptions, _ options: FetchOptions) throws {
    let names = (series ?? "").split(separator: ",").map { String($0.trimmingPrefix(" ")) }
    try FetchJob(global: global, options: options).run { setting, span in
      try VenueFetch(venue, setting).fetch(symbol: symbol, series: names, interval: interval, span: span)
    }
  }

  static func configuration(_ venue: VenueInterface) -> CommandConfiguration {
    CommandConfiguration(
      commandName: venue.name,
      abstract: "Series of \(venue.title)'s public interface: \(venue.series.joined(separator: ", ")).",
      discussion: """
        Whole months are fetched; one that is over is kept for good, the one that runs is fetched anew each time. \
        \(venue.reach). No key is needed.

        Example: hindcast data fetch \(venue.name) \(venue.example) --from 2025-01 --dataset btc
        """)
  }
}

struct FetchBybitCommand: ParsableCommand {
  static let configuration = VenueFetchOptions.configuration(.bybit)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "What is fetched, and how") var options: FetchOptions
  @OptionGroup var venue: VenueFetchOptions

  func run() throws { try venue.run(.bybit, global, options) }
}

struct FetchOKXCommand: ParsableCommand {
  static let configuration = VenueFetchOptions.configuration(.okx)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "What is fetched, and how") var options: FetchOptions
  @OptionGroup var venue: VenueFetchOptions

  func run() throws { try venue.run(.okx, global, options) }
}

struct FetchDeribitCommand: ParsableCommand {
  static let configuration = VenueFetchOptions.configuration(.deribit)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "What is fetched, and how") var options: FetchOptions
  @OptionGroup var venue: VenueFetchOptions

  func run() throws { try venue.run(.deribit, global, options) }
}

struct FetchBitMEXCommand: ParsableCommand {
  static let configuration = VenueFetchOptions.configuration(.bitmex)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "What is fetched, and how") var options: FetchOptions
  @OptionGroup var venue: VenueFetchOptions

  func run() throws { try venue.run(.bitmex, global, options) }
}

struct FetchHyperliquidCommand: ParsableCommand {
  static let configuration = VenueFetchOptions.configuration(.hyperliquid)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "What is fetched, and how") var options: FetchOptions
  @OptionGroup var venue: VenueFetchOptions

  func run() throws { try venue.run(.hyperliquid, global, options) }
}

struct FetchDYDXCommand: ParsableCommand {
  static let configuration = VenueFetchOptions.configuration(.dydx)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "What is fetched, and how") var options: FetchOptions
  @OptionGroup var venue: VenueFetchOptions

  func run() throws { try venue.run(.dydx, global, options) }
}

struct FetchBinanceRESTCommand: ParsableCommand {
  static let configuration = VenueFetchOptions.configuration(.binanceREST)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "What is fetched, and how") var options: FetchOptions
  @OptionGroup var venue: VenueFetchOptions

  func run() throws { try venue.run(.binanceREST, global, options) }
}
