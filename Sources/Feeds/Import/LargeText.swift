import CZip
import Digest
import Foundation
import Market

/// A file whose text is larger than what is read at once, in pieces that end where a line or a row of a JSON value ends, each
/// with what stands before the rows: what reads a piece reads a table like any other, and memory does not grow with the file.
struct LargeText {
  private let path: String
  private let name: String
  /// That it lies in within an archive.
  private var folder = ""
  private let packing: Packing

  private let sizes = TextSizes.current

  private static let block = 1 << 22

  /// How the text is cut.
  private let cut: Cut

  private enum Cut {
    case lines
    /// One JSON value.
    case value
  }

  /// Nil for what is read whole: small files, and archives of several tables.
  init?(_ path: String) {
    var file = stat()
    guard stat(path, &file) == 0, file.st_mode & S_IFMT == S_IFREG, file.st_size > sizes.wholePacked else { return nil }
    guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: Self.look) else {
      return nil
    }
    let first = [UInt8](data)
    packing = Packing(of: first)
    self.path = path
    let last = FeedText.lastPart(path)
    switch packing {
    case .plain:
      name = last
      cut = Self.cut(first)
      guard file.st_size > (JSONTable.isJSON(first) ? sizes.wholeJSON : sizes.whole) else { return nil }
    case .gzip:
      name = FeedText.textName(last, packing)
      guard let inflater = try? Gzip.Inflater(path) else { return nil }
      var start: [UInt8] = []
      try? inflater.take(Array(first.prefix(Self.look / 8))) { start += $0 }
      cut = Self.cut(start)
    case .zip:
      guard let member = ZipArchive.onlyTable(at: path, over: sizes.whole) else { return nil }
      name = FeedText.lastPart(member)
      folder = FeedText.folder(member)
      var start: [UInt8] = []
      struct Enough: Error {}
      try? ZipArchive.forEachBlock(ofOnlyTableAt: path) { block in
        start += block
        if start.count >= Self.look { throw Enough() }
      }
      cut = Self.cut(start)
    case .feather:
      name = FeedText.textName(last, packing)
      cut = .lines
    case .parquet:
      guard (try? ParquetRoad.isThere()) != false else { return nil }
      name = FeedText.textName(last, packing)
      cut = .lines
    case .oldFeather, .pointer: return nil
    }
  }

  /// How much of a text tells whether it is lines: more than any row of one has.
  private static let look = 4 << 20

  /// Whether what begins so is one JSON value, or lines, each of which may be one.
  private static func cut(_ start: [UInt8]) -> Cut {
    guard JSONTable.isJSON(start) else { return .lines }
    var cursor = JSONCursor(start, from: start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    guard let next = cursor.peek(), next == UInt8(ascii: "{") || next == UInt8(ascii: "[") else { return .lines }
    guard (try? cursor.skip()) != nil, let end = start[..<cursor.index].lastIndex(where: { $0 != 0x20 }) else {
      return .value
    }
    // A value that stands on several lines is cut by none of them.
    return start[..<end].contains(UInt8(ascii: "\n")) || cursor.peek() == nil ? .value : .lines
  }

  /// SHA-256 of the file as it lies on the disk.
  func digest() throws -> String {
    var hasher = SHA256()
    try forEachBlock { block in hasher.update(block) }
    return hasher.finish().hex
  }

  /// Hands over the pieces in order.
  ///
  /// - Throws: `Problem` for a file that is damaged, is no text, or has a line that is too long.
  func forEachPiece(_ body: (FeedText) throws -> Void) throws {
    if packing == .parquet, case .columns(let reader) = try ParquetRoad(path) {
      return try forEachPiece(of: reader, body)
    }
    switch cut {
    case .lines:
      var cutter = LineCutter(path: path, name: name, folder: folder, sizes: sizes)
      try forEachUnpacked { try cutter.take($0, body) }
      try cutter.finish(body)
    case .value:
      var cutter = JSONCutter(path: path)
      func hand(_ bytes: [UInt8], _ linesBefore: Int) throws {
        try body(try .table(path: path, name: name, folder: folder, bytes: bytes, linesBefore: linesBefore))
      }
      try forEachUnpacked { try cutter.take($0, hand) }
      try cutter.finish(hand)
    }
  }

  /// The same of columns. What is smaller than a few megabytes goes with what is before it or behind it.
  private func forEachPiece(of reader: ParquetReader, _ body: (FeedText) throws -> Void) throws {
    var (held, before) = (ColumnTable?.none, 0)
    func hand(_ table: ColumnTable) throws {
      try body(FeedText(path: path, name: name, table: table, linesBefore: before))
      before += table.rows
    }
    while let next = try reader.next() {
      guard let table = held else {
        held = next
        continue
      }
      guard min(table.size, next.size) >= Self.leastOfColumns else {
        held = table.followed(by: next)
        continue
      }
      try hand(table)
      held = next
    }
    if let held { try hand(held) }
  }

  private static let leastOfColumns = 4 << 20

  /// How many numbers of it may be kept until they are written, in place of reading it again.
  var mostKept: Int { packing == .parquet ? Self.keptOfColumns : 0 }

  /// 180 MB: columns come from a process of its own, and no text of theirs is in memory.
  private static let keptOfColumns = 24_000_000

  private func forEachUnpacked(_ take: (ArraySlice<UInt8>) throws -> Void) throws {
    switch packing {
    case .gzip:
      let inflater = try Gzip.Inflater(path)
      try forEachBlock { block in try inflater.take(block, take) }
      try inflater.finish()
    case .zip: try ZipArchive.forEachBlock(ofOnlyTableAt: path, take)
    case .feather: try ArrowText.forEachBlock(at: path) { try take($0[...]) }
    case .parquet: try ParquetText.forEachBlock(path, take)
    default:
      var lines = LineLength()
      try forEachBlock { block in
        guard !FileBytes.holdsZero(block) else { throw Unpacking.notText(path) }
        if case .lines = cut { try lines.take(block, of: path) }
        try take(block[...])
      }
    }
  }

  private func forEachBlock(_ body: ([UInt8]) throws -> Void) throws {
    let descriptor = try FileBytes.descriptor(of: path)
    defer { close(descriptor) }
    while true {
      let block = try FileBytes.block(descriptor, of: path, Self.block)
      if block.isEmpty { return }
      try body(block)
    }
  }
}

