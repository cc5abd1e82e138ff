/// Circular correlations of two series at every lag, by one transform forth and one back.
package struct CircularCorrelation {
  /// Entry s is Σ_t a[(t - s) mod n]·b[t]: what the sum of products becomes when `a` is moved s rows later round the circle.
  package let cross: [Double]
  /// Entry s is Σ_t a[(t - s) mod n]·a[t].
  package let own: [Double]

  /// - Complexity: as `CorrelationWork`, O(n log n).
  package init(_ a: [Double], _ b: [Double]) {
    precondition(a.count == b.count, "series of one length")
    let work = CorrelationWork(count: a.count) { left, right in
      _ = left.update(fromContentsOf: a)
      _ = right.update(fromContentsOf: b)
    }
    cross = elementwise(a.count) { work.cross($0) }
    own = elementwise(a.count) { work.own($0) }
  }
}
