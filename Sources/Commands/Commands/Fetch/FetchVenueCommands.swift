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
    try FetchJob(global: global, options: options).run(isOfTheMoment: venue.isOfTheMoment(names)) { setting, span in
      try VenueFetch(venue, setting).fetch(symbol: symbol, series: names, interval: interval, span: span)
    }
  }

  static func configuration(_ venue: VenueInterface) -> CommandConfiguration {
    let kept =
      venue.isOfTheMoment([])
      ? "Each call is a file of its own, known when the answer was there."
      : "Whole months are fetched; one that is over is kept for good, the one that runs is fetched anew each time."
    return CommandConfiguration(
      commandName: venue.name,
      abstract: "Series of \(venue.title)'s public interface: \(venue.series.joined(separator: ", ")).",
      discussion: """
        \(kept) \(venue.reach). No key is needed.

        Example: hindcast data fetch \(venue.name) \(venue.example)\(venue.isOfTheMoment([]) ? "" : " --from 2025-01") \
        --dataset btc
        """)
  }
}

/// A venue whose public interface is a command.
protocol FetchedVenue {
  static var interface: VenueInterface { get }
}

/// `data fetch VENUE`: the same for all of them.
struct FetchVenueCommand<Venue: FetchedVenue>: ParsableCommand {
  static var configuration: CommandConfiguration { VenueFetchOptions.configuration(Venue.interface) }

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "What is fetched, and how") var options: FetchOptions
  @OptionGroup var venue: VenueFetchOptions

  func run() throws { try venue.run(Venue.interface, global, options) }
}

enum FetchedBybit: FetchedVenue { static let interface = VenueInterface.bybit }
enum FetchedOKX: FetchedVenue { static let interface = VenueInterface.okx }
enum FetchedDeribit: FetchedVenue { static let interface = VenueInterface.deribit }
enum FetchedBitMEX: FetchedVenue { static let interface = VenueInterface.bitmex }
enum FetchedHyperliquid: FetchedVenue { static let interface = VenueInterface.hyperliquid }
enum FetchedDYDX: FetchedVenue { static let interface = VenueInterface.dydx }
enum FetchedBinanceREST: FetchedVenue { static let interface = VenueInterface.binanceREST }
enum FetchedDrift: FetchedVenue { static let interface = VenueInterface.drift }
enum FetchedGMX: FetchedVenue { static let interface = VenueInterface.gmx }
