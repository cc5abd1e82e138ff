import CZlib
import Foundation

/// A text as a gzip file in base 64, which a page unpacks when it is opened.
enum PackedText {
  /// Nil where zlib refuses, which it does without memory.
  static func base64(_ text: String) -> String? {
    // zlib keeps the address of its stream, which must not move.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    let withHeader = MAX_WBITS + 16
    guard
      deflateInit2_(
        stream, 9, Z_DEFLATED, withHeader, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        == Z_OK
    else { return nil }
    defer { deflateEnd(stream) }
    var input = Array(text.utf8)
    var output = [UInt8](repeating: 0, count: Int(deflateBound(stream, UInt(input.count))))
    let status = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        stream.pointee.next_in = from.baseAddress
        stream.pointee.avail_in = UInt32(from.count)
        stream.pointee.next_out = to.baseAddress
        stream.pointee.avail_out = UInt32(to.count)
        return deflate(stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END else { return nil }
    return Data(output.prefix(Int(stream.pointee.total_out))).base64EncodedString()
  }
}
