import COpenBLAS

/// Walks the scores u_t = x_t·e_t of a regression through time and sums their products.
///
/// The scores of a long sample are as large as its design, and their window sums once more. Neither is ever whole: a few
/// thousand bars at a time are scored, summed over windows and multiplied out while they are in the cache, which takes a
/// fraction of the time that writing them out does. Bars without a row have a score of zero.
struct ScoreWalk {
  let design: Matrix
  /// What each row of the design is multiplied by: its residual, or a residual scaled by leverage.
  let weights: [Double]
  /// Bars of the rows; nil when row i is bar i.
  let bars: ElapsedBars?
  /// Bars in a window: lags + 1.
  let width: Int

  private var span: Int { bars?.span ?? design.rows }
  private var columns: Int { design.columns }

  /// Σ S_tS_t' over all windows, partial ones at both ends included.
  func windowSquares() -> Matrix {
    var sum = Matrix(rows: columns, columns: columns)
    walk(bars: span + width - 1) { block in
      sum.addGram(block.windows, rows: block.bars, columns: columns, stride: block.windowStride)
    }
    return sum.mirroringUpperTriangle()
  }

  /// Σ u_tS_t', S_t the window that ends at t: every pair of scores up to width - 1 bars apart once, and the squares.
  func scoresTimesWindows() -> Matrix {
    var sum = Matrix(rows: columns, columns: columns)
    walk(bars: span) { block in
      cblas_dgemm(
        CblasColMajor, CblasTrans, CblasNoTrans, Int32(columns), Int32(columns), Int32(block.bars), 1, block.scores,
        Int32(block.scoreStride), block.windows, Int32(block.windowStride), 1, &sum.elements, Int32(columns))
    }
    return sum
  }

  /// A stretch of bars: column j of the scores begins at `scores + j * scoreStride`, likewise the windows that end there.
  private struct Block {
    let bars: Int
    let scores: UnsafePointer<Double>
    let scoreStride: Int
    let windows: UnsafePointer<Double>
    let windowStride: Int
  }

  private func walk(bars total: Int, _ body: (Block) -> Void) {
    BLAS.start()
    let before = width - 1
    // Each block scores the `before` bars ahead of it once more, so blocks are kept long beside the window.
    let length = min(total, max(1024, 4 * before))
    let scoreStride = before + length
    var scores = [Double](repeating: 0, count: scoreStride * columns)
    var windows = [Double](repeating: 0, count: length * columns)
    var running = [Double](repeating: 0, count: scoreStride + 1)
    scores.withUnsafeMutableBufferPointer { scores in
      windows.withUnsafeMutableBufferPointer { windows in
        running.withUnsafeMutableBufferPointer { running in
          guard let scores = scores.baseAddress, let windows = windows.baseAddress, let running = running.baseAddress
          else { return }
          for first in stride(from: 0, to: total, by: length) {
            let bars = min(length, total - first)
            for j in 0..<columns {
              let column = scores + j * scoreStride
              score(j, from: first - before, count: before + bars, into: column)
              // A window is the difference of two running sums, which begin anew with every block and so stay small.
              Sums.running(UnsafeBufferPointer(start: column, count: before + bars), into: running)
              let ends = windows + j * length
              for t in 0..<bars { ends[t] = running[t + width] - running[t] }
            }
            body(
              Block(
                bars: bars, scores: scores + before, scoreStride: scoreStride, windows: windows, windowStride: length))
          }
        }
      }
    }
  }

  /// The scores of column j on `count` bars from `first` on; zero before the first bar, after the last and where there is no
  /// row.
  private func score(_ j: Int, from first: Int, count: Int, into column: UnsafeMutablePointer<Double>) {
    let rows = weights.count
    design.elements.withUnsafeBufferPointer { design in
      weights.withUnsafeBufferPointer { weights in
        guard let design = design.baseAddress, let weights = weights.baseAddress else { return }
        let regressor = design + j * rows
        if let bars {
          column.update(repeating: 0, count: count)
          for row in bars.row(atOrAfter: first)..<bars.row(atOrAfter: first + count) {
            column[bars.offsets[row] - first] = regressor[row] * weights[row]
          }
        } else {
          let from = min(max(first, 0), rows)
          let to = max(from, min(first + count, rows))
          column.update(repeating: 0, count: from - first)
          let begin = column + (from - first)
          for i in 0..<to - from { begin[i] = regressor[from + i] * weights[from + i] }
          (begin + (to - from)).update(repeating: 0, count: first + count - to)
        }
      }
    }
  }
}

extension ElapsedBars {
  /// The first row that stands on `bar` or later.
  fileprivate func row(atOrAfter bar: Int) -> Int {
    var low = 0
    var high = offsets.count
    while low < high {
      let middle = (low + high) / 2
      if offsets[middle] < bar { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
