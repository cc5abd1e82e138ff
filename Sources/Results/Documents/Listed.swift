/// Things one below the other: a list is written as what it holds, and what is nil adds nothing.
@resultBuilder
package enum Listed<Element> {
  package static func buildExpression(_ element: Element) -> [Element] { [element] }
  package static func buildExpression(_ element: Element?) -> [Element] { element.map { [$0] } ?? [] }
  package static func buildExpression(_ elements: [Element]) -> [Element] { elements }
  package static func buildBlock(_ parts: [Element]...) -> [Element] { parts.flatMap(\.self) }
  package static func buildArray(_ parts: [[Element]]) -> [Element] { parts.flatMap(\.self) }
  package static func buildOptional(_ part: [Element]?) -> [Element] { part ?? [] }
  package static func buildEither(first part: [Element]) -> [Element] { part }
  package static func buildEither(second part: [Element]) -> [Element] { part }
}
