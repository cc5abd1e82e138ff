/// Sums over every window of `width` neighbours, partial windows at both ends included.
///
/// Entry t is the sum of `values[t - width + 1 ... t]`, with zeros outside; there are `values.count + width - 1` entries,
/// so the sum of their squares counts every pair of neighbours at distance j exactly `width - j` times. That is what makes
/// it a Bartlett kernel.
///
/// Written as van Herk's two running sums: values are cut into blocks of `width`, and a window is the tail of one block
/// plus the head of the next. Nothing is ever subtracted, so the error does not grow with the length of the series, as it
/// does when a window slides by adding one value and taking another away.
///
/// - Complexity: three additions an entry, whatever the width.
func windowSums(_ values: UnsafeBufferPointer<Double>, width: Int, into sums: UnsafeMutableBufferPointer<Double>) {
  precondition(width > 0 && sums.count == values.count + width - 1, "an entry for each window")
  let count = values.count
  let last = sums.count
  guard let values = values.baseAddress, let sums = sums.baseAddress else { return }
  for block in stride(from: 0, to: last, by: width) {
    // Past the last value there are only zeros, and heads stay as they are.
    let end = min(block + width, last)
    let known = max(block, min(end, count))
    var head = 0.0
    for t in block..<known {
      head += values[t]
      sums[t] = head
    }
    for t in known..<end { sums[t] = head }
    // Value s of the block before is in the tails of the windows up to s + width - 1, so the tail grows towards its start.
    guard block > 0 else { continue }
    var tail = 0.0
    let ends = sums + (width - 1)
    var source = min(block, count) - 1
    while source > block - width {
      tail += values[source]
      ends[source] += tail
      source -= 1
    }
  }
}

/// The Bartlett sum of the autocovariances of scores, not divided by their number: Σ_j (1 - |j|/(lags + 1))·Σ_t u_t·u_{t-j}.
///
/// A sum of squares of windows, and so never negative (see `Fit.autocorrelatedMeat` for why it is that sum).
func bartlettSum(_ scores: [Double], lags: Int) -> Double {
  Sums.squares(windowSums(scores, width: lags + 1)) / Double(lags + 1)
}

/// `windowSums` into an array of its own.
package func windowSums(_ values: [Double], width: Int) -> [Double] {
  let length = values.count + width - 1
  return [Double](unsafeUninitializedCapacity: length) { buffer, initialized in
    let sums = UnsafeMutableBufferPointer(rebasing: buffer[..<length])
    values.withUnsafeBufferPointer { windowSums($0, width: width, into: sums) }
    initialized = length
  }
}
