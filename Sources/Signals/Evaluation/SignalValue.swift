import Market

/// What a node comes to on a frame.
public enum SignalValue: Sendable {
  /// The same number at every bar.
  case number(Double)
  case flag(Bool)
  /// A number for every bar; NaN where it is not known.
  case column([Double])
  /// A condition for every bar; false where it is not known.
  case condition(Bitmap)

  var bytes: Int {
    switch self {
    case .number, .flag: 16
    case .column(let values): values.count * 8
    case .condition(let bitmap): bitmap.words.count * 8
    }
  }
}
