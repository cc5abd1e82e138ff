import CLZ4

/// A file of Arrow's columns (Feather version 2), or a stream of them: numbers, times, dates, words and flags, plain or packed
/// by LZ4.
///
/// Read batch by batch, and checked against the bytes there are. Source: https://arrow.apache.org/docs/format/Columnar.html.
struct ArrowFile {
  /// Why a file cannot be read, in words that follow its name.
  struct Refusal: Error {
    let what: String

    /// No way to read it another program has.
    static let damaged = Refusal(what: "is damaged or cut short")
    var isDamage: Bool { what == Self.damaged.what }
  }

  enum Column {
    case whole([Int64])
    case real([Double])
    case words([String])
  }

  struct Field {
    let name: String
    let type: ArrowType
  }

  /// Some of the rows: one column a field, and by field and row whether there is a value.
  struct Batch {
    fileprivate(set) var columns: [Column] = []
    fileprivate(set) var isKnown: [[Bool]] = []
    fileprivate(set) var rows = 0
  }

  /// Where a batch lies: its message and the numbers behind it.
  private struct Block {
    let head: Range<Int>
    let body: Range<Int>
  }

  let fields: [Field]
  /// What the file says of itself, by key.
  let notes: [String: String]
  private let blocks: [Block]
  private let bytes: (Range<Int>) throws -> ArraySlice<UInt8>

  /// What each message of a stream begins with; a file of the format ends in a list of its messages, and a stream in nothing.
  static let continuation: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
  private static let magic = Array("ARROW1".utf8)
  /// What one column of a batch may unpack to.
  private static let limit = 1 << 31

  /// A file in memory.
  init(_ bytes: [UInt8]) throws(Refusal) { try self.init(size: bytes.count) { bytes[$0] } }

  /// - Parameter bytes: gives bytes of the file that lie within its size.
  init(size: Int, bytes: @escaping (Range<Int>) throws -> ArraySlice<UInt8>) throws(Refusal) {
    self.bytes = bytes
    do { (fields, notes, blocks) = try Self.footer(size, bytes) } catch { throw Self.refusal(error) }
  }

  private static func refusal(_ error: any Error) -> Refusal {
    error as? Refusal ?? .damaged
  }

  private static func footer(
    _ count: Int, _ bytes: (Range<Int>) throws -> ArraySlice<UInt8>
  ) throws -> ([Field], [String: String], [Block]) {
    guard count > 24 else { throw FlatTable.Damaged() }
    guard try !bytes(0..<4).elementsEqual(continuation) else { return try stream(count, bytes) }
    let end = try bytes((count - 10)..<count)
    let size = integer(end.prefix(4))
    guard end.suffix(6).elementsEqual(magic), size > 0, size <= count - 18 else { throw FlatTable.Damaged() }
    let footer = try FlatTable(rootOf: try bytes((count - 10 - size)..<(count - 10)))
    guard let schema = try footer.table(1) else { throw FlatTable.Damaged() }
    let (fields, notes) = try columns(of: schema)
    var blocks: [Block] = []
    for block in try footer.structs(3, width: 24, places: [0, 8, 16]) {
      // The length in the middle is 32 bits wide, with padding behind it.
      let (offset, head, body) = (block[0], block[1] & 0xFFFF_FFFF, block[2])
      guard offset >= 0, head > 8, body >= 0, offset <= Int64(count), head <= Int64(count) - offset,
        body <= Int64(count) - offset - head
      else { throw FlatTable.Damaged() }
      let start = Int(offset + head)
      blocks.append(Block(head: (Int(offset) + 8)..<start, body: start..<(start + Int(body))))
    }
    return (fields, notes, blocks)
  }

  private static func columns(of schema: FlatTable) throws -> ([Field], [String: String]) {
    var fields: [Field] = []
    for field in try schema.tables(1) {
      let name = try field.text(0) ?? ""
      guard try field.table(4) == nil else { throw Refusal(what: "keeps '\(name)' as a dictionary") }
      fields.append(Field(name: name, type: try ArrowType(field, name)))
    }
    var notes: [String: String] = [:]
    for note in try schema.tables(2) { notes[try note.text(0) ?? ""] = try note.text(1) }
    return (fields, notes)
  }

