/// `sign(x)`.
struct Sign: UnaryOperator {
  let name = "sign"
  let about = "Which way x points."
  let formula = "-1, 0 or 1"
  let unit = OperatorUnit.fixed(.score)
  let example = "sign(premium)"

  func value(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : .nan }
}
