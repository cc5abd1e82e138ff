import Market

/// What a node comes to on a frame.
public enum SignalValue: Sendable {
  /// The same number at every bar.
  case number(Double)
  case flag(Bool)
  /// A number for every bar; NaN where it is not known.
  case column([Double])
  /// The bars on which a condition is known to hold.
  case condition(Bitmap)
}
