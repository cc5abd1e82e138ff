import Foundation

/// Numbers as SQLite keeps them: eight bytes each, little-endian, as every machine this runs on holds them in memory.
enum NumberBlob {
  static func bytes<Number: BitwiseCopyable>(_ numbers: ArraySlice<Number>) -> Data {
    numbers.withUnsafeBytes { Data($0) }
  }

  /// The numbers of a blob, or nil when it does not hold whole ones.
  static func numbers<Number: BitwiseCopyable>(_ blob: Data?) -> [Number]? {
    guard let blob, blob.count % MemoryLayout<Number>.stride == 0 else { return nil }
    return [Number](unsafeUninitializedCapacity: blob.count / MemoryLayout<Number>.stride) { buffer, initialized in
      guard let base = buffer.baseAddress, copy(blob, count: buffer.count, to: base) else { return }
      initialized = buffer.count
    }
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
