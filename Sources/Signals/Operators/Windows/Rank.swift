/// `rank(x, window)`.
struct Rank: SignalOperator {
  let name = "rank"
  let about = "Where x stands among the values of its window, 0 lowest to 1 highest."
  let formula = "(values below + half of the other values equal) / (window - 1)"
  let inputs = [OperatorInput.x, .window(least: 2)]
  let unit = OperatorUnit.fixed(.fraction)
  let example = "rank(open_interest, 7d)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.rank(call.numbers[0], window: call.windows[0]))
  }
}
