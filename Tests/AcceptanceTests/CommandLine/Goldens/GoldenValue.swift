import Foundation

/// A JSON document as a tree, so that two are compared place by place.
enum GoldenValue: Decodable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([GoldenValue])
  case members([String: GoldenValue])

  init(parsing json: String) throws { self = try JSONDecoder().decode(GoldenValue.self, from: Data(json.utf8)) }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let list = try? value.decode([GoldenValue].self) {
      self = .list(list)
    } else {
      self = .members(try value.decode([String: GoldenValue].self))
    }
  }

  /// Without what says nothing of a result.
  var masked: GoldenValue {
    switch self {
    case .text(let text): .text(GoldenMask.masked(text))
    case .list(let list): .list(list.map(\.masked))
    case .members(let members):
      .members(
        members.reduce(into: [:]) { $0[$1.key] = GoldenMask.keys.contains($1.key) ? .text("#") : $1.value.masked })
    default: self
    }
  }

  /// The places at which `now` is another document, each with both values.
  func differences(_ now: GoldenValue, at path: String = "") -> [String] {
    switch (self, now) {
    case (.null, .null): return []
    case (.flag(let a), .flag(let b)) where a == b: return []
    case (.number(let a), .number(let b)) where GoldenNumber.isClose(a, b): return []
    case (.text(let a), .text(let b)) where GoldenText.sameLine(a, b): return []
    case (.list(let a), .list(let b)) where a.count == b.count:
      return a.indices.flatMap { a[$0].differences(b[$0], at: "\(path)[\($0)]") }
    case (.list(let a), .list(let b)): return ["\(path): \(a.count) elements, now \(b.count)"]
    case (.members(let a), .members(let b)):
      return Set(a.keys).union(b.keys).sorted().flatMap { key in
        let place = path.isEmpty ? key : "\(path).\(key)"
        return switch (a[key], b[key]) {
        case (let a?, let b?): a.differences(b, at: place)
        case (let a?, nil): ["\(place): \(a.short), now gone"]
        case (nil, let b?): ["\(place): not there, now \(b.short)"]
        case (nil, nil): [String]()
        }
      }
    default: return ["\(path): \(short), now \(now.short)"]
    }
  }

  /// Keys of every depth.
  var keys: Set<String> {
    switch self {
    case .list(let list): list.reduce(into: []) { $0.formUnion($1.keys) }
    case .members(let members): members.reduce(into: Set(members.keys)) { $0.formUnion($1.value.keys) }
    default: []
    }
  }

  private var short: String {
    let text = text(indent: nil)
    return text.count <= 160 ? text : text.prefix(160) + "…"
  }
}

extension GoldenValue {
  /// Members in the order of their keys, a line each; lists of numbers and words on one line.
  var text: String { text(indent: "") + "\n" }

  /// - Parameter indent: nil for one line.
  private func text(indent: String?) -> String {
    switch self {
    case .null: "null"
    case .flag(let flag): "\(flag)"
    case .number(let number): GoldenNumber.text(number)
    case .text(let text): Self.quoted(text)
    case .list(let list):
      Self.lines(list.map { $0.text(indent: Self.deeper(indent)) }, "[", "]", isNested ? indent : nil)
    case .members(let members):
      Self.lines(
        members.sorted { $0.key < $1.key }.map { "\(Self.quoted($0)): \($1.text(indent: Self.deeper(indent)))" },
        "{", "}", indent)
    }
  }

  private var isNested: Bool {
    guard case .list(let list) = self else { return false }
    return list.contains { if case .list = $0 { true } else if case .members = $0 { true } else { false } }
  }

  private static func deeper(_ indent: String?) -> String? { indent.map { $0 + " " } }

  private static func lines(_ parts: [String], _ open: String, _ close: String, _ indent: String?) -> String {
    guard let indent, !parts.isEmpty else { return open + parts.joined(separator: ", ") + close }
    let lines = parts.map { "\n\(indent) \($0)" }.joined(separator: ",")
    return "\(open)\(lines)\n\(indent)\(close)"
  }

  private static func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
