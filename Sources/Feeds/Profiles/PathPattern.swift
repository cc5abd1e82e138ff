/// A pattern that the end of a path is like: `*/{venue}_{symbol}.csv`.
///
/// `*/` stands for any folders, `*` elsewhere for anything within one name, `?` for one character, and a name in braces for
/// at least one character of one folder's or file's name, as few as will do.
struct PathPattern: Hashable, Sendable {
  private let parts: [Part]

  private enum Part: Hashable {
    case character(Character)
    case anyCharacter, anything
    /// Any folders.
    case folders
    case capture(String)
  }

  init(_ text: String) {
    var parts: [Part] = []
    // It is the end of the path that is looked at, whatever lies above.
    var rest = Substring(text.hasPrefix("/") || text.hasPrefix("*/") ? text : "*/" + text)
    while let next = rest.first {
      rest = rest.dropFirst()
      switch next {
      case "*": parts.append(rest.first == "/" ? .folders : .anything)
      case "?": parts.append(.anyCharacter)
      case "{":
        parts.append(.capture(String(rest.prefix { $0 != "}" })))
        rest = rest.drop { $0 != "}" }.dropFirst()
      default: parts.append(.character(next))
      }
    }
    self.parts = parts
  }

  /// What the names in braces stand for in `path`; nil for a path that is not like this.
  func captures(in path: String) -> [String: String]? {
    // Nobody's path is longer, and the search below must end.
    let path = Array(path.suffix(1024))
    var failed: Set<[Int]> = []
    func match(_ part: Int, _ place: Int) -> [String: String]? {
      guard part < parts.count else { return place == path.count ? [:] : nil }
      switch parts[part] {
      case .character, .anyCharacter: return attempt(part, place)
      case .anything, .folders, .capture:
        if failed.contains([part, place]) { return nil }
        let found = attempt(part, place)
        if found == nil { failed.insert([part, place]) }
        return found
      }
    }
    func attempt(_ part: Int, _ place: Int) -> [String: String]? {
      switch parts[part] {
      case .character(let character):
        return place < path.count && path[place] == character ? match(part + 1, place + 1) : nil
      case .anyCharacter: return place < path.count ? match(part + 1, place + 1) : nil
      case .folders: return (place...path.count).lazy.compactMap { match(part + 1, $0) }.first
      case .anything:
        let end = path[place...].firstIndex(of: "/") ?? path.count
        return (place...end).lazy.compactMap { match(part + 1, $0) }.first
      case .capture(let name):
        var end = place
        while end < path.count, path[end] != "/" {
          end += 1
          if var found = match(part + 1, end) {
            found[name] = String(path[place..<end])
            return found
          }
        }
        return nil
      }
    }
    return match(0, 0)
  }
}
