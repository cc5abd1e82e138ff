/// A table of a FlatBuffers message: fields by number, each of which may be missing.
///
/// Every read is checked against the bytes there are, since they come from a file. Source:
/// https://flatbuffers.dev/internals.
struct FlatTable {
  /// Bytes that are no message, or end too early.
  struct Damaged: Error {}

  private let bytes: ArraySlice<UInt8>
  /// Of the table, from the beginning of the message.
  private let place: Int

  /// The root table of a message.
  init(rootOf bytes: ArraySlice<UInt8>) throws(Damaged) {
    try self.init(bytes: bytes, place: Int(try Self.integer(bytes, at: 0) as UInt32))
  }

  private init(bytes: ArraySlice<UInt8>, place: Int) throws(Damaged) {
    self.bytes = bytes
    self.place = place
    guard place > 0, place < bytes.count else { throw Damaged() }
  }

  private func integer<Number: FixedWidthInteger>(at offset: Int) throws(Damaged) -> Number {
    try Self.integer(bytes, at: offset)
  }

  private static func integer<Number: FixedWidthInteger>(
    _ bytes: ArraySlice<UInt8>, at offset: Int
  ) throws(Damaged) -> Number {
    let width = Number.bitWidth / 8
    guard offset >= 0, offset <= bytes.count - width else { throw Damaged() }
    var number: Number = 0
    for index in (0..<width).reversed() {
      number = number << (width == 1 ? 0 : 8) | Number(truncatingIfNeeded: bytes[bytes.startIndex + offset + index])
    }
    return number
  }

  /// Where the field stands; nil where the table has none.
  private func field(_ number: Int) throws(Damaged) -> Int? {
    let table = place - Int(try integer(at: place) as Int32)
    let size = Int(try integer(at: table) as UInt16)
    let entry = 4 + 2 * number
    guard entry + 2 <= size else { return nil }
    let offset = Int(try integer(at: table + entry) as UInt16)
    return offset == 0 ? nil : place + offset
  }

  /// A number, or what it is where the field is missing.
  func number<Number: FixedWidthInteger>(_ field: Int, or usual: Number) throws(Damaged) -> Number {
    guard let offset = try self.field(field) else { return usual }
    return try integer(at: offset)
  }

  private func target(of offset: Int) throws(Damaged) -> Int { offset + Int(try integer(at: offset) as UInt32) }

  func table(_ field: Int) throws(Damaged) -> FlatTable? {
    guard let offset = try self.field(field) else { return nil }
    return try FlatTable(bytes: bytes, place: target(of: offset))
  }

  func text(_ field: Int) throws(Damaged) -> String? {
    guard let offset = try self.field(field) else { return nil }
    let start = try target(of: offset)
    let count = Int(try integer(at: start) as UInt32)
    guard count <= bytes.count - start - 4 else { throw Damaged() }
    let first = bytes.startIndex + start + 4
    return String(decoding: bytes[first..<(first + count)], as: UTF8.self)
  }

  func tables(_ field: Int) throws(Damaged) -> [FlatTable] {
    guard let vector = try vector(field, width: 4) else { return [] }
    var tables: [FlatTable] = []
    for index in 0..<vector.count {
      tables.append(try FlatTable(bytes: bytes, place: target(of: vector.start + 4 * index)))
    }
    return tables
  }

  /// A vector of structs of whole numbers, each `width` bytes wide, with numbers at `places` within it.
  func structs(_ field: Int, width: Int, places: [Int]) throws(Damaged) -> [[Int64]] {
    guard let vector = try vector(field, width: width) else { return [] }
    var structs: [[Int64]] = []
    for index in 0..<vector.count {
      var numbers: [Int64] = []
      for place in places { numbers.append(try integer(at: vector.start + width * index + place)) }
      structs.append(numbers)
    }
    return structs
  }

  private func vector(_ field: Int, width: Int) throws(Damaged) -> (start: Int, count: Int)? {
    guard let offset = try self.field(field) else { return nil }
    let start = try target(of: offset)
    let count = Int(try integer(at: start) as UInt32)
    guard count <= (bytes.count - start - 4) / width else { throw Damaged() }
    return (start + 4, count)
  }
}
