/// `sqrt(x)`.
struct SquareRoot: UnaryOperator {
  let name = "sqrt"
  let about = "The square root."
  let formula = "x^0.5; unknown below 0"
  let unit = OperatorUnit.fixed(.score)
  let example = "sqrt(volume)"

  func value(_ x: Double) -> Double { x >= 0 ? x.squareRoot() : .nan }
}
