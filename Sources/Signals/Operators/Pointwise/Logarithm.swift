import Numerics

/// `log(x)`.
struct Logarithm: UnaryOperator {
  let name = "log"
  let about = "The natural logarithm."
  let formula = "ln x; unknown unless x > 0"
  let unit = OperatorUnit.fixed(.score)
  let example = "log(close)"

  func value(_ x: Double) -> Double { naturalLogarithm(x) }
}
