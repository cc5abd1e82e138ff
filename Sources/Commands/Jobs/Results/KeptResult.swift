import Digest
import Foundation
import Market
import Numerics
import Replay
import Results
import Signals
import Store

/// A result with everything that is kept of it: a row in the archive, and a folder of files.
struct KeptResult {
  let identity: ResultIdentity
  let folder: ResultFolder
  /// As its user wrote it.
  let name: String
  /// What it saw; at least one.
  let frames: [Frame]
  /// Names of its datasets; those of the frames, one each, unless said.
  var markets: [String]?
  var parameters: [(name: String, value: String)] = []
  /// What came out, in few figures.
  let figures: JSONValue
  /// Strategy and study files as they were read.
  let sources: [ResultRecord.Source]
  /// The file that says everything. It holds no time it took: the same work has the same bytes.
  let document: (name: String, text: String)
  /// What is printed of it, kept as text beside the document.
  let printed: PrintedResult
  var files: [(name: String, text: String)] = []
  /// Files that are written as they come, too long to be a text first.
  var streams: [(name: String, write: (inout FileOutput) -> Void)] = []

  /// What is traded on each; of positions in several, each of them, the first one first. A comparison on several markets has
  /// one a market: it is done again market by market.
  private var instruments: [String] {
    switch identity.kind {
    case .comparison where frames.count > 1: frames.map { "\($0.instrument)" }
    case .replay, .comparison, .validation, .sweep:
      frames.flatMap { frame in frame.members.map { "\($0.instrument)" } }.uniqued
    case .study, .signalStudy, .panel, .family, .scan, .regression: frames.map { "\($0.instrument)" }
    }
  }

  fileprivate var record: ResultRecord {
    ResultRecord(
      hash: identity.hash, kind: identity.kind.rawValue, name: name, markets: markets ?? frames.map(\.market),
      instruments: instruments, interval: frames[0].grid.interval,
      range: TimeRange(
        from: frames.map(\.window.from).min() ?? frames[0].window.from,
        to: frames.map(\.window.to).max() ?? frames[0].window.to),
      parameters: JSONValue.object(
        Dictionary(parameters.map { ($0.name, .string($0.value)) }, uniquingKeysWith: { first, _ in first })
      ).text(.compact),
      identity: JSONValue.string(identity.text).text(.compact), figures: figures.text(.compact),
      engine: Engine.version, sources: sources,
      document: ResultRecord.Document(name: document.name, digest: SHA256.digest(of: document.text).hex))
  }
}

extension Workspace {
  /// Writes the files of a result aside, and then, in one transaction, gives it its row with their digests and moves them into
  /// its folder. Returns the folder.
  ///
  /// A process that dies before that leaves no result, and what it wrote goes away with the next result that is kept.
  func keep(_ result: KeptResult) throws -> String {
    precondition(!result.frames.isEmpty, "a result saw something")
    Interruption.keeps()
    let archive = try RunArchive(root: root)
    let printed = (name: PrintedResult.file(beside: result.document.name), text: result.printed.text)
    let texts = [printed] + result.files
    let aside = FilesAside(in: results)
    defer { aside.remove() }
    for file in [result.document] + texts { try write(file.text, to: aside.path(of: file.name)) }
    for stream in result.streams { try write(to: aside.path(of: stream.name), stream.write) }
    let digests =
      texts.map { ResultRecord.Document(name: $0.name, digest: SHA256.digest(of: $0.text).hex) }
      + result.streams.compactMap { stream in
        SHA256.digest(ofFile: aside.path(of: stream.name)).map { .init(name: stream.name, digest: $0.hex) }
      }
    let below = try archive.record(
      result.record, in: result.folder.names.map { "results/\($0)" }, with: digests
    ) { folder in
      try aside.move([result.document.name] + texts.map(\.name) + result.streams.map(\.name), into: path(folder))
    }
    try archive.close()
    return path(below)
  }
}

extension SHA256 {
  /// Of the bytes of a file, however long it is; nil where it cannot be read.
  static func digest(ofFile path: String) -> SHA256Digest? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    var hasher = SHA256()
    do {
      while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { hasher.update([UInt8](piece)) }
    } catch { return nil }
    return hasher.finish()
  }
}

extension ResultRecord.Source {
  init(_ strategy: Strategy) { self.init(name: strategy.name, text: strategy.source) }
}

extension JSONValue {
  /// Some members of an object, for the archive.
  func only(_ keys: String...) -> JSONValue {
    .object(keys.reduce(into: [:]) { members, key in members[key] = self[key] })
  }
}
