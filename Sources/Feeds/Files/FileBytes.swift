import Foundation
import Market

/// Whole files in memory: venue files are a few megabytes, and their digest needs every byte anyway.
enum FileBytes {
  /// Far above any venue's file; beyond it somebody named the wrong thing.
  static let limit = 2 << 30
  /// What is said of a device, a pipe or a socket, which may never end.
  static let noFile = "it is a device or a pipe, and only files are read"

  /// - Throws: `Problem` for a file that is not there, is none, cannot be read, is larger than `limit`, or holds zero bytes
  ///   where text should be.
  static func read(_ path: String) throws -> [UInt8] {
    // A pipe without a writer would be waited for.
    let descriptor = try descriptor(of: path, O_NONBLOCK)
    defer { close(descriptor) }
    var file = stat()
    guard fstat(descriptor, &file) == 0, file.st_mode & S_IFMT == S_IFREG else {
      throw Problem("'\(path)' cannot be imported: \(noFile)", remedy: "write it to a file first")
    }
    let size = Int(file.st_size)
    guard size < limit else { throw Problem("'\(path)' is larger than 2 GiB", remedy: "split it") }
    // A byte more than it is long, so that a file that grows is seen to.
    var bytes = try block(descriptor, of: path, size + 1)
    while bytes.count > size {
      let more = try block(descriptor, of: path, piece)
      bytes += more
      guard bytes.count < limit else { throw Problem("'\(path)' is larger than 2 GiB", remedy: "split it") }
      if more.count < piece { break }
    }
    if Packing(of: bytes) == .plain {
      var lines = LineLength()
      guard !holdsZero(bytes) else { throw Unpacking.notText(path, beginning: bytes) }
      try lines.take(bytes, of: path)
    }
    return bytes
  }

  private static let piece = 1 << 22

  /// Whether a zero byte stands among these. By the C library, which looks at many bytes at once.
  static func holdsZero(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.withContiguousStorageIfAvailable { buffer in
      buffer.baseAddress.map { memchr($0, 0, buffer.count) != nil } ?? false
    } ?? bytes.contains(0)
  }

  /// A file opened for reading, which the caller closes.
  static func descriptor(of path: String, _ flags: Int32 = 0) throws -> Int32 {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | flags)
    guard descriptor >= 0 else {
      throw Problem("'\(path)' cannot be opened: \(String(cString: strerror(errno)))", remedy: "check its permissions")
    }
    return descriptor
  }

  /// The next bytes of an open file, fewer than `size` only at its end.
  static func block(_ descriptor: Int32, of path: String, _ size: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      while initialized < size {
        let count = Foundation.read(descriptor, buffer.baseAddress.map { $0 + initialized }, size - initialized)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else {
          throw Problem("'\(path)' cannot be read: \(String(cString: strerror(errno)))", fault: .work)
        }
        if count == 0 { break }
        initialized += count
      }
    }
  }
}
