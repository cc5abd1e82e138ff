import Market
import Replay

extension Strategy {
  /// What is to be said where fees were assumed, and where one that the file says is not used; nil where there is nothing.
  public var feeNote: String? {
    guard let assumed = assumedFees else { return nil }
    let fees = assumed.fees
    guard assumed.items != [.maker] else {
      return
        "The maker's fee is assumed, as the file of '\(name)' says none: \(fees.maker.bpsText) (\(fees.source)); say 'maker: 2bps' beside 'taker'."
    }
    guard legs == nil else {
      return
        "Costs are assumed, as the file of '\(name)' says none of these legs: \(fees.source); say 'taker: 5bps' of each, or 'costs: free'."
    }
    return
      "\(assumed.items == [.taker] ? "The taker's fee is" : "Fees are") assumed, as the file of '\(name)' says none: taker \(fees.taker.bpsText)\(assumed.items == [.taker] ? "" : ", maker \(fees.maker.bpsText)") (\(fees.source)); say 'costs: { taker: 5bps }', or 'costs: free'."
  }
}

extension BoundStrategy {
  /// What a reader must know of costs besides the figures.
  var costNotes: [String] {
    var notes = [strategy.feeNote].compactMap(\.self)
    if costs.maker < 0, !strategy.usesLimits {
      notes.append("The maker rebate is not used: every order is a market order, and pays or receives 'taker'.")
    }
    return notes
  }
}

extension Double {
  /// A fraction in basis points: `5 bps`.
  package var bpsText: String { "\(Figure.plain((self * 1e8).rounded() / 1e4).text) bps" }
}
