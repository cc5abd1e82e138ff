import Foundation
import Synchronization

/// Standard output as a stream that rows are written to as they come.
///
/// What cannot be written is a failure and never lost in silence: it is said once, the work goes on to its end so that what it
/// keeps is kept, and the command ends with exit code 1. A reader that has seen enough, as `head` has, is no failure.
struct StandardOutput: TextOutputStream {
  func write(_ text: String) { Self.write(text) }

  private enum State {
    case open
    /// Nobody reads any more.
    case deserted
    case failed
  }

  private static let buffer = Mutex<(bytes: [UInt8], state: State)>(([], .open))
  private static let isClosed = Atomic(false)

  /// To be called before any file is opened: the first one would take the number of a stream that is closed, and be written
  /// to in its place.
  static func begin() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
      if stream == STDOUT_FILENO { isClosed.store(true, ordering: .relaxed) }
      // Gets the lowest number that is free, which is this one.
      _ = open("/dev/null", O_RDWR)
    }
  }

  static func write(_ text: String) {
    buffer.withLock { buffer in
      buffer.bytes += text.utf8
      if Terminal.outputIsTerminal || buffer.bytes.count >= 1 << 16 { flush(&buffer) }
    }
  }

  /// Writes what is held back.
  ///
  /// - Returns: whether everything that was printed is where it should be.
  @discardableResult
  static func finish() -> Bool {
    buffer.withLock { buffer in
      flush(&buffer)
      return buffer.state != .failed
    }
  }

  private static func flush(_ buffer: inout (bytes: [UInt8], state: State)) {
    defer { buffer.bytes.removeAll(keepingCapacity: true) }
    guard buffer.state == .open, !buffer.bytes.isEmpty else { return }
    let failure = isClosed.load(ordering: .relaxed) ? EBADF : written(buffer.bytes, to: STDOUT_FILENO)
    guard failure != 0 else { return }
    buffer.state = failure == EPIPE ? .deserted : .failed
    if buffer.state == .failed {
      Terminal.complain("standard output cannot be written: \(String(cString: strerror(failure)))")
    }
  }

  /// Writes all of `bytes` to a file descriptor; the error's number, or zero.
  static func written(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var place = 0
    while place < bytes.count {
      let count = bytes[place...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        place += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
      default: return errno
      }
    }
    return 0
  }
}

/// Takes the place of Swift's own `print`, which does not tell whether it could, in all of this program.
func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {
  StandardOutput.write(items.map { "\($0)" }.joined(separator: separator) + terminator)
}
