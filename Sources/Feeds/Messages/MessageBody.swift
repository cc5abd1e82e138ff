import Market

/// A message as a tree of places in its text: objects, lists of objects, and the texts of values. Lists of other things, such
/// as the levels of a book, are passed over, and read where one of their values is asked for.
indirect enum MessageBody {
  case text(Range<Int>)
  case object([(name: Range<Int>, value: MessageBody)])
  case list([MessageBody])
  /// A list that begins there.
  case other(Int)

  /// - Parameter isSample: whether lists have their first element alone, which tells what a message is.
  /// - Throws: `JSONCursor.Defect` for what is not JSON.
  init(_ cursor: inout JSONCursor, depth: Int = 0, isSample: Bool = false) throws(JSONCursor.Defect) {
    switch cursor.peek() {
    case UInt8(ascii: "{"):
      guard depth < 12 else { throw cursor.defect("objects stand more than 12 deep in each other") }
      var members: [(name: Range<Int>, value: MessageBody)] = []
      try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
        members.append((name, try MessageBody(&cursor, depth: depth + 1, isSample: isSample)))
      }
      self = .object(members)
    case UInt8(ascii: "["):
      guard Self.holdsObjects(cursor), depth < 12 else {
        self = .other(cursor.index)
        try cursor.skip()
        return
      }
      var elements: [MessageBody] = []
      try cursor.forEachElement { (cursor) throws(JSONCursor.Defect) in
        guard elements.isEmpty || !isSample else { return try cursor.skip() }
        elements.append(try MessageBody(&cursor, depth: depth + 1, isSample: isSample))
      }
      self = .list(elements)
    default: self = .text(try cursor.scalar())
    }
  }

  /// Whether the list that is next holds objects, or lists of them.
  private static func holdsObjects(_ cursor: JSONCursor) -> Bool {
    var cursor = cursor
    while cursor.take(UInt8(ascii: "[")) {}
    return cursor.peek() == UInt8(ascii: "{")
  }

  /// What stands under a path of names with dots between; nil where there is none. A number is a place in a list, from 0.
  func at(_ path: some StringProtocol, _ bytes: [UInt8]) -> MessageBody? {
    guard !path.isEmpty else { return self }
    let end = path.firstIndex(of: ".") ?? path.endIndex
    let name = path[..<end]
    let rest = end == path.endIndex ? "" : path[path.index(after: end)...]
    switch self {
    case .object(let members):
      let found = members.first { bytes[$0.name].elementsEqual(name.utf8) }
      return found?.value.at(rest, bytes)
    case .list(let elements):
      guard let index = Int(name), elements.indices.contains(index) else { return nil }
      return elements[index].at(rest, bytes)
    case .other(let start): return Self.element(Int(name), of: start, bytes)?.at(rest, bytes)
    case .text: return nil
    }
  }

  /// The rows under a path: the elements of a list, or what is no list by itself.
  func rows(_ path: String, _ bytes: [UInt8]) -> [MessageBody] {
    switch at(path, bytes) {
    case .list(let rows)?: return rows
    case .object(let members)?: return [.object(members)]
    case .other(let start)?:
      var cursor = JSONCursor(bytes, from: start)
      var rows: [MessageBody] = []
      // It was stepped over before, and is whole.
      try? cursor.forEachElement { (cursor) throws(JSONCursor.Defect) in rows.append(try MessageBody(&cursor)) }
      return rows
    case .text?, nil: return []
    }
  }

  /// An element of the list that begins at `start`, by its place from 0.
  private static func element(_ index: Int?, of start: Int, _ bytes: [UInt8]) -> MessageBody? {
    guard let index, (0..<64).contains(index) else { return nil }
    var cursor = JSONCursor(bytes, from: start)
    guard cursor.take(UInt8(ascii: "[")), cursor.peek() != UInt8(ascii: "]") else { return nil }
    for _ in 0..<index {
      guard (try? cursor.skip()) != nil, cursor.take(UInt8(ascii: ",")) else { return nil }
    }
    return try? MessageBody(&cursor)
  }

  /// The text of the value under a path; nil where there is none, or an empty one.
  func field(_ path: some StringProtocol, _ bytes: [UInt8]) -> Range<Int>? {
    guard case .text(let range)? = at(path, bytes), !range.isEmpty else { return nil }
    return range
  }

  func words(_ path: some StringProtocol, _ bytes: [UInt8]) -> String? {
    field(path, bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  /// What a message calls what it is about: the word by which its like are counted.
  func topic(_ bytes: [UInt8]) -> String {
    if let said = words("event", bytes), said != "update" { return said }
    if let event = words("data.e", bytes) ?? words("e", bytes) { return event }
    if let stream = words("stream", bytes) {
      return stream.split(separator: "@", maxSplits: 1).dropFirst().first.map(String.init) ?? stream
    }
    for path in ["arg.channel", "topic", "params.channel", "table", "channel"] {
      guard let found = words(path, bytes) else { continue }
      return found.split(separator: ".").first.map(String.init) ?? found
    }
    return words("op", bytes) ?? words("method", bytes) ?? "other answers"
  }

  /// Whether an object stands in what sockets wrap around their messages, which no table of rows has.
  static func isEnvelope(_ bytes: [UInt8], from start: Int) -> Bool {
    var cursor = JSONCursor(bytes, from: start)
    guard let body = try? MessageBody(&cursor), case .object = body else { return false }
    return isEnvelope(body, bytes) || body.wrapped(bytes) != nil
  }

  /// When a recorder says that it received a message, in a member of its own.
  private static let receipts = [
    "received", "received_at", "receive_time", "recv_time", "recv_ts", "ts_recv", "local_timestamp", "localTimestamp",
    "local_ts", "local_time",
  ]
  private static let wrappers = ["message", "msg", "payload", "raw", "body", "data"]

  /// The message within what a recorder wrote around it; nil where it wrote nothing.
  private func wrapped(_ bytes: [UInt8]) -> MessageBody? {
    guard Self.receipts.contains(where: { field($0, bytes) != nil }) else { return nil }
    return Self.wrappers.lazy.compactMap { name in
      guard let found = at(name, bytes), case .object = found, Self.isEnvelope(found, bytes) else { return nil }
      return found
    }.first
  }

  /// The message itself, and when its own members say that it was received.
  func unwrapped(_ bytes: [UInt8]) -> (body: MessageBody, received: Int64?) {
    let stamp = Self.receipts.lazy.compactMap { field($0, bytes) }.first.flatMap { CapturedText.stamp(bytes, $0) }
    return (Self.isEnvelope(self, bytes) ? self : wrapped(bytes) ?? self, stamp)
  }

  private static func isEnvelope(_ body: MessageBody, _ bytes: [UInt8]) -> Bool {
    func has(_ path: String) -> Bool { body.at(path, bytes) != nil }
    return has("stream") && has("data") || has("topic") && has("data") || has("arg.channel")
      || has("channel") && (has("data") || has("result") || has("contents"))
      || has("method") && has("params.channel") || has("table") && has("action")
      || body.words("e", bytes) != nil && (has("E") || has("s"))
  }
}
