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
      case .listed(let table): table.tiers.map { "\($0.from):\($0.maintenance)" }.joined(separator: ",")
      case .named(let name, _): name
      }
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
    try map.allow(only: ["mode", "leverage", "tiers", "watch", "liquidation"], called: "keys of 'margin'")
    let words = try MarginWords(map)
    place = map.place
    mode = words.mode ?? .cross
    watch = words.watch ?? .traded
    liquidation = words.liquidation ?? .whole
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
    var rows: [(from: Double, maintenance: Double)] = []
    for item in try value.list(for: "tiers") {
      let map = try item.map(for: "a tier")
      try map.allow(only: ["from", "maintenance"], called: "keys of a tier")
      func number(_ key: String) throws(Problem) -> Double {
        guard let value = map.value(key), case .number(let number) = ParameterValue(value.text) else {
          throw map.problem("a tier has no '\(key)'", remedy: "write { from: 50000, maintenance: 0.5% }")
        }
        return number
      }
      let row = (from: try number("from"), maintenance: try number("maintenance"))
      guard row.from > rows.last?.from ?? -1, row.maintenance >= rows.last?.maintenance ?? 0, row.maintenance < 1,
        rows.isEmpty == (row.from == 0)
      else {
        throw map.problem(
          "tiers begin at 0 and rise, in notional and in rate, below 100 %",
          remedy: "write [{ from: 0, maintenance: 0.4% }, { from: 50000, maintenance: 0.5% }]")
      }
      rows.append(row)
    }
    return .listed(MarginTiers(rows))
  }

  /// In one canonical line.
  var text: String {
    let taken = liquidation == .whole ? "" : " liquidation \(liquidation.rawValue)"
    return "margin \(mode.rawValue) \(leverage?.text ?? "-") \(tiers.text) \(watch.rawValue)\(taken)"
  }

  /// - Parameter costs: whose maintenance is taken where no tiers are.
  func bound(_ book: BoundBook, costs: Costs) throws(Problem) -> MarginTerms {
    let table = tiers.table(costs)
    guard let leverage else {
      return MarginTerms(mode: mode, leverage: .infinity, tiers: table, watch: watch, liquidation: liquidation)
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
    return MarginTerms(mode: mode, leverage: value, tiers: table, watch: watch, liquidation: liquidation)
  }
}
