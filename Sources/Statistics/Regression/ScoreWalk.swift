import Numerics

/// Walks the scores u_t = x_t·e_t of a regression through time and sums the products of their windows.
///
/// The scores of a long sample are as large as its design, and their window sums once more. Neither is ever whole: a few
/// thousand bars at a time are summed up, differenced over windows and multiplied out while they are in the cache, which
/// takes a fraction of the time that writing them out does. Bars without a row have a score of zero.
struct ScoreWalk {
  let design: Matrix
  /// What each row of the design is multiplied by: its residual, or a residual scaled by leverage.
  let weights: [Double]
  /// Bars of the rows; nil when row i is bar i.
  let bars: ElapsedBars?

  private var span: Int { bars?.span ?? design.rows }
  private var columns: Int { design.columns }

  /// Σ S_tS_t' over all windows of `width` bars, partial ones at both ends included: Σ over lags j of (width - |j|)·Γ_j.
  func windowSquares(width: Int) -> Matrix {
    var sum = Matrix(rows: columns, columns: columns)
    let before = width - 1
    let total = span + before
    // Each block sums the `before` bars ahead of it once more, so blocks are kept long beside the window.
    let length = min(total, max(512, 4 * before))
    var windows = [Double](repeating: 0, count: length * columns)
    var running = [Double](repeating: 0, count: before + length + 1)
    var scattered = [Double](repeating: 0, count: bars == nil ? 0 : before + length)
    windows.withUnsafeMutableBufferPointer { windows in
      running.withUnsafeMutableBufferPointer { running in
        scattered.withUnsafeMutableBufferPointer { scattered in
          guard let windows = windows.baseAddress, let running = running.baseAddress else { return }
          for first in stride(from: 0, to: total, by: length) {
            let count = min(length, total - first)
            for j in 0..<columns {
              // A window is the difference of two running sums, which begin anew with every block and so stay small.
              addUp(j, from: first - before, count: before + count, into: running, scattered)
              let ends = windows + j * length
              for t in 0..<count { ends[t] = running[t + width] - running[t] }
            }
            sum.addGram(windows, rows: count, columns: columns, stride: length)
          }
        }
      }
    }
    return sum.mirroringUpperTriangle()
  }

  /// Running sums of the scores of column j over `count` bars from `first` on; zero before the first bar, after the last
  /// and where there is no row.
  private func addUp(
    _ j: Int, from first: Int, count: Int, into running: UnsafeMutablePointer<Double>,
    _ scattered: UnsafeMutableBufferPointer<Double>
  ) {
    let rows = weights.count
    design.elements.withUnsafeBufferPointer { design in
      weights.withUnsafeBufferPointer { weights in
        let regressor = UnsafeBufferPointer(rebasing: design[j * rows..<(j + 1) * rows])
        if let bars {
          scattered.update(repeating: 0)
          for row in bars.row(atOrAfter: first)..<bars.row(atOrAfter: first + count) {
            scattered[bars.offsets[row] - first] = regressor[row] * weights[row]
          }
          Sums.running(UnsafeBufferPointer(rebasing: scattered[..<count]), into: running)
        } else {
          let from = min(max(first, 0), rows)
          let to = max(from, min(first + count, rows))
          running.update(repeating: 0, count: from - first)
          let known = running + (from - first)
          Sums.runningProducts(
            UnsafeBufferPointer(rebasing: regressor[from..<to]), UnsafeBufferPointer(rebasing: weights[from..<to]),
            into: known)
          (known + (to - from)).update(repeating: known[to - from], count: first + count - to + 1)
        }
      }
    }
  }
}

extension ElapsedBars {
  /// The first row that stands on `bar` or later.
  fileprivate func row(atOrAfter bar: Int) -> Int { offsets.leadingCount { $0 < bar } }
}
