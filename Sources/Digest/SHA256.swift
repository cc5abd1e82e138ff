import CCrypto

/// SHA-256 of bytes that arrive in pieces, so that files, rows and results can be named by what they hold.
///
/// Computed by OpenSSL's libcrypto. Numbers are hashed as their little-endian bytes, doubles by their bit patterns: two
/// columns have one digest if and only if they are equal bit by bit. Source: FIPS 180-4.
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  public init() {
    // Both calls fail only when memory has run out or libcrypto is broken; there is no file or flag behind either.
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("libcrypto offers SHA-256")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let accepted = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(accepted == 1, "libcrypto hashes bytes")
  }

  public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }
  public mutating func update(_ numbers: [Double]) { numbers.withUnsafeBytes { update($0) } }
  public mutating func update(_ numbers: [Int64]) { numbers.withUnsafeBytes { update($0) } }

  public mutating func update(_ number: Int64) {
    withUnsafeBytes(of: number.littleEndian) { update($0) }
  }

  /// The UTF-8 bytes of `text`, and nothing to mark where it ends.
  public mutating func update(_ text: String) { update(Array(text.utf8)) }

  /// The text behind its length, so that `ab` + `c` and `a` + `bc` are different fields.
  public mutating func update(field text: String) {
    let bytes = Array(text.utf8)
    update(Int64(bytes.count))
    update(bytes)
  }

  /// The digest of everything given so far.
  public consuming func finish() -> SHA256Digest {
    var bytes = [UInt8](repeating: 0, count: SHA256Digest.byteCount)
    let finished = EVP_DigestFinal_ex(context, &bytes, nil)
    precondition(finished == 1, "libcrypto finishes a digest once")
    return SHA256Digest(bytes: bytes)
  }
}

extension SHA256 {
  /// The digest of one piece of bytes.
  public static func digest(of bytes: [UInt8]) -> SHA256Digest {
    var hasher = SHA256()
    hasher.update(bytes)
    return hasher.finish()
  }

  /// The digest of the UTF-8 bytes of `text`.
  public static func digest(of text: String) -> SHA256Digest { digest(of: Array(text.utf8)) }
}
