/// The rows of a grid on which a regressor is known, in order: the circle it is moved on when labels are calibrated.
///
/// Kept as stretches. A warm-up and a few outages leave a handful of them, where a list of rows would be as large as the
/// sample.
struct KnownRows: Sendable {
  /// Rows of the grid, in order and apart from each other.
  let stretches: [Range<Int>]
  /// How many known rows come before each stretch.
  private let before: [Int]
  let count: Int

  init(_ present: [Bool]) {
    stretches = ShiftCircle.runs(present).inside
    var before: [Int] = []
    var count = 0
    for stretch in stretches {
      before.append(count)
      count += stretch.count
    }
    self.before = before
    self.count = count
  }

  /// All rows of a grid.
  init(count: Int) {
    stretches = count > 0 ? [0..<count] : []
    before = count > 0 ? [0] : []
    self.count = count
  }

  /// The known values among `values`, in order.
  func values(of values: [Double]) -> [Double] {
    var known: [Double] = []
    known.reserveCapacity(count)
    for stretch in stretches { known += values[stretch] }
    return known
  }

  /// The values with those of known rows turned round their circle: the first known row gets the value of known row `first`,
  /// the next that of the one after it. Other rows of `turned` keep theirs.
  func turn(_ values: [Double], from first: Int, into turned: inout [Double]) {
    var sources = (rows(of: [first..<count]) + rows(of: [0..<first]))[...]
    for stretch in stretches {
      var row = stretch.lowerBound
      while row < stretch.upperBound, let source = sources.first {
        let length = min(source.count, stretch.upperBound - row)
        turned.withUnsafeMutableBufferPointer { turned in
          values.withUnsafeBufferPointer { values in
            for step in 0..<length { turned[row + step] = values[source.lowerBound + step] }
          }
        }
        row += length
        sources.removeFirst()
        if length < source.count {
          sources.insert(source.lowerBound + length..<source.upperBound, at: sources.startIndex)
        }
      }
    }
  }

  /// `body` of every known row, in order.
  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    for stretch in stretches {
      for row in stretch { body(row) }
    }
  }

  /// The grid's rows of some stretches of known rows, in order: what lies on both sides of a hole comes as two.
  ///
  /// - Parameter ranges: in order and apart from each other, counted in known rows.
  func rows(of ranges: [Range<Int>]) -> [Range<Int>] {
    var rows: [Range<Int>] = []
    rows.reserveCapacity(ranges.count + 8)
    var index = 0
    for range in ranges where !range.isEmpty {
      while index + 1 < stretches.count, before[index + 1] <= range.lowerBound { index += 1 }
      var place = index
      var from = range.lowerBound
      while from < range.upperBound {
        let start = stretches[place].lowerBound + (from - before[place])
        let length = min(range.upperBound - from, stretches[place].upperBound - start)
        rows.append(start..<start + length)
        from += length
        place += 1
      }
    }
    return rows
  }
}
