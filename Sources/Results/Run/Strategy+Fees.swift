import Market
import Replay

extension Strategy {
  /// What is to be said where fees were assumed, and where one that the file says is not used; nil where there is nothing.
  public var feeNote: String? {
    guard let fees = assumedFees else { return nil }
    guard legs == nil else {
      return
        "Costs are assumed, as the file of '\(name)' says none of these legs: \(fees.source); say 'taker: 5bps' of each, or 'costs: free'."
    }
    return
      "Costs are assumed, as the file of '\(name)' says none: taker \(fees.taker.bpsText), maker \(fees.maker.bpsText) (\(fees.source)); say 'costs: { taker: 5bps }', or 'costs: free'."
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
