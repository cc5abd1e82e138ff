import Foundation
import Market

/// Parquet as CSV, written by the `duckdb` command where there is one: the program that `DUCKDB` names, or one on the path.
/// It is the way for what carquet does not read, and where that is not there (`ParquetRoad`).
///
/// Times come out in UTC and numbers so that they are read back to the same double. Nothing else here needs the command.
package enum ParquetText {
  /// The command; nil where there is none.
  package static var command: String? {
    if let named { return named }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return folders.map { $0 + "/duckdb" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// The command that a user asks for.
  static var named: String? {
    ProcessInfo.processInfo.environment["DUCKDB"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Said where nothing reads Parquet.
  static let isMissing = "Parquet is read through carquet or duckdb, and neither is there"

  /// What a user can do without it.
  static func remedy(_ path: String) -> String {
    "get carquet by 'make setup', or install duckdb (pip install duckdb-cli) or name it in DUCKDB; or convert the file elsewhere: \(query(path))"
  }

  /// What a user can do where carquet is there and does not read the file.
  static func remedy(unread path: String) -> String {
    "write the column as numbers of double precision or as text (a nested one as a column for each of its parts), or leave it out; or have the file read by duckdb (pip install duckdb-cli, or named in DUCKDB)"
  }

  private static func query(_ path: String) -> String {
    "COPY (FROM read_parquet('\(path.replacing("'", with: "''"))')) TO '/dev/stdout' (FORMAT csv)"
  }

  /// - Throws: `Problem` when the command cannot be run or cannot read the file.
  static func csv(_ path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachBlock(path) { piece in
      bytes += piece
      guard bytes.count < FileBytes.limit else {
        throw Problem("'\(path)' unpacks to more than 2 GiB", remedy: "split it")
      }
    }
    return bytes
  }

  /// Hands over the text block by block, as the command prints it.
  static func forEachBlock(_ path: String, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
    guard let command else { throw Problem(isMissing, remedy: remedy(path)) }
    let output = Pipe()
    // A little memory will do for what is handed on row by row.
    let query =
      "SET memory_limit = '160MB'; SET threads = 1; " + query(URL(fileURLWithPath: path).standardizedFileURL.path)
    let failure = try run(query, by: command, into: output) { process in
      while true {
        let piece = output.fileHandleForReading.availableData
        if piece.isEmpty { break }
        do { try body([UInt8](piece)[...]) } catch {
          process.terminate()
          throw error
        }
      }
    }
    if let failure {
      throw Problem(
        "the Parquet file cannot be read by duckdb: \(failure)", at: Problem.Place(file: path),
        remedy: "download it again")
    }
  }

  /// Writes a CSV file as Parquet: times as instants in UTC, everything else as numbers.
  ///
  /// - Parameters:
  ///   - times: names of the columns that are times.
  ///   - texts: names of the columns that are text.
  /// - Throws: `Problem` when the command cannot be run or fails.
  package static func write(
    _ csv: String, times: [String], texts: [String] = [], columns: [String], to path: String, by command: String
  ) throws {
    func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
    let types = columns.map { name in
      "\(quoted(name)): '\(times.contains(name) ? "TIMESTAMPTZ" : texts.contains(name) ? "VARCHAR" : "DOUBLE")'"
    }.joined(separator: ", ")
    let query =
      "COPY (FROM read_csv(\(quoted(csv)), header=true, columns={\(types)})) "
      + "TO \(quoted(path)) (FORMAT parquet, COMPRESSION zstd)"
    if let failure = try run(query, by: command, into: FileHandle.nullDevice) {
      throw Problem(
        "'\(path)' cannot be written by duckdb: \(failure)", remedy: "write a .feather file instead", fault: .work)
    }
  }

  /// Runs a query in UTC.
  ///
  /// - Parameters:
  ///   - output: what the command prints to.
  ///   - body: what is done while it runs, such as reading what it prints.
  /// - Returns: the first line of what it says of a failure; nil where it succeeds.
  private static func run(
    _ query: String, by command: String, into output: Any, _ body: (Process) throws -> Void = { _ in }
  ) throws -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command)
    process.arguments = ["-c", "SET TimeZone='UTC'; " + query]
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw Problem("'\(command)' cannot be run", remedy: "name the duckdb command in DUCKDB, or unset it")
    }
    try body(process)
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus != 0 else { return nil }
    let first = String(decoding: said, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    return PrintableText.short(first, most: 160)
  }
}
