extension JSONValue {
  /// Where the text will stand, which decides what must be escaped and how it is laid out.
  public enum Form: Hashable, Sendable {
    /// Two spaces a level and a line end after the last: a document of its own.
    case pretty
    /// No spaces.
    case compact
    /// No spaces, and no character that could end or open a tag, so that it can stand inside a `<script>` of a page.
    case script
  }

  /// The document as text, members in the order of their keys, so that equal values give equal bytes.
  ///
  /// Doubles are written in the shortest form that reads back as the same number.
  public func text(_ form: Form = .pretty) -> String {
    var writer = JSONWriter(form: form)
    writer.write(self, level: 0)
    if form == .pretty { writer.text += "\n" }
    return writer.text
  }
}

private struct JSONWriter {
  let form: JSONValue.Form
  var text = ""

  init(form: JSONValue.Form) { self.form = form }

  mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .integer(let number): text += String(number)
    case .real(let number): text += number.isFinite ? number.description : "null"
    case .string(let string): write(string)
    case .array(let elements):
      list("[", "]", elements, level: level) { $0.write($1, level: level + 1) }
    case .object(let members):
      list("{", "}", members.sorted { $0.key < $1.key }, level: level) { writer, member in
        writer.write(member.key)
        writer.text += writer.form == .pretty ? ": " : ":"
        writer.write(member.value, level: level + 1)
      }
    }
  }

  private mutating func list<Element>(
    _ open: String, _ close: String, _ elements: [Element], level: Int, _ write: (inout JSONWriter, Element) -> Void
  ) {
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      breakLine(level + 1)
      write(&self, element)
    }
    if !elements.isEmpty { breakLine(level) }
    text += close
  }

  private mutating func breakLine(_ level: Int) {
    if form == .pretty { text += "\n" + String(repeating: "  ", count: level) }
  }

  private mutating func write(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "<" where form == .script, ">" where form == .script, "&" where form == .script: escape(scalar)
      // Valid in JSON, line ends in older JavaScript.
      case "\u{2028}", "\u{2029}": escape(scalar)
      case _ where scalar.value < 0x20: escape(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    let digits = String(scalar.value, radix: 16)
    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
