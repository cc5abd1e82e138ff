import Market

/// Orders that other tools have and this one has not, by the keys they go by there.
///
/// A user who writes one must not be told of a spelling mistake: it is not there, and there is something to do instead.
enum AbsentOrders {
  private static let stops: Set<String> = [
    "stop", "stops", "stop_loss", "stoploss", "sl", "trailing", "trailing_stop", "take_profit", "takeprofit", "tp",
    "target", "exit_after", "max_hold",
  ]
  private static let limits: Set<String> = [
    "limit", "limits", "limit_price", "order", "orders", "order_type", "post_only",
  ]

  /// Columns that would be of the position and not of the market.
  static let columns: Set<String> = ["entry_price", "avg_price", "unrealized_pnl", "unrealised_pnl", "bars_in_trade"]

  /// What is not there, and what to do; nil for any other key.
  static func refusal(of key: String) -> (what: String, remedy: String)? {
    if stops.contains(key) {
      return (
        "'\(key)': there are no stop, take-profit or trailing orders; positions are left at closes, by 'exit:'",
        "write an exit that signals can decide, such as exit: change(close, 4h) < -3% or "
          + "close < max(close, 1d) * 0.9, filled at the next open"
      )
    }
    if limits.contains(key) {
      return (
        "'\(key)': there are no limit orders; every order is a market order, filled at the next open",
        "leave it out; 'costs: taker' and 'slippage' say what a market order costs"
      )
    }
    return nil
  }
}

extension YAMLMap {
  /// Refuses keys of orders that are not there, with what to do instead.
  func refuseWhatIsNotThere() throws(Problem) {
    for (key, _) in entries {
      if let refusal = AbsentOrders.refusal(of: key.text) { throw key.problem(refusal.what, remedy: refusal.remedy) }
    }
  }
}

extension Strategy {
  /// Refuses rules that ask about their own position: what it was entered at is not known to signals, which are the same
  /// for everybody.
  func refuseOwnPosition() throws(Problem) {
    for (name, place) in columnPlaces.sorted(by: { $0.key < $1.key }) where AbsentOrders.columns.contains(name) {
      throw Problem(
        "'\(name)': rules do not know the position they are asked for, only the market", at: place,
        remedy: "write the exit in terms of the market, such as exit: change(close, 4h) < -3%")
    }
  }
}
