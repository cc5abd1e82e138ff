import Market

/// What `hindcast signal list` and `signal show` print about an operator or built-in signal.
public struct OperatorDescription: Sendable, Hashable {
  public let name: String
  public let family: OperatorFamily
  /// `zscore(x, window)`.
  public let signature: String
  public let about: String
  /// How a row follows from the arguments; for a built-in signal, its definition in the language.
  public let formula: String
  public let inputs: [OperatorInput]
  public let result: Node.Kind
  public let unit: String
  /// How many bars before a bar its value depends on, in terms of its window: `window - 1`.
  public let lookBack: String
  /// What becomes of unknown values.
  public let missing: String
  public let example: String
  /// Columns it reads besides its arguments.
  public let columns: [String]
  /// Who defines it so; empty for what everybody does.
  public let source: String
}

extension Operators {
  /// Of every operator and built-in signal, in the order of documentation.
  public static var descriptions: [OperatorDescription] {
    builtIn + added.map { description(of: $0, .own) }
  }

  private static let builtIn =
    families.flatMap { family, operators in operators.map { description(of: $0, family) } }
    + Formulas.all.map(description)

  /// Those with a word in their name, family or sentence; all for an empty text.
  public static func descriptions(matching text: String) -> [OperatorDescription] {
    let words = text.lowercased().split(separator: " ")
    return descriptions.filter { description in
      let text = "\(description.signature) \(description.family.rawValue) \(description.about)".lowercased()
      return words.allSatisfy { text.contains($0) }
    }
  }

  /// - Throws: a `Problem` with the nearest name for one that does not exist.
  public static func describe(_ name: String) throws(Problem) -> OperatorDescription {
    guard let description = descriptions.first(where: { $0.name == name }) else {
      throw Problem(
        "unknown operator '\(name)'", remedy: remedy(for: name))
    }
    return description
  }

  private static func description(
    of function: any SignalOperator, _ family: OperatorFamily
  ) -> OperatorDescription {
    OperatorDescription(
      name: function.name, family: family, signature: function.signature, about: function.about,
      formula: function.formula, inputs: function.inputs, result: function.result, unit: "\(function.unit)",
      lookBack: function.lookBackText
        ?? text(
          ofLookBack: { window in
            function.lookBack(
              OperatorSetting(windows: function.inputs.filter(\.isWindow).map { _ in window }, interval: .minute))
          }, function.inputs),
      missing: function.missing.rawValue, example: function.example, columns: [], source: "")
  }

  private static func description(of builtIn: Formula) -> OperatorDescription {
    OperatorDescription(
      name: builtIn.name, family: builtIn.family, signature: builtIn.signature, about: builtIn.about,
      formula: builtIn.text.split(whereSeparator: \.isWhitespace).joined(separator: " "),
      inputs: builtIn.inputs, result: .number, unit: "\(builtIn.unit)",
      lookBack: builtIn.lookBackText ?? text(ofLookBack: builtIn.lookBack, builtIn.inputs),
      missing: "as its definition", example: builtIn.example, columns: builtIn.columns.sorted(), source: builtIn.source)
  }

  /// Look-backs are straight lines in the window, so two points on one tell it all.
  private static func text(ofLookBack lookBack: (Int) -> Int, _ inputs: [OperatorInput]) -> String {
    let window = inputs.first(where: \.isWindow)?.name ?? "window"
    let times = (lookBack(2000) - lookBack(1000)) / 1000
    let rest = lookBack(1000) - 1000 * times
    guard times > 0 else { return "\(rest)" }
    let windows = times == 1 ? window : "\(times) × \(window)"
    return rest == 0 ? windows : "\(windows) \(rest < 0 ? "-" : "+") \(rest.magnitude)"
  }
}

extension Formula {
  fileprivate func lookBack(window: Int) -> Int {
    var values: [String: Node] = [:]
    for input in inputs {
      switch input.kind {
      case .window: values[input.name] = .number(Double(window))
      case .series: values[input.name] = .column("close", at: .nowhere)
      case .word(let words): values[input.name] = .word(words[0])
      case .number, .numberWithin, .condition, .constant, .times: values[input.name] = .number(1)
      }
    }
    let node = try? Resolver(scope: .builtIn(inputs: values, place: .nowhere)).node(syntax)
    // Windows in bars need no particular width of a bar.
    return (try? node?.lookBack(.minute)) ?? 0
  }
}

extension OperatorInput {
  fileprivate var isWindow: Bool { if case .window = kind { true } else { false } }
}
