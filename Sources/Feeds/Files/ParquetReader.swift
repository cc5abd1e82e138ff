import CCarquet
import Foundation
import Market

/// A Parquet file as columns, read by carquet in a process of its own: what a damaged file does to a library ends there, its
/// memory is its own, and the next rows are read while those before are checked.
final class ParquetReader {
  /// The library does not read what the file holds, though it may be sound.
  struct Unsupported: Error {
    /// In words that follow the file's name.
    let what: String
  }

  let path: String
  private let pipe: Int32
  private var process: pid_t
  private var fields: [(name: String, type: ArrowType)] = []
  /// What was said to come next, read ahead so that what is not read at all shows before any row is handed on.
  private var ahead: carquet_tag?
  private var rows = 0
  private var isOver = false

  /// Its columns, without a value.
  var columns: [ColumnTable.Column] {
    fields.map { ColumnTable.Column(name: $0.name, type: $0.type) }
  }

  var tooLarge: Problem { Problem("'\(path)' unpacks to more than 512 MB", remedy: "split it") }

  /// Bytes of values in one group of rows: what writes them is a gigabyte at least where nobody says otherwise.
  private static let mostGroup: Int64 = 256 << 20
  private static let mostMemory: Int64 = 1 << 30

  /// - Throws: `Unsupported`, or `Problem` for a file that is damaged.
  init(_ path: String, by library: CarquetLibrary) throws {
    self.path = path
    var functions = library.functions
    process = -1
    // A descriptor that opens says what is wrong where it does not.
    close(try FileBytes.descriptor(of: path))
    pipe = carquet_reader_start(&functions, path, Self.mostGroup, Self.mostMemory, &process)
    guard pipe >= 0 else {
      throw Problem("no process can be started to read '\(path)': \(String(cString: strerror(errno)))", fault: .work)
    }
    guard try tag() == carquet_columns else { throw ended("it says nothing of its columns") }
    fields = try (0..<count(most: 1 << 16)).map { _ in
      let name = try text()
      return (name, try Self.type(try text(), of: name))
    }
    ahead = try tag()
  }

  deinit {
    close(pipe)
    if process > 0 {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
  }

  /// The next rows; nil behind the last.
  ///
  /// - Throws: `Problem` for a file that is damaged.
  func next() throws -> ColumnTable? {
    guard !isOver else { return nil }
    defer { ahead = nil }
    guard try ahead ?? laterTag() == carquet_rows else {
      guard try count(most: .max) == rows else { throw ended("it has \(rows) rows, and others are said") }
      isOver = true
      return nil
    }
    let count = try count(most: Int(carquet_most_rows))
    rows += count
    return ColumnTable(columns: try fields.map { try column($0.name, $0.type, count) }, rows: count)
  }

  private func column(_ name: String, _ type: ArrowType, _ count: Int) throws -> ColumnTable.Column {
    let validity: [UInt8] = try values()
    guard validity.isEmpty || validity.count == (count + 7) / 8 else { throw ended("it says too little of '\(name)'") }
    func isKnown(_ row: Int) -> Bool { validity.isEmpty || validity[row >> 3] >> (row & 7) & 1 == 1 }
    func known<Value>(_ values: [Value], else none: Value) -> [Value] {
      validity.isEmpty ? values : values.indices.map { isKnown($0) ? values[$0] : none }
    }
    func words(_ words: [String]) -> ColumnTable.Column {
      ColumnTable.Column(name: name, type: .text(bits: 64), words: known(words, else: ""))
    }
    do {
      switch type {
      case .real(64):
        let numbers: [Double] = try values()
        guard numbers.count == count else { throw FlatTable.Damaged() }
        return ColumnTable.Column(name: name, type: type, numbers: known(numbers, else: .nan))
      case .text: return words(try type.words(try values(), try values(), count: count))
      case .integer(64, isSigned: false):
        let wide: [UInt64] = try values()
        guard wide.count == count else { throw FlatTable.Damaged() }
        guard wide.allSatisfy({ $0 <= Int64.max }) else { return words(wide.map { "\($0)" }) }
        return counted(name, type, known(wide.map { Int64($0) }, else: ColumnTable.Column.none))
      default:
        switch try type.column(try values(), count: count) {
        case .real(let numbers): return ColumnTable.Column(name: name, type: type, numbers: known(numbers, else: .nan))
        case .whole(let wholes): return counted(name, type, known(wholes, else: ColumnTable.Column.none))
        case .words(let all): return words(all)
        }
      }
    } catch is FlatTable.Damaged { throw ended("it says too little of '\(name)'") }
  }

  /// Values that are counted, which are numbers where they are no times.
  private func counted(_ name: String, _ type: ArrowType, _ wholes: [Int64]) -> ColumnTable.Column {
    switch type {
    case .integer, .flag:
      ColumnTable.Column(
        name: name, type: type,
        numbers: wholes.map { $0 == ColumnTable.Column.none ? .nan : Double($0) }, wholes: wholes)
    default: ColumnTable.Column(name: name, type: type, wholes: wholes)
    }
  }

  private static func type(_ format: String, of name: String) throws -> ArrowType {
    if let type = ArrowType(format: format) { return type }
    throw Unsupported(what: "has '\(PrintableText.short(name))' as \(PrintableText.short(format))")
  }
}

// What the process says.
extension ParquetReader {
  /// What comes next: columns, rows or the end.
  private func tag() throws -> carquet_tag {
    let tag = carquet_tag(UInt32(clamping: try count(most: 8)))
    switch tag {
    case carquet_unsupported: throw Unsupported(what: try text())
    case carquet_damaged: throw problem(try text())
    default: return tag
    }
  }

