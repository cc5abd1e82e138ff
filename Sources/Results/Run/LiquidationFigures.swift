import Replay

// What venues took of positions whose margin was gone.

extension LiquidationStep {
  static let fields = Fields<LiquidationStep>(in: .all) {
    Field("time", .instant, "open of the bar") { $0.instant }
    Field("leg", .words, "of legs and portfolios: whose position it was") { $0.leg.isEmpty ? nil : $0.leg }
    Field("price", .fillPrice, "at which the margin was gone") { $0.price }
    Field("taken_at", .fillPrice, "that price, or the bankruptcy price") { $0.paid }
    Field("quantity", .size, "taken, signed as it was held") { $0.taken }
    Field("left", .ratio(4), "0 where all was taken") { $0.left }
    Field("fee", .amount, "of the taking; costs are negative, what the venue bore is positive") { Money.quote($0.fee) }
    Field("margin_before", .margin, "equity behind the position") { Money.quote($0.marginBefore) }
    Field("margin", .margin, "equity behind what is left") { Money.quote($0.margin) }
    Field("maintenance", .margin, "what must stand behind it at that price") { Money.quote($0.maintenance) }
  }
}

extension RunSummary {
  /// How the file says that its venues take positions in parts.
  var liquidationRules: [LiquidationRule] { strategy.strategy.liquidationRules }
  private var ruleNames: String {
    liquidationRules.isEmpty
      ? LiquidationRule.whole.rawValue : liquidationRules.map(\.rawValue).joined(separator: " and ")
  }

  /// How positions were liquidated; nil where none was.
  var liquidationNote: String? {
    let (whole, parts) = (run.figures.liquidations, run.orders.liquidatedParts)
    guard whole + parts > 0 else { return nil }
    guard !liquidationRules.isEmpty else {
      return
        "\(Double.counted(whole, "position")) liquidated, each whole: venues that reduce a large one in steps do so with margin: { liquidation: okx } and the like."
    }
    return
      "Liquidated as \(ruleNames) does it: \(Double.counted(parts, "part")) of positions taken, \(Double.counted(whole, "position")) whole (--explain liquidation)."
  }

  /// What was taken, and what stood behind the rest, step by step.
  package var liquidations: Table {
    LiquidationStep.fields.table(
      run.liquidations,
      title: "Liquidations of \(id), as \(ruleNames): \(Double.counted(run.liquidations.count, "step"))",
      notes: [
        "Margin and maintenance are those at the price, before and after. A step at the bankruptcy price loses what stood behind it."
      ]
    ).amounts(in: quote)
  }
}
