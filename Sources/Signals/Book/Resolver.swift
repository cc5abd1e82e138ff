import Market

/// Turns syntax into nodes.
struct Resolver {
  enum Scope {
    /// The user's own text: parameters and signals mean what the book says, every other name is a column.
    case book([String: Node])
    /// The text of a built-in signal, called at `place`: its inputs, and columns. The user's names are out of sight, so
    /// that a parameter called `close` cannot change what `returns` means.
    case builtIn(inputs: [String: Node], place: Problem.Place)
  }

  let scope: Scope
  /// An operator that is known here without being in the list: one that is being checked.
  var guest: (any SignalOperator)?

  /// Nodes beyond either limit are not written by people; they come from signals that use each other twice over.
  private static let deepest = 128
  private static let longestKey = 20_000

  func node(_ syntax: Syntax) throws(Problem) -> Node {
    let node = try unchecked(syntax)
    if case .number(let value) = node.form, !value.isFinite {
      throw Problem(
        "a constant here has no value", at: place(syntax),
        remedy: "does it divide by zero, or are bounds the wrong way round?")
    }
    guard node.depth <= Self.deepest, node.key.utf8.count <= Self.longestKey else {
      throw Problem(
        "the signal is too large once its parts are filled in", at: place(syntax),
        remedy: "it may be nested \(Self.deepest) levels deep and \(Self.longestKey) characters long")
    }
    return node
  }

  private func unchecked(_ syntax: Syntax) throws(Problem) -> Node {
    switch syntax.form {
    case .number(let value): return .number(value, isShare: syntax.isShare)
    case .duration(let value): return .duration(value)
    case .flag(let value): return .flag(value)
    case .name(let name): return try named(name, syntax)
    case .negation(let inner): return .negated(try number(node(inner), inner, "'-'"))
    case .not(let inner): return .not(try condition(inner, "'not'"))
    case .both(let a, let b): return .all([try condition(a, "'and'"), try condition(b, "'and'")])
    case .either(let a, let b): return .any([try condition(a, "'or'"), try condition(b, "'or'")])
    case .comparison(let sign, let a, let b): return try comparison(sign, a, b)
    case .arithmetic(let sign, let a, let b): return try arithmetic(sign, a, b, syntax)
    case .call(let name, let arguments): return try call(name, arguments, syntax)
    }
  }

  private func place(_ syntax: Syntax) -> Problem.Place {
    if case .builtIn(_, let place) = scope { return place }
    return syntax.place
  }

  private func named(_ name: String, _ syntax: Syntax) throws(Problem) -> Node {
    switch scope {
    case .book(let meanings):
      if let node = meanings[name] { return node }
      if Operators.standsAlone(name) { return try call(name, [], syntax) }
      guard !Operators.has(name) else {
        throw Problem("'\(name)' is an operator", at: syntax.place, remedy: "write \(Operators.signature(of: name))")
      }
    case .builtIn(let inputs, _):
      if let node = inputs[name] { return node }
    }
    return .column(name, at: place(syntax))
  }
}

extension Resolver {
  private func number(_ node: Node, _ syntax: Syntax, _ user: String) throws(Problem) -> Node {
    guard node.kind == .number else {
      throw Problem(
        "\(user) needs a number and has \(node.kind.noun), '\(node.key)'", at: place(syntax),
        remedy: node.kind.wayToNumber)
    }
    return node
  }

  private func condition(_ syntax: Syntax, _ user: String) throws(Problem) -> Node {
    let node = try node(syntax)
    guard node.kind == .condition else {
      throw Problem(
        "\(user) needs a condition and has \(node.kind.noun), '\(node.key)'", at: place(syntax),
        remedy: node.kind.wayToCondition)
    }
    return node
  }

  private func comparison(_ sign: ComparisonSign, _ a: Syntax, _ b: Syntax) throws(Problem) -> Node {
    let left = try node(a)
    let right = try node(b)
    if left.kind == .duration, right.kind == .duration { return .comparison(sign, left, right) }
    if left.kind == .condition, right.kind == .condition, let node = Node.sameness(sign, left, right) { return node }
    for (side, syntax) in [(left, a), (right, b)] where side.kind != .number {
      throw Problem(
        "'\(sign.rawValue)' compares numbers and has \(side.kind.noun), '\(side.key)', on one side", at: place(syntax),
        remedy: side.kind == .condition
          ? "a condition is used as it is, or with 'not'" : "a duration is for windows; 1d / 1h is the number 24")
    }
    try checkUnits(of: left, right, at: b, "'\(sign.rawValue)' compares")
    return .comparison(sign, left, right)
  }

  private func arithmetic(_ sign: ArithmeticSign, _ a: Syntax, _ b: Syntax, _ whole: Syntax) throws(Problem) -> Node {
    let left = try node(a)
    let right = try node(b)
    guard left.kind == .duration || right.kind == .duration else {
      let user = "'\(sign.rawValue)'"
      let (x, y) = (try number(left, a, user), try number(right, b, user))
      if sign == .plus { try checkUnits(of: x, y, at: b, "'+' adds") }
      if sign == .minus { try checkUnits(of: x, y, at: b, "'-' subtracts") }
      return .arithmetic(sign, x, y)
    }
    guard let node = Node.durationArithmetic(sign, left, right) else {
      throw Problem(
        "'\(sign.rawValue)' cannot be used between '\(left.key)' and '\(right.key)'", at: place(whole),
        remedy: "durations are added to durations, or multiplied and divided by constants to whole milliseconds")
    }
    return node
  }

