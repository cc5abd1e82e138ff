extension ReplayMachine {
  /// The marks, by row, that the position is held against; nil where that is what was traded.
  var watchedMarks: [MarkBar?]? { protection.margin?.terms.watch == .mark ? market.markBars : nil }

  /// What its venue holds a position against in a bar.
  ///
  /// - Parameters:
  ///   - marks: by row; nil where the mark is not watched.
  ///   - part: the price at which a part of it was taken in the bar.
  func watched(
    in row: Int, _ liquidation: Double, _ marks: [MarkBar?]?, after part: Double? = nil
  ) -> Protection.Watched {
    guard let mark = marks?[row] ?? nil else {
      return Protection.Watched(price: liquidation, after: part, protection.side)
    }
    return Protection.Watched(
      price: liquidation, mark: mark, bankruptcy: bankruptcyPrice, after: part, closing: tape.marks.values[row],
      protection.side)
  }

  /// Where nothing is left of what stands behind the position.
  private var bankruptcyPrice: Double {
    let from = account.heldFrom
    let behind = account.equity(at: from) - (protection.margin?.reserve ?? 0)
    return from - behind / (account.quantity * Money.scale)
  }
}

extension Protection {
  /// The price at which a venue takes a position, and what it looks at.
  ///
  /// Where the mark is watched and its bar is missing, what was traded is looked at, which is the stricter. And whatever the
  /// mark says, nothing stands behind a position any more once the traded price has used up its margin: it could be left at no
  /// price that its account can pay.
  struct Watched {
    private let price: Double
    /// What is paid there: where a part was taken at a worse price before, that.
    private let paid: Double
    /// Nil where what was traded is looked at.
    private(set) var mark: MarkBar?
    /// Where what was traded leaves nothing of what stands behind the position. Without a mark the price comes before it.
    private var bankruptcy = Double.nan

    /// - Parameter part: the price at which a part of the position was taken in the bar.
    init(price: Double, after part: Double? = nil, _ side: Double) {
      self.price = price
      paid = part.map { side * min(side * price, side * $0) } ?? price
    }

    /// - Parameter close: of the bar. Of what was traded after a part only that is known.
    init(
      price: Double, mark: MarkBar, bankruptcy: Double, after part: Double? = nil, closing close: Double, _ side: Double
    ) {
      self.init(price: price, after: part, side)
      self.mark = mark
      if part == nil || side * close <= side * bankruptcy { self.bankruptcy = bankruptcy }
    }

    /// Nothing that is ever traded.
    static func never(_ side: Double) -> Watched { Watched(price: side * -.infinity, side) }

    /// The same of what was traded alone, in a bar whose mark does not take the position.
    func ofTrades(_ side: Double) -> Watched { mark == nil ? self : Watched(price: bankruptcy, side) }

    /// Where the venue takes a position at the open of a bar, of which nothing but the opens is known then; nil where it does
    /// not. Whoever is taken by the mark gets its price, or the open where that is the worse.
    func taken(atOpen open: Double, _ side: Double) -> Double? {
      guard let mark else { return side * open <= side * price ? open : nil }
      if side * mark.open <= side * price { return side * min(side * open, side * paid) }
      return side * open <= side * bankruptcy ? open : nil
    }

    /// Whether the mark comes to the price at any time of the bar.
    func isTakenByMark(_ side: Double) -> Bool { mark.map { side * $0.worst(side) <= side * price } ?? false }

    /// Where the venue takes it on the way from the open to the worst price traded; nil where it does not.
    func taken(by worst: Double, _ side: Double) -> Double? {
      guard mark != nil else { return side * worst <= side * price ? paid : nil }
      if isTakenByMark(side) { return paid }
      return side * worst <= side * bankruptcy ? bankruptcy : nil
    }
  }
}
