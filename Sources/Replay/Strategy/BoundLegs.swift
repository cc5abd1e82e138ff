import Market
import Signals

/// The legs of a strategy with its parameters fixed.
public struct BoundLegs: Sendable {
  let terms: [LegTerms]
  let ratios: [Node]
  let instruments: [String]
  let names: [String]
  let hedge: Hedge
  let drift: Double?
  let onLegEnd: OnLegEnd
  private let account: String?

  /// - Parameters:
  ///   - shared: what the file says of costs for all legs.
  ///   - fees: whose fees it says for all that do not say theirs.
  ///   - sides: on which the whole position can be: +1, −1 or both.
  ///   - size: the most of it that is known, in multiples of equity; nil where it moves.
  init(
    _ rules: LegRules, _ book: BoundBook, shared: [CostItem: Expression], fees: FeeRule?, sides: Set<Double>,
    size: Double?
  ) throws(Problem) {
    func constant(_ expression: Expression, _ name: String, _ allowed: ClosedRange<Double>) throws(Problem) -> Double {
      try book.constant(expression, name, allowed, hint: "; 5bps is 0.0005")
    }
    var terms: [LegTerms] = []
    var ratios: [Node] = []
    for leg in rules.legs {
      var costs = Costs()
      for item in CostItem.allCases {
        guard let expression = leg.costs[item] ?? shared[item] else { continue }
        costs[keyPath: item.member] = try constant(expression, "\(leg.name).\(item.rawValue)", item.allowed)
      }
      if leg.costs[.taker] == nil { try (leg.fees ?? fees)?.set(&costs, book) }
      let leverage =
        try leg.leverage.map { most throws(Problem) in
          try constant(most, "\(leg.name).leverage", 0.01...1000)
        } ?? .infinity
      let margin = leg.margin?.terms(leverage: leverage, costs: costs)
      let rate = margin?.tiers.tiers.first?.maintenance ?? costs.maintenance
      if let asked = leg.leverage, leg.isIsolated, leverage * rate >= 1 {
        throw Problem(
          "at a leverage of \(leverage) the margin of '\(leg.name)' is no more than its maintenance: it would be liquidated as it is entered",
          at: asked.place, remedy: "take less than \(1 / rate)")
      }
      terms.append(
        LegTerms(
          name: leg.name, costs: costs,
          borrow: try leg.borrow.map { rate throws(Problem) in try constant(rate, "\(leg.name).borrow", 0...3) },
          leverage: leverage, margin: margin))
      let ratio = try book.number(leg.ratio, "\(leg.name).ratio")
      if let asked = PositionState.names.first(where: { ratio.reads([$0]) }) {
        throw Problem(
          "'\(leg.name).ratio' asks for '\(asked)' of a position that has several legs", at: leg.ratio.place,
          remedy: "ask the market")
      }
      try OrderUnits.checkWeight(ratio, leg.ratio, "\(leg.name).ratio", takesAmounts: false)
      ratios.append(ratio)
    }
    self.terms = terms
    self.ratios = ratios
    instruments = rules.legs.map { leg in leg.instrument + (leg.roll.map { " roll(\($0))" } ?? "") }
    names = rules.legs.map(\.name)
    hedge = rules.hedge
    onLegEnd = rules.onLegEnd
    account = rules.account
    drift = try rules.drift.map { drift throws(Problem) in try constant(drift, "drift", 0.0001...10) }
    try refuseIdleMargin(rules, sides: sides)
    try refuseUntoldLiquidation(rules) { _ in false }
    if let size { try refuseBeyondMargin(rules, sides: sides, size: abs(size)) }
    if let size, hedge == .value { try refuseBeyondMaintenance(rules, sides: sides, size: abs(size)) }
  }

  /// What is said of the margin of coins that are only ever bought, and are on none.
  private func refuseIdleMargin(_ rules: LegRules, sides: Set<Double>) throws(Problem) {
    for (index, leg) in rules.legs.enumerated() where leg.isSpot {
      if let words = leg.margin, words.watch == .mark {
        throw Problem(
          "'watch: mark' is said of the leg '\(leg.name)', and a spot pair has no mark", at: words.place,
          remedy: "leave it out: coins are worth what was traded")
      }
      guard case .number(let ratio) = ratios[index].constant, !sides.contains(where: { $0 * ratio < 0 }) else {
        continue
      }
      let said = [
        ("leverage", leg.leverage), ("maintenance", leg.costs[.maintenance]),
        ("liquidation_fee", leg.costs[.liquidationFee]),
      ]
      guard let (name, expression) = said.first(where: { $0.1 != nil }), let expression else { continue }
      throw Problem(
        "'\(name)' is said of the leg '\(leg.name)', whose coins are bought outright and stand on no margin",
        at: expression.place, remedy: "leave it out: it is about legs on margin, and about coins that are sold short")
    }
  }

