extension Strategy {
  /// Everything its file says that can decide a run, but the values of parameters, in one canonical text: what the trials
  /// of all sweeps of a strategy have in common. The name and what is said about it are no part of it.
  public var definition: String {
    func side(_ name: String, _ rule: SideRule?) -> [String] {
      guard let rule else { return [] }
      return ["\(name) enter \(rule.enter.text)", "\(name) exit \(rule.exit?.text ?? "not enter")"]
        + (rule.orders == .none ? [] : ["\(name) orders \(rule.orders.text)"])
    }
    let rules: [String] =
      switch self.rules {
      case nil: []
      case .sides(let long, let short): side("long", long) + side("short", short)
      case .weight(let weight): ["position \(weight.text)", "rebalance \(rebalance.text)"]
      }
    let costs = CostItem.allCases.compactMap { item in self.costs[item].map { "\(item.rawValue) \($0.text)" } }
    return
      (["equity \(initialEquity)"] + signals.parameterNames.map { "parameter \($0)" }
      + signals.signals.map { "signal \($0.name) \($0.expression.text)" } + (legs?.definition ?? [])
      + (universe?.definition ?? []) + rules + [
        "size \(sizing == .share ? "" : "\(sizing.rawValue) ")\(size.text)"
      ]
      + (mostLeverage.map { ["max_leverage \($0.text)"] } ?? []) + (margin.map { [$0.text] } ?? [])
      + (execution?.text ?? []) + costs + (fees.map { ["fees \($0.definition)"] } ?? []))
      .joined(separator: "\n")
  }
}
