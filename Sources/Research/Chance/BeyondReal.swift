import Foundation
import Numerics
import Signals

/// Results that no market has given anybody. Most often something was known before it could be.
///
/// Every result asks here, so that what is beyond real in one is so in all.
public enum BeyondReal {
  /// What a result shows, by kind: each has a limit of its own.
  public enum Claim: Sendable, Hashable {
    /// An account: UTC-daily Sharpe × √365, over so many days, and what it came to.
    ///
    /// A position of two legs that hedge each other earns funding or a basis day by day, with next to no risk between two
    /// days: ratios above ten are honest there, and what such a position earns is bounded by what is paid. It is asked for its
    /// return as well.
    case account(sharpe: Double, days: Int, totalReturn: Double, isHedged: Bool)
    /// What comes after a signal.
    case forward(ForwardClaim)
  }

  /// What of a claim no market has given anybody, in a clause; nil of what one may have.
  public static func what(_ claim: Claim) -> String? {
    switch claim {
    case .account(let sharpe, let days, let totalReturn, let isHedged):
      isAccount(sharpe: sharpe, days: days, totalReturn: totalReturn, isHedged: isHedged)
        ? "Sharpe ratio \(sharpe.twoDigits), total return \(totalReturn < 0 ? "" : "+")\((totalReturn * 100).twoDigits)%"
        : nil
    case .forward(let claim): claim.beyondReal
    }
  }

  /// Why a claim beyond real is none of columns that are known too early, though nobody earns it; nil of others.
  public static func explanation(_ claim: Claim) -> String? {
    guard case .forward(let claim) = claim else { return nil }
    if let bounce = claim.fairBounce, claim.isFairBounce {
      return
        "The prices that it reads beside the traded bars move with the bar they stand on, and returns of the traded ones have "
        + "a correlation of \(bounce.twoDigits) with those of the bar before: trades bounce between bid and ask, which shows "
        + "beside a price that does not, and an order that takes earns none of it."
    }
    guard let bounce = claim.bounce, claim.isBounce else { return nil }
    return
      "It reads the traded bars alone, whose returns have a correlation of \(bounce.twoDigits) with those of the bar before: "
      + "trades bounce between bid and ask, and an order that takes earns none of it."
  }

  /// What is to be said of a claim; nil of one that a market may have given.
  ///
  /// - Parameter subject: a strategy or expression, as `hindcast audit` takes it.
  public static func alarm(_ claim: Claim, asking subject: String) -> String? {
    guard let what = what(claim) else { return nil }
    if let why = explanation(claim) { return "No forecast that can be traded: \(what). \(why)" }
    switch claim {
    case .account: return "ALARM: beyond anything real (\(what)). \(remedy(for: subject))"
    case .forward(let claim) where claim.bounce != nil:
      return
        "ALARM: beyond anything real: \(what). It reads the traded bars alone, so that no column can be known too early: "
        + "either an operator of your own looks ahead, which 'hindcast audit' finds, or nobody trades at these closes."
    case .forward: return "ALARM: beyond anything real: \(what). \(remedy(for: subject))"
    }
  }

  /// A ratio above ten a year, by more days than chance can explain, or a hundred times the money. A hedged position must have
  /// doubled its money in a year as well.
  static func isAccount(sharpe: Double, days: Int, totalReturn: Double, isHedged: Bool) -> Bool {
    if totalReturn > 100 { return true }
    guard sharpe > 10, sharpe / Annual.root * Double(days).squareRoot() > 4 else { return false }
    guard isHedged else { return true }
    return totalReturn > 0 && pow(1 + totalReturn, Annual.days / Double(max(1, days))) > 2
  }

  /// Of a hedged position whose ratio would be an alarm on any other: what the ratio leaves out; nil of others.
  public static func hedgedRemark(_ claim: Claim) -> String? {
    guard case .account(let sharpe, let days, let totalReturn, true) = claim,
      isAccount(sharpe: sharpe, days: days, totalReturn: totalReturn, isHedged: false),
      !isAccount(sharpe: sharpe, days: days, totalReturn: totalReturn, isHedged: true)
    else { return nil }
    return
      "A Sharpe ratio of \(sharpe.twoDigits) is that of legs that hedge each other: from day to day little moves but what is "
      + "paid. What such a position loses it loses at once (a basis that jumps, a leg that is liquidated, a venue that "
      + "fails), and of that a calm window shows nothing."
  }

  /// What to do about it.
  static func remedy(for subject: String) -> String {
    let isName = subject.allSatisfy { $0.isLetter || $0.isNumber || "-_./".contains($0) }
    return
      "Most often a column is known too early: 'hindcast audit \(isName ? subject : "\"\(subject)\"")' looks for it, 'data show' says when each is known, and a column stamped at the open of its bar is known at_close, not at_stamp (docs/formats.md)."
  }
}

extension Double {
  /// Two digits behind the point.
  var twoDigits: String { "\((self * 100).rounded() / 100)" }
}
