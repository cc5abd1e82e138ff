import Market

/// A condition at every bar: whether it holds, and whether that is known.
///
/// Three values, not two: a comparison with a missing value neither holds nor fails to hold, and its opposite must not
/// hold either. What is combined from it follows Kleene: `and` fails as soon as one side is known to fail, `or` holds
/// as soon as one side is known to hold.
public struct Truth: Hashable, Sendable {
  /// The bars on which it is known to hold.
  public let holds: Bitmap
  /// The bars on which it is known whether it holds.
  public let known: Bitmap

  /// Bars in `holds` that are not in `known` do not count as holding.
  public init(holds: Bitmap, known: Bitmap) {
    self.holds = holds & known
    self.known = known
  }

  public var count: Int { known.count }

  /// The bars on which it is known not to hold.
  public var fails: Bitmap { known & ~holds }

  /// True, false, or nil where it is not known.
  public subscript(row: Int) -> Bool? { known[row] ? holds[row] : nil }
}

extension Truth {
  /// Row by row, nil for not known.
  init(_ rows: some Collection<Bool?>) {
    self.init(holds: Bitmap(rows.map { $0 == true }), known: Bitmap(rows.map { $0 != nil }))
  }
}
