/// Texts that go into HTML, SVG or the small HTML that Plotly understands in labels.
package enum Markup {
  /// The text with the five characters that mean something to markup written as entities, and control characters, which
  /// XML does not allow, as spaces. Quotes are written by number: of the named entities Plotly knows only some.
  package static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.withoutControlCharacters.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&#34;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
