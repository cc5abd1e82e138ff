import Market

/// A text of captured messages: what a socket sent or an interface answered, a line each, mostly behind the time of its
/// receipt: `1723161255030314667 {…}`, `1626992741.06: {…}`, `https://… -> 1626993723.13: {…}`.
struct CapturedText {
  struct Message {
    /// Where what was received begins.
    let start: Int
    /// When, in milliseconds since 1970; nil where nobody noted it.
    var received: Int64?
    /// What was asked, of an answer.
    var address = ""
    let line: Int
  }

  let bytes: [UInt8]
  private var place: Int
  private(set) var line = 0
  /// The socket that messages came from, as the recorder wrote it where it connected.
  private var socket = ""

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Goes on behind the line in which a message ended: some stand on several.
  mutating func resume(behind end: Int) {
    guard end > place else { return }
    line += bytes[place..<end].count { $0 == UInt8(ascii: "\n") } + 1
    place = (bytes[end...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count) + 1
  }

  /// The next message; nil at the end. What was sent and not received is passed over, and so are lines of neither.
  mutating func next() -> Message? {
    while place < bytes.count {
      let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let range = place..<end
      place = end + 1
      line += 1
      if let found = message(range) { return found }
    }
    return nil
  }

  private mutating func message(_ line: Range<Int>) -> Message? {
    let start = line.first { ![0x20, 0x09, 0x0D].contains(bytes[$0]) } ?? line.upperBound
    guard start < line.upperBound else { return nil }
    let text = bytes[start..<line.upperBound]
    if Self.isBracket(bytes[start]) { return Message(start: start, address: socket, line: self.line) }
    if bytes[start] == UInt8(ascii: "h") || bytes[start] == UInt8(ascii: "w") { return addressed(text) }
    guard let open = text.firstIndex(where: Self.isBracket) else { return nil }
    let stamp = Self.stamp(bytes, start..<open)
    guard stamp != nil else { return nil }
    return Message(start: open, received: stamp, address: socket, line: self.line)
  }

  /// `https://… -> 1626993723.13: {…}`, `wss://… <-> 1626992740.17`, `wss://… <- 1652459225.29: {…}`.
  private mutating func addressed(_ text: ArraySlice<UInt8>) -> Message? {
    let space = text.firstIndex(of: UInt8(ascii: " ")) ?? text.endIndex
    let address = String(decoding: text[..<space], as: UTF8.self)
    let rest = text[space...].drop { $0 == UInt8(ascii: " ") }
    guard rest.starts(with: "-> ".utf8), address.hasPrefix("http") else {
      // Where it connected, and what it sent to be sent something.
      if address.hasPrefix("ws") { socket = address }
      return nil
    }
    let behind = rest.dropFirst(3)
    guard let open = behind.firstIndex(where: Self.isBracket) else { return nil }
    let stamp = Self.stamp(bytes, behind.startIndex..<open)
    return Message(start: open, received: stamp, address: address, line: line)
  }

  /// Whether the host of an address is one where venues let programs be tried: `testnet.bitmex.com`, `test.deribit.com`.
  static func isTestNetwork(_ address: String) -> Bool {
    guard let scheme = address.firstRange(of: "://") else { return false }
    let host = address[scheme.upperBound...].prefix { !"/?".contains($0) }.lowercased()
    return host.contains("testnet") || host.hasPrefix("test.") || host.hasPrefix("demo-futures.kraken.")
  }

  private static func isBracket(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

  /// A time before a message: a count since 1970 or ISO 8601, with a colon, a comma or a space behind it.
  static func stamp(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
    var field = range
    while let last = field.last, [UInt8(ascii: " "), UInt8(ascii: ":"), comma, 0x09].contains(bytes[last]) {
      field = field.dropLast()
    }
    guard !field.isEmpty, field.count <= 40 else { return nil }
    if let unit = EpochUnit(of: bytes, field) {
      if let whole = DecimalText.integer(bytes, field) ?? Int64(String(decoding: bytes[field], as: UTF8.self)) {
        return unit.milliseconds(whole)
      }
      return DecimalText.number(bytes, field, scale: unit.power).map { Int64($0.rounded(.down)) }
    }
    return ISOStamp.read(bytes, field).map { $0.local - ($0.offset ?? 0) }
  }

  /// Whether a text begins as captured messages do: with a stamp and a message, an address, or a message of a form that is
  /// known by itself.
  static func isOne(_ bytes: [UInt8]) -> Bool {
    let first = bytes.firstIndex { ![0x20, 0x09, 0x0D, 0x0A, 0xEF, 0xBB, 0xBF].contains($0) } ?? bytes.endIndex
    let start = bytes[first...].prefix(64)
    guard let byte = start.first else { return false }
    switch byte {
    case UInt8(ascii: "w"): return ["wss://", "ws://"].contains { start.starts(with: $0.utf8) }
    case UInt8(ascii: "h"):
      // An address alone is the title of a table; behind that of an answer stands when it came.
      let line = bytes[first...].prefix(1 << 14).prefix { $0 != UInt8(ascii: "\n") }
      return ["https://", "http://"].contains { start.starts(with: $0.utf8) } && line.firstRange(of: " -> ".utf8) != nil
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard let open = start.firstIndex(where: isBracket) else { return false }
      return stamp(bytes, first..<open) != nil
    case UInt8(ascii: "{"): return MessageBody.isEnvelope(bytes, from: first)
    default: return false
    }
  }
}
