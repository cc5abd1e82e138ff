extension ReplayMachine {
  /// A dated contract that has expired is settled at the last price known: no order, no fee.
  mutating func expire() {
    guard !account.isFlat else { return }
    let price = tape.marks.values[row - 1]
    exchange(
      to: 0, at: price, paying: price, fee: 0, feeRate: 0, slippage: 0, liquidation: 0, reason: .expiry)
    totals.drawdown.see(account.cash)
  }
}
