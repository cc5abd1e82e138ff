import Market
import Signals

/// A strategy as its file states it: named signals, rules over them, a size, costs. Nothing is bound to data yet.
///
/// It never changes, and everything that is made of it keeps it: one reference is handed on, and not its every word.
public final class Strategy: Sendable {
  public let name: String
  /// One line that says what it bets on.
  public let about: String
  /// The dataset it is written for, when the file names one.
  public let market: String?
  /// The instrument it trades, when the file names one: `binance:BTCUSDT`.
  public let instrument: String?
  public let interval: Interval?
  public let signals: SignalBook
  /// What it holds as one position; nil where that is one instrument.
  public let legs: LegRules?
  /// The instruments it holds out of one account, and how; nil where it trades one, or legs.
  public let universe: UniverseRules?
  /// Nil in a file that only names signals to study.
  public let rules: PositionRules?
  /// Multiplies every weight; 1 when the file is silent.
  public let size: Expression
  /// What `size` counts.
  public let sizing: Sizing
  /// Terms of `size` that have to be above 0, by name: the fraction and the most of `kelly()`.
  let sizeTerms: [String: Expression]
  /// The most that is held, as a multiple of equity; nil for no bound.
  public let mostLeverage: Expression?
  /// How positions are margined, where the file says more than a rate of maintenance.
  public let margin: MarginRule?
  /// How orders are filled, where that is otherwise than at once and at a fixed slippage.
  public let execution: ExecutionRule?
  /// How far a weight must move before it is traded; only for `position:`.
  public let rebalance: Expression
  /// What the file says of them; after `charged(as:)` also what is assumed where it says nothing.
  public let costs: [CostItem: Expression]
  /// Whose list of fees is charged, and by which level; nil where `costs` has the rates, or nothing is said.
  public let fees: FeeRule?
  /// Whose fees stand in for those that the file does not say; nil before `charged(as:)`, and where it says them.
  public let assumedFees: AssumedFees?
  /// Quote currency.
  public let initialEquity: Double
  /// Where it was read from, for messages.
  public let file: String
  /// The text it was read from, as it was read; empty for one that was not read.
  public let source: String

  public init(
    name: String, about: String = "", market: String? = nil, instrument: String? = nil, interval: Interval? = nil,
    legs: LegRules? = nil, universe: UniverseRules? = nil, signals: SignalBook,
    rules: PositionRules?, size: Expression, sizing: Sizing = .share, sizeTerms: [String: Expression] = [:],
    mostLeverage: Expression? = nil, margin: MarginRule? = nil, execution: ExecutionRule? = nil,
    rebalance: Expression, costs: [CostItem: Expression] = [:], fees: FeeRule? = nil,
    assumedFees: AssumedFees? = nil, initialEquity: Double = Strategy.defaultEquity, file: String = "",
    source: String = ""
  ) {
    self.name = name
    self.about = about
    self.market = market
    self.instrument = instrument
    self.interval = interval
    self.legs = legs
    self.universe = universe
    self.signals = signals
    self.rules = rules
    self.size = size
    self.sizing = sizing
    self.sizeTerms = sizeTerms
    self.mostLeverage = mostLeverage
    self.margin = margin
    self.execution = execution
    self.rebalance = rebalance
    self.costs = costs
    self.fees = fees
    self.assumedFees = assumedFees
    self.initialEquity = initialEquity
    self.file = file
    self.source = source
  }

  /// The currency of the account, where the file says it.
  public var account: String? { legs?.account ?? universe?.account }

  /// The same strategy on an instrument: where the file says nothing of a fee, its venue's is taken, and `assumedFees` says
  /// so. A file that means zero says `costs: free`.
  public func charged(as instrument: Instrument) throws(Problem) -> Strategy {
    let asked: [CostItem] = usesLimits || self.costs[.taker] == nil ? [.taker, .maker] : [.taker]
    let missing = asked.filter { self.costs[$0] == nil }
    guard !missing.isEmpty, self.fees == nil, rules != nil else { return self }
    let fees = TradingFees.standard(for: instrument)
    var costs = costs
    for item in missing { costs[item] = try Expression(parsing: "\(item == .taker ? fees.taker : fees.maker)") }
    return charged(costs, legs, assuming: AssumedFees(fees, missing))
  }

