import Market
import Numerics
import Signals

/// What is regressed on what: `forward(1h) ~ funding_z * stress + lag(return(1h)) + C(weekday)`.
///
/// The left side is `forward(...)`, the simple return from the close at which a row is known over one or more horizons, or
/// an expression of the signal language. The right side is a sum of terms in the algebra of R and patsy: `+` and `-` add
/// and take away, `a:b` is a product, `a * b` is `a + b + a:b`, parentheses distribute, `0` or `- 1` leave the intercept
/// out. Terms are made of expressions; arithmetic and conditions that need parentheses of their own stand in `I(...)`, and
/// `C(...)` makes a category of an expression's values.
public struct RegressionFormula: Sendable {
  public enum Outcome: Sendable {
    /// Simple returns over each of the horizons, one regression each.
    case forward([Interval])
    case expression(Expression)
  }

  /// What places in a formula are called in messages.
  public static let placeName = "formula"

  /// On one line.
  public let text: String
  public let outcome: Outcome
  /// The left side as written.
  public let outcomeText: String
  /// By degree, then as written; without the intercept.
  public let terms: [FormulaTerm]
  public let hasIntercept: Bool

  /// - Throws: a `Problem` at the character that cannot be read.
  public init(parsing text: String) throws(Problem) {
    // Offsets are columns, so a formula that was broken over lines is put on one.
    let characters = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
    self.text = String(characters)
    let tildes = characters.indices.filter { characters[$0] == "~" }
    guard let tilde = tildes.first else {
      throw Problem(
        "the formula has no '~'", at: .formula(0),
        remedy: "write what is explained ~ what explains it, such as forward(1h) ~ zscore(funding_rate, 1d)")
    }
    if tildes.count > 1 {
      throw Problem("a second '~'", at: .formula(tildes[1]), remedy: "a formula has one, between its two sides")
    }
    (outcome, outcomeText) = try Self.outcome(Array(characters[..<tilde]))
    let sum = try FormulaParser.terms(characters, from: tilde + 1)
    // Main effects before what they meet in, as every table of a regression has it.
    terms = sum.terms.enumerated().sorted { ($0.element.degree, $0.offset) < ($1.element.degree, $1.offset) }
      .map(\.element)
    hasIntercept = sum.intercept ?? true
    guard hasIntercept || !terms.isEmpty else {
      throw Problem("the formula explains by nothing", at: .formula(tilde), remedy: "add a term, or 1 for a mean")
    }
  }

  /// Each variable once, in order of the terms.
  public var factors: [FormulaFactor] { terms.flatMap(\.factors).uniqued }

  /// Everything that is read from the market besides the close.
  public var expressions: [Expression] {
    let left: [Expression] = if case .expression(let expression) = outcome { [expression] } else { [] }
    return left + factors.map(\.expression)
  }

  private static func outcome(_ left: [Character]) throws(Problem) -> (Outcome, String) {
    let start = left.firstIndex { !$0.isWhitespace } ?? 0
    let text = String(left).trimmedOfSpaces
    guard !text.isEmpty else {
      throw Problem("nothing stands left of the '~'", at: .formula(0), remedy: "name what is explained, as forward(1h)")
    }
    guard let call = offset(ofCall: "forward", in: left) else {
      return (.expression(try Expression(parsing: text, at: .formula(start))), text)
    }
    guard call == start, text.last == ")", let opening = left.firstIndex(of: "("),
      left.count(where: { $0 == "(" }) == 1
    else {
      throw Problem(
        "forward(...) stands alone on the left side", at: .formula(call), remedy: "write forward(1h) ~ ..., no more")
    }
    var offset = opening + 1
    var horizons: [Interval] = []
    for word in String(left[offset...]).trimmedOfSpaces.dropLast().split(
      separator: ",", omittingEmptySubsequences: false)
    {
      guard let horizon = Interval(String(word).trimmedOfSpaces), horizon > .zero else {
        throw Problem(
          "'\(String(word).trimmedOfSpaces)' is not a horizon", at: .formula(offset),
          remedy: "write durations, as in forward(1h) or forward(15m, 1h)")
      }
      horizons.append(horizon)
      offset += word.count + 1
    }
    return (.forward(horizons), text)
  }

  /// Where `name(` stands, not as the end of a longer name; nil when it does not.
  static func offset(ofCall name: String, in characters: [Character]) -> Int? {
    let name = Array(name)
    return characters.indices.first { index in
      guard characters[index...].starts(with: name) else { return false }
      let isName = { (character: Character) in character.isLetter || character.isNumber || "_.`".contains(character) }
      guard index == 0 || !isName(characters[index - 1]) else { return false }
      return characters[(index + name.count)...].drop(while: \.isWhitespace).first == "("
    }
  }
}