  /// The messages of a stream one behind the other, up to one of no length or the end of the bytes.
  private static func stream(
    _ count: Int, _ bytes: (Range<Int>) throws -> ArraySlice<UInt8>
  ) throws -> ([Field], [String: String], [Block]) {
    let (schemaKind, batchKind) = (UInt8(1), UInt8(3))
    var (place, blocks) = (0, [Block]())
    var known: ([Field], [String: String])?
    while place < count {
      guard count - place >= 8, try bytes(place..<(place + 4)).elementsEqual(continuation) else {
        throw FlatTable.Damaged()
      }
      let size = integer(try bytes((place + 4)..<(place + 8)))
      guard size > 0 else { break }
      guard size <= count - place - 8 else { throw FlatTable.Damaged() }
      let head = (place + 8)..<(place + 8 + size)
      let message = try FlatTable(rootOf: try bytes(head))
      let length = try message.number(3, or: Int64(0))
      guard length >= 0, length <= Int64(count - head.upperBound) else { throw FlatTable.Damaged() }
      place = head.upperBound + Int(length)
      switch try message.number(1, or: UInt8(0)) {
      case schemaKind where known == nil:
        guard let schema = try message.table(2) else { throw FlatTable.Damaged() }
        known = try columns(of: schema)
      case batchKind where known != nil: blocks.append(Block(head: head, body: head.upperBound..<place))
      default: throw FlatTable.Damaged()
      }
    }
    guard let (fields, notes) = known else { throw FlatTable.Damaged() }
    return (fields, notes, blocks)
  }