  /// Numbers that count different things are neither added nor compared. What their names leave open is looked at with the
  /// data.
  private func checkUnits(of a: Node, _ b: Node, at syntax: Syntax, _ what: String) throws(Problem) {
    guard !a.measure.agrees(with: b.measure), !a.mayAgree(with: b) else { return }
    throw Problem(mixing: a, b, what, at: place(syntax))
  }

  private func checkUnits(of function: any SignalOperator, _ nodes: [Node], _ given: [Syntax]) throws(Problem) {
    let alike = function.alike(of: given.count)
    for (position, index) in alike.enumerated() {
      for earlier in alike[..<position] {
        try checkUnits(of: nodes[earlier], nodes[index], at: given[index], "'\(function.name)' compares")
      }
    }
  }

  /// A column of all venues, which is the dataset's to say: nothing that the file calls by that name.
  private func acrossVenues(_ name: String, _ given: [Syntax], _ whole: Syntax) throws(Problem) -> Node {
    guard let column = VenueColumn(call: name, given) else {
      throw Problem(
        "'\(VenueColumn.word)' in '\(name)' is not followed by one column", at: place(whole),
        remedy:
          "write the plain name of a column, as in median_across(venues, funding_rate); a mean may be weighted by "
          + "another: mean_across(venues, funding_8h, open_interest)")
    }
    if case .book(let meanings) = scope,
      let own = [column.column, column.weight ?? ""].first(where: { meanings[$0] != nil })
    {
      throw Problem(
        "'\(own)' is a name of the file, and 'venues' asks each venue for a column of that name", at: place(whole),
        remedy: "write a column, or call it otherwise in the file")
    }
    return .column(column.name, at: place(given[1]))
  }

  private func call(_ name: String, _ given: [Syntax], _ whole: Syntax) throws(Problem) -> Node {
    if VenueColumn.isMeant(by: name, given) { return try acrossVenues(name, given, whole) }
    if let function = guest?.name == name ? guest : Operators.named(name) {
      let nodes = try values(of: function.inputs(for: given.count), given, name, whole)
      try checkUnits(of: function, nodes, given)
      return .call(function, nodes, at: place(whole))
    }
    guard let builtIn = Formulas.named(name) else {
      if let key = StrategyWord(rawValue: name) {
        throw Problem(
          "'\(name)(…)' is no part of an expression", at: place(whole),
          remedy: "it stands in a strategy file, alone behind a key: \(key.usage)")
      }
      throw Problem(
        "unknown operator '\(name)'", at: place(whole),
        remedy: Operators.remedy(for: name))
    }
    let values = try values(of: builtIn.inputs, given, name, whole)
    let inputs = Dictionary(zip(builtIn.inputs.map(\.name), values), uniquingKeysWith: { first, _ in first })
    return try Resolver(scope: .builtIn(inputs: inputs, place: place(whole))).node(builtIn.syntax)
  }

  private func values(
    of inputs: [OperatorInput], _ given: [Syntax], _ name: String, _ whole: Syntax
  ) throws(Problem) -> [Node] {
    let required = inputs.count { $0.standardNode == nil }
    guard given.count >= required, given.count <= inputs.count else {
      let arguments = given.count == 1 ? "1 argument" : "\(given.count) arguments"
      throw Problem(
        "'\(name)' has \(arguments)", at: place(whole), remedy: "it is \(Operators.signature(of: name))")
    }
    var nodes: [Node] = []
    for (index, input) in inputs.enumerated() {
      guard index < given.count else {
        nodes.append(input.standardNode ?? .number(0))
        continue
      }
      if let words = input.words {
        nodes.append(try word(given[index], words, of: input, name))
        continue
      }
      let node = try node(given[index])
      guard input.accepts(node) else {
        throw Problem(
          "the argument '\(input.name)' of '\(name)' is '\(node.key)'", at: place(given[index]),
          remedy: advice(for: node, as: input))
      }
      nodes.append(node)
    }
    return nodes
  }

  /// One of the words an operator takes; inside a built-in signal also the one it was given.
  private func word(
    _ syntax: Syntax, _ words: [String], of input: OperatorInput, _ name: String
  ) throws(Problem) -> Node {
    if case .name(let written) = syntax.form {
      if words.contains(written) { return .word(written) }
      if case .builtIn(let inputs, _) = scope, let given = inputs[written], case .word = given.form { return given }
      throw Problem(
        "the argument '\(input.name)' of '\(name)' is '\(written)'", at: place(syntax),
        // What is an operator is no slip of the pen: the median is not the mean.
        remedy: Operators.has(written)
          ? "the words it may be are \(words.sorted().listed(most: 24))"
          : suggestion(for: written, in: words, called: "words it may be"))
    }
    throw Problem(
      "the argument '\(input.name)' of '\(name)' is no word", at: place(syntax), remedy: "it must be \(input.wanted)")
  }

  /// A misspelt parameter arrives as a column; where a column cannot be, the parameter is what was meant.
  private func advice(for node: Node, as input: OperatorInput) -> String {
    if case .column(let name) = node.form, case .book(let meanings) = scope,
      let near = nearestWord(to: name, in: meanings.filter { input.accepts($0.value) }.keys)
    {
      return "did you mean '\(near)'?"
    }
    return "it must be \(input.wanted)"
  }
}