/// Cuts a text that comes in blocks behind the ends of lines.
private struct LineCutter {
  let path: String
  let name: String
  let folder: String
  private var bytes: [UInt8] = []
  /// The first line with its end, where it names columns, and what stands above it.
  private var header: [UInt8] = []
  private var isFirst = true
  /// Lines in the pieces before.
  private var lines = 0

  private let sizes: TextSizes

  init(path: String, name: String, folder: String, sizes: TextSizes) {
    self.folder = folder
    self.sizes = sizes
    self.path = path
    self.name = name
  }

  mutating func take(_ block: ArraySlice<UInt8>, _ body: (FeedText) throws -> Void) throws {
    bytes += block
    while bytes.count > sizes.piece + sizes.rest {
      guard let end = bytes[..<sizes.piece].lastIndex(of: UInt8(ascii: "\n")) else { return }
      try hand(bytes[...end], body)
      bytes.removeSubrange(...end)
    }
  }

  mutating func finish(_ body: (FeedText) throws -> Void) throws {
    guard !bytes.isEmpty || isFirst else { return }
    try hand(bytes[...], body)
  }

  private mutating func hand(_ piece: ArraySlice<UInt8>, _ body: (FeedText) throws -> Void) throws {
    let text = isFirst ? Array(piece) : header + piece
    try body(
      try .table(
        path: path, name: name, folder: folder, bytes: text, linesBefore: lines - (isFirst ? 0 : Self.lines(header))))
    if isFirst { header = Self.header(of: piece) }
    isFirst = false
    lines += Self.lines(piece)
  }

  private static func lines(_ text: some Collection<UInt8>) -> Int { text.count { $0 == UInt8(ascii: "\n") } }

  /// The first line, where it begins as data do not, with the titles above it.
  private static func header(of text: ArraySlice<UInt8>) -> [UInt8] {
    // An answer that was captured; where a socket connected is said to each piece.
    if text.starts(with: "http".utf8), CapturedText.isOne(Array(text.prefix(1 << 14))) { return [] }
    let titles = TitleLines(text)
    guard let end = text[(titles?.end ?? text.startIndex)...].firstIndex(of: UInt8(ascii: "\n")) else { return [] }
    if titles != nil { return Array(text[...end]) }
    let line = text[...end]
    let start = line.first { ![0xEF, 0xBB, 0xBF, UInt8(ascii: "\""), UInt8(ascii: " ")].contains($0) } ?? 0
    return (48...57).contains(start) || start == UInt8(ascii: "-") || start == UInt8(ascii: "{") ? [] : Array(line)
  }
}
