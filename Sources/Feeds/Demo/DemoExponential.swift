/// eˣ for |x| up to 8 by additions, multiplications and divisions alone, hence the same bits on every machine.
///
/// A Taylor polynomial for x/64, squared six times. The relative error is below 10⁻¹³; what matters here is not that
/// but that no library's `exp`, whose last bit is its own choice, has a say in the demo market.
func demoExponential(_ x: Double) -> Double {
  let small = min(max(x, -8), 8) / 64
  var power = 1 + small * (1 + small / 2 * (1 + small / 3 * (1 + small / 4 * (1 + small / 5 * (1 + small / 6)))))
  for _ in 0..<6 { power *= power }
  return power
}
