/// The 32 bytes that name a content.
public struct SHA256Digest: Hashable, Sendable {
  static let byteCount = 32

  public let bytes: [UInt8]

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// 64 lower-case hexadecimal digits.
  public var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

extension SHA256Digest: CustomStringConvertible {
  public var description: String { hex }
}
