extension Sums {
  /// Four flags from `index` on, as numbers: whether a row counts is kept in a byte, and an eighth of the memory.
  @inline(__always)
  static func four(_ flags: UnsafeBufferPointer<UInt8>, _ index: Int) -> SIMD4<Double> {
    SIMD4(Double(flags[index]), Double(flags[index + 1]), Double(flags[index + 2]), Double(flags[index + 3]))
  }

  /// Σ `term` of every flag and its value, four at a time, in the order of `over` for two series.
  @inline(__always)
  static func over(
    _ flags: [UInt8], _ values: [Double], _ term: (SIMD4<Double>, SIMD4<Double>) -> SIMD4<Double>
  ) -> Double {
    precondition(flags.count <= values.count, "a partner for each flag")
    return flags.withUnsafeBufferPointer { flags in
      values.withUnsafeBufferPointer { values in
        lanes(flags.count) { i in
          term(four(flags, i), four(values, i))
        } last: { i in
          term(SIMD4(repeating: Double(flags[i])), SIMD4(repeating: values[i]))[0]
        }
      }
    }
  }

  /// Σ value², in the order of `squares` for an array.
  static func squares(_ values: UnsafeBufferPointer<Double>) -> Double {
    lanes(values.count) { i in
      four(values, i) * four(values, i)
    } last: { i in
      values[i] * values[i]
    }
  }
}
