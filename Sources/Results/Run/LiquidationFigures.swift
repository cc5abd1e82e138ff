import Market
import Replay

// What venues took of positions whose margin was gone.

extension LiquidationStep {
  static let fields = Fields<LiquidationStep> {
    Field("time", .instant, in: .all, "open of the bar") { $0.instant }
    Field("price", .price, in: .all, "at which the margin was gone") { $0.price }
    Field("taken_at", .price, in: .all, "that price, or the bankruptcy price") { $0.paid }
    Field("quantity", .number, in: .all, "taken, signed as it was held") { $0.taken }
    Field("left", .number, in: .all, "0 where all was taken") { $0.left }
    Field("fee", .number, in: .all, "of the taking; costs are negative, what the venue bore is positive") {
      Money.quote($0.fee)
    }
    Field("margin_before", .number, in: .all, "equity behind the position") { Money.quote($0.marginBefore) }
    Field("margin", .number, in: .all, "equity behind what is left") { Money.quote($0.margin) }
    Field("maintenance", .number, in: .all, "what must stand behind it at that price") {
      Money.quote($0.maintenance)
    }
  }
}

extension RunSummary {
  /// How the file says that its venue takes positions.
  var liquidationRule: LiquidationRule { strategy.strategy.margin?.liquidation ?? .whole }

  /// How positions were liquidated; nil where none was.
  var liquidationNote: String? {
    let (whole, parts) = (run.figures.liquidations, run.orders.liquidatedParts)
    guard whole + parts > 0 else { return nil }
    guard run.legs == nil, run.portfolio == nil else {
      return
        "\(Double.counted(whole, "position")) liquidated, each whole, on traded lows and highs: parts that a venue takes first are replayed of one instrument only."
    }
    guard liquidationRule != .whole else {
      return
        "\(Double.counted(whole, "position")) liquidated, each whole: venues that reduce a large one in steps do so with margin: { liquidation: okx } and the like."
    }
    return
      "Liquidated as \(liquidationRule.rawValue) does it: \(Double.counted(parts, "part")) of positions taken, \(Double.counted(whole, "position")) whole (--explain liquidation)."
  }

  /// What was taken, and what stood behind the rest, step by step.
  package var liquidations: Table {
    LiquidationStep.fields.table(
      run.liquidations,
      title: "Liquidations of \(id), as \(liquidationRule.rawValue): \(Double.counted(run.liquidations.count, "step"))",
      notes: [
        "Margin and maintenance are those at the price, before and after; amounts in \(quote). A step at the bankruptcy price loses what stood behind it."
      ])
  }
}
