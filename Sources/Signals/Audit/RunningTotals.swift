import Numerics

/// Means of any run of bars, from what is known of them.
struct RunningTotals {
  private let sums: [Double]
  private let counts: [Int]
  private let holes: Int

  init(_ values: [Double]) {
    var (sum, count, holes) = (0.0, 0, 0)
    var (sums, counts) = ([0.0], [0])
    sums.reserveCapacity(values.count + 1)
    counts.reserveCapacity(values.count + 1)
    var isHole = true
    for value in values {
      if value.isFinite {
        sum += value
        count += 1
        isHole = false
      } else if !isHole {
        (holes, isHole) = (holes + 1, true)
      }
      sums.append(sum)
      counts.append(count)
    }
    (self.sums, self.counts, self.holes) = (sums, counts, holes)
  }

  /// NaN of a run with a hole. Whoever's file lacks the same bars has filled them or left them out, and has other runs there; but
  /// where most runs of that length have one, a tenth may be missing.
  func mean(_ first: Int, _ count: Int) -> Double {
    guard first >= 0, count > 0, first + count < sums.count else { return .nan }
    let known = counts[first + count] - counts[first]
    let isHoled = known < count && (holes * count * 2 < sums.count || known * 10 < count * 9)
    return isHoled || known == 0 ? .nan : finite((sums[first + count] - sums[first]) / Double(known))
  }
}

/// The largest of any run of bars, by those of runs whose length is a power of two.
struct RunningMaxima {
  /// Of 1, 2, 4, … bars from each row on; a bar that was not printed is below all.
  private let levels: [[Double]]

  init(_ values: [Double]) {
    var levels = [values.map { $0.isNaN ? -Double.infinity : $0 }]
    var width = 1
    while let last = levels.last, width * 2 <= values.count {
      let shorter = width
      levels.append((0...(values.count - 2 * shorter)).map { max(last[$0], last[$0 + shorter]) })
      width *= 2
    }
    self.levels = levels
  }

  /// NaN of a run that is not all within the rows.
  func most(_ first: Int, _ count: Int) -> Double {
    guard first >= 0, count > 0, first + count <= levels[0].count else { return .nan }
    let level = Int.bitWidth - 1 - count.leadingZeroBitCount
    return finite(max(levels[level][first], levels[level][first + count - (1 << level)]))
  }
}
