import Foundation
import Market

/// The digest that an archive publishes beside a file, `BTCUSDT-1h-2025-03.zip.CHECKSUM` with "<sha256>  <name>", held against
/// the file: where the proof of damage lies in the folder, it is looked at.
enum SideDigest {
  static let ending = ".CHECKSUM"
  private static let longest = 1 << 16

  /// - Returns: the file, with what is to be said of a side file that holds no digest.
  /// - Throws: `Problem` for bytes that are not those which the side file says.
  static func checked(_ file: CheckedFile) throws -> CheckedFile {
    let path = file.path + ending
    guard file.skipped == nil, FileState(path) != nil else { return file }
    let name = FeedText.lastPart(path)
    guard let said = digest(in: path, of: FeedText.lastPart(file.path)) else {
      guard !file.parts.isEmpty else { return file }
      var parts = file.parts
      parts[0].notes.append("'\(name)' beside it holds no digest of it ('<sha256>  <name>'), and nothing is compared")
      return file.with(parts: parts)
    }
    guard said != file.sha256.lowercased() else { return file }
    throw Problem(
      "its bytes have the SHA-256 \(file.sha256), and '\(name)' beside it says \(said): they are not those that were published",
      at: Problem.Place(file: file.path),
      remedy: "fetch it again; where it was changed on purpose, give it a name of its own")
  }

  /// The line of the file's name, or the only one there is: of a file that was renamed, too.
  private static func digest(in path: String, of name: String) -> String? {
    guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= longest else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap(line)
    return lines.first { $0.name == name }?.digest ?? (lines.count == 1 ? lines[0].digest : nil)
  }

  /// `<digest>  <name>`, `<digest> *<name>` or `SHA256 (<name>) = <digest>`; the name may have blanks, and folders before it.
  private static func line(_ text: Substring) -> (digest: String, name: String)? {
    let fields = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    let last = text.split(whereSeparator: \.isWhitespace).last ?? ""
    guard let first = fields.first else { return nil }
    if isDigest(first) {
      let name = fields.count > 1 ? String(fields[1]).trimmingSpaces : ""
      return (first.lowercased(), FeedText.lastPart(name.hasPrefix("*") ? String(name.dropFirst()) : name))
    }
    guard first == "SHA256", isDigest(last), let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"),
      open < close
    else { return nil }
    return (last.lowercased(), FeedText.lastPart(String(text[text.index(after: open)..<close])))
  }

  private static func isDigest(_ text: Substring) -> Bool { text.count == 64 && text.allSatisfy(\.isHexDigit) }
}
