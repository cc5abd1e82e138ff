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
      FetchBinanceCommand.self, FetchBinanceRESTCommand.self, FetchBybitCommand.self, FetchOKXCommand.self,
      FetchDeribitCommand.self,
      FetchBitMEXCommand.self, FetchHyperliquidCommand.self, FetchDYDXCommand.self, FetchCoinMetricsCommand.self,
      FetchAperiodicCommand.self,
    ])
}
