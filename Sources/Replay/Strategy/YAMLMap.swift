import Market
import Signals
import Yams

/// A YAML mapping that knows where it stands.
package struct YAMLMap {
  package let entries: [(key: YAMLValue, value: YAMLValue)]
  package let place: Problem.Place

  /// The document's top level, which must be a mapping.
  ///
  /// - Parameters:
  ///   - noun: what the file is, for messages.
  ///   - guide: where its format is written down.
  package static func root(
    of text: String, file: String, noun: String = "a strategy file", guide: String = "docs/strategies.md"
  ) throws(Problem) -> YAMLMap {
    let node: Yams.Node?
    // Scalars are read as texts, so the parser need not look for what else they may be, nor into the
    // environment for how they are encoded.
    do { node = try Yams.compose(yaml: text, .basic, .default, .utf8) } catch {
      throw Problem(yaml: error, file: file, guide: guide)
    }
    guard let node else { throw Problem("the file is empty", at: .init(file: file), remedy: "see \(guide)") }
    return try YAMLValue(node, file: file).map(for: noun)
  }

  package func value(_ key: String) -> YAMLValue? { entries.first { $0.key.text == key }?.value }

  package func text(_ key: String) throws(Problem) -> String? { try value(key)?.text(for: key) }

  package func map(_ key: String) throws(Problem) -> YAMLMap? { try value(key)?.map(for: key) }

  /// What stands below `parameters:` of a strategy file.
  var parameterNames: Set<String> {
    get throws(Problem) { Set(try map("parameters")?.entries.map(\.key.text) ?? []) }
  }

  /// Refuses keys that mean nothing here: a misspelt key that is silently ignored is a different strategy.
  package func allow(only known: [String], called plural: String) throws(Problem) {
    for (key, _) in entries where !known.contains(key.text) {
      if key.text == "<<" {
        throw key.problem(
          "'<<' would merge keys of elsewhere in, and is not read",
          remedy: "write the keys out; what is the same as a whole can be repeated: short: *long")
      }
      throw key.problem("unknown key '\(key.text)'", remedy: suggestion(for: key.text, in: known, called: plural))
    }
  }

  package func problem(_ what: String, remedy: String) -> Problem { Problem(what, at: place, remedy: remedy) }
}

/// A YAML value and its place.
package struct YAMLValue {
  private let node: Yams.Node
  private let file: String

  init(_ node: Yams.Node, file: String) {
    self.node = node
    self.file = file
  }

  package var place: Problem.Place { Problem.Place(file: file, line: node.mark?.line, column: node.mark?.column) }

  /// The scalar's text, or nothing for a list or mapping.
  package var text: String { node.scalar?.string ?? "" }

  /// For messages: what the user wrote, or what kind of thing it is.
  package var shown: String { node.scalar?.string ?? (node.sequence == nil ? "a mapping" : "a list") }

  package func text(for name: String) throws(Problem) -> String {
    guard let scalar = node.scalar, !scalar.string.isEmpty else {
      throw problem(
        "'\(name)' needs one value and has \(node.scalar == nil ? shown : "none")", remedy: "write it on the same line")
    }
    return scalar.string
  }

  package func map(for name: String) throws(Problem) -> YAMLMap {
    guard let mapping = node.mapping else {
      throw problem("'\(name)' needs 'key: value' lines and has '\(shown)'", remedy: "indent them below it")
    }
    let entries = mapping.map { (key: YAMLValue($0.key, file: file), value: YAMLValue($0.value, file: file)) }
    for (index, entry) in entries.enumerated().dropLast() where entry.value.isCutInBrackets(by: entries[index + 1].key)
    {
      throw entry.value.cut(before: entries[index + 1].key, "\(entry.key.text): ", "{ … }")
    }
    return YAMLMap(entries: entries, place: place)
  }

  /// Whether it stands in no quotation marks and closes fewer brackets than it opens, and the next one stands on the same
  /// line: a comma has cut it. The parser does not tell a list on one line from one on several.
  private func isCutInBrackets(by next: YAMLValue) -> Bool {
    guard let scalar = node.scalar, scalar.style == .plain, place.line == next.place.line else { return false }
    return scalar.string.reduce(0) { $0 + ($1 == "(" ? 1 : $1 == ")" ? -1 : 0) } > 0
  }

  private func cut(before next: YAMLValue, _ key: String, _ brackets: String) -> Problem {
    problem(
      "'\(key)\(text)' ends at a comma, which inside \(brackets) begins the next entry",
      remedy: "put the expression in quotation marks: \(key)'\(text), \(next.text)…'")
  }

  /// Whether it is a list, be it of one.
  package var isList: Bool { node.sequence != nil }

  /// The items of a list, or the one value that stands in place of a list of one.
  package func list(for name: String) throws(Problem) -> [YAMLValue] {
    guard let sequence = node.sequence else { return [self] }
    guard !sequence.isEmpty else {
      throw problem("'\(name)' is an empty list", remedy: "write its items, or remove it")
    }
    let items = sequence.map { YAMLValue($0, file: file) }
    for (index, item) in items.enumerated().dropLast() where item.isCutInBrackets(by: items[index + 1]) {
      throw item.cut(before: items[index + 1], "", "[ … ]")
    }
    return items
  }

  /// Parses the value as an expression whose errors point into the file.
  package func expression(for name: String) throws(Problem) -> Expression {
    try Expression(parsing: try text(for: name), at: textPlace)
  }

  /// Parses a part of the value's text.
  func expression(_ part: Substring, in text: String) throws(Problem) -> Expression {
    var place = textPlace
    place.column = place.column.map { $0 + text.distance(from: text.startIndex, to: part.startIndex) }
    return try Expression(parsing: String(part), at: place)
  }

  /// Where the text of the value begins. A quoted scalar begins with its quote. Block scalars begin on a later line, which
  /// the mark does not tell.
  private var textPlace: Problem.Place {
    var place = self.place
    switch node.scalar?.style {
    case .singleQuoted, .doubleQuoted: place.column = place.column.map { $0 + 1 }
    case .literal, .folded:
      place.line = place.line.map { $0 + 1 }
      place.column = nil
    default: break
    }
    return place
  }

  package func problem(_ what: String, remedy: String) -> Problem { Problem(what, at: place, remedy: remedy) }
}

extension Problem {
  /// A YAML reader's complaint, with its place where it gives one.
  init(yaml error: any Error, file: String, guide: String) {
    var place = Place(file: file)
    let what: String
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      place.line = mark.line
      place.column = mark.column
      what = "not YAML: \(problem)"
    case .duplicatedKeysInMapping(let duplicates, let context):
      place.line = context.mark.line
      place.column = context.mark.column
      what = "the key '\(duplicates.joined(separator: "', '"))' stands here twice"
    case .reader(let problem, _, _, _):
      what = "not YAML: \(problem)"
    default:
      what = "not YAML: \(error)"
    }
    self.init(what, at: place, remedy: "see \(guide) for the format")
  }
}
