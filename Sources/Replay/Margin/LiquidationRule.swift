/// How a venue takes a position whose margin is gone: at once, or in parts that bring down what it must hold.
///
/// Only ways that a venue has written down are here. `absent` names venues that reduce in parts of a size they do not say.
public enum LiquidationRule: String, Hashable, Sendable, CaseIterable {
  /// All of it, at the liquidation price.
  case whole
  /// An order down to a lower risk limit whose margin is then covered, else all of it at the bankruptcy price:
  /// help.bybit.com, "Liquidation Process"; read in November 2026.
  case bybit
  /// The same: https://www.bitmex.com/app/liquidation, read in November 2026.
  case bitmex
  /// Two tiers at a time from the third on, each part at the bankruptcy price.
  case okx
  /// Above 100,000 USDC a fifth first, and all of it within the half minute after; the vault takes what has less than two
  /// thirds of its maintenance.
  case hyperliquid

  /// What is taken first.
  enum Part: Hashable, Sendable {
    case whole
    /// Down to the limit of the largest lower tier whose maintenance is then covered.
    case lowerTier
    /// Down to the limit of the tier `down` below, from the tier `from` on, counted from 1.
    case tiers(down: Int, from: Int)
    /// A share of a position worth more than `above`; what follows in the same bar is whole.
    case share(Double, above: Double)
  }

  /// What a part, and all that is left, are taken at.
  enum Price: Hashable, Sendable {
    /// The market's, with the fee of a liquidation.
    case market
    /// The market's for a part, with a taker's fee; the bankruptcy price for all that is left.
    case marketThenBankruptcy
    /// The bankruptcy price: what stands behind it is lost with it.
    case bankruptcy
    /// The market's while equity is this share of maintenance or more, else the bankruptcy price.
    case marketAbove(Double)
  }

  var part: Part {
    switch self {
    case .whole: .whole
    case .bybit, .bitmex: .lowerTier
    case .okx: .tiers(down: 2, from: 3)
    case .hyperliquid: .share(0.2, above: 100_000)
    }
  }

  var price: Price {
    switch self {
    case .whole: .market
    case .bybit, .bitmex: .marketThenBankruptcy
    case .okx: .bankruptcy
    case .hyperliquid: .marketAbove(2 / 3)
    }
  }

  /// Why it says nothing of several positions that share one purse; nil where it does.
  ///
  /// Hyperliquid sends an order for each of them at once, and its vault takes all of them with all that is behind them
  /// (hyperliquid.gitbook.io, "Liquidations" and "Auto-deleveraging"; read in December 2026).
  var untoldOfSeveral: String? {
    switch self {
    case .whole, .hyperliquid: nil
    case .bybit, .bitmex:
      "it says to which limit a position is brought down, and not which of several that share a purse goes first"
    case .okx:
      "its parts go at the bankruptcy price, and of several positions that share a purse none has one of its own"
    }
  }

  /// For messages.
  static let names = allCases.map(\.rawValue).joined(separator: ", ")

  /// Venues whose way is not written down to the digit, and what is known of it.
  public static let absent: [String: String] = [
    "binance": "it reduces a large position by one order first, of a size it does not say",
    "deribit": "it reduces continuously, in increments it does not say",
    "dydx": "parameters of its chain say how much goes at once, and they change",
    "gate": "nothing is known here of its steps", "kraken": "nothing is known here of its steps",
  ]
}
