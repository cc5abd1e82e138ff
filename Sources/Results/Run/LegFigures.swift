import Market
import Replay

/// A leg, or all of them, with what is asked of it in a table.
struct LegRow: Sendable {
  /// Nil for all legs together.
  let leg: LegRun?
  let sums: LegSums

  static let fields = Fields<LegRow> {
    Field("leg", .words, in: .shown, "as the strategy calls it; null for all together") {
      $0.leg?.name ?? ($0.leg == nil ? "all" : nil)
    }
    Field("instrument", .words, in: .shown, "venue:symbol") { $0.leg?.instrument.description }
    Field("price", .amount, in: .shown, "what its price came to, quote currency; of all legs: the basis") {
      Money.quote($0.sums.price)
    }
    Field("funding", .amount, in: .shown, "+ received, - paid") { Money.quote($0.sums.funding) }
    Field("fees", .amount, in: .shown) { Money.quote($0.sums.fees) }
    Field("slippage", .amount, in: .shown) { Money.quote($0.sums.slippage) }
    Field("financing", .amount, in: .shown, "interest on what was borrowed to be sold") {
      Money.quote($0.sums.financing)
    }
    Field("liquidation", .amount, in: [.json, .detail], "liquidation fees less what the venue bore") {
      Money.quote($0.sums.liquidation)
    }
    Field("net", .amount, in: .shown, "all of these, to the last digit") { Money.quote($0.sums.net) }
    Field("fills", .count, in: [.json, .detail]) { $0.sums.fills }
    Field("settled_in", .words, "of a leg that is settled in a coin: that coin") { $0.leg?.settledIn?.coin }
      .whereKnown()
    Field("exchanged_at", .words, "of such a leg: the leg whose price its coin is exchanged at") {
      $0.leg?.settledIn?.at
    }
    .whereKnown()
    Field("net_coin", .number, "of such a leg: net in coins, each entry at what one cost then") { $0.leg?.coins }
      .whereKnown()
    Field("taker", .number, "fraction of traded value") { $0.leg?.terms.costs.taker }
    Field("borrow", .number, "interest a year on what is borrowed; null where the file says none") {
      $0.leg?.terms.borrow
    }
    Field("missing", .count, "bars that its market did not print") { $0.leg?.missing }
    Field("funding_coverage", .words) { $0.leg?.funding.coverage.rawValue }
  }
}

extension LegAccount {
  var rows: [LegRow] { legs.map { LegRow(leg: $0, sums: $0.sums) } }

  static let fields = Fields<LegAccount> {
    Field("hedge", .words, "what the ratios of the legs count: value or coins") { $0.hedge.rawValue }
    Field("basis", .number, "what the prices of all legs came to, quote currency") { Money.quote($0.total.price) }
    Field("funding", .number, "what funding came to over all legs, + received") { Money.quote($0.total.funding) }
    Field("costs", .number, "fees, slippage and liquidations") {
      Money.quote($0.total.fees + $0.total.slippage + $0.total.liquidation)
    }
    Field("financing", .number, "interest on what was borrowed to be sold") { Money.quote($0.total.financing) }
    Field("net", .number, "basis, funding, costs and financing: what equity changed by, to the last digit") {
      Money.quote($0.total.net)
    }
    Field("cut_orders", .count, "orders smaller than wanted, for want of margin") { $0.cutOrders }
    Field("drift_orders", .count, "orders that brought back legs which were too far off") { $0.driftOrders }
    Field("on_leg_end", .words, "what becomes of the other legs when one ends: close or keep") { $0.onLegEnd.rawValue }
    Field(
      "leg_ends", listOf: LegEndRow.fields, "legs that ended while others were held; of runs in which one did",
      answer: { account in account.ends.isEmpty ? nil : .success(account.endRows) }
    ).whereKnown()
    Field("legs", listOf: LegRow.fields, "in the order of the file; futures that a leg rolls through come last") {
      $0.rows
    }
    Field(
      "rolls", listOf: RollRow.fields, "what went from one dated future to the next; of runs with a leg that rolls",
      answer: { account in account.rollRows.map { .success($0) } }
    ).whereKnown()
  }

  /// What coins are exchanged at that a leg gains and loses.
  private var coinNotes: [String] {
    legs.compactMap { leg in
      leg.settledIn.map { coin, source in
        let price = source == leg.name ? "its own price" : "the price of \(source)"
        return
          "\(leg.label): \(leg.instrument) is settled in \(coin). What it \(leg.isBought ? "is bought and sold for" : "gains and loses") of that is exchanged at once, at \(price): at an open what is \(leg.isBought ? "traded" : "closed") there, with its fees, and each settlement of funding; at closes what is held is valued the same way. No \(coin) is kept\(leg.isBought ? "" : " as margin: that stands in the account's currency")."
      }
    }
  }

  /// What markets did not print, and what became of orders.
  @Listed<String> package var notes: [String] {
    coinNotes
    endNotes
    legs.compactMap { leg in
      leg.begin.map {
        "\(leg.label): \(leg.instrument) has no bars before \($0.minuteText) UTC, and nothing was decided until then."
      }
    }
    legs.filter { $0.missing > 0 && $0.end == nil }.map { leg in
      "\(leg.label): \(Double.grouped(leg.missing)) bar\(leg.missing == 1 ? " was" : "s were") not printed by \(leg.instrument); its orders waited for the next, and nothing was decided."
    }
    if cutOrders > 0 {
      "\(Double.grouped(cutOrders)) order\(cutOrders == 1 ? " was" : "s were") smaller than wanted: what is bought outright and the margins of the others may not exceed equity."
    }
    if driftOrders > 0 {
      "\(Double.counted(driftOrders, "time")) a leg was further off than 'drift' allows, and all were ordered anew."
    }
    rollNotes
  }
}

extension RunSummary {
  var legBasis: [String] {
    guard let account = run.legs else { return [] }
    let count = Set(account.legs.map(\.name)).count
    let currency = account.legs.contains { $0.settledIn != nil } ? " in \(quote)" : ""
    return [
      "One position of \(count) leg\(count == 1 ? "" : "s") out of one account\(currency): \(account.listed); each fills at its own next open."
    ]
  }

  /// Where the result came from, leg by leg; nil for a run of one instrument.
  package var legTable: Table? {
    guard let account = run.legs else { return nil }
    let total = account.total
    let costs = total.fees + total.slippage + total.liquidation
    func words(_ micro: Double) -> String { Figure.signedQuote(Money.quote(micro)).text }
    return LegRow.fields.table(
      account.rows, title: "What each leg came to", total: LegRow(leg: nil, sums: total),
      notes: [
        "Basis \(words(total.price)), funding \(words(total.funding)), costs \(words(costs)), financing \(words(total.financing)): together \(words(total.net)), the change of equity to the last digit. Price is before costs; of all legs together it is what their difference, the basis, came to."
      ]
    ).amounts(in: quote)
  }
}
