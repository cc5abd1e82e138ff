import Market

/// A venue or symbol that is made of text, parts of the path, and fields of the row: `{pair}`, `{base}{quote}`. Of a field
/// with hyphens, a piece: `{market:first}`, `{market:last}`, and `{market:middle}`, which is all between these.
struct NameTemplate {
  private enum Part {
    case text(String)
    case field(Int, Piece)
  }

  private enum Piece: String {
    case whole, first, middle, last

    func cut(_ text: String) -> String {
      let pieces = text.split(separator: "-")
      switch self {
      case .whole: return text
      case .first: return pieces.first.map(String.init) ?? ""
      case .last: return pieces.last.map(String.init) ?? ""
      case .middle: return pieces.dropFirst().dropLast().joined(separator: "-")
      }
    }
  }

  private let parts: [Part]
  private let strip: Set<Character>
  private let rename: [String: String]

  /// - Parameters:
  ///   - known: what names in braces stand for, before the columns of the table.
  ///   - column: the place of a column.
  init(
    _ text: String, strip: String? = nil, rename: [String: String]? = nil, known: [String: String],
    column: (String) throws -> Int
  ) rethrows {
    var parts: [Part] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      let plain = rest.prefix { $0 != "{" }
      if !plain.isEmpty { parts.append(.text(String(plain))) }
      rest = rest.dropFirst(plain.count)
      guard rest.first == "{" else { continue }
      let name = String(rest.dropFirst().prefix { $0 != "}" })
      rest = rest.drop { $0 != "}" }.dropFirst()
      if let value = known[name] {
        parts.append(.text(value))
        continue
      }
      let halves = name.split(separator: ":", maxSplits: 1).map(String.init)
      let piece = halves.count == 2 ? Piece(rawValue: halves[1]) : nil
      parts.append(.field(try column(piece == nil ? name : halves[0]), piece ?? .whole))
    }
    self.parts = parts
    self.strip = Set(strip ?? "")
    self.rename = rename ?? [:]
  }

  /// The fields that its rows tell it by; none where it is the same in every row.
  var fields: [Int] { parts.compactMap { if case .field(let index, _) = $0 { index } else { nil } } }

  /// The name in the current row.
  ///
  /// - Parameter venue: whose way of writing symbols is meant where one is written as ccxt does, the same for all venues.
  func name(in row: borrowing CSVScanner, on venue: String? = nil) -> String {
    let name = written(in: row)
    if let venue, rename[name] == nil, let unified = UnifiedSymbol(name) { return unified.symbol(on: venue) }
    let plain = String(name.filter { !strip.contains($0) })
    return rename[name] ?? rename[plain] ?? plain
  }

  /// The name in the current row as it stands there; nothing is taken out of it.
  func written(in row: borrowing CSVScanner) -> String {
    var name = ""
    for part in parts {
      switch part {
      case .text(let text): name += text
      case .field(let index, let piece):
        name += index < row.count ? piece.cut(String(decoding: row.content(index), as: UTF8.self)) : ""
      }
    }
    return name
  }
}
