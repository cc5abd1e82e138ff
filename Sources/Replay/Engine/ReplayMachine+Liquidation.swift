import Market

/// Positions whose margin is gone: taken whole, or in the parts that their venue takes first.
///
/// A part is a fill like any other, with its entries in the ledger. What is left of the position is held against its new
/// liquidation price in the rest of the same bar, from the price of the part on; nobody is asked, and the rules take the
/// position for held.
extension ReplayMachine {
  /// Takes the parts that a venue takes before `exit` comes; what then ends the position in the bar, or nil where something
  /// is left that lives through it.
  mutating func exit(afterPartsOf exit: Protection.Exit) -> Protection.Exit? {
    var exit = exit
    row = exit.row
    while exit.cause == .liquidation, let target = partLeft(at: exit.price) {
      takePart(to: target, at: exit.price)
      guard let next = self.exit(after: exit.price, in: exit.row) else { return nil }
      exit = next
    }
    return exit
  }

  /// The position as its venue sees it at a price at which its margin is gone; nil without terms of margin.
  private mutating func marginCall(at price: Double) -> MarginCall? {
    guard let margin = protection.margin else { return nil }
    return margin.terms.call(
      account.quantity, at: price, behind: account.equity(at: price) - margin.reserve, taker: takerRate(),
      followsPart: protection.partRow == row, entry: margin.entry, quotation)
  }

  /// What is left of the position after a part was taken; nil where all of it goes.
  mutating func partLeft(at price: Double) -> Double? {
    guard let margin = protection.margin, margin.terms.liquidation != .whole else { return nil }
    return marginCall(at: price)?.left(of: account.quantity, margin.terms.liquidation, steps)
  }

  mutating func takePart(to target: Double, at price: Double) {
    guard let margin = protection.margin, let call = marginCall(at: price) else { return }
    let (held, rule) = (account.quantity, margin.terms.liquidation)
    let taken = held - target
    let behind = account.equity(at: price) - margin.reserve
    var costs = costs
    costs.taker = takerRate()
    let taking = Taking(
      part: taken, of: held, at: price, behind: behind, rule, isBankrupt: call.isAtBankruptcy(rule, isPart: true), costs
    )
    protection.partRow = row
    orders.liquidatedParts += 1
    exchange(
      to: target, at: price, paying: taking.paid, fee: taking.fee, feeRate: costs.taker, slippage: 0,
      liquidation: taking.liquidation, reason: .liquidation)
    record(
      taken, left: target, at: price, paid: taking.paid, fee: taking.fee + taking.liquidation, before: behind)
  }

  /// The position is taken away at `price`. What it lacks to cover its losses the venue bears.
  ///
  /// Equity that does not stand behind the position is kept, and does not pay for it.
  mutating func liquidate(at price: Double) {
    let margin = protection.margin
    let rule = margin?.terms.liquidation ?? .whole
    let isBankrupt = marginCall(at: price)?.isAtBankruptcy(rule, isPart: false) ?? false
    let (held, behind) = (account.quantity, account.equity(at: price) - (margin?.reserve ?? 0))
    let taking = Taking(whole: held, at: price, behind: behind, isBankrupt: isBankrupt, costs)
    totals.liquidations += 1
    exchange(
      to: 0, at: price, paying: taking.paid, fee: 0, feeRate: 0, slippage: 0, liquidation: taking.liquidation,
      reason: .liquidation)
    totals.drawdown.see(account.cash)
    record(held, left: 0, at: price, paid: taking.paid, fee: taking.liquidation, before: behind)
  }

  /// Whether the open of `row`, which has been seen, leaves nothing behind the position: no order could leave it there at a
  /// price that its account can pay, and its venue has taken it.
  @inline(__always)
  var isRuinedAtOpen: Bool {
    !account.isFlat && account.equity(at: tape.opens[row]) <= protection.margin?.reserve ?? 0
  }

  /// Takes a position that the open of `row` ruins. Whether it did.
  @inline(__always)
  mutating func isTakenAtOpen() -> Bool {
    guard isRuinedAtOpen else { return false }
    liquidate(at: tape.opens[row])
    return true
  }

  private mutating func record(
    _ taken: Double, left: Double, at value: Double, paid: Double, fee: Double, before: Double
  ) {
    guard Observer.watchesBars else { return }
    observer.liquidated(
      LiquidationStep(
        instant: market.grid.open(row), price: quotation.price(value), paid: quotation.price(paid), taken: taken,
        left: left, fee: fee,
        marginBefore: before, margin: left == 0 ? 0 : account.equity(at: value) - (protection.margin?.reserve ?? 0),
        maintenance: left == 0
          ? 0 : marginCall(at: value).map { quotation.accountAmount($0.tiers.maintenance(of: $0.notional)) } ?? 0,
        leg: ""))
  }

  // MARK: The rest of the bar

  /// What ends the position, or the next part of it, between a part that was taken at `price` and the close of that bar.
  private mutating func exit(after price: Double, in row: Int) -> Protection.Exit? {
    let marks = watchedMarks
    // A price that lies behind already is reached at once.
    let watched = watched(in: row, liquidationPrice, marks, after: price)
    if let part = protection.exitPart, let path = market.path {
      for part in part..<path.parts {
        let isSame = part == protection.exitPart
        let bar = path.bar(part, of: row)
        let exit =
          isSame && part == protection.insidePart && row == protection.insideRow
          ? protection.exit(afterLimitIn: bar, row: row, watched)
          : protection.exit(in: isSame ? bar.resumed(at: price) : bar, row: row, watched, isFirst: false)
        guard let exit else { continue }
        protection.exitPart = part
        return exit
      }
      return nil
    }
    if row == protection.insideRow { return protection.exit(afterLimitIn: bar(row), row: row, watched) }
    // Where the mark took a part, nothing says what was traded by then.
    let rest = watched.mark == nil ? bar(row).resumed(at: price) : bar(row)
    return protection.exit(in: rest, row: row, watched, isFirst: false)
  }
}

extension Bar {
  /// What is left of it from a price on that it came to on its way.
  func resumed(at price: Double) -> Bar { Bar(open: price, high: high, low: low, close: close) }
}