  /// What a venue takes in parts of legs that share the purse is refused where no rule of it says what that is.
  ///
  /// - Parameter isSpot: of a leg that the file does not call one.
  func refuseUntoldLiquidation(_ rules: LegRules?, isSpot: (Int) -> Bool) throws(Problem) {
    guard let legs = rules?.legs else { return }
    let shared = legs.indices.filter { !legs[$0].isIsolated }
    let coins = shared.filter { legs[$0].isSpot || isSpot($0) }
    let margined = shared.filter { !coins.contains($0) }
    func rule(_ leg: Int) -> LiquidationRule { legs[leg].margin?.liquidation ?? .whole }
    guard let leg = margined.first(where: { rule($0) != .whole }) else { return }
    let (asked, place) = (rule(leg), legs[leg].margin?.place ?? .nowhere)
    let remedy =
      "leave 'liquidation' out: whole is the stricter; or give the leg a margin of its own: { leverage: 5, margin: { mode: isolated, liquidation: \(asked.rawValue) } }"
    if let other = margined.first(where: { rule($0) != asked }) {
      throw Problem(
        "the legs '\(legs[leg].name)' and '\(legs[other].name)' share the purse, which is liquidated in one way, and they say '\(asked.rawValue)' and '\(rule(other).rawValue)'",
        at: place, remedy: "say the same of both, or give one a margin of its own")
    }
    guard shared.count > 1 else { return }
    if let why = asked.untoldOfSeveral {
      throw Problem("\(asked.rawValue) in one purse with other legs is not modelled: \(why)", at: place, remedy: remedy)
    }
    if let coin = coins.first {
      throw Problem(
        "\(asked.rawValue) in one purse with coins (the leg '\(legs[coin].name)') is not modelled: what becomes of them where it takes all that is behind a position it does not say",
        at: place, remedy: remedy)
    }
  }

  /// Margins that add up to more than equity, where that can be told before a market is seen; and a spot leg that is sold on
  /// nobody knows what terms.
  private func refuseBeyondMargin(_ rules: LegRules, sides: Set<Double>, size: Double) throws(Problem) {
    for side in sides {
      var needed = 0.0
      for (index, leg) in rules.legs.enumerated() {
        guard case .number(let ratio) = ratios[index].constant else { return }
        let isBought = leg.isSpot && side * ratio > 0
        needed += abs(ratio) * size * (isBought ? 1 : 1 / terms[index].leverage)
      }
      guard needed > 1 + 1e-9 else { continue }
      throw Problem(
        "the legs need \(needed) times equity: what is bought outright and the margins of the others, at size \(size)",
        at: rules.legs.first?.place ?? .nowhere,
        remedy: "take a size of \((size / needed * 1e4).rounded(.down) / 1e4) or less, or a higher leverage of a leg")
    }
  }

  /// Maintenance of legs that share the purse which is all of it as they are entered, where that can be told before a market
  /// is seen: at any size for tiers whose first rate is that much. What depends on prices is told at the order.
  private func refuseBeyondMaintenance(_ rules: LegRules, sides: Set<Double>, size: Double) throws(Problem) {
    for side in sides {
      var (needed, posted) = (0.0, 0.0)
      for (index, leg) in rules.legs.enumerated() {
        guard case .number(let ratio) = ratios[index].constant else { return }
        if leg.isSpot, side * ratio > 0 { continue }
        let value = abs(ratio) * size
        if terms[index].isIsolated {
          posted += value / terms[index].leverage
        } else {
          needed += value * rate(of: index)
        }
      }
      guard needed > 0, needed >= 1 - posted else { continue }
      throw Problem(
        "at a size of \(size) the maintenance margin of the legs that share the purse is \(needed) times equity\(posted > 0 ? ", and the margins of the others \(posted)" : ""): they would be liquidated as they are entered",
        at: rules.legs.first?.place ?? .nowhere,
        remedy: "take a size below \((size / (needed + posted) * 1e4).rounded(.down) / 1e4), or smaller ratios")
    }
  }

  /// The lowest rate at which a leg's maintenance can be.
  private func rate(of leg: Int) -> Double {
    terms[leg].margin?.tiers.tiers.first?.maintenance ?? terms[leg].costs.maintenance
  }

  var nodes: [Node] { ratios }

  /// How much of each leg is held, whatever that costs.
  public var hedging: String {
    "ratios(\(ratios.map(\.key).joined(separator: "; "))) \(holding)"
  }

  /// Everything that a result depends on, in one canonical line.
  var identity: String {
    let legs = terms.indices.map { index in
      let (leg, costs) = (terms[index], terms[index].costs)
      return
        "\(instruments[index]) ratio(\(ratios[index].key)) taker(\(costs.taker)) slippage(\(costs.slippage)) maintenance(\(costs.maintenance)) liquidation_fee(\(costs.liquidationFee)) borrow(\(leg.borrow.map { "\($0)" } ?? "-")) leverage(\(leg.leverage))\(Self.text(leg))\(costs.byVolume.map { " fees(\($0.identity))" } ?? "")"
    }
    return "legs(\(legs.joined(separator: "; "))) \(holding)"
  }

