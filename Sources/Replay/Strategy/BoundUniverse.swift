import Market
import Signals

extension UniverseRules {
  /// Whether it is one instrument, whatever the dataset has.
  var isLone: Bool { if case .list(let names) = choice { names.count == 1 } else { false } }

  /// What an instrument must fulfil at a bar to belong, its parameters fixed; nil for having printed it.
  ///
  /// - Throws: a `Problem` for what is no condition.
  package func membership(_ book: BoundBook) throws(Problem) -> Node? {
    try membership.map { expression throws(Problem) in
      let node = try book.resolve(expression)
      guard node.kind == .condition else {
        throw Problem(
          "'universe' needs a condition, and '\(expression.text)' is a number", at: expression.place,
          remedy: "write universe: all, a list in brackets, or top(quote_volume, 20, 30d)")
      }
      return node
    }
  }
}

/// The universe of a strategy with its parameters fixed.
public struct BoundUniverse: Sendable {
  /// Who belongs at a bar; nil for all who printed it.
  let membership: Node?
  public let limits: PortfolioLimits
  let leverage: Double
  private let margin: MarginTerms?
  private let marginPlace: Problem.Place
  private let choice: String
  private let account: String?
  private let weightPlace: Problem.Place
  private let holdPlace: Problem.Place

  init(_ rules: UniverseRules, _ book: BoundBook, costs: Costs, weight: Expression) throws(Problem) {
    func constant(_ expression: Expression?, _ name: String, _ allowed: ClosedRange<Double>) throws(Problem) -> Double?
    {
      try expression.map { expression throws(Problem) in try book.constant(expression, name, allowed) }
    }
    membership = try rules.membership(book)
    let gross = try constant(rules.gross, "gross", 0.001...1000) ?? 1
    leverage = try constant(rules.leverage, "leverage", 0.01...1000) ?? .infinity
    guard gross <= leverage * (1 + 1e-9) else {
      throw Problem(
        "gross is \(gross) and leverage \(leverage): the margins would need \(gross / leverage) times equity",
        at: rules.gross.place, remedy: "take a gross of \(leverage) or less, or a higher leverage")
    }
    margin = rules.margin?.terms(leverage: leverage, costs: costs)
    marginPlace = rules.margin?.place ?? .nowhere
    let rate = margin?.tiers.tiers.first?.maintenance ?? costs.maintenance
    if gross * rate >= 1 {
      throw Problem(
        "at a gross of \(gross) the maintenance of \(rate) is all of equity: it would be liquidated as it is entered",
        at: rules.gross.place, remedy: "take less than \(1 / rate)")
    }
    if let words = rules.margin, let rule = words.liquidation, let why = rule.untoldOfSeveral, !rules.isLone {
      throw Problem(
        "\(rule.rawValue) in one purse with other instruments is not modelled: \(why)", at: words.place,
        remedy: "leave 'liquidation' out: whole is the stricter; or name one instrument")
    }
    let band = try constant(rules.band, "band", 0...100) ?? 0
    guard band < gross else {
      throw Problem(
        "band is \(band) times equity and gross \(gross): no instrument is ever so far off its weight, and nothing would be entered",
        at: rules.band.place, remedy: "take a band far below gross; half a percent of equity is 0.5%")
    }
    limits = PortfolioLimits(
      gross: gross, net: try constant(rules.net, "net", 0...1000), every: rules.every, band: band, hold: rules.hold,
      turnover: try constant(rules.turnover, "turnover", 0.0001...1000))
    choice = rules.definition[0]
    account = rules.account
    weightPlace = weight.place
    holdPlace = rules.holdPlace
  }

  var nodes: [Node] { [membership].compactMap(\.self) }

  /// Everything that a result depends on besides weights and costs, in one canonical line.
  var identity: String {
    "\(choice.split(separator: " where").first.map(String.init) ?? choice) where(\(membership?.key ?? "-")) \(limits.identity) leverage(\(leverage))\(margin?.identity ?? "")\(account.map { " account(\($0))" } ?? "")"
  }

  /// What the portfolio wants at every bar.
  func decisions(
    _ weight: Node, costs: Costs, _ evaluator: Evaluator, on market: PreparedMarket
  ) throws(Problem) -> PortfolioDecisions {
    guard market.isUniverse, evaluator.frame.isUniverse else {
      throw Problem(
        "the strategy holds a universe, and the market it is replayed on is \(market.instrument)",
        remedy: "replay it by itself")
    }
    if let every = limits.every, every.count(of: market.grid.interval) == nil {
      throw Problem(
        "'rebalance: \(every)' is not a whole number of \(market.grid.interval) bars",
        remedy: "take a multiple of \(market.grid.interval)")
    }
    if limits.hold.count(of: market.grid.interval) == nil {
      throw Problem(
        "'hold' is \(limits.hold), which is not a whole number of \(market.grid.interval) bars", at: holdPlace,
        remedy: "take a multiple of \(market.grid.interval)")
    }
    if let words = margin,
      let coin = zip(market.legs, market.pricings).first(where: { $0.1.payoff != .own })?.0
    {
      throw Problem(
        "'margin' says more than that all of the account stands behind every instrument (\(words.identity)), and \(coin.instrument) is settled in \(coin.contract.settlement): tiers, marks and parts are not modelled beside one",
        at: marginPlace, remedy: "leave it out: all are held against the account at one rate of 'maintenance'")
    }
    if market.beside.isEmpty, let comparing = weight.comparison ?? membership?.comparison {
      throw Problem(
        "'\(comparing)' compares instruments, and the universe is \(market.instrument) alone", at: weightPlace,
        remedy: "name more of them, or write the weight without it")
    }
    let section = try evaluator.crossSection(where: membership)
    var weights = try section.numbers(of: weight)
    for member in weights.indices {
      let (belongs, doubtful) = (section.belongs[member], section.doubtful[member])
      for row in weights[member].indices where !belongs[row] { weights[member][row] = doubtful[row] ? .nan : 0 }
    }
    return PortfolioDecisions(
      terms: market.legs.map { LegTerms(name: $0.leg, costs: costs, leverage: leverage, margin: margin) },
      weights: weights,
      belongs: section.belongs, doubtful: section.doubtful, limits: limits)
  }
}
