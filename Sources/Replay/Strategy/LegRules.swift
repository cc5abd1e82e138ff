import Market
import Signals

/// The legs of a position as a file states them: `legs:`, `hedge:`, `drift:` and `on_leg_end:`.
public struct LegRules: Sendable, Hashable {
  /// One instrument of the position.
  public struct Leg: Sendable, Hashable {
    public let name: String
    /// As written: `binance:BTCUSDT`, `BTCUSDT/spot`, `perpetual` or `spot`.
    public let instrument: String
    /// Units of it in one of the position, with its sign; any expression.
    public let ratio: Expression
    /// What the file says of them for this leg alone.
    public internal(set) var costs: [CostItem: Expression]
    /// Whose list of fees it is charged by, where the file says one for it alone.
    public var fees: FeeRule?
    /// Interest a year on what is borrowed to be sold.
    public let borrow: Expression?
    /// Value over the margin that it needs.
    public let leverage: Expression?
    /// How it is margined, where that is said.
    public internal(set) var margin: MarginWords?
    /// How long before it expires a dated future is left for the next one; nil for a leg that does not roll.
    public var roll: Interval?
    /// Whether nothing of it is held, and its price says what a currency is worth.
    public var isConversion = false
    public let place: Problem.Place

    /// Whether it has a margin of its own.
    public var isIsolated: Bool { margin?.mode == .isolated }

    /// Whether it is a spot pair by what the file calls it. Where it gives a symbol alone, the market says.
    var isSpot: Bool { instrument == "spot" || instrument.hasSuffix("/spot") }

    var expressions: [Expression] {
      [ratio] + CostItem.allCases.compactMap { costs[$0] } + (fees?.expressions ?? [])
        + [borrow, leverage].compactMap(\.self)
    }
  }

  /// Those that are held, then those that say what a currency is worth.
  public internal(set) var legs: [Leg]
  /// The currency of the account, where the file says it.
  public let account: String?
  public let hedge: Hedge
  /// How far a leg may be off before all are ordered anew, as a share of equity.
  public let drift: Expression?
  /// What becomes of the other legs when one ends.
  public let onLegEnd: OnLegEnd

  /// What stands for a number: every bar or once.
  var expressions: [Expression] { legs.flatMap(\.expressions) + [drift].compactMap(\.self) }

  /// In canonical lines.
  var definition: [String] {
    legs.map { leg in
      let costs = CostItem.allCases.compactMap { item in leg.costs[item].map { "\(item.rawValue) \($0.text)" } }
      return
        (["leg \(leg.name) \(leg.instrument) ratio \(leg.ratio.text)"] + costs
        + (leg.fees.map { ["fees \($0.definition)"] } ?? [])
        + [
          leg.borrow.map { "borrow \($0.text)" }, leg.leverage.map { "leverage \($0.text)" },
          leg.margin.flatMap { $0.text.isEmpty ? nil : $0.text }, leg.roll.map { "roll \($0)" },
          leg.isConversion ? "convert" : nil,
        ].compactMap(\.self))
        .joined(separator: " ")
    } + ["hedge \(hedge.rawValue) drift \(drift?.text ?? "-")"]
      + (onLegEnd == .close ? [] : ["on_leg_end \(onLegEnd.rawValue)"])
      + (account.map { ["account \($0)"] } ?? [])
  }
}

extension LegRules {
  private static let keys =
    ["instrument", "ratio", "roll", "borrow", "leverage", "margin", FeeRule.key] + costKeys.map(\.rawValue)
  /// Legs trade at the market, so no maker's fee is asked for.
  private static let costKeys: [CostItem] = [.taker, .slippage, .maintenance, .liquidationFee]
  /// Names that mean something else in front of a column, or none.
  private static let most = 8

  /// - Returns: nil for a file without `legs:`.
  init?(_ root: YAMLMap) throws(Problem) {
    guard let map = try root.map("legs") else {
      for key in ["hedge", "drift", "on_leg_end", "convert"] {
        if let value = root.value(key) {
          throw value.problem("'\(key)' is about legs, and there are none", remedy: "name them under 'legs:'")
        }
      }
      return nil
    }
    guard (1...Self.most).contains(map.entries.count) else {
      throw map.problem(
        "a position has \(map.entries.count) legs", remedy: "name 1 to \(Self.most) under 'legs:', as perp: BTCUSDT")
    }
    legs = []
    for (name, value) in map.entries {
      legs.append(
        try Self.leg(name, value, number: legs.count, of: map.entries.count, parameters: try root.parameterNames))
    }
    legs += try Self.conversions(root, beside: Set(legs.map(\.name)))
    account = try AccountCurrency.said(root)
    hedge = try Self.hedge(root)
    onLegEnd = try Self.onLegEnd(root)
    drift = try root.value("drift").map { value throws(Problem) in try value.expression(for: "drift") }
    try Self.refuseOthers(root)
    guard let all = try Self.marginOfAll(root) else { return }
    for index in legs.indices where !legs[index].isSpot && !legs[index].isConversion {
      legs[index].margin = (legs[index].margin ?? MarginWords(mode: nil, at: all.place)).filled(from: all)
    }
  }

