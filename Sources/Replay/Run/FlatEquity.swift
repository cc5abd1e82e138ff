/// What equity came to whenever nothing was held any more, by row: a curve that is only marked while something is held is
/// filled in from it.
struct FlatEquity {
  private var changes: [(row: Int, equity: Double)]

  init(initial: Double) { changes = [(0, initial)] }

  mutating func append(_ equity: Double, at row: Int) { changes.append((row, equity)) }

  /// Fills the rows that are NaN: with what equity came to last, flat or marked.
  func fill(_ curve: inout [Double], initial: Double) {
    var flat = changes[...]
    var last = initial
    for row in curve.indices {
      while let next = flat.first, next.row <= row {
        last = next.equity
        flat.removeFirst()
      }
      if curve[row].isNaN { curve[row] = last } else { last = curve[row] }
    }
  }
}
