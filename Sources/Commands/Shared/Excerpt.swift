import Foundation
import Market
import Synchronization

/// The line that a problem points at, with a caret under its column.
enum Excerpt {
  /// Texts that stand in no file: an expression on the command line, by the name that places give it.
  private static let texts = Mutex<[String: String]>([:])
  private static let widest = 100

  static func remember(_ text: String, as file: String) { texts.withLock { $0[file] = text } }

  /// Two lines; nil where the place has no column, or its file cannot be read.
  static func lines(at place: Problem.Place) -> String? {
    guard let file = place.file, let number = place.line, let column = place.column, column > 0 else { return nil }
    guard let text = texts.withLock({ $0[file] }) ?? contents(of: file) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard number > 0, number <= lines.count else { return nil }
    let line = Array(lines[number - 1])
    guard column <= line.count + 1, !line.allSatisfy(\.isWhitespace) else { return nil }
    // Of a long line, what stands around the column.
    let first = column <= widest ? 0 : column - widest / 2
    let shown = String(line[first..<min(line.count, first + widest)])
    return "  \(shown)\n  \(String(repeating: " ", count: column - 1 - first))^"
  }

  private static func contents(of file: String) -> String? {
    guard let data = FileManager.default.contents(atPath: file), data.count < 1 << 20 else { return nil }
    return String(data: data, encoding: .utf8)
  }
}
