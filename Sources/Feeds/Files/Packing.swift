/// How a file's bytes are packed, told by their first few and never by the file's name.
enum Packing {
  case plain, zip, gzip, parquet
  /// Arrow's own file, which is Feather of today, or its stream.
  case feather
  /// The form of Feather before 2020.
  case oldFeather
  /// What Git keeps in place of a large file until it is fetched.
  case pointer

  init(of bytes: [UInt8]) {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
      self = .zip
    } else if bytes.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if bytes.starts(with: Array("PAR1".utf8)) {
      self = .parquet
    } else if bytes.starts(with: Array("ARROW1".utf8)) || bytes.starts(with: ArrowFile.continuation) {
      self = .feather
    } else if bytes.starts(with: Array("FEA1".utf8)) {
      self = .oldFeather
    } else if Self.isPointer(bytes) {
      self = .pointer
    } else {
      self = .plain
    }
  }

  /// An editor may have put marks or an empty line before it.
  private static func isPointer(_ bytes: [UInt8]) -> Bool {
    bytes.prefix(128).drop { [0x20, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
      .starts(with: "version https://git-lfs.github.com/spec/".utf8)
  }
}
