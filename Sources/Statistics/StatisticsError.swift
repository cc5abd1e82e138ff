/// Why a figure is refused. Every case carries what a message needs, so that callers who know the file and the flag can
/// say it in their own words.
public enum StatisticsError: Error, Hashable, Sendable {
  /// Columns that depend linearly on one another. `columns` names all that take part, `condition` is the 2-norm condition
  /// number of the design as given (infinite when a column is zero throughout).
  case rankDeficient(columns: [String], rank: Int, of: Int, condition: Double)
  /// Fewer rows than the estimate needs once rows with missing values are dropped.
  case tooFewObservations(have: Int, need: Int)
  /// Fewer returns that follow a whole window of the regressors than an error by Hodrick's 1B needs.
  case tooFewWindows(have: Int, need: Int, horizon: Int)
  /// A column as long as no other.
  case differentLengths(column: String, have: Int, expected: Int)
  /// A value that is infinite. Missing values are NaN; infinity is the mark of a division that went wrong upstream.
  case infiniteValue(column: String, row: Int)
  /// A value that is missing where a whole series is needed.
  case missingValue(column: String, row: Int)
  /// Two columns of one name, so that neither could be told from the other in a table.
  case duplicateColumn(String)
  /// A number outside what it may be: `quantity` names it, `allowed` says what it may be.
  case outOfRange(quantity: String, value: Double, allowed: String)
  /// The regressor takes one value on every row that counts, so there is nothing to compare.
  case constantRegressor(observations: Int)
  /// Values so large or so small that what is made of them leaves the range of a double.
  case beyondRange(column: String, size: Double)
  /// Sums of the regressor over the horizon hardly vary inside the sample, as those of a time of day over whole days: forward
  /// returns that begin on its bars and on others are made of the same one-bar returns, but for the sample's edges.
  case stillWindows(horizon: Int)
  /// No offset of every h-th row has the bars it needs: inside and outside a regime, or twice as many of a signal that
  /// varies.
  case noOffset(of: Int, least: Int, isRegime: Bool)
  /// Elapsed bars that do not increase from row to row.
  case barsNotIncreasing(row: Int)
  /// So many bars for so few rows that the index is likely to count milliseconds.
  case barsTooSparse(bars: Int, rows: Int)
  /// Every shift is shorter than the sample's own memory.
  case noAdmissibleShift(observations: Int, minimumShift: Int)
  /// Fixed-b critical values asked for a covariance that has no Bartlett weights.
  case noFixedB(covariance: String)
  /// LAPACK gave up on numbers that passed every check before it.
  case notConverged(routine: String)
}

extension StatisticsError: CustomStringConvertible {
  /// One sentence without its full stop, in English.
  public var description: String {
    switch self {
    case .rankDeficient(let columns, let rank, let count, let condition):
      let names = columns.map { "'\($0)'" }.joined(separator: ", ")
      return "columns \(names) are linearly dependent: rank \(rank) of \(count), condition number \(condition)"
    case .tooFewObservations(let have, let need):
      return "\(have) complete rows where at least \(need) are needed"
    case .tooFewWindows(let have, let need, let horizon):
      return horizon == 1
        ? "\(have) bars on which the signal is known have a next return, where at least \(need) are needed"
        : "\(have) one-bar returns are part of a return over \(horizon) bars that follows a known signal, where at least \(need) are needed"
    case .differentLengths(let column, let have, let expected):
      return "column '\(column)' has \(have) rows where the others have \(expected)"
    case .infiniteValue(let column, let row):
      return "column '\(column)' is infinite in row \(row)"
    case .missingValue(let column, let row):
      return "'\(column)' is missing in row \(row) of a series that must be whole"
    case .duplicateColumn(let name):
      return "two columns are called '\(name)'"
    case .outOfRange(let quantity, let value, let allowed):
      return "\(quantity) is \(Int(exactly: value).map { "\($0)" } ?? "\(value)") and must be \(allowed)"
    case .constantRegressor(let observations):
      return "the regressor has one value on all \(observations) rows that count"
    case .beyondRange(let column, let size):
      return "\(column) is \(Self.words(ofSize: size))"
    case .stillWindows(let horizon):
      return
        "summed over \(horizon) bars the signal hardly varies (its period goes into the horizon), so that only the edges of the sample tell its forward returns from all others; take another horizon"
    case .noOffset(let horizon, let least, let isRegime):
      let need =
        isRegime
        ? "\(least) bars inside the regime and \(least) outside" : "\(2 * least) bars on which the signal varies"
      return "none of \(horizon) offsets has \(need)"
    case .barsNotIncreasing(let row):
      return "the bar of row \(row) does not come after the bar of the row before it"
    case .barsTooSparse(let bars, let rows):
      return "\(rows) rows span \(bars) bars; lags count bars, not milliseconds"
    case .noAdmissibleShift(let observations, let minimumShift):
      return "\(observations) rows are too few to shift by at least \(minimumShift) both ways"
    case .noFixedB(let covariance):
      return "fixed-b critical values belong to Bartlett weights (Newey-West); \(covariance) has none"
    case .notConverged(let routine):
      return "LAPACK's \(routine) did not converge"
    }
  }

  /// What is wrong with a column whose largest value is `size`, behind its name and "is".
  package static func words(ofSize size: Double) -> String {
    "as \(size > 1 ? "large" : "small") as \(size), and its squares are beyond what can be computed with"
  }
}

/// Largest values of a column that can be computed with.
package enum ComputableSize {
  /// Where nothing is made but squares and their sums.
  package static let ofSquares = 1e-140...1e140
  /// Where squares are squared again: a variance of a slope is a sum of squares over the square of another.
  static let ofFourthPowers = 1e-60...1e60

  /// The largest of `values` without its sign where it lies outside `sizes`; nil where it does not, and where all are zero.
  package static func beyond(_ sizes: ClosedRange<Double>, _ values: some Sequence<Double>) -> Double? {
    var largest = 0.0
    for value in values { largest = max(largest, value.isNaN ? 0 : value.magnitude) }
    return largest > 0 && !sizes.contains(largest) ? largest : nil
  }
}
