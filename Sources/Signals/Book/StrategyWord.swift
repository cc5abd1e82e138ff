/// What looks like an operator in a strategy file and is none: it says what the expression in its brackets is for.
enum StrategyWord: String {
  case quote, coins, risk, kelly, limit, spread, impact

  /// The line to write.
  var usage: String {
    switch self {
    case .quote: "size: quote(10000); what it is multiplied by stands inside"
    case .coins: "size: coins(0.5); what it is multiplied by stands inside"
    case .risk: "size: risk(1%); what it is multiplied by stands inside"
    case .kelly: "size: kelly(0.5, 30d, 2)"
    case .limit: "order: limit(close * (1 - 10bps), for 3 bars), or exit_order"
    case .spread: "slippage: spread(2bps) below costs"
    case .impact: "slippage: impact(0.6, 1d) below costs"
    }
  }
}