  /// How all of them are held together.
  private var holding: String {
    "hedge(\(hedge.rawValue)) drift(\(drift.map { "\($0)" } ?? "-"))"
      + (onLegEnd == .close ? "" : " on_leg_end(\(onLegEnd.rawValue))") + (account.map { " account(\($0))" } ?? "")
  }

  /// How a leg is margined, where its costs do not say it all.
  private static func text(_ leg: LegTerms) -> String {
    guard let margin = leg.margin else { return "" }
    let isPlain =
      margin.tiers == .flat(leg.costs.maintenance) && margin.watch == .traded && margin.liquidation == .whole
    return isPlain && leg.isIsolated ? " isolated" : margin.identity
  }

  /// What is said of the margin of a leg where one is settled in another currency than the account's. What its venue must hold
  /// is in that.
  func refuseCoinMargin(_ market: PreparedMarket, _ rules: LegRules?) throws(Problem) {
    let pricings = market.pricings
    guard let coin = zip(market.legs, pricings).first(where: { $0.1.payoff != .own })?.0 else { return }
    for (index, leg) in terms.enumerated() where leg.margin != nil {
      throw Problem(
        "'margin' says more of the leg '\(leg.name)' than that all of the account stands behind it, and the leg '\(coin.leg)' (\(coin.instrument)) is settled in \(coin.contract.settlement): tiers, marks, parts and margins of their own are not modelled beside one",
        at: rules?.legs[index].margin?.place ?? .nowhere,
        remedy: "leave it out: all of the account stands behind every leg, at one rate of 'maintenance'")
    }
  }

  /// Which leg each instrument of a market belongs to: one each, and of a leg that rolls all futures that it goes through.
  ///
  /// - Returns: nil for a market of other legs.
  func legs(of market: PreparedMarket) -> [Int]? {
    let places = market.legs.compactMap { one in one.roll == nil ? nil : names.firstIndex(of: one.leg) }
    guard !places.isEmpty else {
      return market.legs.count == terms.count ? Array(terms.indices) : nil
    }
    let all = market.legs.compactMap { names.firstIndex(of: $0.leg) }
    return all.count == market.legs.count && Set(all).count == terms.count ? all : nil
  }

  /// The ratios by bar, of each instrument of the market. Of a leg that rolls, a future has the leg's ratio where the leg
  /// means it and 0 elsewhere; where the leg means none nothing is known of any.
  func ratios(_ evaluator: Evaluator, of market: PreparedMarket, _ places: [Int]) throws(Problem) -> [LegRatio] {
    let ofLegs = try ratios.map { node throws(Problem) -> LegRatio in
      if case .number(let value) = node.constant { return .constant(value) }
      return .column(try evaluator.number(of: node))
    }
    return zip(market.legs, places).map { one, place in
      let ratio = ofLegs[place]
      guard let roll = one.roll, !ratio.isNothing else { return ratio }
      var values = [Double](repeating: .nan, count: market.grid.count)
      for other in market.legs where other.leg == one.leg {
        for row in other.roll?.rows ?? 0..<0 { values[row] = 0 }
      }
      for row in roll.rows { values[row] = ratio.at(row) }
      return .column(values)
    }
  }

  /// - Throws: a `Problem` for a spot leg that the rules can sell, and of which nothing says what borrowing it costs; and for
  ///   one of which nothing is ever borrowed, though its borrowing has a price.
  func refuseFreeBorrowing(_ market: PreparedMarket, _ sides: Set<Double>, _ rules: LegRules?) throws(Problem) {
    guard let places = legs(of: market) else { return }
    for (leg, index) in zip(market.legs, places) where leg.instrument.type != .spot && terms[index].borrow != nil {
      throw Problem(
        "the leg '\(terms[index].name)' (\(leg.instrument)) is sold without borrowing it, and 'borrow' would never be charged",
        at: rules?.legs[index].place ?? .nowhere, remedy: "leave it out: it is of spot legs, whose coins are borrowed")
    }
    for (leg, index) in zip(market.legs, places) where leg.instrument.type == .spot && terms[index].borrow == nil {
      let isSold: Bool =
        if case .number(let ratio) = ratios[index].constant { sides.contains { $0 * ratio < 0 } } else { true }
      guard isSold else { continue }
      throw Problem(
        "the rules can sell the leg '\(terms[index].name)' (\(leg.instrument)) short, and nothing says what borrowing it costs",
        at: rules?.legs[index].place ?? .nowhere, remedy: "say what a year of it costs: borrow: 8%")
    }
  }
}
