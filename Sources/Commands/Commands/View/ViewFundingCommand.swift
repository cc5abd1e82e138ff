import ArgumentParser
import Market
import Signals
import Views

struct ViewFundingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "funding", abstract: "Funding by venue, weighted by open interest, with the best pair to carry.",
    discussion: """
      Words for rates are per 8 h, scaled to each venue's interval: above 0.01% bullish, below -0.01% bearish, beyond 0.1% \
      extreme. Exit code 3 where a venue is beyond --alert-threshold.

      Example: hindcast view funding BTC ETH --alert-threshold 0.05%
      """)

  @OptionGroup var options: ViewOptions

  @OptionGroup var funding: ViewAssumptions

  @Option(help: ArgumentHelp("Rate per 8 h, either way, beyond which a venue is an alert: 0.05%.", valueName: "rate"))
  var alertThreshold: String?

  @Option(help: ArgumentHelp("Days over which the costs of a carry are borne.", valueName: "days"))
  var carryDays = 30

  @Flag(
    help: "Leave out past hours at which other venues are known than now, and what adds them up.")
  var sameVenues = false

  /// A venue is beyond the threshold.
  private static let alert = ExitCode(3)

  func run() throws {
    guard carryDays > 0 else { throw Problem("--carry-days is \(carryDays)", remedy: "give a day or more") }
    let threshold = try alertThreshold.map { text in
      let rate = try CommandLineWords.share(text, of: "--alert-threshold", such: "0.05%")
      guard rate > 0 else {
        throw Problem("--alert-threshold is '\(text)'", remedy: "give a rate above zero: 0.05%, 5bps or 0.0005")
      }
      return rate
    }
    let views = try options.show(
      [.funding], assuming: try funding.assumptions(),
      saying: { said in
        funding.say(in: &said)
        said.add("alert-threshold", alertThreshold)
        said.add("carry-days", carryDays, unless: 30)
        said.add("same-venues", sameVenues)
      }
    ) { moment in
      try FundingView(
        moment, history: options.history,
        options: FundingView.Options(
          alertThreshold: threshold, carryDays: carryDays, isOfSameVenues: sameVenues), test: options.stateTest)
    }
    if views.contains(where: { !$0.alerts.isEmpty }) { throw Self.alert }
  }
}
