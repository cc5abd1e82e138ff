/// Sums in one fixed order.
///
/// Each runs over four interleaved partial sums that are added at the end as (0 + 1) + (2 + 3). The order depends on
/// the length alone, so a figure is the same bit for bit on every run; four sums instead of one also quarter both the
/// rounding error and the time, since an addition need not wait for the one before it.
enum Sums {
  static func sum(_ values: [Double]) -> Double {
    reduce(values.count, values) { $0[$1] }
  }

  static func squares(_ values: [Double]) -> Double {
    reduce(values.count, values) { $0[$1] * $0[$1] }
  }

  /// Σ a_i·b_i over the length of `a`; `b` may go on.
  static func products(_ a: [Double], _ b: [Double]) -> Double {
    precondition(a.count <= b.count, "a partner for each number")
    return b.withUnsafeBufferPointer { b in
      reduce(a.count, a) { $0[$1] * b[$1] }
    }
  }

  /// Σ `term` of every pair, four at a time.
  @inline(__always)
  static func over(
    _ a: [Double], _ b: [Double], _ term: (SIMD4<Double>, SIMD4<Double>) -> SIMD4<Double>
  ) -> Double {
    precondition(a.count <= b.count, "a partner for each number")
    return a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        lanes(a.count) { i in
          term(four(a, i), four(b, i))
        } last: { i in
          term(SIMD4(repeating: a[i]), SIMD4(repeating: b[i]))[0]
        }
      }
    }
  }

  /// Entry t is the sum of the first t values; one entry more than there are values.
  ///
  /// Four at a time: each four are summed among themselves while the total before them is still on its way.
  static func running(_ values: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: values.count + 1) { buffer, initialized in
      if let sums = buffer.baseAddress { values.withUnsafeBufferPointer { running($0, into: sums) } }
      initialized = values.count + 1
    }
  }

  /// The same of terms that need not lie in memory: `term` of four neighbours, `last` of one.
  @inline(__always)
  static func running(_ count: Int, _ term: (Int) -> SIMD4<Double>, last: (Int) -> Double) -> [Double] {
    [Double](unsafeUninitializedCapacity: count + 1) { buffer, initialized in
      if let sums = buffer.baseAddress { addUp(count, into: sums, term, last: last) }
      initialized = count + 1
    }
  }

  /// The same into memory for one entry more than there are values.
  static func running(_ values: UnsafeBufferPointer<Double>, into sums: UnsafeMutablePointer<Double>) {
    addUp(values.count, into: sums) {
      four(values, $0)
    } last: {
      values[$0]
    }
  }

  /// The same of the products of two series.
  static func runningProducts(
    _ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>, into sums: UnsafeMutablePointer<Double>
  ) {
    addUp(a.count, into: sums) {
      four(a, $0) * four(b, $0)
    } last: {
      a[$0] * b[$0]
    }
  }

  /// Running sums of terms that need not lie in memory: `term` of four neighbours, `last` of one.
  @inline(__always)
  static func addUp(
    _ count: Int, into sums: UnsafeMutablePointer<Double>, _ term: (Int) -> SIMD4<Double>, last: (Int) -> Double
  ) {
    var total = 0.0
    var i = 0
    sums[0] = 0
    while i + 4 <= count {
      var four = term(i)
      four += SIMD4(0, four[0], four[1], four[2])
      four += SIMD4(0, 0, four[0], four[1])
      four += total
      for lane in 0..<4 { sums[i + 1 + lane] = four[lane] }
      total = four[3]
      i += 4
    }
    while i < count {
      total += last(i)
      sums[i + 1] = total
      i += 1
    }
  }

  /// Σ a_t·a_{t-lag}.
  static func laggedProducts(_ values: [Double], lag: Int) -> Double {
    precondition(lag >= 0 && lag <= values.count, "a lag within the series")
    return values.withUnsafeBufferPointer { values in
      lanes(values.count - lag) { i in
        four(values, i) * four(values, i + lag)
      } last: { i in
        values[i] * values[i + lag]
      }
    }
  }

  /// Σ (a_i - b_i)².
  static func squaredDifferences(_ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>) -> Double {
    precondition(a.count == b.count, "a partner for each number")
    return lanes(a.count) { i in
      let difference = four(a, i) - four(b, i)
      return difference * difference
    } last: { i in
      (a[i] - b[i]) * (a[i] - b[i])
    }
  }

  /// Σ a_i·(b_i - c_i) over the length of `a`; `b` and `c` may go on.
  static func productsWithDifferences(
    _ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>, _ c: UnsafeBufferPointer<Double>
  ) -> Double {
    precondition(a.count <= b.count && a.count <= c.count, "a partner for each number")
    return lanes(a.count) { i in
      four(a, i) * (four(b, i) - four(c, i))
    } last: { i in
      a[i] * (b[i] - c[i])
    }
  }

  /// Four neighbours from `index` on.
  @inline(__always)
  static func four(_ values: UnsafeBufferPointer<Double>, _ index: Int) -> SIMD4<Double> {
    SIMD4(values[index], values[index + 1], values[index + 2], values[index + 3])
  }

  /// A sum in the same fixed order as `reduce`, four terms at a time.
  @inline(__always)
  static func lanes(
    _ count: Int, _ term: (Int) -> SIMD4<Double>, last: (Int) -> Double
  ) -> Double {
    var sums = SIMD4<Double>.zero
    var i = 0
    while i + 4 <= count {
      sums += term(i)
      i += 4
    }
    while i < count {
      sums[0] += last(i)
      i += 1
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3])
  }

  @inline(__always)
  private static func reduce(
    _ count: Int, _ values: [Double], _ term: (UnsafeBufferPointer<Double>, Int) -> Double
  ) -> Double {
    values.withUnsafeBufferPointer { values in
      var s0 = 0.0
      var s1 = 0.0
      var s2 = 0.0
      var s3 = 0.0
      var i = 0
      while i + 4 <= count {
        s0 += term(values, i)
        s1 += term(values, i + 1)
        s2 += term(values, i + 2)
        s3 += term(values, i + 3)
        i += 4
      }
      while i < count {
        s0 += term(values, i)
        i += 1
      }
      return (s0 + s1) + (s2 + s3)
    }
  }
}
