import Signals

/// What rules may ask of their own position, as of a bar's close.
public struct PositionState: Hashable, Sendable {
  /// The names, in the order of `values`.
  public static let names = ["entry_price", "bars_held", "position", "open_return", "peak_return"]

  /// By name; a position that is not there has no entry and no return.
  let values: SIMD8<Double>
  /// +1 long, −1 short, 0 flat.
  let side: Double

  /// Nobody holds anything.
  static let flat = PositionState(
    side: 0, entryPrice: .nan, barsHeld: 0, position: 0, openReturn: .nan, peakReturn: .nan)

  /// Of a position of which nobody asks more than its side.
  static func held(_ side: Double) -> PositionState {
    PositionState(side: side, entryPrice: .nan, barsHeld: 0, position: .nan, openReturn: .nan, peakReturn: .nan)
  }

  /// - Parameters:
  ///   - entryPrice: of the first fill, slippage included; of an order that is being decided, its limit or the close.
  ///   - barsHeld: bars closed with it, that of the entry included.
  ///   - position: its value over equity, negative when short.
  ///   - openReturn: what the price has made of the entry price, positive in its favour.
  ///   - peakReturn: the best of that at any close so far, 0 at least.
  init(
    side: Double, entryPrice: Double, barsHeld: Int, position: Double, openReturn: Double, peakReturn: Double
  ) {
    self.side = side
    values = SIMD8(entryPrice, Double(barsHeld), position, openReturn, peakReturn, .nan, .nan, .nan)
  }
}