  private func laterTag() throws -> carquet_tag {
    do { return try tag() } catch let why as Unsupported { throw problem(why.what) }
  }

  private func count(most: Int) throws -> Int {
    var number: Int64 = 0
    try withUnsafeMutableBytes(of: &number) { try fill($0) }
    guard number >= 0, number <= most else { throw ended("it says \(number) where \(most) is most") }
    return Int(number)
  }

  private func text() throws -> String {
    let bytes: [UInt8] = try values(most: 1 << 20)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Values of a fixed width, behind how many bytes they are.
  private func values<Value: BitwiseCopyable>(most: Int = 1 << 30) throws -> [Value] {
    let bytes = try count(most: most)
    let count = bytes / MemoryLayout<Value>.stride
    guard count * MemoryLayout<Value>.stride == bytes else { throw ended("it has half a value") }
    return try [Value](unsafeUninitializedCapacity: count) { buffer, made in
      try fill(UnsafeMutableRawBufferPointer(buffer))
      made = count
    }
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws {
    var filled = 0
    while filled < buffer.count {
      let count = read(pipe, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw ended(nil) }
      filled += count
    }
  }

  /// What is said where the process did not say all: how it ended, where nothing else is known.
  private func ended(_ what: String?) -> Problem {
    var status: Int32 = 0
    let isReaped = what == nil && process > 0 && waitpid(process, &status, 0) == process
    if isReaped { process = -1 }
    let signal = isReaped ? status & 0x7F : 0
    return problem(
      "is damaged: " + (what ?? (signal == 0 ? "its reader ended early" : "its reader ended by signal \(signal)")))
  }

  private func problem(_ what: String) -> Problem {
    Problem(
      "the Parquet file \(PrintableText.short(what, most: 240))", at: Problem.Place(file: path),
      remedy: "download it again; or have it read by duckdb, named in DUCKDB, where that can")
  }
}

extension ArrowType {
  /// A type in the letters of Arrow's C data interface; nil for what tables of a market do not have.
  init?(format: String) {
    let integers: [String: (bits: Int, isSigned: Bool)] = [
      "c": (8, true), "C": (8, false), "s": (16, true), "S": (16, false), "i": (32, true), "I": (32, false),
      "l": (64, true), "L": (64, false),
    ]
    if let integer = integers[format] {
      self = .integer(bits: integer.bits, isSigned: integer.isSigned)
      return
    }
    switch format {
    case "b": self = .flag
    case "f": self = .real(bits: 32)
    case "g": self = .real(bits: 64)
    // The process says all places as 64 bits.
    case "u", "U": self = .text(bits: 64)
    case "tdD": self = .date
    case "tdm": self = .time(perSecond: 1000, isZoned: false)
    default:
      let units: [Character: Int64] = ["s": 1, "m": 1000, "u": 1_000_000, "n": 1_000_000_000]
      let rest = format.dropFirst(4)
      guard format.hasPrefix("ts"), format.dropFirst(3).first == ":",
        let unit = format.dropFirst(2).first.flatMap({ units[$0] })
      else { return nil }
      self = .time(perSecond: unit, isZoned: !rest.isEmpty)
    }
  }
}
