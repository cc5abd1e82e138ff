import Foundation

/// A file while it is being downloaded: `NAME.part` beside the place that it will have, so that a kill leaves either no
/// file of that name or the whole of it, and the next call goes on where this one was cut.
final class PartFile: @unchecked Sendable {
  let path: String
  private var descriptor: Int32
  /// Bytes that are there.
  private(set) var count: Int

  /// Opens what is there of `path`, or begins it; nil where it cannot be written, with `errno`.
  init?(for path: String) {
    self.path = path + ".part"
    descriptor = open(self.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return nil }
    count = Int(lseek(descriptor, 0, SEEK_END))
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func restart() {
    ftruncate(descriptor, 0)
    lseek(descriptor, 0, SEEK_SET)
    count = 0
  }

  /// - Returns: what is wrong, or nil.
  func append(_ data: Data) -> String? {
    data.withUnsafeBytes { buffer -> String? in
      var place = 0
      while place < buffer.count {
        let written = write(descriptor, buffer.baseAddress.map { $0 + place }, buffer.count - place)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return String(cString: strerror(errno)) }
        place += written
        count += written
      }
      return nil
    }
  }

  /// Everything that is there.
  func bytes() -> [UInt8] { FileManager.default.contents(atPath: path).map { Array($0) } ?? [] }

  /// Gives it its own name, when its bytes are on the disk.
  ///
  /// - Returns: what is wrong, or nil.
  func finish() -> String? {
    guard fsync(descriptor) == 0, rename(path, String(path.dropLast(5))) == 0 else {
      return String(cString: strerror(errno))
    }
    return nil
  }

  func discard() { unlink(path) }
}
