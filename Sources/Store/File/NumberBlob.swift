import Foundation

/// Numbers as SQLite keeps them: eight bytes each, little-endian, as every machine this runs on holds them in memory.
enum NumberBlob {
  static func bytes<Number: BitwiseCopyable>(_ numbers: ArraySlice<Number>) -> Data {
    numbers.withUnsafeBytes { Data($0) }
  }

  /// Copies a blob of `count` numbers to `destination`; false when it has another length.
  static func copy<Number: BitwiseCopyable>(
    _ blob: Data?, count: Int, to destination: UnsafeMutablePointer<Number>
  ) -> Bool {
    guard let blob, blob.count == count * MemoryLayout<Number>.stride else { return false }
    // A blob inside SQLite's page need not be aligned, so bytes are copied and never reinterpreted in place.
    blob.withUnsafeBytes {
      UnsafeMutableRawPointer(destination).copyMemory(
        from: $0.baseAddress ?? UnsafeRawPointer(destination), byteCount: $0.count)
    }
    return true
  }
}
