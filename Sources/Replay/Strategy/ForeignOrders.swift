import Market

/// Words that other tools have for orders, and what they are called here.
///
/// A user who writes one must not be told of a spelling mistake: it is there, by another name or in another place.
enum ForeignOrders {
  private static let keys: [String: String] = [
    "stop_loss": "stop: 3%", "stoploss": "stop: 3%", "sl": "stop: 3%", "stops": "stop: 3%",
    "take_profit": "take: 6%", "takeprofit": "take: 6%", "tp": "take: 6%", "target": "take: 6%",
    "trailing": "trail: 10%", "trailing_stop": "trail: 10%", "exit_after": "hold: 12h", "max_hold": "hold: 12h",
    "limit": "order: limit(close * (1 - 10bps), for 3 bars)", "limits": "order: limit(close * (1 - 10bps), for 3 bars)",
    "limit_price": "order: limit(close * (1 - 10bps), for 3 bars)", "orders": "order: limit(low, for 3 bars)",
    "order_type": "order: market, or order: limit(low, for 3 bars)",
  ]

  /// Names for what a rule may ask of its position.
  static let names = [
    "avg_price": "entry_price", "unrealized_pnl": "open_return", "unrealised_pnl": "open_return",
    "bars_in_trade": "bars_held",
  ]

  static func remedy(for key: String) -> String? { keys[key] }
}

extension YAMLMap {
  /// - Parameter sideKeys: keys that belong below `long:` or `short:`, at the top of a file; none where this is such a side.
  func refuseForeignOrders(sideKeys: [String] = []) throws(Problem) {
    for (key, _) in entries {
      if let word = ForeignOrders.remedy(for: key.text) {
        throw key.problem("'\(key.text)' is called otherwise here", remedy: "write \(word) below 'long:' or 'short:'")
      }
      if sideKeys.contains(key.text) {
        throw key.problem(
          "'\(key.text)' stands at the top of the file, and orders are those of a side",
          remedy: "put it below 'long:' or 'short:', as \(Self.example(of: key.text))")
      }
    }
  }

  private static func example(of key: String) -> String {
    switch key {
    case "order", "exit_order": "\(key): limit(low, for 3 bars)"
    case "hold": "hold: 12h"
    case "touch": "touch: fills"
    case "post_only": "post_only: true"
    case "enter", "exit": "\(key): close > mean(close, 1d)"
    case "stop": "stop: 3%, or trail: 10% for one that follows the price"
    default: "\(key): 3%, or \(key): 2 * std(close, 1d)"
    }
  }
}

extension Strategy {
  /// Refuses names that other tools have for a position's own numbers.
  func refuseForeignNames() throws(Problem) {
    for (name, place) in columnPlaces.sorted(by: { $0.key < $1.key }) {
      guard let word = ForeignOrders.names[name] else { continue }
      throw Problem("'\(name)' is called '\(word)' here", at: place, remedy: "write \(word)")
    }
  }
}
