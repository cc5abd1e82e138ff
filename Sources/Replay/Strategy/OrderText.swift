import Market
import Numerics
import Signals

/// Reads what stands behind `order:`, `exit_order:` and `size:`: a word with an expression in brackets, which is no
/// operator of the signal language.
enum OrderText {
  /// `NAME(inside)` and nothing else.
  static func inside(_ name: String, _ text: Substring) -> Substring? {
    guard text.hasPrefix(name), text.hasSuffix(")") else { return nil }
    let rest = text.dropFirst(name.count).drop { $0 == " " }
    guard rest.first == "(" else { return nil }
    var depth = 0
    for index in rest.indices {
      if rest[index] == "(" { depth += 1 }
      if rest[index] == ")" { depth -= 1 }
      // The first bracket must be closed by the last.
      if depth == 0 { return rest.index(after: index) == rest.endIndex ? rest.dropFirst().dropLast() : nil }
    }
    return nil
  }

  /// Cut at the commas that stand in no brackets.
  static func arguments(_ text: Substring) -> [Substring] { parts(of: text, at: ",") }

  /// Cut at the plus signs that stand in no brackets.
  static func terms(_ text: Substring) -> [Substring] { parts(of: text, at: "+") }

  private static func parts(of text: Substring, at separator: Character) -> [Substring] {
    var parts: [Substring] = []
    var depth = 0
    var start = text.startIndex
    for index in text.indices {
      switch text[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case separator where depth == 0:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    return parts + [text[start...]]
  }

  /// `market`, which is nil, or `limit(price)` or `limit(price, for 3 bars)`.
  static func limit(
    _ value: YAMLValue, _ key: String, isPostOnly: Bool, fillsOnTouch: Bool
  ) throws(Problem) -> LimitRule? {
    let text = try value.text(for: key)
    let trimmed = text.trimmed
    guard trimmed != "market" else { return nil }
    guard let inside = inside("limit", trimmed) else {
      throw value.problem(
        "'\(key): \(text)' is no kind of order",
        remedy: "write market, limit(close * (1 - 10bps)) or limit(low, for 3 bars)")
    }
    let parts = arguments(inside)
    guard parts.count <= 2 else {
      throw value.problem(
        "limit() has \(parts.count) arguments", remedy: "it takes a price and how long it rests: limit(low, for 3 bars)"
      )
    }
    let price = String(parts[0]).trimmed
    if ShareSuffix(behind: price) != nil, ShareSuffix.fraction(price) != nil {
      throw value.problem(
        "limit() takes a price, and '\(price)' is a share",
        remedy: "write limit(close * (1 - \(price))) to buy below the close, + to sell above it")
    }
    return LimitRule(
      price: try value.expression(parts[0], in: text),
      life: parts.count < 2 ? nil : try life(parts[1], text, value), isPostOnly: isPostOnly, fillsOnTouch: fillsOnTouch)
  }

  /// `for 3 bars`, `for 6h`, `for patience`.
  private static func life(_ part: Substring, _ text: String, _ value: YAMLValue) throws(Problem) -> Expression {
    var words = part.drop { $0 == " " }
    guard words.hasPrefix("for ") else {
      throw value.problem(
        "'\(String(words))' says nothing about how long a limit rests", remedy: "write for 3 bars, or for 6h")
    }
    words = words.dropFirst(4)
    for unit in [" bars", " bar"] where words.hasSuffix(unit) { words = words.dropLast(unit.count) }
    return try value.expression(words, in: text)
  }

  /// An expression, or `quote(…)`, `coins(…)` or `risk(…)` around one.
  ///
  /// - Parameter names: of the file's signals and parameters, which a size may be called by.
  ///
  /// - Returns: what it counts, the expression, and those of its terms that have to be above 0 by name.
  static func size(
    _ value: YAMLValue?, names: Set<String>
  ) throws(Problem) -> (sizing: Sizing, size: Expression, terms: [String: Expression]) {
    guard let value else { return (.share, try Expression(parsing: "1"), [:]) }
    let text = try value.text(for: "size")
    if let inside = inside("kelly", text.trimmed) {
      let (size, fraction, most) = try kelly(inside, text, value)
      return (.kelly, size, ["fraction": fraction, "most": most])
    }
    if !names.contains("kelly"), words(of: text).contains("kelly") {
      throw value.problem(
        "'size: \(text)' makes something of kelly, which stands alone and takes a fraction, a span and the most",
        remedy: "write kelly(0.5, 30d, 2); the fraction and the most can be parameters")
    }
    for sizing in Sizing.allCases where !sizing.isWeight {
      if let inside = inside(sizing.rawValue, text.trimmed) {
        try refuseShare(inside, of: sizing, value)
        return (sizing, try value.expression(inside, in: text), [:])
      }
    }
    return (.share, try value.expression(for: "size"), [:])
  }

  /// An amount of money or coins is no share of anything.
  private static func refuseShare(_ inside: Substring, of sizing: Sizing, _ value: YAMLValue) throws(Problem) {
    let amount = String(inside).trimmed
    guard sizing != .risk, ShareSuffix(behind: amount) != nil, ShareSuffix.fraction(amount) != nil else { return }
    throw value.problem(
      "\(sizing.rawValue)() takes an amount, and '\(amount)' is a share",
      remedy:
        "write size: \(amount) for a share of equity, or an amount such as \(sizing == .quote ? "quote(10000)" : "coins(0.5)")"
    )
  }

  /// Whether `name` is called anywhere in a text: `2 * spread(1bps)`.
  static func calls(_ name: String, in text: Substring) -> Bool {
    var rest = text
    while let found = rest.range(of: name) {
      let before = text[..<found.lowerBound].last
      let after = text[found.upperBound...].first { $0 != " " }
      let begins = before.map { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") } ?? true
      if begins, after == "(" { return true }
      rest = text[found.upperBound...]
    }
    return false
  }

  /// Names and numbers.
  private static func words(of text: String) -> [Substring] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
  }

  /// `kelly(0.5, 30d, 2)`: half of what Kelly's rule says of the last thirty days, at most twice equity. Of returns that
  /// come as they may, mean over variance is the weight at which wealth grows fastest (Merton 1969; Thorp 2006).
  private static func kelly(
    _ inside: Substring, _ text: String, _ value: YAMLValue
  ) throws(Problem) -> (size: Expression, fraction: Expression, most: Expression) {
    let parts = String(inside).trimmed.isEmpty ? [] : arguments(inside)
    guard parts.count == 3 else {
      throw value.problem(
        "kelly() has \(parts.isEmpty ? "no arguments" : "\(parts.count) argument\(parts.count == 1 ? "" : "s")")",
        remedy: "it takes a fraction, a lookback and the most: kelly(0.5, 30d, 2)")
    }
    // Each is read by itself first, so that a complaint points at it.
    let (fraction, lookback, most) = (
      try value.expression(parts[0], in: text), try value.expression(parts[1], in: text),
      try value.expression(parts[2], in: text)
    )
    // What is made of them has no columns of its own in the file.
    var place = lookback.place
    place.column = nil
    let move = "(close / lag(close, 1) - 1)"
    let size = try Expression(
      parsing:
        "clip((\(fraction.text)) * mean(\(move), \(lookback.text)) / std(\(move), \(lookback.text)) ^ 2, -(\(most.text)), \(most.text))",
      at: place)
    return (size, fraction, most)
  }
}

extension String {
  var trimmed: Substring {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
