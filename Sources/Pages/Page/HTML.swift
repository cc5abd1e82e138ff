import Results

/// Markup as a text whose interpolations are escaped, so that nothing that comes from outside can end a tag.
///
/// Only markup itself, and what is said to be `raw`, is taken as it is.
struct HTML: ExpressibleByStringInterpolation {
  let text: String

  init(raw text: String) { self.text = text }
  init(stringLiteral text: String) { self.text = text }
  init(stringInterpolation parts: StringInterpolation) { text = parts.text }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(2 * literalCapacity) }

    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ text: String) { self.text += Markup.escaped(text) }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    mutating func appendInterpolation(_ markup: HTML) { text += markup.text }
    mutating func appendInterpolation(raw text: String) { self.text += text }

    /// Nothing where there is none.
    mutating func appendInterpolation(_ markup: HTML?) { text += markup?.text ?? "" }

    /// One behind the other.
    mutating func appendInterpolation(_ markup: [HTML]) { for part in markup { text += part.text } }
  }
}
