import Dispatch

extension Evaluator {
  /// Computes the operators that `nodes` are made of on all cores, so that asking for the nodes finds them done.
  ///
  /// Worth it where a few signals are evaluated once, as in a study; a sweep has better use for its cores. What cannot be
  /// computed is left for whoever asks for it, and so is the complaint.
  public func prepare(_ nodes: [Node]) {
    var calls: [Node] = []
    for node in nodes { node.collectCalls(into: &calls) }
    let distinct = Array(Set(calls)).sorted { $0.key < $1.key }
    guard distinct.count > 1 else { return }
    DispatchQueue.concurrentPerform(iterations: distinct.count) { _ = try? value(of: distinct[$0]) }
  }
}

extension Node {
  /// The outermost calls in it: what is inside one is computed with it.
  fileprivate func collectCalls(into calls: inout [Node]) {
    switch form {
    case .number, .flag, .duration, .word, .column: break
    case .call: calls.append(self)
    case .negation(let x), .not(let x): x.collectCalls(into: &calls)
    case .arithmetic(_, let a, let b), .comparison(_, let a, let b):
      a.collectCalls(into: &calls)
      b.collectCalls(into: &calls)
    case .all(let parts), .any(let parts):
      for part in parts { part.collectCalls(into: &calls) }
    }
  }
}
