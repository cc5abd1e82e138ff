import Market

/// Turns syntax into nodes.
struct Resolver {
  let book: BoundBook
  /// What the parameters of a built-in formula stand for while it is being unfolded.
  var arguments: [String: Node] = [:]

  func node(_ syntax: Syntax) throws(Problem) -> Node {
    switch syntax.form {
    case .number(let value): return .number(value)
    case .duration(let value): return .duration(value)
    case .flag(let value): return .flag(value)
    case .name(let name): return try named(name)
    case .negation(let inner):
      return Node.negated(try number(inner, "'-'"))
    case .not(let inner):
      return Node.not(try condition(inner, "'not'"))
    case .both(let a, let b):
      return Node.all(try condition(a, "'and'"), try condition(b, "'and'"))
    case .either(let a, let b):
      return Node.any(try condition(a, "'or'"), try condition(b, "'or'"))
    case .comparison(let sign, let a, let b):
      let left = try node(a)
      let right = try node(b)
      guard left.kind == right.kind, left.kind != .condition else {
        let wrong = left.kind == .number ? (b, right) : (a, left)
        throw Problem(
          "'\(sign.rawValue)' compares numbers and has \(wrong.1.kind.noun) on one side", at: wrong.0.place,
          remedy: wrong.1.kind == .condition ? "a condition is used as it is, or with 'not'" : "write a number")
      }
      return Node.comparison(sign, left, right)
    case .arithmetic(let sign, let a, let b):
      return try arithmetic(sign, a, b, syntax)
    case .call(let name, let arguments):
      return try call(name, arguments, syntax)
    }
  }

  private func named(_ name: String) throws(Problem) -> Node {
    if let argument = arguments[name] { return argument }
    // Inside a formula, only its own parameters and columns have a meaning.
    guard arguments.isEmpty else { return .column(name) }
    switch book.parameters[name] {
    case .number(let value): return .number(value)
    case .duration(let value): return .duration(value)
    case .flag(let value): return .flag(value)
    case nil: break
    }
    if let signal = book.book.signal(name) { return try node(signal.expression.syntax) }
    return .column(name)
  }

  private func number(_ syntax: Syntax, _ user: String) throws(Problem) -> Node {
    let node = try node(syntax)
    guard node.kind == .number else {
      throw Problem(
        "\(user) needs a number and has \(node.kind.noun)", at: syntax.place,
        remedy: node.kind == .condition ? "turn it into one with if(…, 1, 0)" : "write a number")
    }
    return node
  }

  private func condition(_ syntax: Syntax, _ user: String) throws(Problem) -> Node {
    let node = try node(syntax)
    guard node.kind == .condition else {
      throw Problem(
        "\(user) needs a condition and has \(node.kind.noun)", at: syntax.place,
        remedy: "compare it with something, such as '> 0'")
    }
    return node
  }

  private func arithmetic(
    _ sign: ArithmeticSign, _ a: Syntax, _ b: Syntax, _ whole: Syntax
  ) throws(Problem) -> Node {
    let left = try node(a)
    let right = try node(b)
    if left.kind == .duration || right.kind == .duration {
      guard let scaled = Node.durationArithmetic(sign, left, right) else {
        throw Problem(
          "'\(sign.rawValue)' cannot be used between \(left.kind.noun) and \(right.kind.noun)", at: whole.place,
          remedy:
            "durations can be added, subtracted, and multiplied or divided by a number that leaves whole milliseconds")
      }
      return scaled
    }
    return Node.arithmetic(sign, try number(a, "'\(sign.rawValue)'"), try number(b, "'\(sign.rawValue)'"))
  }

  private func call(_ name: String, _ given: [Syntax], _ whole: Syntax) throws(Problem) -> Node {
    if let formula = Formulas.named(name) {
      let values = try values(of: formula.inputs, given, name, whole)
      var inner = self
      inner.arguments = Dictionary(zip(formula.inputs.map(\.name), values), uniquingKeysWith: { first, _ in first })
      // A formula without parameters still must not see the strategy's names.
      inner.arguments["\0"] = .number(0)
      return try inner.node(formula.syntax)
    }
    guard let function = Operators.named(name) else {
      throw Problem(
        "unknown operator '\(name)'", at: whole.place,
        remedy: suggestion(for: name, in: Operators.names, called: "operators"))
    }
    return .call(function, try values(of: function.inputs, given, name, whole), place: whole.place)
  }

  private func values(
    of inputs: [OperatorInput], _ given: [Syntax], _ name: String, _ whole: Syntax
  ) throws(Problem) -> [Node] {
    let required = inputs.count { $0.standard == nil }
    guard given.count >= required, given.count <= inputs.count else {
      let shape = "\(name)(\(inputs.map(\.signature).joined(separator: ", ")))"
      throw Problem("'\(name)' has \(given.count) arguments", at: whole.place, remedy: "it is \(shape)")
    }
    var nodes: [Node] = []
    for (index, input) in inputs.enumerated() {
      guard index < given.count else {
        nodes.append(.number(input.standard ?? 0))
        continue
      }
      let node = try node(given[index])
      try input.check(node, of: name, at: given[index].place)
      nodes.append(node)
    }
    return nodes
  }
}
