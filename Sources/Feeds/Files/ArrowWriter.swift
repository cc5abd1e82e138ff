import Market

/// Writes a Feather file (version 2, Arrow's file format): times in UTC and numbers of 64 bits, plain, in batches of rows.
///
/// A number that is not known has no value, as data frames expect it. Source:
/// https://arrow.apache.org/docs/format/Columnar.html.
package struct ArrowWriter {
  package enum Values {
    /// Milliseconds since 1970.
    case times([Int64])
    case numbers([Double])
  }

  private let columns: [(name: String, isTime: Bool)]
  /// What the file says of itself, by key.
  private let notes: [(key: String, text: String)]
  /// Offset, length of head and length of body of each batch.
  private var blocks: [[Int64]] = []
  private var written: Int64 = 0

  private static let magic = Array("ARROW1".utf8)

  /// - Parameter columns: names in order, and whether each is of times.
  package init(_ columns: [(name: String, isTime: Bool)], notes: [(key: String, text: String)] = []) {
    self.columns = columns
    self.notes = notes
  }

  /// What a file begins with.
  package mutating func beginning() -> [UInt8] {
    var message = FlatWriter()
    let table = schema(&message)
    return counted(Self.magic + [0, 0] + Self.framed(Self.message(&message, kind: 1, table, body: 0)))
  }

  /// Some rows more: every column, of one length.
  package mutating func batch(_ values: [Values]) -> [UInt8] {
    var body: [UInt8] = []
    var (nodes, buffers): ([[Int64]], [[Int64]]) = ([], [])
    var rows = 0
    func add(_ bytes: [UInt8]) {
      buffers.append([Int64(body.count), Int64(bytes.count)])
      body += bytes
      while body.count % 64 != 0 { body.append(0) }
    }
    for column in values {
      switch column {
      case .times(let times):
        rows = times.count
        nodes.append([Int64(times.count), 0])
        add([])
        add(times.withUnsafeBytes { Array($0) })
      case .numbers(let numbers):
        rows = numbers.count
        let (known, missing) = Self.known(numbers)
        nodes.append([Int64(numbers.count), Int64(missing)])
        add(missing == 0 ? [] : known)
        add(numbers.withUnsafeBytes { Array($0) })
      }
    }
    var message = FlatWriter()
    let (nodeList, bufferList) = (message.structs(nodes), message.structs(buffers))
    // Fields of RecordBatch: length, nodes, buffers.
    let table = message.table([.long(Int64(rows)), .reference(nodeList), .reference(bufferList)])
    let head = Self.framed(Self.message(&message, kind: 3, table, body: Int64(body.count)))
    blocks.append([written, Int64(head.count), Int64(body.count)])
    return counted(head + body)
  }

  /// What a file ends with.
  package func ending() -> [UInt8] {
    var footer = FlatWriter()
    let schema = schema(&footer)
    let batches = footer.structs(blocks)
    let none = footer.structs([])
    // Fields of Footer: version, schema, dictionaries, record batches.
    let root = footer.table([.short(4), .reference(schema), .reference(none), .reference(batches)])
    let bytes = footer.finished(root)
    return [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0] + bytes + Self.little(Int32(bytes.count)) + Self.magic
  }

  private mutating func counted(_ bytes: [UInt8]) -> [UInt8] {
    written += Int64(bytes.count)
    return bytes
  }

  /// A bit a row, and how many have none.
  private static func known(_ numbers: [Double]) -> (bits: [UInt8], missing: Int) {
    var bits = [UInt8](repeating: 0, count: (numbers.count + 7) / 8)
    var missing = 0
    for (row, number) in numbers.enumerated() {
      if number.isNaN { missing += 1 } else { bits[row >> 3] |= 1 << UInt8(row & 7) }
    }
    return (bits, missing)
  }

  private func schema(_ writer: inout FlatWriter) -> Int {
    let fields = columns.map { name, isTime in
      let name = writer.text(name)
      let children = writer.list([])
      let type: Int
      if isTime {
        let zone = writer.text("UTC")
        // Milliseconds.
        type = writer.table([.short(1), .reference(zone)])
      } else {
        // Double precision.
        type = writer.table([.short(2)])
      }
      // Fields of Field: name, nullable, kind of type, type, dictionary, children.
      return writer.table([
        .reference(name), .byte(1), .byte(isTime ? 10 : 3), .reference(type), .none, .reference(children),
      ])
    }
    let list = writer.list(fields)
    let said = notes.map { note in
      let (key, text) = (writer.text(note.key), writer.text(note.text))
      return writer.table([.reference(key), .reference(text)])
    }
    let metadata = writer.list(said)
    // Fields of Schema: endianness, fields, metadata.
    return writer.table([.short(0), .reference(list), notes.isEmpty ? .none : .reference(metadata)])
  }

  /// Fields of Message: version, kind of header, header, length of body.
  private static func message(_ writer: inout FlatWriter, kind: UInt8, _ header: Int, body: Int64) -> [UInt8] {
    let root = writer.table([.short(4), .byte(kind), .reference(header), .long(body)])
    return writer.finished(root)
  }

  private static func framed(_ message: [UInt8]) -> [UInt8] {
    [0xFF, 0xFF, 0xFF, 0xFF] + little(Int32(message.count)) + message
  }

  private static func little(_ number: Int32) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
}
