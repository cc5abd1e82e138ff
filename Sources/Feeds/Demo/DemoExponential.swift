/// eˣ for |x| up to 8, and of ±8 beyond, by additions, multiplications and divisions alone: the same bits everywhere.
///
/// A Taylor polynomial for x/64, squared six times. Its relative error is below 10⁻¹³, but that is not the point: the
/// last bit of a library's `exp` is the library's own choice, and would make another market on another machine.
package func demoExponential(_ x: Double) -> Double {
  let small = min(max(x, -8), 8) / 64
  var power = 1.0
  for degree in stride(from: 10.0, to: 0, by: -1) { power = 1 + small / degree * power }
  for _ in 0..<6 { power *= power }
  return power
}
