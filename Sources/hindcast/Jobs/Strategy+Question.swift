import Market
import Replay
import Signals

extension Strategy {
  /// What a flag asks about: one of the strategy's signals by name, or an expression over them.
  func question(_ text: String, flag: String, _ bound: BoundBook) throws -> Expression {
    if let named = signals.signals.first(where: { $0.name == text }) { return named.expression }
    let expression = try Expression(parsing: text, at: Problem.Place(file: flag, line: 1, column: 1))
    // A lone word that is neither signal nor column is a misspelt signal, not a missing column.
    if expression.names == [text] { _ = try bound.signal(text) }
    return expression
  }
}
