/// Writes a message of FlatBuffers from its end to its beginning: what is referred to stands before who refers to it.
///
/// Places are counted from the end of the message. Source: https://flatbuffers.dev/internals.
struct FlatWriter {
  /// The last byte of the message first.
  private var bytes: [UInt8] = []

  /// A field of a table.
  enum Field {
    case byte(UInt8)
    case short(Int16)
    case long(Int64)
    /// Something that was written before, by its place.
    case reference(Int)
    /// Left out, so that it has its usual value.
    case none

    fileprivate var width: Int {
      switch self {
      case .none: 0
      case .byte: 1
      case .short: 2
      case .reference: 4
      case .long: 8
      }
    }
  }

  /// Fills up so that what comes next ends on a multiple of `width` once `rest` bytes more are there.
  private mutating func align(_ width: Int, before rest: Int = 0) {
    while (bytes.count + rest) % width != 0 { bytes.append(0) }
  }

  private mutating func put<Number: FixedWidthInteger>(_ number: Number) {
    align(Number.bitWidth / 8)
    withUnsafeBytes(of: number.littleEndian) { bytes += $0.reversed() }
  }

  private mutating func refer(to place: Int) {
    align(4)
    put(UInt32(bytes.count + 4 - place))
  }

  mutating func text(_ text: String) -> Int {
    let utf8 = Array(text.utf8)
    align(4, before: utf8.count + 1)
    bytes.append(0)
    bytes += utf8.reversed()
    put(UInt32(utf8.count))
    return bytes.count
  }

  /// A list of tables by their places.
  mutating func list(_ places: [Int]) -> Int {
    align(4)
    for place in places.reversed() { refer(to: place) }
    put(UInt32(places.count))
    return bytes.count
  }

  /// A list of structs of whole numbers of eight bytes.
  mutating func structs(_ structs: [[Int64]]) -> Int {
    align(8)
    for numbers in structs.reversed() {
      for number in numbers.reversed() { put(number) }
    }
    put(UInt32(structs.count))
    return bytes.count
  }

  /// A table with its fields by number.
  mutating func table(_ fields: [Field]) -> Int {
    let end = bytes.count
    var places = [Int](repeating: 0, count: fields.count)
    // Wide ones first, so that little is filled up.
    for (index, field) in fields.enumerated().sorted(by: { $0.element.width > $1.element.width }) {
      switch field {
      case .none: continue
      case .byte(let number): put(number)
      case .short(let number): put(number)
      case .long(let number): put(number)
      case .reference(let place): refer(to: place)
      }
      places[index] = bytes.count
    }
    put(Int32(0))
    let table = bytes.count
    for place in places.reversed() { put(UInt16(place == 0 ? 0 : table - place)) }
    put(UInt16(table - end))
    put(UInt16(4 + 2 * fields.count))
    let shape = Int32(bytes.count - table)
    withUnsafeBytes(of: shape.littleEndian) { shape in
      for (index, byte) in shape.enumerated() { bytes[table - 1 - index] = byte }
    }
    return table
  }

  /// The message, as long as a multiple of eight, with its root table.
  func finished(_ root: Int) -> [UInt8] {
    var whole = self
    whole.align(8, before: 4)
    whole.put(UInt32(whole.bytes.count + 4 - root))
    return whole.bytes.reversed()
  }
}
