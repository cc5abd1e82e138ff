import Market
import Yams

extension ImportProfile {
  /// Reads a profile from YAML.
  ///
  /// Every scalar is a text to the parser, whatever it looks like, so that a column called `7` is the same with quotes and
  /// without; the decoder makes numbers of those that are to be one.
  ///
  /// - Throws: `Problem` with the line of what cannot be read, of a key that means nothing, and of what contradicts itself.
  public init(yaml text: String, file: String) throws {
    let node = try Self.node(text, file)
    try Self.checkKeys(of: node, at: [], file: file)
    do {
      self = try Self.decoder.decode(ImportProfile.self, from: node)
    } catch let error as DecodingError {
      throw Self.problem(error, node, file)
    }
    try check(file: file, node)
  }

  /// What a profile is called and what it is for, which tells most files apart before the rest is read.
  struct Heading: Decodable {
    let name: String
    let match: Match?

    init(yaml text: String, file: String) throws {
      self = try ImportProfile.decoder.decode(Heading.self, from: ImportProfile.node(text, file))
    }
  }

  // Said, since the parser would ask the environment of the process for it each time.
  private static var encoding: Parser.Encoding { .utf8 }
  private static var decoder: YAMLDecoder { YAMLDecoder(encoding: encoding) }

  private static func node(_ text: String, _ file: String) throws -> Node {
    let node: Node?
    do {
      node = try Yams.compose(yaml: text, .basic, .default, encoding)
    } catch {
      throw Problem(
        "the profile is not YAML: \(error)".split(separator: "\n").first.map(String.init) ?? "the profile is not YAML",
        at: Problem.Place(file: file), remedy: "see docs/formats.md")
    }
    guard let node, node.mapping != nil else {
      throw Problem("the profile is empty", at: Problem.Place(file: file), remedy: "see docs/formats.md")
    }
    return node
  }

  /// The profile as a file of its own, keys in one order.
  public var yaml: String {
    get throws {
      let encoder = YAMLEncoder()
      encoder.options.sortKeys = true
      encoder.options.width = -1
      return try encoder.encode(self)
    }
  }

  /// The keys there are at each level; `*` is whatever the user calls it.
  private static let keys: [String: [String]] = [
    "": [
      "name", "about", "match", "kind", "rows", "delimiter", "decimal", "thousands", "header", "missing", "time",
      "last_bar",
      "answered", "arrived", "late", "duplicates", "order", "series", "said",
    ],
    "match": ["path", "header", "fields", "texts", "around", "times"],
    "time": ["column", "unit", "pattern", "zone", "repeated", "round", "floor", "since", "end"],
    "series": [
      "kind", "type", "venue", "symbol", "contract", "id", "strip", "upper", "rename", "interval", "label", "delay",
      "shift", "where", "only", "every", "sample", "on_change", "inverse", "from", "columns",
    ],
    "series.columns.*": ["from", "unit", "scale", "contract_size", "where", "fixed", "over", "zero"],
  ]

