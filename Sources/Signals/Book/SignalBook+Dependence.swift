extension SignalBook {
  /// The parameters whose values can change what any of `expressions` means.
  public func parameters(behind expressions: [Expression]) -> Set<String> {
    expressions.reduce(into: []) { $0.formUnion(parameters(behind: $1.syntax)) }
  }

  /// The signals that `expressions` use, directly or through others.
  func signalNames(behind expressions: [Expression]) -> Set<String> {
    var seen: Set<String> = []
    var waiting = expressions.map(\.syntax)
    while let syntax = waiting.popLast() {
      for (name, _) in syntax.names {
        if let signal = self[name], seen.insert(name).inserted { waiting.append(signal.expression.syntax) }
      }
    }
    return seen
  }
}
