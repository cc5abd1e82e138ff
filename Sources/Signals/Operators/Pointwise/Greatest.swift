/// `greatest(a, b)`.
struct Greatest: BinaryOperator {
  let name = "greatest"
  let about = "The larger of two numbers."
  let formula = "a or b, whichever is more"
  let unit = OperatorUnit.same(as: 0)
  let example = "greatest(close, open)"

  func value(_ a: Double, _ b: Double) -> Double { greater(a, b) }
}
