import ArgumentParser
import Market
import Numerics
import Replay
import Results
import Signals
import Views

struct ViewLiquidationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "liquidations", abstract: "Forced closes by hour and venue, the largest, and bursts.",
    discussion: """
      In dollars, at the price known then. A burst is a bar beyond --burst times the mean of the bars of the week before it.

      Example: hindcast view liquidations BTC --min-size 1000000 --history 30d
      """)

  @OptionGroup var options: ViewOptions

  @Option(help: ArgumentHelp("Least size in dollars of those listed as latest and largest.", valueName: "dollars"))
  var minSize = 0.0

  @Option(
    help: ArgumentHelp("How many of the latest, of the largest and of the bursts are listed.", valueName: "count"))
  var recent = 10

  @Option(help: ArgumentHelp("Times the past week's mean, beyond which a bar is a burst.", valueName: "times"))
  var burst = 5.0

  @Option(
    help: ArgumentHelp(
      "Leverage that the model of levels assumes, with shares: 5:20,10:30,25:30,50:15,100:5.", valueName: "mix"))
  var leverage: String?

  @Option(
    help: ArgumentHelp(
      "Sizes of positions in dollars, with shares, where margin goes by tiers: 10000:40,100000:40,1000000:20.",
      valueName: "mix"))
  var sizes: String?

  @Option(
    help: ArgumentHelp(
      "Margin tiers of the model: floors in dollars with rates, 0:0.4%,50000:0.5%, or the name of a printed table. Default: what the venue has printed, else 0.5%.",
      valueName: "tiers"))
  var tiers: String?

  @Option(help: ArgumentHelp("One maintenance rate for all sizes, in place of tiers: 0.5%.", valueName: "rate"))
  var maintenance: String?

  func run() throws {
    guard recent > 0 else { throw Problem("--recent is \(recent)", remedy: "give one or more") }
    guard burst > 0, minSize >= 0 else {
      throw Problem("--burst is \(burst) and --min-size \(minSize)", remedy: "give numbers above zero")
    }
    let levels = try assumptions()
    try options.show(
      [.liquidations, .liquidationEvents],
      saying: { said in
        said.add("min-size", minSize, unless: 0)
        said.add("recent", recent, unless: 10)
        said.add("burst", burst, unless: 5)
        said.add("leverage", leverage)
        said.add("sizes", sizes)
        said.add("tiers", tiers)
        said.add("maintenance", maintenance)
      }
    ) {
      try LiquidationView(
        $0, history: options.history,
        options: LiquidationView.Options(minimumSize: minSize, count: recent, burst: burst, levels: levels),
        test: options.stateTest)
    }
  }

  private func assumptions() throws -> LiquidationLevels.Assumptions {
    let mix = try leverage.map { text in
      try Self.pairs(text, of: "--leverage", as: "10:60,25:40", within: 1...500).map { (leverage: $0.0, share: $0.1) }
    }
    let sizes = try sizes.map { text in
      try Self.pairs(text, of: "--sizes", as: "10000:60,1000000:40", within: 1...1e12).map {
        (dollars: $0.0, share: $0.1)
      }
    }
    return LiquidationLevels.Assumptions(
      mix: mix ?? LiquidationLevels.Assumptions.usual, sizes: sizes ?? LiquidationLevels.Assumptions.usualSizes,
      tiers: try levelTiers())
  }

  /// Numbers with shares.
  private static func pairs(
    _ text: String, of flag: String, as example: String, within range: ClosedRange<Double>
  ) throws -> [(Double, Double)] {
    var pairs: [(number: Double, share: Double)] = []
    for part in text.split(separator: ",") {
      let halves = part.split(separator: ":", omittingEmptySubsequences: false)
      guard halves.count == 2, let number = Double(decimal: halves[0]), let share = Double(decimal: halves[1]),
        range.contains(number), number > 1, share > 0
      else {
        throw Problem("\(flag) has '\(part)'", remedy: "write each with its share, as in \(example)")
      }
      if let before = pairs.first(where: { $0.number == number }) {
        throw Problem.saidTwice("\(halves[0])", before.share.plainText, share.plainText, of: flag)
      }
      pairs.append((number, share))
    }
    guard !pairs.isEmpty else { throw Problem("\(flag) names none", remedy: "write it as \(example)") }
    return pairs
  }

  private func levelTiers() throws -> LevelTiers? {
    if let maintenance {
      guard tiers == nil else {
        throw Problem("--maintenance stands beside --tiers", remedy: "say one rate, or tiers")
      }
      let rate = try CommandLineWords.share(maintenance, of: "--maintenance", such: "0.4%")
      guard rate >= 0, rate < 0.1 else {
        throw Problem("--maintenance is '\(maintenance)'", remedy: "give a rate below 10%, such as 0.4%")
      }
      return LevelTiers(.flat(rate), source: "given")
    }
    guard let tiers else { return nil }
    if let table = DatedTiers.named[tiers] { return LevelTiers(table, name: tiers) }
    var rows: [(from: Double, maintenance: Double)] = []
    for part in tiers.split(separator: ",") {
      let halves = part.split(separator: ":", maxSplits: 1).map(String.init)
      guard halves.count == 2, let from = Double(decimal: halves[0]),
        let rate = try? CommandLineWords.share(halves[1], of: "--tiers", such: "0.4%"),
        from > rows.last?.from ?? -1, rate >= rows.last?.maintenance ?? 0, rate < 1, rows.isEmpty == (from == 0)
      else {
        throw Problem(
          "--tiers has '\(part)'",
          remedy: "write floors that begin at 0 and rise, with rates that do not fall: 0:0.4%,50000:0.5%; or "
            + suggestion(for: tiers, in: DatedTiers.named.keys.sorted(), called: "tables"))
      }
      rows.append((from, rate))
    }
    guard !rows.isEmpty else { throw Problem("--tiers names none", remedy: "write 0:0.4%,50000:0.5%") }
    return LevelTiers(MarginTiers(rows), source: "given")
  }
}
