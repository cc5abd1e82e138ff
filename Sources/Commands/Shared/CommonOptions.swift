import ArgumentParser
import Frames
import Market
import Numerics
import Results
import Signals

/// Where the user works and how output is wanted: flags of every command.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Folder with strategies/, datasets/ and results/ (or HINDCAST_ROOT).", valueName: "folder"))
  var root = Workspace.usualRoot

  @Option(help: "How results are printed.")
  var format: OutputFormat = .table

  var workspace: Workspace { Workspace(root: root) }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, csv
}

/// Which stretch of which market: flags of every command that reads one.
struct MarketOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Dataset to use instead of the strategy's.", valueName: "name"),
    completion: Completions.datasets)
  var market: String?

  @Option(
    help: ArgumentHelp(
      "What is traded, where a dataset holds several: binance:BTCUSDT, or BTCUSDT.", valueName: "instrument"),
    completion: Completions.instruments)
  var instrument: String?

  @Option(help: ArgumentHelp("Width of a bar, instead of the strategy's.", valueName: "duration"))
  var interval: Interval?

  @Option(help: ArgumentHelp("First UTC day or instant, inclusive.", valueName: "date"))
  var from: Instant?

  @Option(help: ArgumentHelp("Last UTC day or instant, exclusive.", valueName: "date"))
  var to: Instant?

  @OptionGroup var known: KnownOptions

  var choice: MarketChoice {
    MarketChoice(
      market: market, instrument: instrument, interval: interval, from: from, to: to, knownAsOf: known.knownAsOf)
  }
}

/// As of when a dataset is read: a flag of every command that reads one.
struct KnownOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read the dataset as it stood at this UTC instant: without what was imported later, revised rows as they were.",
      valueName: "instant"))
  var knownAsOf: Instant?
}

/// What settles on positions: flags of every command that holds some.
struct FundingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Settle the funding of another venue that lists the coin, or of another instrument.", valueName: "venue"))
  var funding: String?

  @Option(
    help: ArgumentHelp(
      "What to make of funding that is missing or doubtful: missing=zero, missing=1bps, contradictory=prorated.",
      valueName: "what"))
  var assumeFunding: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Short for --assume-funding missing=…, of settlements that have no row.",
      valueName: "zero|assume RATE|refuse"))
  var missingFunding: String?

  /// The flags that are given.
  var given: [String] {
    [("--funding", funding), ("--assume-funding", assumeFunding), ("--missing-funding", missingFunding)]
      .filter { $0.1 != nil }.map(\.0)
  }

  /// `--missing-funding assume 1bps` is one answer in two words.
  static func joiningWords(_ arguments: [String]) -> [String] {
    guard let flag = arguments.firstIndex(of: "--missing-funding"), flag + 2 < arguments.count,
      arguments[flag + 1] == "assume"
    else { return arguments }
    var joined = arguments
    joined.replaceSubrange((flag + 1)...(flag + 2), with: ["assume \(arguments[flag + 2])"])
    return joined
  }

  /// The choice with what is said of funding.
  func applied(to choice: MarketChoice) throws -> MarketChoice {
    var choice = choice
    var assumptions = try assumeFunding.map(FundingAssumptions.init) ?? .none
    if let missingFunding { try assumptions.assume(missing: missingFunding) }
    choice.funding = FundingRequest(other: funding, assumptions: assumptions)
    return choice
  }
}

/// `--set parameter=value`.
struct ParameterOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), help: ArgumentHelp("Set a parameter; may be repeated.", valueName: "parameter=value"),
    completion: Completions.settings)
  var settings: [String] = []

  func overrides() throws -> [String: ParameterValue] {
    var overrides: [String: ParameterValue] = [:]
    for setting in settings {
      let halves = setting.split(separator: "=", maxSplits: 1).map(String.init)
      guard halves.count == 2, let value = ParameterValue(halves[1]) else {
        throw Problem(
          "--set '\(setting)' is not parameter=value",
          remedy: "values are numbers (1.5, 20%, 5bps), durations (1d, 12h) or true/false")
      }
      if let before = overrides.updateValue(value, forKey: halves[0]) {
        throw Problem.saidTwice(halves[0], "\(before)", "\(value)", of: "--set")
      }
    }
    return overrides
  }
}

extension Interval: ExpressibleByArgument {
  public init?(argument: String) {
    guard let interval = Interval(argument), interval > .zero else { return nil }
    self = interval
  }
}

/// A decimal number, where Swift would also take hexadecimal digits.
struct Amount: ExpressibleByArgument {
  let value: Double

  init?(argument: String) {
    guard let value = Double(decimal: argument) else { return nil }
    self.value = value
  }
}

/// A duration that may be none: `2h`, or `0`.
struct Span: ExpressibleByArgument {
  let interval: Interval

  init?(argument: String) {
    guard let interval = argument == "0" ? .zero : Interval(argument) else { return nil }
    self.interval = interval
  }
}

extension Instant: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// What several flags are written as.
enum CommandLineWords {
  /// Durations above zero with commas between.
  static func durations(_ text: String, _ flag: String) throws -> [Interval] {
    let found = try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let interval = Interval(String(word)), interval > .zero else {
        throw Problem("\(flag) has '\(word)', which is not a duration", remedy: "write them as 15m,1h,4h")
      }
      return interval
    }
    // The same length twice, however it is written, would be one test counted as two.
    if let interval = found.firstRepeated {
      throw Problem("\(flag) has \(interval) twice", remedy: "give it once")
    }
    return found
  }

  /// A level of significance, of `--alpha`.
  static func level(_ text: String) throws -> Double {
    let level = try share(text, of: "--alpha", such: "5%")
    guard level > 0, level < 1 else {
      throw Problem("--alpha '\(text)' is not a level", remedy: "write a share between 0 and 1, such as 5%")
    }
    return level
  }

  /// A share, a rate or a yield, by one rule for all flags: `5%`, `50bps` or a fraction. A bare number of one or more is
  /// refused, for who writes 5 means a twentieth.
  static func share(_ text: some StringProtocol, of flag: String, such example: String) throws -> Double {
    let text = String(text)
    guard case .number(let value)? = ParameterValue(text), value.isFinite else {
      throw Problem("\(flag) has '\(text)', which is not a share", remedy: "write it as \(example)")
    }
    guard abs(value) < 1 || ShareSuffix(behind: text) != nil else {
      let percent = ParameterValue(text + "%").map { " or \($0)" } ?? ""
      throw Problem(
        "\(flag) has '\(text)': a number without a unit is a fraction, so that this is \(text) times the whole",
        remedy: "write \(text)%\(percent) if percent is meant")
    }
    return value
  }
}
