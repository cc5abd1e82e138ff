import Market

/// Decisions of `long:` and `short:` rules, by bitmaps.
///
/// Between two decisions nothing is computed: the next one is the next set bit of the bitmap for what is held.
public struct RuleDecisions: DecisionSource {
  private let wantsLong: Bitmap
  private let wantsShort: Bitmap
  private let wantsEither: Bitmap
  private let leavesLong: Bitmap
  private let leavesShort: Bitmap
  private let size: Size

  /// How much to hold when a side is entered.
  public enum Size: Sendable {
    case constant(Double)
    /// By row; where it is not known, nothing is entered.
    case column([Double])
  }

  /// One side's conditions.
  public struct Side: Sendable {
    public let enter: Bitmap
    public let exit: Bitmap

    /// - Parameter exit: nil leaves as soon as `enter` no longer holds.
    public init(enter: Bitmap, exit: Bitmap?) {
      self.enter = enter
      self.exit = exit ?? ~enter
    }
  }

  /// - Parameter allowed: the rows on which decisions may be made: printed bars of the evaluation.
  public init(long: Side?, short: Side?, size: Size, allowed: Bitmap) {
    var allowed = allowed
    if case .column(let sizes) = size {
      allowed = allowed & Bitmap(sizes.map { $0.isFinite && $0 != 0 })
    }
    let never = Bitmap(count: allowed.count)
    let long = long ?? Side(enter: never, exit: never)
    let short = short ?? Side(enter: never, exit: never)
    let long1 = long.enter & ~long.exit
    let short1 = short.enter & ~short.exit
    wantsLong = long1 & ~short1 & allowed
    wantsShort = short1 & ~long1 & allowed
    wantsEither = wantsLong | wantsShort
    leavesLong = (long.exit | wantsShort) & allowed
    leavesShort = (short.exit | wantsLong) & allowed
    self.size = size
  }

  public func next(from row: Int, holding weight: Double) -> Decision? {
    let bits = weight == 0 ? wantsEither : weight > 0 ? leavesLong : leavesShort
    let at = bits.next(from: row)
    guard at < bits.count else { return nil }
    if weight <= 0, wantsLong[at] { return Decision(row: at, weight: size(at)) }
    if weight >= 0, wantsShort[at] { return Decision(row: at, weight: -size(at)) }
    return Decision(row: at, weight: 0)
  }

  private func size(_ row: Int) -> Double {
    switch size {
    case .constant(let size): size
    case .column(let sizes): sizes[row]
    }
  }
}
