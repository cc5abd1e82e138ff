import CZlib
import Market

/// Gzip files in memory, by zlib: several members in a row are one text, as gzip has it.
enum Gzip {
  /// - Throws: `Problem` when the data is cut short or its checksum is wrong.
  static func inflated(_ bytes: [UInt8], of path: String) throws -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(min(bytes.count * 6, 64 << 20))
    let inflater = try Inflater(path, limit: FileBytes.limit)
    try inflater.take(bytes) { text += $0 }
    try inflater.finish()
    return text
  }

  /// Unpacks what comes in blocks.
  final class Inflater {
    private let path: String
    /// zlib keeps the address of its stream, which must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var status = Z_OK
    private var budget: Unpacking
    private var piece = [UInt8](repeating: 0, count: 1 << 18)

    /// - Parameter limit: what may come out in all; nil where only a piece of it is in memory at a time.
    init(_ path: String, limit: Int? = nil) throws {
      self.path = path
      budget = Unpacking(path, limit: limit)
      stream = .allocate(capacity: 1)
      stream.initialize(to: z_stream())
      // 15 bits of window, and 16 more to expect gzip's header; inflateInit2 itself is a macro, which Swift does not see.
      guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
        throw Problem("zlib cannot start", fault: .work)
      }
    }

    deinit {
      inflateEnd(stream)
      stream.deallocate()
    }

    func take(_ block: [UInt8], _ body: (ArraySlice<UInt8>) throws -> Void) throws {
      try block.withUnsafeBufferPointer { input in
        var taken = 0
        var isFull = false
        while taken < input.count || isFull {
          if status == Z_STREAM_END {
            guard taken < input.count else { return }
            inflateReset(stream)
            status = Z_OK
          }
          let given = min(input.count - taken, 1 << 30)
          stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + taken })
          stream.pointee.avail_in = UInt32(given)
          let written = try piece.withUnsafeMutableBufferPointer { output in
            stream.pointee.next_out = output.baseAddress
            stream.pointee.avail_out = UInt32(output.count)
            status = inflate(stream, Z_NO_FLUSH)
            // Nothing in and nothing out is no damage yet: more may come.
            guard status == Z_OK || status == Z_STREAM_END || (status == Z_BUF_ERROR && given == 0) else {
              throw damaged(path, status, stream.pointee.msg)
            }
            return output.count - Int(stream.pointee.avail_out)
          }
          let packed = given - Int(stream.pointee.avail_in)
          taken += packed
          isFull = written == piece.count
          try budget.take(piece[..<written], from: packed)
          if written > 0 { try body(piece[..<written]) }
          if written == 0, packed == 0, status != Z_STREAM_END { return }
        }
      }
    }

    /// - Throws: `Problem` when the end is missing.
    func finish() throws {
      guard status == Z_STREAM_END else { throw damaged(path, Z_BUF_ERROR, nil) }
    }
  }

  private static func damaged(_ path: String, _ status: Int32, _ message: UnsafeMutablePointer<CChar>?) -> Problem {
    let detail =
      message.map { String(cString: $0) } ?? (status == Z_BUF_ERROR ? "the end is missing" : "code \(status)")
    return Problem(
      "the gzip file is cut short or damaged (\(detail))", at: Problem.Place(file: path), remedy: "download it again")
  }
}
