import Foundation
import GRDB
import Market

/// One SQLite file of ours, open for reading or for writing.
///
/// A file carries its kind in SQLite's `application_id`, so that a dataset is never taken for an archive and nobody
/// else's database is ever changed. It is kept in WAL mode: readers of other processes go on while one writes, and a
/// kill at any moment leaves what the last finished transaction left.
struct StoreFile: Sendable {
  /// What a file of ours can be.
  struct Kind: Sendable {
    /// As messages call it: `dataset`.
    let noun: String
    /// Set inside the first migration, in the same transaction as the tables.
    let applicationID: Int32
    /// Bytes of a page of a new file.
    var pageSize = 4096
    let migrator: DatabaseMigrator
  }

  let path: String
  private let connection: Connection
  private var queue: DatabaseQueue { connection.queue }

  private init(path: String, queue: DatabaseQueue, foldsLog: Bool = false) {
    self.path = path
    connection = Connection(queue, foldingLogOf: foldsLog ? path : nil)
  }

  /// Opens an existing file without ever changing it.
  static func reading(_ path: String, as kind: Kind) throws -> StoreFile {
    guard try holdsTables(path, as: kind) else {
      throw Problem(
        "'\(path)' holds no \(kind.noun) yet: it was begun and never filled",
        remedy: "import into it again, or delete it")
    }
    return StoreFile(path: path, queue: try translatingErrors(of: path) { try queue(path) })
  }

