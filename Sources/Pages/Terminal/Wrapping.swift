extension String {
  /// The text in lines of at most `width` characters, broken between words, and never between a number and its `%` or within
  /// `p < 0.001`; a longer word keeps a line of its own, or is broken where lines may not be longer.
  package func wrapped(to width: Int, breaksWords: Bool = false) -> [String] {
    var lines: [String] = []
    var line = ""
    for whole in unbroken {
      for word in breaksWords && whole.count > width && width > 0 ? whole.pieces(of: width) : [whole] {
        if line.isEmpty {
          line = word
        } else if line.count + 1 + word.count <= width, !(word != whole && whole.hasSuffix(word)) {
          line += " " + word
        } else {
          lines.append(line)
          line = word
        }
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Its words; what belongs to a number is one with it.
  private var unbroken: [String] {
    var words: [String] = []
    for word in split(separator: " ") {
      let isSign = word.count == 1 && "<>=≤≥≈".contains(word)
      let joins =
        word.first == "%" || isSign
        || words.last.map { last in
          let sign = last.split(separator: " ").last ?? ""
          let isOpen = sign.count == 1 && "<>=≤≥≈".contains(sign)
          return isOpen || last == "p" && (word.first?.isNumber == true || word.first == "<")
        } ?? false
      if joins, let last = words.popLast() { words.append("\(last) \(word)") } else { words.append(String(word)) }
    }
    return words
  }

  /// A word in pieces that fit, cut behind a hyphen, a comma or the like where it has one; a path stays in one piece, for it is
  /// there to be copied.
  private func pieces(of width: Int) -> [String] {
    guard !contains("/") else { return [self] }
    var pieces: [String] = []
    var piece = ""
    for part in wordParts {
      var part = part
      if !piece.isEmpty, piece.count + part.count > width {
        pieces.append(piece)
        piece = ""
      }
      while part.count > width {
        pieces.append(String(part.prefix(width)))
        part = String(part.dropFirst(width))
      }
      piece += part
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }

  /// Between which a word may be broken: behind `-`, `,`, `.`, `_`, `:` and `;`, unless it is a path.
  package var wordParts: [String] {
    guard !contains("/") else { return [self] }
    var parts: [String] = []
    var part = ""
    for character in self {
      part.append(character)
      guard "-,._:;".contains(character), part.count > 2 else { continue }
      parts.append(part)
      part = ""
    }
    return part.isEmpty ? parts : parts + [part]
  }

  package var trimmedRight: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
