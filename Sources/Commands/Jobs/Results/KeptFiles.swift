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
  }

  /// Every file that there is a digest of, the document first, with what became of it.
  var noted: [(name: String, state: State)] {
    digests.compactMap { file in
      path(of: file.name).map { path in
        guard let now = SHA256.digest(ofFile: path) else { return (file.name, .missing) }
        return (file.name, now.hex == file.digest ? .unchanged : .changed)
      }
    }
  }

  /// What is in the file, as it was written; nil where there is none. Where the archive has no digest of it, because an earlier
  /// version kept it or the command died while it wrote, nobody can tell, and that is said.
  ///
  /// - Throws: a `Problem` for a file that is not as it was written.
  func contents(of name: String) throws -> String? {
    guard let path = path(of: name), let bytes = FileManager.default.contents(atPath: path) else { return nil }
    if let known = digests.first(where: { $0.name == name })?.digest {
      guard SHA256.digest(of: [UInt8](bytes)).hex == known else { throw changed(path) }
    } else {
      Terminal.noteOnce("hindcast: \(path) is unchecked: the version that kept it noted no digest of it")
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
