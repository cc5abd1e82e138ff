import Foundation
import Synchronization

/// Who is at work on which block, among the processes that share an archive.
///
/// A claim is a lock on one byte of an empty file beside the archive. The kernel lets go of it when its process ends,
/// however it ends, so nobody ever waits for the dead. Claims save work and protect nothing: where the file system has
/// no locks everything can be claimed, two processes may compute the same block, and the archive keeps one of the two
/// equal ones. The file may be deleted when no sweep runs.
public final class SweepClaims: Sendable {
  private let descriptor: Int32
  private let mine = Mutex<Set<Int64>>([])

  /// - Parameter path: of the archive.
  public init(beside path: String) {
    descriptor = open(path + "-claims", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Claims a block until the claim is let go of; nil while somebody else, here or in another process, has it.
  public func claim(_ block: Int, of sweep: String) -> Claim? {
    let byte = Self.byte(of: block, sweep)
    guard mine.withLock({ $0.insert(byte).inserted }) else { return nil }
    guard lock(byte, F_WRLCK) else {
      mine.withLock { _ = $0.remove(byte) }
      return nil
    }
    return Claim { [self] in
      _ = lock(byte, F_UNLCK)
      mine.withLock { _ = $0.remove(byte) }
    }
  }

  /// Blocks of a sweep follow each other. Two sweeps that begin with the same 31 bits would keep each other waiting now and
  /// then, which harms nothing.
  private static func byte(of block: Int, _ sweep: String) -> Int64 {
    Int64((UInt32(sweep.prefix(8), radix: 16) ?? 0) >> 1) << 31 | Int64(block & 0x7FFF_FFFF)
  }

  /// False only when another process has the byte.
  private func lock(_ byte: Int64, _ kind: Int32) -> Bool {
    // Of fcntl's locks those of the open file: the older ones are gone as soon as any part of the process closes the file.
    // The module map of the C library does not carry this Linux constant.
    let setOpenFileLock: Int32 = 37  // F_OFD_SETLK
    var range = flock()
    range.l_type = Int16(kind)
    range.l_whence = Int16(SEEK_SET)
    range.l_start = off_t(byte)
    range.l_len = 1
    while fcntl(descriptor, setOpenFileLock, &range) != 0 {
      guard errno == EINTR else { return errno != EAGAIN && errno != EACCES }
    }
    return true
  }
}

/// A block that nobody else will take up while this is alive.
public final class Claim: Sendable {
  private let release: @Sendable () -> Void

  init(_ release: @escaping @Sendable () -> Void) { self.release = release }

  deinit { release() }
}
