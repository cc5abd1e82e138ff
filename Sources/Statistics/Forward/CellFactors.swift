/// Σ e²·A^c·A^d for every pair of cells, a few horizons of bars at a time.
///
/// A bar's A is not zero for the cells that a horizon behind it touches, which are few: an hour of minutes lies in one or two
/// of the day's hours. So pairs that do not meet cost nothing, and no cell has a column of its own. Each product still adds
/// up in the order of `Sums.products` over whole columns, of which only zeros are left out.
struct CellFactors {
  /// x̄ and Σ(x - x̄)² within a cell.
  struct Regressor {
    let mean: Double
    let squares: Double
  }

  private let sample: ForwardSample
  private let cells: [Int16]
  /// By cell; nil where the regressor does not vary.
  private let regressors: [Regressor?]
  /// Four interleaved sums of each pair a ≤ b, at a·count + b.
  private var sums: [SIMD4<Double>]

  init(_ sample: ForwardSample, cells: [Int16], regressors: [Regressor?]) {
    self.sample = sample
    self.cells = cells
    self.regressors = regressors
    sums = [SIMD4<Double>](repeating: .zero, count: regressors.count * regressors.count)
  }

  /// Of the pair, the smaller first.
  func product(_ a: Int, _ b: Int) -> Double {
    let sum = sums[a * regressors.count + b]
    return (sum[0] + sum[1]) + (sum[2] + sum[3])
  }

  mutating func run() {
    // Whole windows, so that their sums are those of the whole column, and whole fours, so that rows keep their lanes.
    let whole = sample.horizon * (sample.horizon % 4 == 0 ? 1 : sample.horizon % 2 == 0 ? 2 : 4)
    let length = whole * max(1, 256 / whole)
    for first in stride(from: 0, to: sample.count, by: length) {
      add(first..<min(first + length, sample.count))
    }
  }

  private mutating func add(_ rows: Range<Int>) {
    // The horizon before them reaches into their windows.
    let before = min(rows.lowerBound, sample.horizon)
    let reach = rows.lowerBound - before..<rows.upperBound
    let touched = touched(in: reach)
    let factors = touched.map { cell, regressor in
      column(of: Int16(cell), regressor, in: reach, dropping: before)
    }
    for a in touched.indices {
      for b in a..<touched.count {
        let pair = touched[a].cell * regressors.count + touched[b].cell
        sums[pair] = Self.adding(factors[a], factors[b], to: sums[pair])
      }
    }
  }

  /// Cells that have rows there, in order.
  private func touched(in rows: Range<Int>) -> [(cell: Int, regressor: Regressor)] {
    var last: Int16 = -1
    var found: Set<Int> = []
    for row in rows where cells[row] != last {
      last = cells[row]
      if last >= 0, Int(last) < regressors.count { found.insert(Int(last)) }
    }
    return found.sorted().compactMap { cell in regressors[cell].map { (cell, $0) } }
  }

  /// e·A of one cell on `rows` but the first few.
  private func column(
    of cell: Int16, _ regressor: Regressor, in rows: Range<Int>, dropping: Int
  ) -> [Double] {
    let outcomes = sample.outcomes
    let weights = elementwise(rows.count) { index in
      let row = rows.lowerBound + index
      return cells[row] == cell && outcomes.presence[row] > 0
        ? (sample.x[row] - regressor.mean) / regressor.squares : 0
    }
    let windows = windowSums(weights, width: sample.horizon)
    return elementwise(rows.count - dropping) { index in
      outcomes.shocks[rows.lowerBound + dropping + index] * windows[dropping + index]
    }
  }

  private static func adding(_ a: [Double], _ b: [Double], to sum: SIMD4<Double>) -> SIMD4<Double> {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var sum = sum
        var i = 0
        while i + 4 <= a.count {
          sum += Sums.four(a, i) * Sums.four(b, i)
          i += 4
        }
        while i < a.count {
          sum[0] += a[i] * b[i]
          i += 1
        }
        return sum
      }
    }
  }
}
