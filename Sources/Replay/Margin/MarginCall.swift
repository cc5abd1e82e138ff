import Market

/// A position at the price at which its margin is gone, in its settlement currency.
struct MarginCall: Hashable, Sendable {
  /// Worth of the position, unsigned.
  let notional: Double
  /// What stands behind it.
  let margin: Double
  let tiers: MarginTiers
  /// What an order to reduce it pays, of what it trades.
  let taker: Double
  /// Whether a part of it was taken in this very bar.
  let followsPart: Bool
  /// What amounts are whole multiples of: a millionth of quote, in the settlement currency.
  let grain: Double
  /// What must stand behind all that `margin` stands behind, where that is more than the position; nil where it is not.
  var maintenance: Double?

  /// What `rule` leaves of the position, as a share of it; 0 where all is taken.
  func kept(_ rule: LiquidationRule) -> Double {
    // Nothing is saved by a part where nothing is left.
    guard notional > 0, margin > 0 else { return 0 }
    // A notional on a floor lies in the tier below it: venues write limits, up to and with. After a part the next price lies
    // ever closer to the limit; what is above it by no more than amounts are rounded to has reached it, or the parts never end.
    let reached = notional - max(1e-9 * notional, 8 * grain)
    let index = tiers.tiers.lastIndex { $0.from < reached } ?? 0
    func limit(of tier: Int) -> Double { tiers.tiers[tier + 1].from }
    switch rule.part {
    case .whole: return 0
    case .tiers(let down, let from): return index + 1 < from ? 0 : limit(of: max(0, index - down)) / notional
    case .lowerTier:
      let lower = (0..<index).last { tier in
        let limit = limit(of: tier)
        return margin - (notional - limit) * taker >= tiers.maintenance(of: limit)
      }
      return lower.map { limit(of: $0) / notional } ?? 0
    case .share(let share, let above):
      return notional > above && !followsPart && !isBackstop(rule) ? 1 - share : 0
    }
  }

  /// What is left of a position after a part was taken, signed and in whole lots, of which never more is kept than the rule
  /// allows; nil where all of it goes.
  func left(of held: Double, _ rule: LiquidationRule, _ steps: TradingSteps?) -> Double? {
    let kept = kept(rule)
    guard kept > 0, kept < 1 else { return nil }
    let left = steps?.rounded(held * kept) ?? held * kept
    return left == 0 || left == held ? nil : left
  }

  /// Whether so little is left that the venue takes the position with all that stands behind it.
  func isBackstop(_ rule: LiquidationRule) -> Bool {
    guard case .marketAbove(let share) = rule.price else { return false }
    // At the liquidation price itself equity is the maintenance but for a rounding.
    return margin < share * (maintenance ?? tiers.maintenance(of: notional))
  }

  /// Whether what is taken loses what stands behind it, and no more.
  func isAtBankruptcy(_ rule: LiquidationRule, isPart: Bool) -> Bool {
    switch rule.price {
    case .market: false
    case .marketThenBankruptcy: !isPart
    case .bankruptcy: true
    case .marketAbove: isBackstop(rule)
    }
  }
}

/// What a liquidation took, and what stood behind the rest of it.
public struct LiquidationStep: Hashable, Sendable {
  /// The open of the bar it happened in.
  public let instant: Instant
  /// At which the margin was gone.
  public let price: Double
  /// At which it was taken: that, or the bankruptcy price.
  public let paid: Double
  /// Signed, as it was held.
  public let taken: Double
  public let left: Double
  /// Of the taking, whole micro-quote; negative costs.
  public let fee: Double
  /// Whole micro-quote, before and after.
  public let marginBefore: Double
  public let margin: Double
  /// What must stand behind the rest at the price, whole micro-quote.
  public let maintenance: Double
  /// The leg, or the instrument of a portfolio; empty where there is one.
  public let leg: String
}
