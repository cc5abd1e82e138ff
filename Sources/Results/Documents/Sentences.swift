/// Sentences one below the other: a list is written as what it says, and what is nil says nothing.
@resultBuilder
enum Sentences {
  static func buildExpression(_ sentence: String) -> [String] { [sentence] }
  static func buildExpression(_ sentence: String?) -> [String] { sentence.map { [$0] } ?? [] }
  static func buildExpression(_ sentences: [String]) -> [String] { sentences }
  static func buildBlock(_ parts: [String]...) -> [String] { parts.flatMap(\.self) }
  static func buildArray(_ parts: [[String]]) -> [String] { parts.flatMap(\.self) }
  static func buildOptional(_ part: [String]?) -> [String] { part ?? [] }
  static func buildEither(first part: [String]) -> [String] { part }
  static func buildEither(second part: [String]) -> [String] { part }
}
