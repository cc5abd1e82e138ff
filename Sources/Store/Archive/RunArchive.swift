import Foundation
import GRDB
import Market
import Synchronization

/// What has been run and found: `results/hindcast.sqlite`.
///
/// Several processes may write at once; each waits for the other's transaction. Everything given in one call is kept
/// together or not at all.
public final class RunArchive: Sendable {
  public let path: String
  let file: StoreFile
  /// Sweeps by hash with the number their blocks go by: rows of table `sweep` never change.
  let known = Mutex<[String: (id: Int64, sweep: SweepRecord)]>([:])
  /// Tables whose rows were found to be those that were written, once since it was opened.
  private let verified = Mutex<Set<String>>([])

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

  /// The same where there is something in it; nil without a file, and for one that was begun and never filled.
  static func readingIfFilled(_ path: String) throws -> RunArchive? {
    guard let file = try StoreFile.readingIfFilled(path, as: ArchiveSchema.kind) else { return nil }
    return RunArchive(path: path, file: file)
  }

  private init(path: String, file: StoreFile) {
    self.path = path
    self.file = file
  }

  /// The archive of a root: `results/hindcast.sqlite` in it.
  public convenience init(root: String) throws { try self.init(at: Self.path(root: root)) }

  /// Where the archive of a root is.
  public static func path(root: String) -> String {
    let prefix = root.isEmpty || root == "." ? "" : (root.hasSuffix("/") ? root : root + "/")
    return prefix + "results/hindcast.sqlite"
  }

  /// Compares a table with its sum, once for as long as the archive is open.
  func verify(_ table: CheckedTable, _ db: Database) throws {
    guard !verified.withLock({ $0.contains(table.name) }) else { return }
    try table.verify(db, path: path)
    verified.withLock { _ = $0.insert(table.name) }
  }

  /// Folds what was written into the one file and lets go of it.
  public func close() throws { try file.close() }
}
