extension ReplayMachine {
  /// What its venue holds a position against in a bar.
  ///
  /// Where the mark is watched and its bar is missing, the traded extreme is, which is the stricter. And whatever the mark
  /// says, nothing stands behind a position any more once the traded price has used up its margin: it could be left at no
  /// price that its account can pay.
  ///
  /// - Parameters:
  ///   - marks: by row; nil where the mark is not watched.
  ///   - traded: the price traded in the bar that is the worst for it; nil for its extreme.
  func watched(
    in row: Int, _ liquidation: Double, _ marks: [PriceRange?]?, traded: Double? = nil
  ) -> Protection.Watched {
    let side = protection.side
    guard let mark = marks?[row] ?? nil else { return Protection.Watched(price: liquidation, mark: nil) }
    let isTaken = side > 0 ? mark.lowest <= liquidation : mark.highest >= liquidation
    let bankrupt = bankruptcyPrice
    guard !isTaken, side * (traded ?? (side > 0 ? tape.low(row) : tape.high(row))) <= side * bankrupt else {
      return Protection.Watched(price: liquidation, mark: mark)
    }
    return Protection.Watched(price: bankrupt, mark: nil)
  }

  /// Where nothing is left of what stands behind the position.
  private var bankruptcyPrice: Double {
    let from = account.heldFrom
    let behind = account.equity(at: from) - (protection.margin?.reserve ?? 0)
    return from - behind / (account.quantity * Money.scale)
  }
}
