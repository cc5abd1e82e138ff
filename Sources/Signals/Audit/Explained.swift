import Numerics

/// Columns that explain others, by least squares on the rows they share: each is made perpendicular to those before it, so that
/// what depends on them adds nothing.
struct Explained {
  private let rows: [Int]
  /// Of length one, each perpendicular to the others.
  private var directions: [[Double]]

  /// What is left of a column once a constant and the others have explained what they can.
  struct Rest {
    let values: [Double]
    /// Sum of squares about the mean, and of what is left.
    let total: Double
    let left: Double
  }

  /// - Parameter rows: on which every column that is asked about is known.
  init(on rows: [Int]) {
    self.rows = rows
    directions = rows.isEmpty ? [] : [[Double](repeating: 1 / Double(rows.count).squareRoot(), count: rows.count)]
  }

  var columns: Int { directions.count }

  mutating func add(_ column: [Double], shiftedBy shift: Int = 0) {
    let rest = self.rest(of: column, shiftedBy: shift)
    // What is left of a column that the others make is rounding.
    guard rest.left > rest.total * 1e-12, rest.left > 0 else { return }
    let length = rest.left.squareRoot()
    directions.append(rest.values.map { $0 / length })
  }

  func rest(of column: [Double], shiftedBy shift: Int = 0) -> Rest {
    var values = rows.map { column[$0 + shift] }
    var total: Double?
    // Twice, since the first pass leaves the rounding of large parts behind.
    for _ in 0..<2 {
      for direction in directions {
        let part = dot(values, direction)
        for row in values.indices { values[row] -= part * direction[row] }
        if total == nil { total = dot(values, values) }
      }
    }
    return Rest(values: values, total: total ?? dot(values, values), left: dot(values, values))
  }
}

extension Explained.Rest {
  /// The correlation of what is left of two columns; 0 where next to nothing is.
  func correlation(with other: Explained.Rest) -> Double {
    guard left > total * 1e-9, other.left > other.total * 1e-9 else { return 0 }
    return dot(values, other.values) / (left * other.left).squareRoot()
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for row in a.indices { sum += a[row] * b[row] }
  return sum
}

/// At most so many of the rows that meet a condition, evenly spaced.
func evenRows(_ rows: Range<Int>, most: Int, where isKnown: (Int) -> Bool) -> [Int] {
  let known = rows.filter(isKnown)
  let step = max(1, known.count / most)
  return step == 1 ? known : stride(from: 0, to: known.count, by: step).map { known[$0] }
}