  private static func integer(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// How many batches there are.
  var count: Int { blocks.count }

  /// - Parameter most: bytes that the numbers of a batch may unpack to.
  func batch(_ index: Int, most: Int = .max) throws(Refusal) -> Batch {
    let block = blocks[index]
    do {
      guard block.body.count <= most else { throw Self.large(block.body.count) }
      return try batch(FlatTable(rootOf: try bytes(block.head)), try bytes(block.body), most)
    } catch { throw Self.refusal(error) }
  }

  private static func large(_ size: Int) -> Refusal { Refusal(what: "keeps \(size >> 20) MB of rows in one batch") }

  private func batch(_ message: FlatTable, _ body: ArraySlice<UInt8>, _ most: Int) throws -> Batch {
    guard let batch = try message.table(2) else { throw FlatTable.Damaged() }
    let count = Int(clamping: try batch.number(0, or: Int64(0)))
    guard count >= 0, count <= Self.limit else { throw FlatTable.Damaged() }
    let nodes = try batch.structs(1, width: 16, places: [0, 8])
    var buffers = try batch.structs(2, width: 16, places: [0, 8])[...]
    var further = try batch.structs(4, width: 8, places: [0])[...]
    let packing = try batch.table(3)
    if let packing, try packing.number(0, or: Int8(0)) != 0 { throw Refusal(what: "is packed by Zstandard") }
    guard nodes.count == fields.count else { throw FlatTable.Damaged() }
    var (made, all) = (Batch(), 0)

    func next() throws -> [UInt8] {
      guard let buffer = buffers.popFirst(), buffer[0] >= 0, buffer[1] >= 0, buffer[0] <= Int64(body.count),
        buffer[1] <= Int64(body.count) - buffer[0]
      else { throw FlatTable.Damaged() }
      let start = body.startIndex + Int(buffer[0])
      let bytes = body[start..<(start + Int(buffer[1]))]
      let unpacked = packing == nil || bytes.isEmpty ? Array(bytes) : try Self.unpacked(bytes)
      all += unpacked.count
      guard all <= most else { throw Self.large(all) }
      return unpacked
    }

    for (index, field) in fields.enumerated() {
      guard nodes[index][0] == Int64(count) else { throw FlatTable.Damaged() }
      let validity = try next()
      let isComplete = nodes[index][1] == 0 || validity.isEmpty
      made.isKnown.append((0..<count).map { isComplete || Self.isSet($0, in: validity) })
      if field.type == .view {
        let views = try next()
        guard let parts = further.popFirst()?[0], parts >= 0, parts <= Int64(buffers.count) else {
          throw FlatTable.Damaged()
        }
        let texts = try (0..<Int(parts)).map { _ in try next() }
        made.columns.append(.words(try ArrowType.words(views, in: texts, made.isKnown[index], count: count)))
      } else if field.type.isText {
        let offsets = try next()
        made.columns.append(.words(try field.type.words(offsets, try next(), count: count)))
      } else {
        made.columns.append(try field.type.column(try next(), count: count))
      }
    }
    made.rows = count
    return made
  }

  /// A row's bit of a validity buffer; a row behind its end is not known.
  private static func isSet(_ row: Int, in validity: [UInt8]) -> Bool {
    row >> 3 < validity.count && validity[row >> 3] & (1 << UInt8(row & 7)) != 0
  }

  /// What an LZ4 frame holds, behind the eight bytes that say how much it is.
  private static func unpacked(_ bytes: ArraySlice<UInt8>) throws -> [UInt8] {
    guard bytes.count >= 8 else { throw FlatTable.Damaged() }
    let size = Int64(bitPattern: bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    let packed = Array(bytes.dropFirst(8))
    guard size != -1 else { return packed }
    guard size >= 0, size <= limit, size / 256 <= Int64(packed.count) else { throw FlatTable.Damaged() }
    var context: OpaquePointer?
    guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0 else {
      throw FlatTable.Damaged()
    }
    defer { LZ4F_freeDecompressionContext(context) }
    var output = [UInt8](repeating: 0, count: Int(size))
    var (read, written) = (0, 0)
    while written < output.count, read < packed.count {
      var taken = packed.count - read
      var made = output.count - written
      let hint = packed.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
          LZ4F_decompress(
            context, output.baseAddress.map { $0 + written }, &made, input.baseAddress.map { $0 + read }, &taken, nil)
        }
      }
      guard LZ4F_isError(hint) == 0, taken > 0 || made > 0 else { throw FlatTable.Damaged() }
      read += taken
      written += made
    }
    guard written == output.count else { throw FlatTable.Damaged() }
    return output
  }
}

/// What a column of an Arrow file holds.
enum ArrowType: Hashable {
  case integer(bits: Int, isSigned: Bool)
  case real(bits: Int)
  case flag
  /// Since 1970, in so many to the second; without a zone, since the 1970 of some clock.
  case time(perSecond: Int64, isZoned: Bool)
  /// Days since 1970.
  case date
  case text(bits: Int)
  /// Text of which short values stand where the others have a place in one of several buffers, as polars writes it.
  case view

  init(_ field: FlatTable, _ name: String) throws {
    let number = try field.number(2, or: UInt8(0))
    let type = try field.table(3)
    switch number {
    case 2:
      let bits = Int(try type?.number(0, or: Int32(0)) ?? 0)
      guard [8, 16, 32, 64].contains(bits) else { throw FlatTable.Damaged() }
      self = .integer(bits: bits, isSigned: try type?.number(1, or: UInt8(0)) ?? 0 != 0)
    case 3:
      let precision = try type?.number(0, or: Int16(0)) ?? 0
      guard precision == 1 || precision == 2 else {
        throw ArrowFile.Refusal(what: "has '\(name)' in half precision")
      }
      self = .real(bits: precision == 1 ? 32 : 64)
    case 4, 5: self = .text(bits: 32)
    case 19, 20: self = .text(bits: 64)
    case 23, 24: self = .view
    case 6: self = .flag
    case 8:
      self = try type?.number(0, or: Int16(1)) ?? 1 == 0 ? .date : .time(perSecond: 1000, isZoned: false)
    case 10:
      let units: [Int64] = [1, 1000, 1_000_000, 1_000_000_000]
      let unit = Int(try type?.number(0, or: Int16(0)) ?? 0)
      guard units.indices.contains(unit) else { throw FlatTable.Damaged() }
      self = .time(perSecond: units[unit], isZoned: try type?.text(1)?.isEmpty == false)
    default: throw ArrowFile.Refusal(what: "has '\(name)' as a type that tables of a market do not have")
    }
  }

