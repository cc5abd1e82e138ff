import Digest
import Foundation
import Market

/// A file as the system tells it without reading it: where it lies, how long it is, when it was written and when anything of it
/// last changed.
///
/// Two states that are equal are of equal bytes, unless somebody sets clocks back: a time of writing can be set to what it was,
/// and the time of the last change cannot. A file that changed within two seconds of being looked at may change again without
/// another stamp, since file systems count in up to two seconds, and is not settled.
struct FileState: Equatable {
  /// All of it, in words that are always the same.
  let text: String
  private let latest: Double

  /// Nil for what is no file, or is not there.
  init?(_ path: String) {
    var file = stat()
    guard stat(path, &file) == 0, file.st_mode & S_IFMT == S_IFREG else { return nil }
    let (written, changed) = (file.st_mtim, file.st_ctim)
    text =
      "device \(file.st_dev) inode \(file.st_ino) size \(file.st_size) "
      + "written \(written.tv_sec).\(written.tv_nsec) changed \(changed.tv_sec).\(changed.tv_nsec)"
    latest = Double(max(written.tv_sec, changed.tv_sec)) + 1
  }

  private static let coarsest = 2.0

  /// Whether whatever is written from now on shows in the stamps.
  func isSettled(at now: Double = Date().timeIntervalSince1970) -> Bool { latest + Self.coarsest < now }
}

/// A digest of all that reading a file depends on besides the file: what the user says, the profiles there are, and the
/// program itself.
struct ReadingPlan {
  private let base: String

  /// Nil where the program cannot tell which it is.
  init?(_ hints: ImportHints, _ badRows: BadRows, _ profiles: ProfileLibrary) {
    guard let program = FileState("/proc/self/exe") else { return nil }
    let texts = [program.text, hints.identity, badRows == .skip ? "skip" : "refuse"] + profiles.ownTexts
    var hasher = SHA256()
    for text in texts { hasher.update(field: text) }
    base = hasher.finish().hex
  }

  /// Of one file: one that is named by itself is asked more of than one that lay in a folder.
  func text(of file: FileWalk.Found) -> String { base + (!file.isNamed ? "" : file.isOneOfMany ? " named" : " alone") }
}

extension ImportHints {
  /// All that the user says, in words that are always the same.
  fileprivate var identity: String {
    let columns = table.columns.sorted { $0.key < $1.key }.map { "column \($0.key)=\($0.value)" }
    let units = table.units.sorted { $0.key < $1.key }.map { "unit \($0.key)=\($0.value.rawValue)" }
    let rest = [
      ("venue", venue), ("symbol", symbol), ("kind", kind?.name), ("known", known?.rawValue),
      ("decimal", table.decimal), ("thousands", table.thousands), ("profile", table.profile),
    ].map { "\($0)=\($1 ?? "-")" }
    return (rest + columns + units + [readingText]).joined(separator: "\n")
  }
}
