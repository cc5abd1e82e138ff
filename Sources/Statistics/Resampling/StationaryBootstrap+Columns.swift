extension StationaryBootstrap {
  /// The mean of every column over each resample: `replicates` rows of one number a column. All columns of a replicate
  /// share its blocks.
  ///
  /// Two ways, and the shape decides: with long blocks, differences of running sums, since a block then costs two reads
  /// however long it is; with many columns and short blocks, how often each row was drawn times the columns, which is
  /// arithmetic at the speed of BLAS. They differ in last bits.
  func means(ofColumns columns: [[Double]], replicates: Int) -> [Double] {
    columns.count >= 64 && meanBlock < 32
      ? meansByCounts(columns, replicates: replicates) : meansByRunningSums(columns, replicates: replicates)
  }

  /// - Complexity: O(columns × replicates × count), two to four a clock tick and core.
  func meansByCounts(_ columns: [[Double]], replicates: Int) -> [Double] {
    weightedSums(ofColumns: columns, rows: count, replicates: replicates, scale: 1 / Double(count)) {
      replicate, drawn in
      forEachBlock(replicate: replicate) { first, length in
        for step in first..<first + length { drawn[step < count ? step : step - count] += 1 }
      }
    }
  }

  /// - Complexity: O(columns × (count + replicates × count / meanBlock)): running sums of all columns lie side by side, so
  ///   that a block costs two reads of neighbouring memory whatever the number of columns.
  func meansByRunningSums(_ columns: [[Double]], replicates: Int) -> [Double] {
    let width = columns.count
    let running = [Double](unsafeUninitializedCapacity: (count + 1) * width) { buffer, initialized in
      for column in 0..<width {
        var total = 0.0
        buffer[column] = 0
        for row in 0..<count {
          total += columns[column][row]
          buffer[(row + 1) * width + column] = total
        }
      }
      initialized = (count + 1) * width
    }
    let means = concurrentMap(replicates) { replicate in
      var sums = [Double](repeating: 0, count: width)
      running.withUnsafeBufferPointer { running in
        sums.withUnsafeMutableBufferPointer { sums in
          func add(_ from: Int, _ to: Int) {
            let start = from * width
            let end = to * width
            for column in 0..<width { sums[column] += running[end + column] - running[start + column] }
          }
          forEachBlock(replicate: replicate) { start, length in
            add(start, min(start + length, count))
            if start + length > count { add(0, start + length - count) }
          }
        }
      }
      return sums.map { $0 / Double(count) }
    }
    return means.flatMap { $0 }
  }
}
