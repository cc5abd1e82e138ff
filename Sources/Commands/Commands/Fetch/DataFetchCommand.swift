import ArgumentParser

struct DataFetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Download history from public archives and interfaces, and import it (docs/fetch.md).",
    discussion: """
      What is fetched stays in datasets/archive as its source published it, is proved, and is then imported as 'data \
      import' would. A second call fetches what is missing and nothing else, also after a kill.
      """,
    subcommands: [
      FetchBinanceCommand.self, FetchVenueCommand<FetchedBinanceREST>.self, FetchVenueCommand<FetchedBybit>.self,
      FetchVenueCommand<FetchedOKX>.self,
      FetchVenueCommand<FetchedDeribit>.self,
      FetchVenueCommand<FetchedBitMEX>.self, FetchVenueCommand<FetchedHyperliquid>.self,
      FetchVenueCommand<FetchedDYDX>.self, FetchVenueCommand<FetchedDrift>.self, FetchVenueCommand<FetchedGMX>.self,
      FetchCoinMetricsCommand.self,
      FetchAperiodicCommand.self,
    ])
}
