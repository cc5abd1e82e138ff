import Market
import Replay
import Signals

extension Strategy {
  /// What a flag asks about: one of the strategy's signals by name, or an expression over them; a lone column is one too.
  func question(_ text: String, flag: String, _ bound: BoundBook) throws -> Expression {
    if let named = signals.signals.first(where: { $0.name == text }) { return named.expression }
    let expression = try Expression(parsing: text, at: Problem.Place(file: flag, line: 1, column: 1))
    // A lone word that is close to a signal's name is that one misspelt; whether it is a column, the data will say.
    if expression.names == [text], nearestWord(to: text, in: signals.signalNames) != nil { _ = try bound.signal(text) }
    return expression
  }
}
