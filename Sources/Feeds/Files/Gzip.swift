import CZlib
import Market

/// Gzip files in memory, by zlib: several members in a row are one text, as gzip has it.
enum Gzip {
  /// - Throws: `Problem` when the data is cut short or its checksum is wrong.
  static func inflated(_ bytes: [UInt8], of path: String) throws -> [UInt8] {
    var stream = z_stream()
    // 15 bits of window, and 16 more to expect gzip's header; inflateInit2 itself is a macro, which Swift does not see.
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
      throw Problem("zlib cannot start", fault: .work)
    }
    defer { inflateEnd(&stream) }

    var text: [UInt8] = []
    text.reserveCapacity(min(bytes.count * 6, 64 << 20))
    var budget = Unpacking(path)
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    try bytes.withUnsafeBufferPointer { input in
      var taken = 0
      var status = Z_OK
      while status != Z_STREAM_END || taken < input.count {
        if status == Z_STREAM_END { inflateReset(&stream) }
        let given = min(input.count - taken, 1 << 30)
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + taken })
        stream.avail_in = UInt32(given)
        let written = try piece.withUnsafeMutableBufferPointer { output in
          stream.next_out = output.baseAddress
          stream.avail_out = UInt32(output.count)
          status = inflate(&stream, Z_NO_FLUSH)
          guard status == Z_OK || status == Z_STREAM_END else { throw damaged(path, status, stream.msg) }
          return output.count - Int(stream.avail_out)
        }
        let packed = given - Int(stream.avail_in)
        taken += packed
        try budget.take(piece[..<written], from: packed)
        text += piece[..<written]
        if status == Z_OK, written == 0, taken == input.count { throw damaged(path, Z_BUF_ERROR, nil) }
      }
    }
    return text
  }

  private static func damaged(_ path: String, _ status: Int32, _ message: UnsafeMutablePointer<CChar>?) -> Problem {
    let detail =
      message.map { String(cString: $0) } ?? (status == Z_BUF_ERROR ? "the end is missing" : "code \(status)")
    return Problem(
      "the gzip file is cut short or damaged (\(detail))", at: Problem.Place(file: path), remedy: "download it again")
  }
}
