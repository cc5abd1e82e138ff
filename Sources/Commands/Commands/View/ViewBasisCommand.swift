import ArgumentParser
import Market
import Signals
import Views

struct ViewBasisCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "basis", abstract: "Perpetuals and dated futures against spot, net of funding and fees.",
    discussion: """
      Dated futures are annualised by their time to expiry; a perpetual's carry is its funding. Net is long spot and short \
      the derivative, after takers' fees.

      Example: hindcast view basis BTC --min-yield 5%
      """)

  @OptionGroup var options: ViewOptions

  @OptionGroup var funding: ViewAssumptions

  @Option(help: ArgumentHelp("Least yield a year after costs, either way: 5%.", valueName: "yield"))
  var minYield: String?

  @Option(help: ArgumentHelp("Days over which the costs of a perpetual's carry are borne.", valueName: "days"))
  var carryDays = 30

  @Flag(help: "Only dated futures of the last Friday of a quarter.")
  var quarterly = false

  func run() throws {
    guard carryDays > 0 else { throw Problem("--carry-days is \(carryDays)", remedy: "give a day or more") }
    let least = try minYield.map { text in
      let number = try CommandLineWords.share(text, of: "--min-yield", such: "5%")
      guard number >= 0 else {
        throw Problem("--min-yield is '\(text)'", remedy: "give a yield a year of 0 or more, such as 5%")
      }
      return number
    }
    try options.show(
      [.klines], assuming: try funding.assumptions(),
      saying: { said in
        funding.say(in: &said)
        said.add("min-yield", minYield)
        said.add("carry-days", carryDays, unless: 30)
        said.add("quarterly", quarterly)
      }
    ) {
      try BasisView(
        $0, history: options.history,
        options: BasisView.Options(minimumYield: least, days: carryDays, quarterly: quarterly),
        test: options.stateTest)
    }
  }
}
