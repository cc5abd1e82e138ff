import Market

/// A signal that comes with the language and is written in it.
public struct Formula: Sendable {
  public let name: String
  public let family: OperatorFamily
  /// One sentence.
  public let about: String
  public let inputs: [OperatorInput]
  public let unit: OperatorUnit
  /// Its definition in the language; names that are not inputs are columns.
  public let text: String
  /// A call, for documentation and the battery.
  public let example: String
  /// Who defines it so; empty for what everybody does.
  public let source: String
  /// How far it looks back, where that is no straight line in its window.
  let lookBackText: String?
  /// Other names it answers to, for hands that have learned them elsewhere.
  let synonyms: [String]
  let syntax: Syntax

  init(
    _ name: String, _ family: OperatorFamily, _ inputs: [OperatorInput], _ text: String, about: String,
    unit: OperatorUnit, example: String, source: String = "", lookBack: String? = nil, synonyms: [String] = []
  ) {
    self.name = name
    self.family = family
    self.about = about
    self.inputs = inputs
    self.unit = unit
    self.text = text
    self.example = example
    self.source = source
    lookBackText = lookBack
    self.synonyms = synonyms
    do { syntax = try Parser.parse(text) } catch {
      preconditionFailure("the definition of \(name) is not in the language: \(error)")
    }
  }

  public var signature: String { "\(name)(\(inputs.map(\.signature).joined(separator: ", ")))" }

  /// The columns it reads besides its inputs.
  public var columns: Set<String> { Set(syntax.names.map(\.name)).subtracting(inputs.map(\.name)) }
}

/// The signals of the field that come with the language, each a line of it. Read in place of the call, they share what
/// they compute with everything else.
public enum Formulas {
  public static let all: [Formula] = price + funding + basis + openInterest + flow + positioning + options

  private static let byName = Dictionary(
    all.flatMap { formula in ([formula.name] + formula.synonyms).map { ($0, formula) } },
    uniquingKeysWith: { first, _ in first })

  public static func named(_ name: String) -> Formula? { byName[name] }
}
