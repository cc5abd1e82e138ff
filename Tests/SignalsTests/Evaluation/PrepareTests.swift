import Market
import Signals
import Testing

@Suite("Preparing signals on all cores")
struct PrepareTests {
  @Test("gives the same bits as asking one by one, and leaves complaints to whoever asks")
  func sameBits() throws {
    let frame = Frame.sample(count: 2000, seed: 4)
    let book = try SignalBook().bound()
    let texts = [
      "zscore(close, 288) > 1 and mean(close, 12) > lag(close, 5)", "(zscore(close, 288) + std(premium, 30)) / 2",
      "zscore(no_such_column, 12)", "mean(close, 90000)",
    ]
    let nodes = try texts.map { text in try book.resolve(Expression(parsing: text)) }
    let prepared = Evaluator(frame)
    prepared.prepare(nodes)
    let plain = Evaluator(frame)
    #expect(try prepared.condition(of: nodes[0]) == plain.condition(of: nodes[0]))
    let bits = { (evaluator: Evaluator) in try evaluator.number(of: nodes[1]).map(\.bitPattern) }
    #expect(try bits(prepared) == bits(plain))
    #expect(throws: Problem.self) { try prepared.number(of: nodes[2]) }
    #expect(throws: Problem.self) { try prepared.number(of: nodes[3]) }
  }
}
