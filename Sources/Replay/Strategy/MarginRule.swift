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
  }

  init(_ map: YAMLMap) throws(Problem) {
    try map.allow(only: ["mode", "leverage", "tiers", "watch", "liquidation"], called: "keys of 'margin'")
    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ standard: Choice) throws(Problem) -> Choice
    where Choice.RawValue == String {
      guard let value = map.value(key) else { return standard }
      guard let choice = Choice(rawValue: value.text) else {
        throw value.problem(
          "'\(key): \(value.shown)' is no choice",
          remedy: "write \(Choice.allCases.map(\.rawValue).joined(separator: " or "))")
      }
      return choice
    }
    place = map.place
    mode = try choice("mode", MarginTerms.Mode.cross)
    watch = try choice("watch", MarginTerms.Watch.traded)
    if let value = map.value("liquidation"), let why = LiquidationRule.absent[value.text] {
      throw value.problem(
        "how \(value.text) takes a position in parts is not modelled: \(why)",
        remedy: "leave it whole, which is the stricter, or write one of \(LiquidationRule.names)")
    }
    liquidation = try choice("liquidation", LiquidationRule.whole)
    leverage = try map.value("leverage")?.expression(for: "leverage")
    if mode == .isolated, leverage == nil {
      throw map.problem(
        "isolated margin needs a leverage: what stands behind a position is its value over that",
        remedy: "write margin: { mode: isolated, leverage: 5 }")
    }
    tiers = try map.value("tiers").map { value throws(Problem) in try Self.tiers(value) } ?? .costs
  }

  private static func tiers(_ value: YAMLValue) throws(Problem) -> Tiers {
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
    let tiers =
      switch tiers {
      case .costs: "costs"
      case .listed(let table): table.tiers.map { "\($0.from):\($0.maintenance)" }.joined(separator: ",")
      case .named(let name, _): name
      }
    let taken = liquidation == .whole ? "" : " liquidation \(liquidation.rawValue)"
    return "margin \(mode.rawValue) \(leverage?.text ?? "-") \(tiers) \(watch.rawValue)\(taken)"
  }

  /// - Parameter costs: whose maintenance is taken where no tiers are.
  func bound(_ book: BoundBook, costs: Costs) throws(Problem) -> MarginTerms {
    let table =
      switch tiers {
      case .costs: MarginTiers.flat(costs.maintenance)
      case .listed(let table): table
      case .named(_, let dated): dated.tiers
      }
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

extension Strategy {
  /// What is to be said of the margin tables on a frame; nil where there is nothing.
  public func marginNote(on frame: Frame) -> String? {
    guard let margin, case .named(_, let table) = margin.tiers else { return nil }
    let other =
      table.instrument == "\(frame.instrument)"
      ? nil : "Margin tiers are those of \(table.instrument), not of \(frame.instrument)."
    let notes = [other, table.caution(frame.window)].compactMap(\.self)
    return notes.isEmpty ? nil : notes.joined(separator: " ")
  }
}

extension YAMLValue {
  /// Refuses `margin: { liquidation: … }` of what is held beside others: what a venue takes first, and what it leaves of a purse
  /// that stands behind all of them, is another rule at every venue and published by none.
  func refusePartialLiquidation(of held: String) throws(Problem) {
    guard let map = try? map(for: "margin"), let value = map.value("liquidation") else { return }
    throw value.problem(
      "'liquidation: \(value.shown)' is about one instrument that is held alone, and \(held) is taken whole where its margin is gone",
      remedy:
        "leave 'liquidation' out: whole is the stricter; what a venue takes in parts is replayed of one instrument")
  }
}
