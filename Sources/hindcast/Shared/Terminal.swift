import Foundation

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

  static func note(_ text: String) { show(text + "\n") }

  /// Writes to stderr as it is. Where that cannot be written, nobody is there to be told.
  static func show(_ text: String) { _ = StandardOutput.written(Array(text.utf8), to: STDERR_FILENO) }

  static func complain(_ text: String) { note("hindcast: \(text)") }

  static func warn(_ text: String) { note("hindcast: warning: \(text)") }
}
