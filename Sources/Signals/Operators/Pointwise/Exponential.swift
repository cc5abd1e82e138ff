import Numerics

/// `exp(x)`.
struct Exponential: UnaryOperator {
  let name = "exp"
  let about = "e to the power of x."
  let formula = "e^x; unknown beyond the largest number"
  let unit = OperatorUnit.fixed(.score)
  let example = "exp(premium)"

  func value(_ x: Double) -> Double { exponential(x) }
}
