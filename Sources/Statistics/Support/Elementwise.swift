/// `term` of every index, as an array.
///
/// What `map` over `zip` would say, in a form the compiler turns into a plain loop over memory: the arrays of a forward
/// study are long and made anew for every replicate.
@inline(__always)
func elementwise(_ count: Int, _ term: (Int) -> Double) -> [Double] {
  [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
    for index in 0..<count { buffer[index] = term(index) }
    initialized = count
  }
}

/// `term` of every pair of values.
@inline(__always)
func elementwise(_ a: [Double], _ b: [Double], _ term: (Double, Double) -> Double) -> [Double] {
  precondition(a.count == b.count, "arrays of one length")
  return a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      elementwise(a.count) { term(a[$0], b[$0]) }
    }
  }
}
