import Foundation
import Pages
import Results

/// What a result looked like when it was printed, kept beside its document so that it can be shown without running
/// anything: `study.txt` beside `study.json`.
struct PrintedResult {
  let tables: [Table]
  var opening: [String] = []
  var closing: [String] = []

  /// Nobody's terminal: what is kept is the same wherever it was made.
  static let width = 100

  /// `study.txt` for `study.json`.
  static func file(beside document: String) -> String { (document as NSString).deletingPathExtension + ".txt" }

  /// `run-against` for `run.json`: the same result beside the benchmark it was last held against.
  static func againstName(beside document: String) -> String {
    (document as NSString).deletingPathExtension + "-against"
  }

  var text: String {
    let style = TextTable.Style(width: Self.width, textWidth: Self.width)
    let body = tables.map { TextTable($0, style: style).text }.joined(separator: "\n")
    func lines(_ sentences: [String]) -> String {
      sentences.flatMap { $0.wrapped(to: Self.width) }.map { $0 + "\n" }.joined()
    }
    return (opening.isEmpty ? "" : lines(opening) + "\n") + body + (closing.isEmpty ? "" : "\n") + lines(closing)
  }
}
