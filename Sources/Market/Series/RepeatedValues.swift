import Numerics

/// Values that stand still, as those of a feed that has stopped or of a market on which nobody trades: returns of zero that no
/// market made. A check says them of whole series, and every result of the rows that it reads.
extension Series {
  /// How many rows in a row may repeat their value before it is said: a day of five minutes, a day of hours. A settled rate
  /// may stand at its cap or floor for as long as it likes.
  private static let stillRows = 24

  var standing: [SeriesFinding] { standing(in: .always) }

  /// Values among the rows in `range` that stand still for longer than a market does, as a feed that has stopped repeats its
  /// last. Where volume is among the columns, rows on which nothing was traded are left to `findings`.
  ///
  /// - Complexity: one pass over the rows of each column that may stand still.
  package func standing(in range: TimeRange) -> [SeriesFinding] {
    let places = places(in: range)
    return ["close", "mark", "index", "open_interest"].flatMap { name -> [SeriesFinding] in
      let rows = values(name).map { repeated($0, among: places) } ?? []
      return finding(
        "\(name) repeats its value for \(Self.stillRows) rows or more", rows,
        remedy: "a feed that stopped, or a market that did not trade: compare with another source")
    }
  }

  /// Rows that have the value of the one before, in stretches of at least `stillRows` that begin and end in `range`.
  private func repeated(_ values: [Double], among range: Range<Int>) -> [Int] {
    var rows: [Int] = []
    values.withUnsafeBufferPointer { values in
      var start = range.lowerBound
      for row in range.dropFirst() where values[row] != values[row - 1] {
        if row - start >= Self.stillRows, !isFlat(start..<row) { rows += (start + 1)..<row }
        start = row
      }
      let last = start..<max(start, range.upperBound)
      if last.count >= Self.stillRows, !isFlat(last) { rows += last.dropFirst() }
    }
    return rows
  }

  /// Whether nothing was traded on all of `rows`, at one price, which `findings` say already.
  private func isFlat(_ rows: Range<Int>) -> Bool {
    guard let volume = values("volume"), let high = values("high"), let low = values("low") else { return false }
    return rows.dropFirst().allSatisfy { volume[$0] == 0 && high[$0] == low[$0] }
  }
}
