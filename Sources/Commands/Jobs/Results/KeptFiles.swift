import Digest
import Foundation
import Market
import Store

/// Whether the files of a kept result are those that were written, by the digests that the archive has of them.
struct KeptFiles {
  let workspace: Workspace
  let result: ResultRecord

  enum State {
    case unchanged
    case changed
    case missing
    /// The archive has no digest of it: an earlier version kept it, or the command died while it wrote.
    case unchecked
  }

  /// Every file that there is a digest of, the document first, with what became of it.
  var noted: [(name: String, state: State)] {
    guard result.folder != nil else { return [] }
    return digests.map { ($0.name, state(of: $0.name)) }
  }

  func state(of name: String) -> State {
    guard let path = path(of: name) else { return .missing }
    guard let known = digests.first(where: { $0.name == name })?.digest else {
      return workspace.fileExists(path) ? .unchecked : .missing
    }
    guard let now = SHA256.digest(ofFile: path) else { return .missing }
    return now.hex == known ? .unchanged : .changed
  }

  /// What is in the file, as it was written; nil where there is none. That nobody can tell whether it is that is said.
  ///
  /// - Throws: a `Problem` for a file that is not as it was written.
  func contents(of name: String) throws -> String? {
    guard let path = path(of: name), let bytes = FileManager.default.contents(atPath: path) else { return nil }
    switch state(of: name) {
    case .changed: throw changed(path)
    case .unchecked:
      Terminal.noteOnce("hindcast: \(path) is unchecked: the version that kept it noted no digest of it")
    case .unchanged, .missing: break
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private var digests: [ResultRecord.Document] { [result.document].compactMap(\.self) + result.files }

  private func path(of name: String) -> String? { result.folder.map { workspace.path("\($0)/\(name)") } }

  private func changed(_ path: String) -> Problem {
    Problem(
      "\(path) is not as it was written",
      remedy:
        "put a copy of it back, or give its command line again, which writes it anew; 'hindcast runs show \(result.hash.prefix(8)) --identity' prints what the archive has of it",
      fault: .work)
  }
}
