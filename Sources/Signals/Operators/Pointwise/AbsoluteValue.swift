/// `abs(x)`.
struct AbsoluteValue: UnaryOperator {
  let name = "abs"
  let about = "The size of x without its sign."
  let formula = "|x|"
  let unit = OperatorUnit.same(as: 0)
  let example = "abs(premium)"

  func value(_ x: Double) -> Double { x.magnitude }
}
