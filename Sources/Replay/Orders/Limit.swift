/// A limit order as it rests in the book: the fill model of what does not trade at the next open.
public struct Limit: Hashable, Sendable {
  public let price: Double
  /// Bars it rests, the first after the decision included; nil until it fills or the rules want something else.
  public let bars: Int?
  /// Whether it is refused rather than filled at once when it is marketable as it arrives.
  public let isPostOnly: Bool
  /// Whether a price that touches it fills it. A queue stands before it at its price, so unless a file says otherwise the
  /// market must trade through.
  public let fillsOnTouch: Bool

  public init(price: Double, bars: Int? = nil, isPostOnly: Bool = false, fillsOnTouch: Bool = false) {
    self.price = price
    self.bars = bars
    self.isPostOnly = isPostOnly
    self.fillsOnTouch = fillsOnTouch
  }

  var isPlaceable: Bool { price > 0 && price.isFinite }

  /// What a bar does to it.
  enum Outcome: Hashable {
    case rests
    /// - Parameter isAtOpen: whether the open fills it. One that is at its price does not: it rests, and is come to later.
    case filled(at: Double, isMaker: Bool, isAtOpen: Bool)
    /// Post-only, and marketable when it arrived.
    case refused
  }

  /// - Parameters:
  ///   - side: +1 buys, −1 sells.
  ///   - arrives: whether this is the first bar it meets.
  func outcome(in bar: Bar, side: Double, arrives: Bool) -> Outcome {
    // Prices times the side: lower is better for a buyer, and so it is then for a seller.
    let (wanted, open, best) = (side * price, side * bar.open, side > 0 ? bar.low : -bar.high)
    if open < wanted {
      guard arrives else { return .filled(at: bar.open, isMaker: true, isAtOpen: true) }
      return isPostOnly ? .refused : .filled(at: bar.open, isMaker: false, isAtOpen: true)
    }
    return resting(wanted, open: open, best: best)
  }

  /// What a later part of a bar does to one that rests: a market that trades on without a pause fills it at its price, also
  /// where two parts meet beyond it.
  func outcome(inLater part: Bar, side: Double) -> Outcome {
    resting(side * price, open: side * part.open, best: side > 0 ? part.low : -part.high)
  }

  /// - Parameter wanted: its price, times the side like those of the bar.
  private func resting(_ wanted: Double, open: Double, best: Double) -> Outcome {
    func isFilled(by seen: Double) -> Bool { seen < wanted || fillsOnTouch && seen == wanted }
    return isFilled(by: best) ? .filled(at: price, isMaker: true, isAtOpen: isFilled(by: open)) : .rests
  }

  /// The same at another price.
  func at(_ price: Double) -> Limit {
    Limit(price: price, bars: bars, isPostOnly: isPostOnly, fillsOnTouch: fillsOnTouch)
  }
}

/// The prices of one bar.
struct Bar: Hashable, Sendable {
  let open: Double
  let high: Double
  let low: Double
  let close: Double
}
