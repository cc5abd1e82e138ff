import Market

/// How much may come out of a packed file: a few kilobytes can be made to unpack to more than a machine holds.
///
/// Text of numbers packs 3 to 10 times. What is large and packs better than 30 times is no data, and is
/// refused while it is being unpacked, long before it is all there.
struct Unpacking {
  private let path: String
  /// Packed bytes that went in so far, of all its members.
  private var taken = 0
  /// Bytes that came out so far.
  private var written = 0
  private var lines = LineLength()
  /// How the text begins: as much as tells what it is where it is none.
  private var beginning: [UInt8] = []

  private static let told = 1024

  /// Beyond so many bytes, so many times the packed size is too much.
  private static let free = 64 << 20
  private static let ratio = 30

  /// What may come out in all.
  private let limit: Int

  /// - Parameter limit: nil where only a piece of it is in memory at a time.
  init(_ path: String, limit: Int? = FileBytes.limit) {
    self.path = path
    self.limit = limit ?? .max
  }

  /// Begins a text, of which `packed` bytes are known to unpack to `size`.
  mutating func begin(packed: Int = 0, size: Int = 0) throws {
    taken += packed
    lines = LineLength()
    beginning = []
    try check(written + size)
  }

  /// - Parameter packed: bytes that these were made from, as far as they were not counted when the text began.
  /// - Throws: `Problem` when what came out by now is more than what went in can honestly hold, or is no text.
  mutating func take(_ piece: some Collection<UInt8>, from packed: Int = 0) throws {
    written += piece.count
    taken += packed
    try check(written)
    guard written < limit else {
      throw Problem("the file unpacks to more than 2 GiB", at: Problem.Place(file: path), remedy: "split it")
    }
    if beginning.count < Self.told { beginning += piece.prefix(Self.told - beginning.count) }
    guard !FileBytes.holdsZero(piece) else { throw Self.notText(path, beginning: beginning, isPacked: true) }
    try lines.take(piece, of: path)
  }

  private func check(_ size: Int) throws {
    guard size <= Self.free || size / Self.ratio <= taken else {
      throw Problem(
        "the file unpacks to more than \(Self.free >> 20) MB, \(size / max(1, taken)) times its size",
        at: Problem.Place(file: path), remedy: "it is no market data; unpack it yourself to see what it is")
    }
  }

  /// - Parameters:
  ///   - bytes: how the file begins, or what it packs.
  ///   - isPacked: whether that came out of an archive.
  static func notText(_ path: String, beginning bytes: [UInt8] = [], isPacked: Bool = false) -> Problem {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return Problem(
        "the file is text in UTF-16, and only UTF-8 is read", at: Problem.Place(file: path),
        remedy: "iconv -f UTF-16 -t UTF-8 '\(path)' > utf8.csv")
    }
    if let known = isPacked ? NoTable(packed: bytes) : NoTable(bytes) {
      return Problem(known.what, at: Problem.Place(file: path), remedy: known.remedy)
    }
    return Problem(
      "the file holds zero bytes and is no text", at: Problem.Place(file: path), remedy: "check where it comes from")
  }
}