  /// The same, but nil where there is no file, or one that was begun and never filled.
  static func readingIfFilled(_ path: String, as kind: Kind) throws -> StoreFile? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    // Nobody looks at a file while it is made: who turns its log on must be alone with it, and does not wait.
    return try FolderLock.held(around: path) {
      guard try holdsTables(path, as: kind) else { return nil }
      return StoreFile(path: path, queue: try translatingErrors(of: path) { try queue(path) })
    }
  }

  /// Opens a file for writing; makes it, and brings its tables up to date, where needed.
  static func writing(_ path: String, as kind: Kind) throws -> StoreFile {
    // Two processes may both find the file new, and would both make its tables.
    try FolderLock.held(around: path) {
      if FileManager.default.fileExists(atPath: path) { _ = try holdsTables(path, as: kind) }
      return try translatingErrors(of: path) {
        let queue = try queue(path, writingPagesOf: kind.pageSize)
        try migrate(queue, kind.migrator)
        return StoreFile(path: path, queue: queue, foldsLog: true)
      }
    }
  }

  /// Brings tables up to date, a migration at a time: as with `write`, each must count as one change of the file, so that its
  /// bytes are the same whether or not it was interrupted in between.
  private static func migrate(_ queue: DatabaseQueue, _ migrator: DatabaseMigrator) throws {
    let (done, applied) = try queue.read { db in
      (try migrator.completedMigrations(db), try migrator.appliedMigrations(db))
    }
    // One that was left out, as no version of ours does.
    guard done == applied else { return try migrator.migrate(queue) }
    for identifier in migrator.migrations.dropFirst(done.count) {
      try queue.writeWithoutTransaction { db in
        // GRDB's own table, which it would make in a transaction before the first.
        try db.execute(sql: "CREATE TABLE IF NOT EXISTS grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        try db.execute(sql: "PRAGMA shrink_memory")
      }
      try migrator.migrate(queue, upTo: identifier)
    }
  }

  /// Makes a file that is not there, with what `body` writes in it: all of it is there then, or there is no file. In between it
  /// lies under another name.
  ///
  /// - Returns: nil when another process has made the file first, and `body` has not been kept.
  static func making<T>(
    _ path: String, as kind: Kind, _ body: (Database) throws -> T
  ) throws -> T? {
    let draft = path + "-making"
    func remove() { for ending in ["", "-wal", "-shm", "-journal"] { unlink(draft + ending) } }
    return try FolderLock.held(around: path) {
      guard !FileManager.default.fileExists(atPath: path) else { return nil }
      // A kill may have left one.
      remove()
      defer { remove() }
      let result = try translatingErrors(of: path) {
        let queue = try queue(draft, writingPagesOf: kind.pageSize, isDraft: true)
        try migrate(queue, kind.migrator)
        let file = StoreFile(path: path, queue: queue)
        defer { try? queue.close() }
        let result = try file.write(body)
        try queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = WAL") }
        try file.close()
        try settle(draft)
        return result
      }
      // A link never takes the place of what is there; not every file system has them.
      if link(draft, path) == 0 { return result }
      if errno == EEXIST { return nil }
      guard rename(draft, path) == 0 else {
        throw Problem(
          "'\(path)' cannot be made: \(String(cString: strerror(errno)))", remedy: "check who owns its folder",
          fault: .work)
      }
      return result
    }
  }

  /// Waits until the disk has a file.
  private static func settle(_ path: String) throws {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    defer { if file >= 0 { Foundation.close(file) } }
    guard file >= 0, fsync(file) == 0 else {
      throw Problem("'\(path)' cannot be written: \(String(cString: strerror(errno)))", fault: .work)
    }
  }

  /// Where a file can be read and not its folder written, as on a disk that is mounted for reading, SQLite must not look for the
  /// memory that it shares with those who write: there are none. With a log beside the file there may be, or a kill has left
  /// one, and then it has to.
  private static func address(forReading named: String) -> String {
    let path = resolved(named)
    let folder = (path as NSString).deletingLastPathComponent
    var log = stat()
    guard access(folder.isEmpty ? "." : folder, W_OK) != 0, stat(path + "-wal", &log) != 0 || log.st_size == 0,
      let place = URL(fileURLWithPath: path).path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
    else { return path }
    return "file://\(place)?immutable=1"
  }

  /// Where the file itself lies, of a path that may be a link.
  static func resolved(_ path: String) -> String {
    guard let place = realpath(path, nil) else { return path }
    defer { free(place) }
    return String(cString: place)
  }

  /// - Parameters:
  ///   - pageSize: nil for reading only.
  ///   - isDraft: whether nobody else sees the file before it is done and whoever is interrupted throws it away, so that each
  ///     page is written once, and waited for at the end.
  private static func queue(
    _ path: String, writingPagesOf pageSize: Int? = nil, isDraft: Bool = false
  ) throws -> DatabaseQueue {
    // No memory map, though it would read twice as fast: if the file is cut short underneath it the process dies of
    // SIGBUS, where a plain read reports a damaged file.
    var configuration = Configuration()
    configuration.readonly = pageSize == nil
    configuration.busyMode = .timeout(60)
    // A rehearsal is a transaction over many calls.
    configuration.allowsUnsafeTransactions = pageSize != nil
    configuration.prepareDatabase { db in
      guard let pageSize else { return }
      // Said here and not by GRDB's own setting, which begins the log by making and dropping a table: a file would have
      // other bytes for each time it was opened. NORMAL: a power cut may undo the last transactions and nothing else.
      let journal =
        isDraft
        ? "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF"
        : "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL"
      try db.execute(sql: "PRAGMA page_size = \(pageSize); \(journal)")
    }
    return try DatabaseQueue(
      path: pageSize == nil ? address(forReading: path) : path, configuration: configuration)
  }

  /// Whether the tables are there; false for an empty file, which a kill can leave. Anything else that is not a file of
  /// this kind and of a known version is a problem.
  private static func holdsTables(_ path: String, as kind: Kind) throws -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Problem("there is no file '\(path)'")
    }
    guard !isFolder.boolValue else { throw Problem("'\(path)' is a folder, not a \(kind.noun)") }
    var file = stat()
    // A pipe without a writer would be waited for.
    guard stat(path, &file) != 0 || file.st_mode & S_IFMT == S_IFREG else {
      throw Problem("'\(path)' is a device or a pipe, not a \(kind.noun)", remedy: "remove it")
    }
    return try translatingErrors(of: path) {
      try undoWhatWasCutShort(path)
      return try queue(path).read { db in
        let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name != 'grdb_migrations'"
        guard let count = try Int.fetchOne(db, sql: tables), count > 0 else { return false }
        guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == kind.applicationID else {
          throw Problem(
            "'\(path)' is an SQLite file but no \(kind.noun) of Hindcast", remedy: "name another file")
        }
        guard try !kind.migrator.hasBeenSuperseded(db) else {
          throw Problem(
            "'\(path)' was written by a newer Hindcast than this one", remedy: "use that version, or import again")
        }
        try checkEnd(path, pageSize: Int.fetchOne(db, sql: "PRAGMA page_size") ?? 512)
        return true
      }
    }
  }

  /// A kill in the instant a file is made leaves a journal to be rolled back, which whoever only reads cannot do.
  private static func undoWhatWasCutShort(_ named: String) throws {
    let path = resolved(named)
    guard FileManager.default.fileExists(atPath: path + "-journal") else { return }
    // Nothing else is done with it: if it is somebody else's file, its owner would have done the same.
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    _ = try queue.read { db in try Int.fetchOne(db, sql: "PRAGMA schema_version") }
  }

  /// SQLite reads a page that is cut short as if zeros followed. With a log beside the file a short page is only one that
  /// is still to be written.
  private static func checkEnd(_ path: String, pageSize: Int) throws {
    // Of what a link points to: SQLite keeps the log beside that.
    let place = resolved(path)
    func size(_ path: String) -> Int {
      var file = stat()
      return stat(path, &file) == 0 ? Int(file.st_size) : 0
    }
    if size(place) % pageSize != 0, size(place + "-wal") == 0 { throw damaged(path, "its end is missing") }
  }

  /// Runs `body` on one consistent state of the file.
  func read<T>(_ body: (Database) throws -> T) throws -> T {
    try translatingErrors(of: path) { try queue.read(body) }
  }

  /// Runs `body` in one transaction: all of it is kept, or nothing.
  func write<T>(_ body: (Database) throws -> T) throws -> T {
    try translatingErrors(of: path) {
      // The first page counts changes, and SQLite adds one to what it read when it last read that page: one for each
      // transaction only if the page is read anew for each. Left to its cache it would count processes instead, and the
      // bytes of a file would tell how often its making was interrupted.
      // (GRDB's own releaseMemory forgets its statements too, which takes as long as writing a block.)
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA shrink_memory")
        var result: T?
        func run() throws -> Database.TransactionCompletion {
          result = try body(db)
          return .commit
        }
        // Within a rehearsal there is a transaction already, in which this is a step.
        if db.isInsideTransaction { try db.inSavepoint(run) } else { try db.inTransaction(.immediate, run) }
        guard let result else { preconditionFailure("a transaction that neither ran nor failed") }
        return result
      }
    }
  }

  /// Runs `body`, whose reads see what its writes say, and undoes all of them.
  func rehearsing<T>(_ body: () throws -> T) throws -> T {
    try translatingErrors(of: path) {
      try queue.writeWithoutTransaction { db in try db.beginTransaction(.immediate) }
      defer { try? queue.writeWithoutTransaction { db in if db.isInsideTransaction { try db.rollback() } } }
      return try body()
    }
  }

  /// A file that nobody else sees and that is gone once it is closed, for a rehearsal of one that is not there.
  ///
  /// - Parameter path: what messages call it.
  static func passing(as kind: Kind, path: String) throws -> StoreFile {
    try translatingErrors(of: path) {
      // SQLite keeps a file without a name where it keeps what it sorts.
      let queue = try queue("", writingPagesOf: kind.pageSize, isDraft: true)
      try migrate(queue, kind.migrator)
      return StoreFile(path: path, queue: queue)
    }
  }

  /// Folds the write-ahead log into the file and lets go of it.
  func close() throws {
    try translatingErrors(of: path) { try connection.close() }
  }

  /// A connection that is closed when nothing holds it any more.
  ///
  /// Whoever closes a file last folds its log into it, and SQLite takes for the last one who can lock the whole file. Of two
  /// that close at the same instant each finds the other there, and both leave the log lying: one in sixty pairs did. So
  /// whoever may write closes alone.
  private final class Connection: Sendable {
    let queue: DatabaseQueue
    /// Nil for one that only reads, and for a file that nobody else sees.
    private let path: String?

    init(_ queue: DatabaseQueue, foldingLogOf path: String?) { (self.queue, self.path) = (queue, path) }

    func close() throws {
      guard let path else { return try queue.close() }
      try FolderLock.held(around: StoreFile.resolved(path)) { try queue.close() }
    }

    deinit { try? close() }
  }
}