  var isReal: Bool { if case .real = self { true } else { false } }
  var isText: Bool { if case .text = self { true } else { false } }

  /// Numbers of a fixed width.
  func column(_ bytes: [UInt8], count: Int) throws -> ArrowFile.Column {
    func load<Number>(_ type: Number.Type) throws -> [Number] {
      guard bytes.count >= count * MemoryLayout<Number>.size else { throw FlatTable.Damaged() }
      return bytes.withUnsafeBytes { bytes in
        (0..<count).map { bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: type) }
      }
    }
    switch self {
    case .real(64): return .real(try load(Double.self))
    case .real: return .real(try load(Float.self).map { Double("\($0)") ?? Double($0) })
    case .time, .integer(64, true): return .whole(try load(Int64.self))
    case .integer(64, false): return .whole(try load(UInt64.self).map { Int64(clamping: $0) })
    case .date, .integer(32, true): return .whole(try load(Int32.self).map(Int64.init))
    case .integer(32, false): return .whole(try load(UInt32.self).map(Int64.init))
    case .integer(16, true): return .whole(try load(Int16.self).map(Int64.init))
    case .integer(16, false): return .whole(try load(UInt16.self).map(Int64.init))
    case .integer(_, true): return .whole(try load(Int8.self).map(Int64.init))
    case .integer: return .whole(try load(UInt8.self).map(Int64.init))
    case .flag:
      guard bytes.count >= (count + 7) / 8 else { throw FlatTable.Damaged() }
      return .whole((0..<count).map { Int64(bytes[$0 >> 3] >> ($0 & 7) & 1) })
    case .text, .view: throw FlatTable.Damaged()
    }
  }

  /// Text that is viewed: of each row its length, and behind that itself, or its first letters, a buffer and a place in it.
  static func words(_ views: [UInt8], in texts: [[UInt8]], _ isKnown: [Bool], count: Int) throws -> [String] {
    let (width, short) = (16, 12)
    guard views.count >= count * width else { throw FlatTable.Damaged() }
    func number(_ place: Int) -> Int {
      views.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: place, as: Int32.self)) }
    }
    return try (0..<count).map { row in
      // Of a row without a value the view may be anything.
      guard isKnown[row] else { return "" }
      let place = row * width
      let size = number(place)
      guard size >= 0 else { throw FlatTable.Damaged() }
      if size <= short { return String(decoding: views[(place + 4)..<(place + 4 + size)], as: UTF8.self) }
      let (text, start) = (number(place + 8), number(place + 12))
      guard texts.indices.contains(text), start >= 0, start <= texts[text].count - size else {
        throw FlatTable.Damaged()
      }
      return String(decoding: texts[text][start..<(start + size)], as: UTF8.self)
    }
  }

  func words(_ offsets: [UInt8], _ bytes: [UInt8], count: Int) throws -> [String] {
    guard case .text(let bits) = self else { throw FlatTable.Damaged() }
    let width = bits / 8
    guard count > 0 else { return [] }
    guard offsets.count >= (count + 1) * width else { throw FlatTable.Damaged() }
    let places: [Int] = offsets.withUnsafeBytes { offsets in
      (0...count).map { row in
        width == 4
          ? Int(offsets.loadUnaligned(fromByteOffset: row * 4, as: Int32.self))
          : Int(clamping: offsets.loadUnaligned(fromByteOffset: row * 8, as: Int64.self))
      }
    }
    guard places[0] >= 0, zip(places, places.dropFirst()).allSatisfy({ $0 <= $1 }), places[count] <= bytes.count else {
      throw FlatTable.Damaged()
    }
    return (0..<count).map { String(decoding: bytes[places[$0]..<places[$0 + 1]], as: UTF8.self) }
  }
}
