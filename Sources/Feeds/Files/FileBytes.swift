import Foundation
import Market

/// Whole files in memory: venue files are a few megabytes, and their digest needs every byte anyway.
enum FileBytes {
  /// Far above any venue's file; beyond it somebody named the wrong thing.
  static let limit = 2 << 30

  /// - Throws: `Problem` for a file that is not there, cannot be read, or is larger than `limit`.
  static func read(_ path: String) throws -> [UInt8] {
    guard let handle = fopen(path, "rb") else {
      throw Problem("'\(path)' cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { fclose(handle) }
    var bytes: [UInt8] = []
    while true {
      // Reads straight into the array, in pieces that grow with the file.
      let piece = min(max(bytes.count, 1 << 20), 1 << 26)
      let read = try [UInt8](unsafeUninitializedCapacity: piece) { buffer, initialized in
        initialized = fread(buffer.baseAddress, 1, piece, handle)
        if ferror(handle) != 0 {
          throw Problem("'\(path)' cannot be read: \(String(cString: strerror(errno)))", fault: .work)
        }
      }
      if bytes.isEmpty { bytes = read } else { bytes += read }
      if read.count < piece { return bytes }
      guard bytes.count < limit else { throw Problem("'\(path)' is larger than 2 GiB", remedy: "split it") }
    }
  }
}