  /// The same of legs: each pays what its own venue takes.
  public func charged(as instruments: [Instrument]) throws(Problem) -> Strategy {
    if universe != nil { return try charged(alike: instruments) }
    guard var legs, legs.legs.count == instruments.count, costs[.taker] == nil, self.fees == nil, rules != nil else {
      return instruments.count == 1 ? try charged(as: instruments[0]) : self
    }
    var assumed: [TradingFees] = []
    for (index, leg) in legs.legs.enumerated()
    where leg.costs[.taker] == nil && leg.fees == nil && !leg.isConversion {
      let fees = TradingFees.standard(for: instruments[index])
      legs.legs[index].costs[.taker] = try Expression(parsing: "\(fees.taker)")
      let bps = (fees.taker * 1e6).rounded() / 100
      let text = bps == bps.rounded() ? "\(Int(bps))" : "\(bps)"
      assumed.append(
        TradingFees(taker: fees.taker, maker: fees.maker, source: "\(leg.name) \(text) bps, \(fees.source)"))
    }
    let fees = assumed.first.map { first in
      TradingFees(taker: first.taker, maker: first.maker, source: assumed.map(\.source).joined(separator: "; "))
    }
    return charged(costs, legs, assuming: fees.map { AssumedFees($0, [.taker]) })
  }

  private func charged(_ costs: [CostItem: Expression], _ legs: LegRules?, assuming fees: AssumedFees?) -> Strategy {
    Strategy(
      name: name, about: about, market: market, instrument: instrument, interval: interval, legs: legs,
      universe: universe, signals: signals, rules: rules, size: size, sizing: sizing, sizeTerms: sizeTerms,
      mostLeverage: mostLeverage, margin: margin, execution: execution, rebalance: rebalance, costs: costs,
      fees: self.fees,
      assumedFees: fees, initialEquity: initialEquity, file: file, source: source)
  }

  /// The same of a universe, whose instruments pay one fee.
  private func charged(alike instruments: [Instrument]) throws(Problem) -> Strategy {
    guard costs[.taker] == nil, self.fees == nil, let first = instruments.first else { return self }
    let fees = instruments.map { TradingFees.standard(for: $0) }
    if let other = fees.firstIndex(where: { $0.taker != fees[0].taker }) {
      throw Problem(
        "the file says no fees, and those of \(first.venue) (\(fees[0].taker)) and \(instruments[other].venue) (\(fees[other].taker)) differ",
        at: universe?.place ?? .nowhere, remedy: "say one for all: costs: { taker: 5bps }")
    }
    return try charged(as: first)
  }

  /// Refuses to compare instruments where there is one.
  func refuseLoneComparison() throws(Problem) {
    guard universe == nil, rules != nil, let book = try? signals.bound(to: [:]) else { return }
    for expression in expressions {
      guard let name = (try? book.resolve(expression))?.comparison else { continue }
      throw Problem(
        "'\(name)' compares the instruments of a universe, and the strategy trades one", at: expression.place,
        remedy: "write 'universe: all' or a list of instruments, and 'weight:' instead of rules")
    }
  }

  /// Quote currency a run begins with unless its file says otherwise.
  public static let defaultEquity = 10_000.0

  /// The size as a file would have it; what Kelly's rule is made of is nobody's to read.
  var sizeText: String {
    switch sizing {
    case .share: size.text
    case .kelly: "kelly()"
    default: "\(sizing.rawValue)(\(size.text))"
    }
  }

