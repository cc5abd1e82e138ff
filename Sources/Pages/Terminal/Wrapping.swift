extension String {
  /// The text in lines of at most `width` characters, broken between words; a longer word keeps a line of its own.
  package func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if line.isEmpty {
        line = String(word)
      } else if line.count + 1 + word.count <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// The first characters, ending in `...` if there is room for it, so that the whole has `width` of them.
  package func cut(to width: Int) -> String {
    width > 3 ? prefix(width - 3) + "..." : String(prefix(width))
  }

  package var trimmedRight: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
