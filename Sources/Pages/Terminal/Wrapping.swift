extension String {
  /// The text in lines of at most `width` characters, broken between words; a longer word keeps a line of its own, or is
  /// broken where lines may not be longer.
  package func wrapped(to width: Int, breaksWords: Bool = false) -> [String] {
    var lines: [String] = []
    var line = ""
    for whole in split(separator: " ") {
      var word = whole
      while breaksWords, word.count > width, width > 0 {
        if !line.isEmpty { lines.append(line) }
        line = ""
        lines.append(String(word.prefix(width)))
        word = word.dropFirst(width)
      }
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

  package var trimmedRight: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
