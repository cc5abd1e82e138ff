import Foundation
import GRDB
import Market
import Synchronization

/// What has been run: `results/hindcast.sqlite`.
///
/// Several processes may write at once; each waits for the other's transaction. Everything given in one call is kept
/// together or not at all.
public final class RunArchive: Sendable {
  public let path: String
  let file: StoreFile
  /// Sweeps by hash with the number their blocks go by: rows of table `sweep` never change.
  let known = Mutex<[String: (id: Int64, sweep: SweepRecord)]>([:])

  /// Opens the archive, and makes it and its folder where needed.
  ///
  /// - Throws: `Problem` for a file that is damaged, not an archive, or written by a newer version.
  public init(at path: String) throws {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    if !folder.isEmpty {
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw Problem(
          "the folder '\(folder)' cannot be made", remedy: "check who owns the folder above it", fault: .work)
      }
    }
    self.path = path
    file = try StoreFile.writing(path, as: ArchiveSchema.kind)
  }

  /// Opens an archive that is there, and never changes it.
  public init(reading path: String) throws {
    self.path = path
    file = try StoreFile.reading(path, as: ArchiveSchema.kind)
  }

  /// The archive of a root: `results/hindcast.sqlite` in it.
  public convenience init(root: String) throws { try self.init(at: Self.path(root: root)) }

  /// Where the archive of a root is.
  public static func path(root: String) -> String {
    let prefix = root.isEmpty || root == "." ? "" : (root.hasSuffix("/") ? root : root + "/")
    return prefix + "results/hindcast.sqlite"
  }

  /// Folds what was written into the one file and lets go of it.
  public func close() throws { try file.close() }
}

extension RunArchive {
  /// Keeps a run. The same hash again takes the place of what was there.
  public func record(_ run: RunRecord) throws {
    try file.write { db in
      try db.execute(
        sql: """
          INSERT INTO run (hash, kind, strategy, market, interval_ms, from_ms, to_ms, parameters, identity, figures, folder, engine)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET figures = excluded.figures, folder = excluded.folder
          """,
        arguments: [
          run.hash, run.kind.rawValue, run.strategy, run.market, run.interval.milliseconds,
          run.range.from.milliseconds, run.range.to.milliseconds, run.parameters, run.identity, run.figures, run.folder,
          run.engine,
        ])
    }
  }

  /// All runs, oldest first.
  public func runs() throws -> [RunRecord] {
    try file.read { db in
      try Row.fetchAll(db, sql: "SELECT \(Self.runColumns) FROM run ORDER BY rowid").map(run)
    }
  }

  /// The one run whose hash begins with `prefix`, of at least four digits.
  ///
  /// - Throws: `Problem` when there is none, or more than one.
  public func run(hashPrefix prefix: String) throws -> RunRecord {
    let prefix = prefix.lowercased()
    guard prefix.utf8.count >= 4, prefix.allSatisfy(\.isHexDigit) else {
      throw Problem("'\(prefix)' is not the beginning of a run's hash", remedy: "give at least four of its digits")
    }
    let found = try file.read { db in
      try Row.fetchAll(
        db, sql: "SELECT \(Self.runColumns) FROM run WHERE hash >= ? AND hash < ? ORDER BY rowid",
        arguments: [prefix, prefix + "g"]
      ).map(run)
    }
    guard let run = found.first else {
      throw Problem("there is no run '\(prefix)' in \(path)", remedy: "see 'hindcast runs list'")
    }
    guard found.count == 1 else {
      throw Problem(
        "'\(prefix)' begins the hashes of \(found.count) runs",
        remedy:
          "say one of \(found.prefix(8).map { String($0.hash.prefix(prefix.utf8.count + 8)) }.joined(separator: ", "))")
    }
    return run
  }

  private static let runColumns =
    "hash, kind, strategy, market, interval_ms, from_ms, to_ms, parameters, identity, figures, folder, engine"

  private func run(_ row: Row) throws -> RunRecord {
    guard let kind = RunRecord.Kind(rawValue: try row.decode(String.self, atIndex: 1)) else {
      throw damaged(path, "a run is of a kind this version does not know")
    }
    return RunRecord(
      hash: try row.decode(String.self, atIndex: 0), kind: kind, strategy: try row.decode(String.self, atIndex: 2),
      market: try row.decode(String.self, atIndex: 3),
      interval: Interval(milliseconds: try row.decode(Int64.self, atIndex: 4)),
      range: TimeRange(
        from: Instant(milliseconds: try row.decode(Int64.self, atIndex: 5)),
        to: Instant(milliseconds: try row.decode(Int64.self, atIndex: 6))),
      parameters: try row.decode(String.self, atIndex: 7), identity: try row.decode(String.self, atIndex: 8),
      figures: try row.decode(String.self, atIndex: 9), folder: try row.decode(String.self, atIndex: 10),
      engine: try row.decode(String.self, atIndex: 11))
  }
}