  /// A misspelt key that is silently ignored is another format.
  private static func checkKeys(of node: Node, at path: [String], file: String) throws {
    if let items = node.sequence {
      for item in items { try checkKeys(of: item, at: path, file: file) }
    }
    guard let mapping = node.mapping else { return }
    let known = keys[path.joined(separator: ".")]
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      if let known, !known.contains(name) {
        throw Problem(
          "unknown key '\(name)'", at: place(of: key, file),
          remedy: suggestion(for: name, in: known, called: "keys here"))
      }
      let isFree = path == ["series", "columns"]
      try checkKeys(of: value, at: path + [isFree ? "*" : name], file: file)
    }
  }

  private static func place(of node: Node?, _ file: String) -> Problem.Place {
    Problem.Place(file: file, line: node?.mark?.line, column: node?.mark?.column)
  }

  private static func problem(_ error: DecodingError, _ root: Node, _ file: String) -> Problem {
    func problem(_ context: DecodingError.Context, _ what: String) -> Problem {
      var node: Node? = root
      for key in context.codingPath {
        let next = key.intValue.flatMap { index in
          node?.sequence.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        }
        guard let below = next ?? node?.mapping?[key.stringValue] else { break }
        node = below
      }
      let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
      return Problem(
        "\(path.isEmpty ? "" : "\(path): ")\(what)", at: place(of: node, file), remedy: "see docs/formats.md")
    }
    switch error {
    case .keyNotFound(let key, let context): return problem(context, "'\(key.stringValue)' is missing")
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      return problem(context, "the value is not one that can stand here")
    @unknown default: return Problem("the profile cannot be read", at: Problem.Place(file: file))
    }
  }

  private func check(file: String, _ root: Node) throws {
    func problem(_ what: String, _ remedy: String, _ node: Node? = nil) -> Problem {
      Problem("profile '\(name)': \(what)", at: Self.place(of: node ?? root, file), remedy: remedy)
    }
    func interval(_ text: String?, _ key: String) throws {
      // What stands in braces is a part of the path, and known when there is one.
      guard let text, !text.hasPrefix("{"), Interval(text) == nil || text.hasPrefix("0") else { return }
      throw problem("\(key) '\(text)' is not a length of time", "write it as 5m, 8h or 1d")
    }
    guard PathClues.isWord(name) else {
      throw problem("'\(name)' cannot name a profile", "use letters, digits, '-' and '_'")
    }
    guard !series.isEmpty else { throw problem("it has no series", "say what its columns are, below 'series'") }
    for (key, text) in [("delimiter", delimiter), ("decimal", decimal), ("thousands", thousands)] {
      guard let text, text.utf8.count != 1 else { continue }
      throw problem("\(key) '\(text)' is not one character", "write it between quotes, as in ';'")
    }
    try interval(time.round, "round")
    try interval(time.floor, "floor")
    if let pattern = time.pattern { _ = try StampPattern(pattern) }
    if let zone = time.zone, zone != "ask" { _ = try ClockZone(zone) }
    guard time.pattern == nil || time.unit == nil else {
      throw problem("times are either a count in a unit or text of a pattern", "leave out unit or pattern")
    }
    guard late == nil || arrived != nil else {
      throw problem("'late' is said, and nothing says when rows came", "name the column that does: arrived: COLUMN")
    }
    guard order != .any || time.repeated != .inOrder else {
      throw problem(
        "an hour that the clock showed twice is told by the order of rows, and they are said to have none",
        "say repeated: first or second, or order: oldest_first or newest_first")
    }
    for entry in series {
      guard let kind = SeriesKind.named(entry.kind) else {
        throw problem(
          "there is no kind '\(entry.kind)'",
          suggestion(for: entry.kind, in: SeriesKind.all.map(\.name), called: "kinds"))
      }
      if entry.interval != "irregular" { try interval(entry.interval, "interval") }
      try interval(entry.every, "every")
      try interval(entry.sample, "sample")
      guard entry.sample == nil || kind.rows == .chain else {
        throw problem("'sample' is said of \(kind.name)", "say it of an option_chain")
      }
      guard entry.id == nil || kind.rows == .events else {
        throw problem("'id' is said of \(kind.name), whose rows are told apart by their time", "leave 'id' out")
      }
      for text in [entry.delay, entry.shift].compactMap(\.self) where ProfileSpan(text) == nil {
        throw problem("'\(text)' is not a length of time", "write it as 5m or -1h")
      }
      if let from = entry.from, Instant(from) == nil {
        throw problem("from '\(from)' is not an instant", "write it as 2025-08-01")
      }
      if let type = entry.type, InstrumentType(rawValue: type) == nil {
        throw problem(
          "there is no type '\(type)'",
          suggestion(for: type, in: InstrumentType.allCases.map(\.rawValue), called: "types"))
      }
      if let only = entry.only { _ = try InstrumentFilter(only, at: Self.place(of: root, file)) }
      guard !entry.columns.isEmpty else { throw problem("\(entry.kind) has no columns", "say where they stand") }
      let known = (kind.columns + kind.otherColumns).map(\.name)
      for column in entry.columns.keys.sorted() where kind != .external && !known.contains(column) {
        throw problem(
          "\(kind.name) has no column '\(column)'", suggestion(for: column, in: known, called: "columns"))
      }
    }
  }
}

/// A length of time that may be negative: `-1h`.
struct ProfileSpan {
  let interval: Interval

  init?(_ text: String) {
    if text == "0" {
      interval = .zero
    } else if text.hasPrefix("-"), let positive = Interval(String(text.dropFirst())) {
      interval = Interval(milliseconds: -positive.milliseconds)
    } else if let positive = Interval(text) {
      interval = positive
    } else {
      return nil
    }
  }
}
