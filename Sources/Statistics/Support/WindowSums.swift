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
  var block = 0
  while block < sums.count {
    let end = min(block + width, sums.count)
    var head = 0.0
    for t in block..<end {
      if t < count { head += values[t] }
      sums[t] = head
    }
    if block > 0 {
      // The window that ends at block + j still holds the last width - 1 - j values of the block before.
      var tail = 0.0
      var j = width - 2
      while j >= 0 {
        let source = block - width + j + 1
        if source < count { tail += values[source] }
        if block + j < end { sums[block + j] += tail }
        j -= 1
      }
    }
    block += width
  }
}

package func windowSums(_ values: [Double], width: Int) -> [Double] {
  let length = values.count + width - 1
  return [Double](unsafeUninitializedCapacity: length) { buffer, initialized in
    values.withUnsafeBufferPointer {
      windowSums($0, width: width, into: UnsafeMutableBufferPointer(rebasing: buffer[..<length]))
    }
    initialized = length
  }
}
