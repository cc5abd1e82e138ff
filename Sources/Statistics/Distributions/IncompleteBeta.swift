/// What Student's t and F have in common.
enum IncompleteBeta {
  /// The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method.
  static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    func guarded(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var c = 1.0
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var result = d
    var m = 1.0
    while m < 1e6 {
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / guarded(1 + even * d)
      c = guarded(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + odd * d)
      c = guarded(1 + odd / c)
      let change = d * c
      result *= change
      if abs(change - 1) <= Double.ulpOfOne { break }
      m += 1
    }
    return result
  }
}
