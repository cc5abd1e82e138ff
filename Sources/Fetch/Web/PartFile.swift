import Foundation

/// A file while it is being downloaded: `NAME.part` beside the place that it will have, so that a kill leaves either no
/// file of that name or the whole of it, and the next call goes on where this one was cut.
///
/// Locked as long as it is open: of two calls at once, one gets it.
final class PartFile: @unchecked Sendable {
  let path: String
  private let descriptor: Int32
  /// Bytes that are there.
  private(set) var count: Int

  /// Why there is no part file to write to.
  enum Failure: Error {
    case busy
    case system(String)
  }

  /// Opens what is there of `path`, or begins it.
  init(for path: String) throws(Failure) {
    let own = path + ".part"
    self.path = own
    while true {
      let opened = open(own, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard opened >= 0 else { throw .system(String(cString: strerror(errno))) }
      guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
        close(opened)
        throw .busy
      }
      // Between the two calls another one may have finished it, and what is open here be its file by now.
      var (here, there) = (stat(), stat())
      if fstat(opened, &here) == 0, stat(own, &there) == 0, here.st_ino == there.st_ino {
        descriptor = opened
        count = Int(lseek(opened, 0, SEEK_END))
        return
      }
      close(opened)
    }
  }

  deinit { close(descriptor) }

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
    guard fsync(descriptor) == 0, rename(path, String(path.dropLast(".part".count))) == 0 else {
      return String(cString: strerror(errno))
    }
    return nil
  }

  func discard() { unlink(path) }
}
