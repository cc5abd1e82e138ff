import Foundation
import Market
import Pages
import Results
import Signals
import Synchronization

/// Prints tables to people and documents to programs.
struct Output {
  let format: OutputFormat

  /// How wide sentences run where no terminal says.
  private static let textWidth = 100

  /// Tables one below the other.
  ///
  /// - Parameters:
  ///   - opening: sentences above them, a line each.
  ///   - closing: the same below.
  func show(_ tables: [Table], opening: [String] = [], closing: [String] = []) {
    let width = Terminal.width
    let style = TextTable.Style(
      width: width ?? .max, textWidth: min(width ?? .max, Self.textWidth), colour: Terminal.usesColour)
    if !opening.isEmpty {
      print(opening.flatMap { $0.wrapped(to: style.textWidth) }.joined(separator: "\n") + "\n")
    }
    print(tables.map { TextTable($0, style: style).text }.joined(separator: "\n"), terminator: "")
    guard !closing.isEmpty else { return }
    print("\n" + closing.flatMap { $0.wrapped(to: style.textWidth) }.joined(separator: "\n"))
  }

  /// A sentence behind a word or a margin, its further lines below its first.
  static func printHanging(_ text: String, behind head: String) {
    let lines = text.wrapped(to: max(20, (Terminal.width ?? .max) - head.count))
    let margin = String(repeating: " ", count: head.count)
    print(lines.enumerated().map { ($0 == 0 ? head : margin) + $1 }.joined(separator: "\n"))
  }

  /// A table as people, JSON rows or CSV.
  func show(_ table: Table) {
    switch format {
    case .table: show([table])
    case .json: print(table.json.text(), terminator: "")
    case .csv: print(table.csv, terminator: "")
    }
  }
}

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

/// The two streams: what was asked for goes to stdout by `print`, everything about the work itself to stderr.
enum Terminal {
  static let errorIsTerminal = isatty(STDERR_FILENO) != 0
  static let outputIsTerminal = isatty(STDOUT_FILENO) != 0
  static let inputIsTerminal = isatty(STDIN_FILENO) != 0

  /// Colour is for people: on a terminal, and not against their wish.
  static var usesColour: Bool {
    outputIsTerminal && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Characters a line of the terminal that stdout is, or what `COLUMNS` says; nil for a file or a pipe, where nothing need be
  /// cut.
  static let width: Int? = {
    var size = winsize()
    if outputIsTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init).flatMap { $0 >= 20 ? $0 : nil }
  }()

  /// How wide lines on stderr may be; nil where it is no terminal.
  private static let errorWidth: Int? = {
    var size = winsize()
    guard errorIsTerminal, ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }()

  /// Whether a line of progress stands where the next message begins.
  static let hasProgress = Atomic(false)

  static func note(_ text: String) {
    if hasProgress.exchange(false, ordering: .relaxed) { show("\r\u{1B}[K") }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let fitted = lines.flatMap { line in
      errorWidth.map { width in line.count > width ? line.wrapped(to: width) : [line] } ?? [line]
    }
    show(fitted.joined(separator: "\n") + "\n")
  }

  /// How much of the work on signals was shared; nothing where there was none.
  static func note(_ tally: EvaluationTally) {
    if let sentence = tally.sentence { note("signals: \(sentence)") }
  }

  /// Writes to stderr as it is. Where that cannot be written, nobody is there to be told.
  static func show(_ text: String) { _ = StandardOutput.written(Array(text.utf8), to: STDERR_FILENO) }

  static func complain(_ text: String) { note("hindcast: \(text)") }

  static func warn(_ text: String) { note("hindcast: warning: \(text)") }
}