  private static func leg(
    _ name: YAMLValue, _ value: YAMLValue, number: Int, of count: Int, parameters: Set<String>
  ) throws(Problem) -> Leg {
    let isWord = name.text.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "_") || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
    guard isWord, name.text.first?.isLetter ?? false else {
      throw name.problem(
        "a leg is called '\(name.text)'", remedy: "take letters, digits and _: its columns are 'perp.funding_rate'")
    }
    func ratio(_ map: YAMLMap?) throws(Problem) -> Expression {
      if let ratio = map?.value("ratio") { return try ratio.expression(for: "ratio") }
      guard number == 0 || count == 2 else {
        throw value.problem(
          "the leg '\(name.text)' is one of \(count) and has no 'ratio'",
          remedy: "say how much of it is held for one of the position: ratio: -0.5")
      }
      return try Expression(parsing: number == 0 ? "1" : "-1", at: value.place)
    }
    guard value.text.isEmpty else {
      try refuseUnrolled(value, name)
      return Leg(
        name: name.text, instrument: value.text, ratio: try ratio(nil), costs: [:], borrow: nil, leverage: nil,
        place: value.place)
    }
    let map = try value.map(for: name.text)
    try map.allow(only: keys, called: "keys of a leg")
    guard let instrument = map.value("instrument") else {
      throw map.problem(
        "the leg '\(name.text)' has no 'instrument'", remedy: "write instrument: binance:BTCUSDT, or perpetual or spot")
    }
    var costs: [CostItem: Expression] = [:]
    for item in costKeys {
      if let value = map.value(item.rawValue) { costs[item] = try value.expression(for: item.rawValue) }
    }
    return Leg(
      name: name.text, instrument: try instrument.text(for: "instrument"), ratio: try ratio(map), costs: costs,
      fees: try FeeRule(in: map, parameters: parameters),
      borrow: try map.value("borrow").map { value throws(Problem) in try value.expression(for: "borrow") },
      leverage: try map.value("leverage").map { value throws(Problem) in try value.expression(for: "leverage") },
      margin: try margin(map, name), roll: try roll(map, instrument, name), place: instrument.place)
  }

  /// What currencies are worth: nothing is held of it.
  private static func conversions(_ root: YAMLMap, beside legs: Set<String>) throws(Problem) -> [Leg] {
    guard let map = try root.map("convert") else { return [] }
    var conversions: [Leg] = []
    for (name, value) in map.entries {
      let currency = try AccountCurrency(name, for: "convert").code
      guard !legs.contains(currency) else {
        throw name.problem("'convert' and 'legs' both name '\(currency)'", remedy: "call the leg something else")
      }
      let instrument = try value.text(for: "convert")
      guard !isDated(instrument) else {
        throw value.problem(
          "'convert' says what \(currency) is worth by dated futures, which are away from it by their basis",
          remedy: "name a spot pair or a perpetual: \(currency): \(currency)USDT/spot")
      }
      var leg = Leg(
        name: currency, instrument: instrument, ratio: try Expression(parsing: "0", at: value.place), costs: [:],
        borrow: nil, leverage: nil, place: value.place)
      leg.isConversion = true
      conversions.append(leg)
    }
    return conversions
  }

  /// The dated futures of a coin one after the other: `front`, `second`, or either behind the name of an instrument.
  private static func isDated(_ instrument: String) -> Bool { isFront(instrument) || isSecond(instrument) }
  private static func isFront(_ instrument: String) -> Bool { instrument == "front" || instrument.hasSuffix("/front") }
  private static func isSecond(_ instrument: String) -> Bool {
    instrument == "second" || instrument.hasSuffix("/second")
  }

  private static func roll(_ map: YAMLMap, _ instrument: YAMLValue, _ name: YAMLValue) throws(Problem) -> Interval? {
    guard let value = map.value("roll") else {
      try refuseUnrolled(instrument, name)
      return nil
    }
    guard let roll = Interval(try value.text(for: "roll")), roll > .zero else {
      throw value.problem(
        "'roll: \(value.shown)' is not a duration",
        remedy: "write how long before an expiry the next future is taken: 3d")
    }
    guard isDated(instrument.text) else {
      let isFuture = instrument.text.hasSuffix("/future")
      throw value.problem(
        isFuture
          ? "the leg '\(name.text)' rolls, and \(instrument.text) is one dated future, which is held until it expires"
          : "the leg '\(name.text)' rolls, and \(instrument.text) does not expire",
        remedy:
          "only the dated futures of a coin roll: instrument: front, or second, or binance:BTCUSDT/front; else leave 'roll' out"
      )
    }
    return roll
  }

  /// The second future becomes the front one by itself, so somebody has to say when it is left.
  private static func refuseUnrolled(_ instrument: YAMLValue, _ name: YAMLValue) throws(Problem) {
    guard isSecond(instrument.text) else { return }
    throw instrument.problem(
      "the leg '\(name.text)' is the second dated future, which becomes the front one, and nothing says when it is left for the next",
      remedy: "write how long before the front one expires: { instrument: \(instrument.text), roll: 3d }")
  }

  /// One word, or more below it.
  private static func margin(_ leg: YAMLMap, _ name: YAMLValue) throws(Problem) -> MarginWords? {
    guard let value = leg.value("margin") else { return nil }
    let words: MarginWords
    if let mode = MarginTerms.Mode(rawValue: value.text) {
      words = MarginWords(mode: mode, at: value.place)
    } else {
      guard value.text.isEmpty else {
        throw value.problem("'margin: \(value.shown)' is no choice", remedy: "write cross or isolated")
      }
      let map = try value.map(for: "margin")
      if let leverage = map.value("leverage") {
        throw leverage.problem(
          "'leverage' stands below 'margin', and of a leg it is said beside it",
          remedy: "write { leverage: 5, margin: { mode: isolated } }")
      }
      words = try MarginWords(
        ofSeveral: map, only: ["mode", "tiers", "watch", "liquidation"], called: "keys of a leg's 'margin'")
    }
    if words.mode == .isolated, leg.value("leverage") == nil {
      throw value.problem(
        "the leg '\(name.text)' has a margin of its own, and nothing says how much",
        remedy: "say value over margin: leverage: 5")
    }
    if words.tiers != nil, let maintenance = leg.value("maintenance") {
      throw maintenance.problem(
        "'maintenance' and 'tiers' both say at what rate the leg '\(name.text)' is liquidated",
        remedy: "keep one of them")
    }
    return words
  }

  /// What a file says for every leg on margin that does not say its own.
  private static func marginOfAll(_ root: YAMLMap) throws(Problem) -> MarginWords? {
    guard let map = try root.map("margin") else { return nil }
    for (key, _) in map.entries where !["watch", "liquidation"].contains(key.text) {
      throw key.problem(
        "'margin: \(key.text)' is about one instrument, and this position has legs",
        remedy:
          "say 'leverage' of a leg, and its mode and tiers below its 'margin'; for all of them 'watch' and 'liquidation'"
      )
    }
    return try MarginWords(map)
  }

  private static func hedge(_ root: YAMLMap) throws(Problem) -> Hedge {
    guard let value = root.value("hedge") else { return .value }
    guard let hedge = Hedge(rawValue: value.text) else {
      throw value.problem(
        "'hedge: \(value.shown)' is no choice",
        remedy:
          "write \(Hedge.allCases.map(\.rawValue).joined(separator: " or ")); a ratio that moves stands with its leg: ratio: -beta(a.close, b.close, 30d)"
      )
    }
    return hedge
  }

  private static func onLegEnd(_ root: YAMLMap) throws(Problem) -> OnLegEnd {
    guard let value = root.value("on_leg_end") else { return .close }
    guard let choice = OnLegEnd(rawValue: value.text) else {
      throw value.problem(
        "'on_leg_end: \(value.shown)' is no choice",
        remedy:
          "write close, and the other legs go at their next bar, or keep, and they stay until the rules leave them")
    }
    return choice
  }

  /// What a position of several legs does not know.
  private static func refuseOthers(_ root: YAMLMap) throws(Problem) {
    let others = [
      "instrument": "name the instruments under 'legs:'",
      "max_leverage": "say 'leverage' of a leg",
    ]
    for (key, remedy) in others.sorted(by: { $0.key < $1.key }) {
      if let value = root.value(key) {
        throw value.problem("'\(key)' is about one instrument, and this position has legs", remedy: remedy)
      }
    }
  }
}

extension Strategy {
  /// Refuses what legs cannot do: orders other than at the market, and sizes other than a share of equity.
  func refuseUnlegged() throws(Problem) {
    guard legs != nil else { return }
    guard sizing == .share else {
      throw Problem(
        "size is \(sizeText), and a position of legs is a multiple of equity", at: size.place,
        remedy: "write size: 1, or any expression")
    }
    guard case .sides(let long, let short) = rules else { return }
    for (rule, name) in [(long, "long"), (short, "short")] {
      guard let rule else { continue }
      guard rule.orders == .none else {
        throw Problem(
          "'\(name)' has orders, stops or times, and legs trade at the market", at: rule.enter.place,
          remedy: "drop them, or write the exit as a rule")
      }
      if asksPosition(rule.exit) {
        throw Problem(
          "'\(name).exit' asks about its position, which has several legs", at: rule.exit?.place ?? .nowhere,
          remedy: "ask the legs' columns: perp.close / spot.close - 1")
      }
    }
    if asksPosition(size) {
      throw Problem("size asks about its position, which has several legs", at: size.place, remedy: "ask the market")
    }
  }
}
