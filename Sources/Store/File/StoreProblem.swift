import GRDB
import Market

/// Runs `body`, and turns what SQLite says about the file at `path` into a problem its user can mend.
func translatingErrors<T>(of path: String, _ body: () throws -> T) throws -> T {
  do {
    return try body()
  } catch let error as DatabaseError {
    throw storeProblem(
      code: error.resultCode.rawValue, message: error.message ?? "no more is known", path: path)
  } catch is RowDecodingError {
    throw damaged(path, "a value has another type than it was stored with")
  }
}

/// What went wrong with a file of ours when its content cannot be what we wrote.
func damaged(_ path: String, _ detail: String) -> Problem {
  Problem(
    "'\(path)' is damaged: \(detail)", remedy: "restore a copy, or delete it and import its files again",
    fault: .work)
}

/// What SQLite's primary result code says about the file at `path`, and whose move it is.
package func storeProblem(code: Int32, message: String, path: String) -> Problem {
  switch ResultCode(rawValue: code) {
  case .SQLITE_NOTADB:
    Problem("'\(path)' is not an SQLite file, or its beginning is destroyed", remedy: "restore a copy, or delete it")
  case .SQLITE_CORRUPT:
    damaged(path, message)
  case .SQLITE_FULL:
    Problem(
      "the disk is full: '\(path)' keeps what it held before, and the files of this call that were finished",
      remedy: "make room and give the same command again, which goes on where this one ended", fault: .work)
  case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
    Problem("'\(path)' cannot be written: \(message)", remedy: "check who owns the file and its folder", fault: .work)
  case .SQLITE_CANTOPEN:
    Problem("'\(path)' cannot be opened: \(message)", remedy: "check that its folder is there and yours", fault: .work)
  case .SQLITE_BUSY, .SQLITE_LOCKED:
    Problem(
      "another process has been writing '\(path)' for a minute", remedy: "try again when it is done", fault: .work)
  case .SQLITE_IOERR:
    Problem("'\(path)' cannot be read or written: \(message)", remedy: "check the disk", fault: .work)
  default:
    Problem("SQLite refused to work on '\(path)': \(message)", fault: .work)
  }
}
