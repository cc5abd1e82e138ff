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

  /// What was printed `wide`, on a screen of `width`: sentences run anew, and what is too long of a table goes on below, under
  /// its last column where that is words.
  package func refitted(to width: Int, from wide: Int) -> String {
    var lines: [String] = []
    var before = ""
    for line in split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      // A sentence goes on where its next word had no room.
      let word = line.prefix { $0 != " " }.count
      if before.isSentence, line.isSentence, before.count <= wide, before.count + 1 + word > wide {
        lines[lines.count - 1] += " " + line
      } else {
        lines.append(line)
      }
      before = line
    }
    return lines.flatMap { $0.fitted(to: width) }.joined(separator: "\n")
  }

  private var isSentence: Bool { !isEmpty && !isRule && first != " " && columns.isEmpty }
  private var isRule: Bool { allSatisfy { $0 == "─" || $0 == "-" } }

  /// Below it a column is a ladder of words.
  private static let leastColumn = 20

  private func fitted(to width: Int) -> [String] {
    guard count > width else { return [self] }
    if isRule { return [String(prefix(width))] }
    guard let last = columns.last else { return wrapped(to: width, breaksWords: true) }
    if last <= width - Self.leastColumn {
      let margin = String(repeating: " ", count: last)
      let lines = String(dropFirst(last)).wrapped(to: width - last, breaksWords: true)
      return lines.enumerated().map { ($0 == 0 ? String(prefix(last)) : margin) + $1 }
    }
    // Numbers keep their places; those that there is no room for follow below.
    guard let column = columns.last(where: { String(prefix($0)).trimmedRight.count <= width }), column > 4 else {
      return wrapped(to: width, breaksWords: true)
    }
    return [String(prefix(column)).trimmedRight] + ("    " + dropFirst(column)).fitted(to: width)
  }

  /// Where words stand behind two spaces or more.
  private var columns: [Int] {
    var columns: [Int] = []
    var spaces = 0
    for (place, letter) in enumerated() {
      if letter != " ", spaces > 1, place > spaces { columns.append(place) }
      spaces = letter == " " ? spaces + 1 : 0
    }
    return columns
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
    guard !isPath else { return [self] }
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

  /// A slash in brackets is a division.
  private var isPath: Bool { contains("/") && !contains("(") }

  /// Between which a word may be broken: behind `-`, `,`, `.`, `_`, `:` and `;`, unless it is a path.
  package var wordParts: [String] {
    guard !isPath else { return [self] }
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
