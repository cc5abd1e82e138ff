import COpenBLAS

/// Sums of columns under the weights that each replicate gives their rows: `replicates` rows of one number a column.
///
/// Replicates go to BLAS by the block, each a column of weights, so that what they cost is a product of matrices and not a walk
/// over rows. The order of the sums is that of BLAS, whatever the number of threads.
///
/// - Parameters:
///   - scale: what each sum is multiplied by.
///   - weigh: fills the weights of a replicate, which are zero before.
/// - Complexity: O(columns × replicates × rows), at the speed of BLAS.
func weightedSums(
  ofColumns columns: [[Double]], rows: Int, replicates: Int, scale: Double,
  weigh: @Sendable (_ replicate: Int, _ weights: UnsafeMutableBufferPointer<Double>) -> Void
) -> [Double] {
  BLAS.start()
  let width = columns.count
  let values = columns.flatMap { $0 }
  let perTask = 64
  let parts = concurrentMap((replicates + perTask - 1) / perTask) { task in
    let mine = task * perTask..<min((task + 1) * perTask, replicates)
    var weights = [Double](repeating: 0, count: rows * mine.count)
    weights.withUnsafeMutableBufferPointer { weights in
      for replicate in mine {
        let start = (replicate - mine.lowerBound) * rows
        weigh(replicate, UnsafeMutableBufferPointer(rebasing: weights[start..<start + rows]))
      }
    }
    return [Double](unsafeUninitializedCapacity: width * mine.count) { sums, initialized in
      cblas_dgemm(
        CblasColMajor, CblasTrans, CblasNoTrans, Int32(width), Int32(mine.count), Int32(rows), scale,
        values, Int32(rows), weights, Int32(rows), 0, sums.baseAddress, Int32(width))
      initialized = width * mine.count
    }
  }
  return parts.flatMap { $0 }
}
