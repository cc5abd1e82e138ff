import Market
import Replay
import Signals

extension Strategy {
  /// What a flag asks about: one of the strategy's signals by name, or an expression over them; a lone column is one too.
  ///
  /// - Parameter loader: whose dataset says what a column is.
  func question(_ text: String, flag: String, _ bound: BoundBook, _ loader: FrameLoader) throws -> Expression {
    if let named = signals.signals.first(where: { $0.name == text }) { return named.expression }
    let expression = try Expression(parsing: text, at: Problem.Place(file: flag, line: 1, column: 1))
    // A lone word that means nothing else and is close to a signal's name is that one misspelt.
    if expression.names == [text], nearestWord(to: text, in: signals.signalNames) != nil,
      !signals.parameterNames.contains(text), !Operators.names.contains(text), !loader.hasColumn(text, for: [self])
    {
      _ = try bound.signal(text)
    }
    return expression
  }
}
