import Market
import Signals

/// The universe of a portfolio as a file states it, and how it is held: `universe:`, `gross:` and what stands beside them.
public struct UniverseRules: Sendable, Hashable {
  /// Which instruments there are to choose from.
  public enum Choice: Sendable, Hashable {
    /// Every perpetual of the dataset with bars.
    case all
    /// Those that the file names, as written, with their places.
    case list([Name])
  }

  /// An instrument as a file names it.
  public struct Name: Sendable, Hashable {
    public let text: String
    public let place: Problem.Place
  }

  public let choice: Choice
  /// What an instrument must fulfil at a bar to belong then; nil for having printed it.
  public let membership: Expression?
  public let gross: Expression
  public let net: Expression?
  /// Nil for whenever a weight changes.
  public let every: Interval?
  public let band: Expression
  /// The least time that an instrument is held, and where it is written.
  public let hold: Interval
  let holdPlace: Problem.Place
  public let turnover: Expression?
  /// Value over the margin that it needs.
  public let leverage: Expression?
  /// What instruments are held against, and how they are taken; nil where nothing is said.
  public let margin: MarginWords?
  /// The currency of the account, where the file says it.
  public let account: String?
  public let place: Problem.Place

  var expressions: [Expression] { [membership, gross, net, band, turnover, leverage].compactMap(\.self) }

  /// In canonical lines. The order in which instruments are named is no part of it.
  var definition: [String] {
    let names: String =
      switch choice {
      case .all: "all"
      case .list(let names): names.map(\.text).sorted().joined(separator: " ")
      }
    return [
      "universe \(names) where \(membership?.text ?? "-")",
      "gross \(gross.text) net \(net?.text ?? "-") every \(every?.description ?? "-") band \(band.text) hold \(hold) turnover \(turnover?.text ?? "-") leverage \(leverage?.text ?? "-")"
        + (margin.flatMap { $0.text.isEmpty ? nil : " margin \($0.text)" } ?? ""),
    ] + (account.map { ["account \($0)"] } ?? [])
  }
}

extension UniverseRules {
  static let keys = ["universe", "weight", "gross", "net", "band", "hold", "turnover", "leverage"]

  /// - Returns: nil for a file without `universe:`.
  init?(_ root: YAMLMap) throws(Problem) {
    guard let universe = root.value("universe") else {
      for key in Self.keys.dropFirst() {
        guard let value = root.value(key) else { continue }
        throw value.problem(
          "'\(key)' is about a portfolio, and there is no universe",
          remedy: "say of which instruments: universe: all, or a list: universe: [BTCUSDT, ETHUSDT]")
      }
      return nil
    }
    place = universe.place
    (choice, membership) = try Self.choice(universe)
    func expression(_ key: String) throws(Problem) -> Expression? {
      try root.value(key).map { value throws(Problem) in try value.expression(for: key) }
    }
    func expression(_ key: String, orElse standard: String) throws(Problem) -> Expression {
      if let said = try expression(key) { return said }
      return try Expression(parsing: standard)
    }
    gross = try expression("gross", orElse: "1")
    net = try expression("net")
    band = try expression("band", orElse: "0")
    turnover = try expression("turnover")
    leverage = try expression("leverage")
    margin = try Self.margin(root)
    account = try AccountCurrency.said(root)
    every = try Self.duration("rebalance", root, remedy: "write 1h, 8h, 1d or 1w; a band around weights is 'band'")
    hold = try Self.duration("hold", root, remedy: "write the least time an instrument is held: 8h, 2d") ?? .zero
    holdPlace = root.value("hold")?.place ?? .nowhere
    try Self.refuseOthers(root)
  }

  private static func choice(_ value: YAMLValue) throws(Problem) -> (Choice, Expression?) {
    if value.isList {
      var names: [Name] = []
      for item in try value.list(for: "universe") {
        let name = Name(text: try item.text(for: "universe"), place: item.place)
        if names.contains(where: { $0.text == name.text }) {
          throw item.problem("the universe names '\(name.text)' twice", remedy: "name each instrument once")
        }
        names.append(name)
      }
      return (.list(names), nil)
    }
    let text = try value.text(for: "universe")
    if text == "all" { return (.all, nil) }
    let isName = text.contains(":") || text.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" }
    guard !isName else { return (.list([Name(text: text, place: value.place)]), nil) }
    return (.all, try value.expression(for: "universe"))
  }

  private static func duration(_ key: String, _ root: YAMLMap, remedy: String) throws(Problem) -> Interval? {
    guard let value = root.value(key) else { return nil }
    guard let interval = Interval(try value.text(for: key)), interval > .zero else {
      throw value.problem("'\(key): \(value.shown)' is not a duration", remedy: remedy)
    }
    return interval
  }

  private static func margin(_ root: YAMLMap) throws(Problem) -> MarginWords? {
    guard let map = try root.map("margin") else { return nil }
    let keys = ["mode", "tiers", "watch", "liquidation"]
    if let leverage = map.value("leverage") {
      throw leverage.problem(
        "'leverage' stands below 'margin', and of a universe it is said at the top",
        remedy: "write leverage: 5 beside it")
    }
    let words = try MarginWords(ofSeveral: map, only: keys, called: "keys of a universe's 'margin'")
    if let mode = map.value("mode"), words.mode == .isolated {
      throw mode.problem(
        "'margin: { mode: isolated }' is about one instrument or a leg: all of the purse stands behind every instrument of a universe",
        remedy: "leave it out; 'leverage' says what margin is needed")
    }
    return words
  }

  /// What a portfolio does not know.
  private static func refuseOthers(_ root: YAMLMap) throws(Problem) {
    let others = [
      "instrument": "name the instruments under 'universe:'", "legs": "take a universe or legs",
      "hedge": "it is about legs", "on_leg_end": "it is about legs",
      "convert": "its members say what coins are worth: list the perpetual of the coin beside it",
      "drift": "write 'band' and 'rebalance'",
      "max_leverage": "say the most that is held under 'gross:'",
      "long": "write a number for each instrument: weight: if(condition, 1, 0)",
      "short": "write a number for each instrument: weight: if(condition, -1, 0)",
      "position": "call it 'weight'", "size": "multiply 'weight', or raise 'gross'",
    ]
    for (key, remedy) in others.sorted(by: { $0.key < $1.key }) {
      if let value = root.value(key) {
        throw value.problem("'\(key)' is no key of a strategy with a universe", remedy: remedy)
      }
    }
    guard root.value("weight") == nil else { return }
    throw root.problem(
      "there is a universe and no 'weight'",
      remedy: "say what share of equity each instrument is held for: weight: share_across(-mean(funding_rate, 7d))")
  }
}
