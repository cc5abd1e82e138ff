/// `least(a, b)`.
struct Least: BinaryOperator {
  let name = "least"
  let about = "The smaller of two numbers."
  let formula = "a or b, whichever is less"
  let unit = OperatorUnit.same(as: 0)
  let example = "least(close, open)"

  func value(_ a: Double, _ b: Double) -> Double { lesser(a, b) }
}
