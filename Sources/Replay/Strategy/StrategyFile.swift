import Market
import Numerics
import Signals
import Yams

/// Reads strategy files: YAML whose every value has a place, so that every complaint can point at it.
public enum StrategyFile {
  static let keys =
    [
      "name", "about", "market", "instrument", "interval", "parameters", "signals", "long", "short", "position", "size",
      "max_leverage", "margin", "rebalance", "costs", "equity", "legs", "hedge", "drift",
      "on_leg_end", "account", "convert",
    ] + ExecutionRule.keys + UniverseRules.keys
  private static let sideKeys = [
    "enter", "exit", "order", "exit_order", "post_only", "touch", "stop", "take", "trail", "hold",
  ]

  /// - Parameters:
  ///   - text: the file's content.
  ///   - file: its path, as messages should show it; without `name:` the strategy is called after it.
  public static func parse(_ text: String, file: String) throws(Problem) -> Strategy {
    let root = try YAMLMap.root(of: text, file: file)
    // Of a portfolio 'hold' is the least time, and stands at the top.
    let isPortfolio = root.value("universe") != nil
    try root.refuseForeignOrders(sideKeys: sideKeys.filter { !isPortfolio || $0 != "hold" })
    try refuseFunding(root)
    try root.allow(only: keys, called: "keys of a strategy file")

    let parameters = try root.map("parameters")?.entries.map { name, value throws(Problem) in
      guard
        let parameter = Parameter(name: name.text, text: try value.text(for: name.text), place: name.place)
      else {
        throw value.problem(
          "parameter '\(name.text)' has the value '\(value.shown)'",
          remedy: "write a number (1.5, 20%, 5bps), a duration (1d, 12h) or true/false")
      }
      return parameter
    }
    let signals = try root.map("signals")?.entries.map { name, value throws(Problem) in
      NamedSignal(name: name.text, expression: try value.expression(for: name.text), place: name.place)
    }

    let universe = try UniverseRules(root)
    let (sizing, size, sizeTerms) = try OrderText.size(
      root.value("size"), names: Set((parameters ?? []).map(\.name) + (signals ?? []).map(\.name)))
    let (costs, slippage, fees) = try costs(root)
    let execution = try ExecutionRule(root, slippage: slippage)
    let strategy = Strategy(
      name: try root.text("name") ?? stem(of: file),
      about: try root.text("about") ?? "",
      market: try root.text("market"),
      instrument: try root.text("instrument"),
      interval: try interval(root),
      legs: try LegRules(root), universe: universe,
      signals: try inFile(file) { () throws(Problem) in
        try SignalBook(parameters: parameters ?? [], signals: signals ?? [])
      },
      rules: try rules(root),
      size: size, sizing: sizing, sizeTerms: sizeTerms,
      mostLeverage: try root.value("max_leverage").map { value throws(Problem) in
        try value.expression(for: "max_leverage")
      },
      // Of legs and of a portfolio it says less, and stands with them.
      margin: isPortfolio || root.value("legs") != nil
        ? nil : try root.map("margin").map { map throws(Problem) in try MarginRule(map) },
      execution: execution.isNone ? nil : execution,
      // Of a portfolio it is how often, and stands with the universe.
      rebalance: universe == nil ? try expression("rebalance", root, orElse: "0") : try Expression(parsing: "0"),
      costs: costs, fees: fees,
      initialEquity: try equity(root),
      file: file, source: text)
    try strategy.refuseForeignNames()
    try strategy.refuseIdleKeys(root)
    if let account = root.value("account"), !isPortfolio, strategy.legs == nil {
      throw account.problem(
        "'account' is about several instruments out of one account, and this trades one",
        remedy: "leave it out: the account is in what the instrument is settled in")
    }
    try inFile(file) { () throws(Problem) in
      try strategy.refuseUnlegged()
      try strategy.refuseOtherExecution(root)
      try strategy.refuseLoneComparison()
    }
    return strategy
  }

  private static func rules(_ root: YAMLMap) throws(Problem) -> PositionRules? {
    if let weight = root.value("weight") { return .weight(try weight.expression(for: "weight")) }
    let long = try side("long", root)
    let short = try side("short", root)
    guard let position = root.value("position") else {
      return long == nil && short == nil ? nil : .sides(long: long, short: short)
    }
    guard long == nil, short == nil else {
      throw position.problem(
        "a strategy has either 'position' or 'long' and 'short' rules, and this one has both", remedy: "remove one")
    }
    return .weight(try position.expression(for: "position"))
  }

  private static func side(_ name: String, _ root: YAMLMap) throws(Problem) -> SideRule? {
    guard let map = try root.map(name) else { return nil }
    try map.refuseForeignOrders()
    try map.allow(only: sideKeys, called: "keys of '\(name)'")
    guard let enter = map.value("enter") else {
      throw map.problem("'\(name)' has no 'enter'", remedy: "say under 'enter:' when the position is taken")
    }
    return SideRule(
      enter: try enter.expression(for: "enter"), exit: try map.value("exit")?.expression(for: "exit"),
      orders: try orders(map, name))
  }

