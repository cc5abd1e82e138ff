import Market

/// How much may come out of a packed file: a few kilobytes can be made to unpack to more than a machine holds.
///
/// Text of numbers packs 3 to 10 times. What is large and packs better than 30 times is no data, and is
/// refused while it is being unpacked, long before it is all there.
struct Unpacking {
  private let path: String
  /// Of the packed file.
  private let size: Int
  /// Bytes that came out so far, of all its members.
  private var written = 0

  /// Beyond so many bytes, so many times the packed size is too much.
  private static let free = 64 << 20
  private static let ratio = 30

  init(_ path: String, size: Int) {
    self.path = path
    self.size = size
  }

  /// - Throws: `Problem` when what came out by now is more than the file can honestly hold, or is no text.
  mutating func take(_ piece: some Collection<UInt8>) throws {
    written += piece.count
    guard written <= Self.free || written / Self.ratio <= size else {
      throw Problem(
        "the file unpacks to more than \(Self.free >> 20) MB, \(written / max(1, size)) times its size",
        at: Problem.Place(file: path), remedy: "it is no market data; unpack it yourself to see what it is")
    }
    guard written < FileBytes.limit else {
      throw Problem("the file unpacks to more than 2 GiB", at: Problem.Place(file: path), remedy: "split it")
    }
    guard piece.withContiguousStorageIfAvailable({ $0.contains(0) }) != true else { throw Self.notText(path) }
  }

  static func notText(_ path: String) -> Problem {
    Problem(
      "the file holds zero bytes and is no text", at: Problem.Place(file: path), remedy: "check where it comes from")
  }
}
