import Foundation

/// A lock on a folder among processes, held while a file in it is made and while one is let go of. It leaves nothing behind,
/// and goes with the process.
enum FolderLock {
  /// Runs `body` while no other holds the lock of the folder that `path` lies in. Where folders cannot be locked, it runs
  /// all the same.
  static func held<T>(around path: String, _ body: () throws -> T) rethrows -> T {
    let folder = (path as NSString).deletingLastPathComponent
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    if descriptor >= 0 { while flock(descriptor, LOCK_EX) != 0, errno == EINTR {} }
    return try body()
  }
}