  /// What stands beside `enter` and `exit`.
  private static func orders(_ map: YAMLMap, _ side: String) throws(Problem) -> OrderRules {
    func expression(_ key: String) throws(Problem) -> Expression? { try map.value(key)?.expression(for: key) }
    func flag(_ key: String, _ words: KeyValuePairs<String, Bool>) throws(Problem) -> Bool? {
      guard let value = map.value(key) else { return nil }
      if let meaning = words.first(where: { $0.key == value.text }) { return meaning.value }
      throw value.problem(
        "'\(key): \(value.shown)' is no choice", remedy: "write \(words.map(\.key).joined(separator: " or "))")
    }
    let touch = try flag("touch", ["fills": true, "rests": false])
    let isPostOnly = try flag("post_only", ["true": true, "false": false])
    let rules = OrderRules(
      entry: try map.value("order").flatMap { value throws(Problem) in
        try OrderText.limit(value, "order", isPostOnly: isPostOnly ?? false, fillsOnTouch: touch ?? false)
      },
      exit: try map.value("exit_order").flatMap { value throws(Problem) in
        try OrderText.limit(value, "exit_order", isPostOnly: false, fillsOnTouch: touch ?? false)
      },
      stop: try expression("stop"), take: try expression("take"), trail: try expression("trail"),
      hold: try expression("hold"))
    if isPostOnly != nil, rules.entry == nil {
      throw map.problem(
        "'\(side)' has 'post_only' and no limit to enter by", remedy: "write order: limit(price), or drop it")
    }
    if touch != nil, rules.entry == nil, rules.exit == nil {
      throw map.problem("'\(side)' has 'touch' and no limit order", remedy: "write order: limit(price), or drop it")
    }
    return rules
  }

  private static func costs(_ root: YAMLMap) throws(Problem) -> ([CostItem: Expression], Slippage?, FeeRule?) {
    guard let value = root.value("costs") else { return ([:], nil, nil) }
    if ["free", "none", "0"].contains(value.text) {
      let zero = try Expression(parsing: "0", at: value.place)
      return ([.taker: zero, .maker: zero, .slippage: zero], nil, nil)
    }
    let map = try value.map(for: "costs")
    try refuseFunding(map)
    try map.allow(only: CostItem.allCases.map(\.rawValue) + [FeeRule.key], called: "costs")
    var costs: [CostItem: Expression] = [:]
    for item in CostItem.allCases where item != .slippage {
      if let value = map.value(item.rawValue) { costs[item] = try value.expression(for: item.rawValue) }
    }
    let slippage = try map.value(CostItem.slippage.rawValue).map { value throws(Problem) in try Slippage(value) }
    costs[.slippage] = slippage?.fixed
    return (costs, slippage, try FeeRule(in: map, parameters: root.parameterNames))
  }

  /// Funding that is written where costs are, under whatever name.
  private static func refuseFunding(_ map: YAMLMap) throws(Problem) {
    guard let key = map.entries.first(where: { $0.key.text.hasPrefix("funding") })?.key else { return }
    throw key.problem(
      "funding is no cost that a file sets: what a position pays is in the data",
      remedy: "import it (--kind funding), or say on the command line what to assume where it is missing: "
        + "--missing-funding 'assume 1bps'")
  }

  private static func interval(_ root: YAMLMap) throws(Problem) -> Interval? {
    guard let value = root.value("interval") else { return nil }
    guard let interval = Interval(try value.text(for: "interval")), interval > .zero else {
      throw value.problem("interval '\(value.shown)' is not a duration", remedy: "write 5m, 1h, 8h or 1d")
    }
    return interval
  }

  private static func equity(_ root: YAMLMap) throws(Problem) -> Double {
    guard let value = root.value("equity") else { return Strategy.defaultEquity }
    guard let equity = Double(decimal: try value.text(for: "equity")), equity >= 1,
      equity <= Money.quote(Money.limit) / 16
    else {
      throw value.problem(
        "equity '\(value.shown)' is not an amount to begin with", remedy: "write a number from 1 to 70,000,000")
    }
    return equity
  }

  private static func expression(
    _ key: String, _ root: YAMLMap, orElse standard: String
  ) throws(Problem) -> Expression {
    guard let value = root.value(key) else { return try Expression(parsing: standard) }
    return try value.expression(for: key)
  }

  private static func stem(of file: String) -> String {
    let name = file.split(separator: "/").last ?? "strategy"
    return String(name.prefix { $0 != "." })
  }

  private static func inFile<T>(_ file: String, _ body: () throws(Problem) -> T) throws(Problem) -> T {
    do { return try body() } catch { throw error.inFile(file) }
  }
}

extension Strategy {
  /// Refuses keys that mean nothing beside others: what a file says and nothing reads is a different strategy.
  fileprivate func refuseIdleKeys(_ root: YAMLMap) throws(Problem) {
    if universe == nil, case .sides = rules, let key = root.entries.first(where: { $0.key.text == "rebalance" })?.key {
      throw key.problem(
        "'rebalance' is how far the weight of 'position:' must move, and 'long:' and 'short:' hold what they entered with",
        remedy: "remove it, or write 'position:' instead of sides")
    }
    guard let maintenance = costs[.maintenance], let tiers = margin?.tiers ?? universe?.margin?.tiers else { return }
    if case .costs = tiers { return }
    throw Problem(
      "'costs: maintenance' and 'margin: tiers' both say at what rate a position is liquidated",
      at: maintenance.place, remedy: "keep one of them")
  }
}
