import Market
import Signals

/// How positions are margined, as a file states it:
/// `margin: { mode: isolated, leverage: 5, tiers: [{ from: 0, maintenance: 0.4% }] }`.
public struct MarginRule: Sendable, Hashable {
  public let mode: MarginTerms.Mode
  /// Nil where the mode does without.
  public let leverage: Expression?
  public let tiers: Tiers
  public let watch: MarginTerms.Watch
  public let liquidation: LiquidationRule
  public let basis: MarginTerms.Basis
  public let place: Problem.Place

  public enum Tiers: Sendable, Hashable {
    /// One rate: that of `costs: maintenance`.
    case costs
    case listed(MarginTiers)
    /// A venue's table, by its name in `DatedTiers.named`.
    case named(String, DatedTiers)

    var text: String {
      switch self {
      case .costs: "costs"
      case .listed(let table): table.text
      case .named(let name, _): name
      }
    }

    /// Whether they say what must be there to open a position.
    var asksInitial: Bool {
      switch self {
      case .costs: false
      case .listed(let table): table.asksInitial
      case .named(_, let dated): dated.tiers.asksInitial
      }
    }

    /// On what the venue of a table reckons; nil where no table says.
    var basis: MarginTerms.Basis? {
      if case .named(_, let dated) = self { dated.basis } else { nil }
    }

    func table(_ costs: Costs) -> MarginTiers {
      switch self {
      case .costs: .flat(costs.maintenance)
      case .listed(let table): table
      case .named(_, let dated): dated.tiers
      }
    }
  }

  init(_ map: YAMLMap) throws(Problem) {
    try map.allow(only: ["mode", "leverage", "tiers", "watch", "liquidation", "basis"], called: "keys of 'margin'")
    let words = try MarginWords(map)
    place = map.place
    mode = words.mode ?? .cross
    watch = words.watch ?? .traded
    liquidation = words.liquidation ?? .whole
    basis = words.basis ?? words.tiers?.basis ?? .mark
    leverage = try map.value("leverage")?.expression(for: "leverage")
    if mode == .isolated, leverage == nil {
      throw map.problem(
        "isolated margin needs a leverage: what stands behind a position is its value over that",
        remedy: "write margin: { mode: isolated, leverage: 5 }")
    }
    tiers = words.tiers ?? .costs
  }

  static func tiers(_ value: YAMLValue) throws(Problem) -> Tiers {
    if !value.text.isEmpty {
      guard let table = DatedTiers.named[value.text] else {
        throw value.problem(
          "'\(value.text)' is no table of margin tiers",
          remedy: suggestion(for: value.text, in: DatedTiers.named.keys, called: "tables")
            + ", or list rows: [{ from: 0, maintenance: 0.4% }]")
      }
      return .named(value.text, table)
    }
    var rows: [(from: Double, maintenance: Double, initial: Double)] = []
    for item in try value.list(for: "tiers") {
      let map = try item.map(for: "a tier")
      try map.allow(only: ["from", "maintenance", "initial"], called: "keys of a tier")
      func number(_ key: String) throws(Problem) -> Double {
        guard let value = map.value(key), case .number(let number) = ParameterValue(value.text) else {
          throw map.problem("a tier has no '\(key)'", remedy: "write { from: 50000, maintenance: 0.5% }")
        }
        return number
      }
      let initial = map.value("initial") == nil ? 0 : try number("initial")
      let row = (from: try number("from"), maintenance: try number("maintenance"), initial: initial)
      guard row.from > rows.last?.from ?? -1, row.maintenance >= rows.last?.maintenance ?? 0, row.maintenance < 1,
        rows.isEmpty == (row.from == 0)
      else {
        throw map.problem(
          "tiers begin at 0 and rise, in notional and in rate, below 100%",
          remedy: "write [{ from: 0, maintenance: 0.4% }, { from: 50000, maintenance: 0.5% }]")
      }
      guard rows.isEmpty || (row.initial > 0) == (rows[0].initial > 0), row.initial >= rows.last?.initial ?? 0,
        map.value("initial") == nil || row.initial >= row.maintenance && row.initial > 0 && row.initial <= 1
      else {
        throw map.problem(
          "'initial' is what must be there to open a position: of every tier or of none, rising, from its maintenance to 100%",
          remedy: "write { from: 50000, maintenance: 0.5%, initial: 1% } for a most leverage of 100")
      }
      rows.append(row)
    }
    return .listed(MarginTiers(rows))
  }

  /// In one canonical line.
  var text: String {
    let taken = liquidation == .whole ? "" : " liquidation \(liquidation.rawValue)"
    let based = basis == .mark ? "" : " basis \(basis.rawValue)"
    return "margin \(mode.rawValue) \(leverage?.text ?? "-") \(tiers.text) \(watch.rawValue)\(taken)\(based)"
  }

  /// - Parameter costs: whose maintenance is taken where no tiers are.
  func bound(_ book: BoundBook, costs: Costs) throws(Problem) -> MarginTerms {
    var table = tiers.table(costs)
    if basis == .markAndFee { table = table.raised(by: costs.taker) }
    guard let leverage else {
      return MarginTerms(
        mode: mode, leverage: .infinity, tiers: table, watch: watch, liquidation: liquidation, basis: basis)
    }
    guard case .number(let value) = try book.resolve(leverage).constant, value > 0, value.isFinite else {
      throw Problem(
        "leverage '\(leverage.text)' is no number above 0", at: leverage.place, remedy: "write 5, or a parameter")
    }
    guard value * (table.tiers.first?.maintenance ?? 0) < 1 else {
      throw Problem(
        "at a leverage of \(value) the margin is no more than the maintenance of the first tier: a position would be liquidated as it is entered",
        at: leverage.place, remedy: "take less than \(1 / (table.tiers.first?.maintenance ?? 1))")
    }
    if mode == .isolated, let first = table.tiers.first, first.initial * value > 1 + 1e-12 {
      throw Problem(
        "at a leverage of \(value) the margin is less than the initial margin of the first tier", at: leverage.place,
        remedy: "take \(1 / first.initial) at most")
    }
    return MarginTerms(mode: mode, leverage: value, tiers: table, watch: watch, liquidation: liquidation, basis: basis)
  }
}