  /// Every expression besides the named signals.
  var expressions: [Expression] {
    let ruled: [Expression] =
      switch rules {
      case nil: []
      case .sides(let long, let short): [long?.enter, long?.exit, short?.enter, short?.exit].compactMap(\.self)
      case .weight(let weight): [weight]
      }
    return ruled + (legs?.expressions ?? []) + (universe?.expressions ?? []) + [size, rebalance] + orderExpressions
      + costExpressions
  }

  /// What says what trading costs.
  var costExpressions: [Expression] { CostItem.allCases.compactMap { costs[$0] } + (fees?.expressions ?? []) }

  /// What says how it orders, besides size and rules.
  var orderExpressions: [Expression] {
    let whole = [mostLeverage, margin?.leverage].compactMap(\.self) + (execution?.expressions ?? [])
    guard case .sides(let long, let short) = rules else { return whole }
    return (long?.orders.expressions ?? []) + (short?.orders.expressions ?? []) + whole
  }

  /// Whether an expression asks about the position, itself or through the signals it uses.
  public func asksPosition(_ expression: Expression?) -> Bool {
    expression.map { !signals.columns(for: [$0]).isDisjoint(with: PositionState.names) } ?? false
  }

  /// Whether it fills by limit orders, so that a maker's fee is paid.
  public var usesLimits: Bool {
    guard case .sides(let long, let short) = rules else { return false }
    return [long, short].contains { $0?.orders.entry != nil || $0?.orders.exit != nil }
  }

  /// The parameters that a replay depends on.
  public var parametersRead: Set<String> { signals.parameters(behind: expressions) }

  /// The dataset columns that replaying it needs, besides prices.
  public var columnNames: Set<String> { Set(columnPlaces.keys) }

  /// The same, with the place in the file where each is first written.
  public var columnPlaces: [String: Problem.Place] {
    var places = signals.columnPlaces(for: expressions).filter { !PositionState.names.contains($0.key) }
    for (name, place) in watchedColumns where places[name] == nil { places[name] = place }
    return places
  }
}

/// When to hold what.
public enum PositionRules: Sendable, Hashable {
  case sides(long: SideRule?, short: SideRule?)
  /// A number at each bar: the weight to hold, as a multiple of equity.
  case weight(Expression)
}

/// The conditions of one side.
public struct SideRule: Sendable, Hashable {
  public let enter: Expression
  /// Nil leaves as soon as `enter` no longer holds.
  public let exit: Expression?
  public let orders: OrderRules

  public init(enter: Expression, exit: Expression?, orders: OrderRules = .none) {
    self.enter = enter
    self.exit = exit
    self.orders = orders
  }
}

/// What a file's `costs:` may name.
public enum CostItem: String, CaseIterable, Sendable, Hashable {
  case taker, maker, slippage, maintenance
  case liquidationFee = "liquidation_fee"

  /// The member of `Costs` it sets.
  var member: WritableKeyPath<Costs, Double> {
    switch self {
    case .taker: \.taker
    case .maker: \.maker
    case .slippage: \.slippage
    case .maintenance: \.maintenance
    case .liquidationFee: \.liquidationFee
    }
  }

  /// The least and the most that makes sense, as fractions. No venue charges more than 1.5% of a trade or pays more than 0.2%
  /// for one, and venues print fees in percent: a bare 0.02 is their 2 bps, or their -0.01 a rebate of one.
  var allowed: ClosedRange<Double> {
    switch self {
    case .maker, .taker: -0.002...0.015
    case .slippage, .liquidationFee: 0...0.1
    // A flat rate is that of small positions: 25% is a venue that lends next to nothing.
    case .maintenance: 0...0.25
    }
  }

  /// - Throws: a `Problem` for a rate that makes no sense.
  func check(_ rate: Double, at place: Problem.Place) throws(Problem) {
    guard !allowed.contains(rate) else { return }
    throw Problem(
      "\(rawValue) is \(rate) as a fraction of \(self == .maintenance ? "the position's value" : "traded value")",
      at: place,
      remedy: "it must lie from \(allowed.lowerBound) to \(allowed.upperBound); 5bps is 0.0005, and so is 0.05%")
  }
}
