extension ReplayMachine {
  /// What its venue holds a position against in a bar.
  ///
  /// - Parameters:
  ///   - marks: by row; nil where the mark is not watched.
  ///   - traded: the price traded in the bar that is the worst for it; nil for its extreme.
  func watched(
    in row: Int, _ liquidation: Double, _ marks: [PriceRange?]?, traded: Double? = nil
  ) -> Protection.Watched {
    let side = protection.side
    return Protection.Watched(
      liquidation, side: side, marks?[row] ?? nil, traded: traded ?? (side > 0 ? tape.low(row) : tape.high(row)),
      bankruptcy: bankruptcyPrice)
  }

  /// Where nothing is left of what stands behind the position.
  private var bankruptcyPrice: Double {
    let from = account.heldFrom
    let behind = account.equity(at: from) - (protection.margin?.reserve ?? 0)
    return from - behind / (account.quantity * Money.scale)
  }
}

extension Protection.Watched {
  /// What a venue holds a position against in a bar.
  ///
  /// Where the mark is watched and its bar is missing, the traded extreme is, which is the stricter. And whatever the mark
  /// says, nothing stands behind a position any more once the traded price has used up its margin: it could be left at no
  /// price that its account can pay.
  ///
  /// - Parameters:
  ///   - mark: of the bar; nil where it is not watched, or missing.
  ///   - traded: the price traded in the bar that is the worst for it.
  ///   - bankruptcy: where nothing is left of what stands behind it.
  init(
    _ liquidation: Double, side: Double, _ mark: PriceRange?, traded: Double, bankruptcy: @autoclosure () -> Double
  ) {
    self.init(price: liquidation, mark: mark)
    guard let mark, !(side > 0 ? mark.lowest <= liquidation : mark.highest >= liquidation) else { return }
    let bankrupt = bankruptcy()
    if side * traded <= side * bankrupt { self.init(price: bankrupt, mark: nil) }
  }
}
