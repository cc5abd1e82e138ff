import ArgumentParser
import Fetch
import Market

struct FetchBinanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "binance", abstract: "Zip archives of data.binance.vision, with their checksums.",
    discussion: """
      A month that is over comes as one file, the rest as files of days. Each is asked for by its checksum, since the \
      archive's listing can be months behind, and is proved by it; then its rows are counted against its name. Nothing is \
      imported if a checksum is wrong.

      Series: \(ArchiveKind.all.map(\.name).joined(separator: ", ")).

      Example: hindcast data fetch binance BTCUSDT --from 2025-01 --to 2025-12 --dataset btc --series \
      klines,fundingRate,metrics --interval 5m
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "What is fetched, and how") var options: FetchOptions

  @Argument(help: ArgumentHelp("As Binance writes it: BTCUSDT.", valueName: "symbol"))
  var symbol: String

  @Option(
    help: ArgumentHelp("Series, with commas between; klines and fundingRate when left out.", valueName: "series"))
  var series: String?

  @Option(help: ArgumentHelp("Width of bars.", valueName: "duration"))
  var interval: String = "5m"

  @Option(help: "um (USD-margined futures), cm (coin-margined futures) or spot.")
  var market: FetchMarket = .um

  func run() throws {
    let market = market.market
    let words = series ?? (market == .spot ? "klines" : "klines,fundingRate")
    var kinds: [ArchiveKind] = []
    for word in words.split(separator: ",") {
      let kind = try ArchiveKind.named(word.trimmingPrefix(" ").description, market: market)
      if !kinds.contains(kind) { kinds.append(kind) }
    }
    try FetchJob(global: global, options: options).run { setting, span in
      try BinanceArchive(setting).fetch(
        BinanceArchive.Request(symbol: symbol, market: market, kinds: kinds, interval: interval, span: span))
    }
  }
}

enum FetchMarket: String, ExpressibleByArgument, CaseIterable {
  case um, cm, spot

  var market: BinanceMarket {
    switch self {
    case .um: .um
    case .cm: .cm
    case .spot: .spot
    }
  }
}
