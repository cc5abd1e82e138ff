import Market

/// Which way a Parquet file is read: by carquet as columns, or by the `duckdb` command as text.
///
/// A command that `DUCKDB` names goes first, then the library, then a command on the path. What the library does not read
/// goes to the command where there is one.
enum ParquetRoad {
  case columns(ParquetReader)
  case text(path: String)

  /// Whether there is any.
  static func isThere() throws -> Bool { try ParquetText.command != nil || CarquetLibrary.found() != nil }

  /// Opens a file; nil where nothing reads Parquet.
  ///
  /// - Throws: `Problem` for a file that is damaged, or that nothing there reads.
  init?(_ path: String) throws {
    guard ParquetText.named == nil, let library = try CarquetLibrary.found() else {
      guard ParquetText.command != nil else { return nil }
      self = .text(path: path)
      return
    }
    do {
      self = .columns(try ParquetReader(path, by: library))
    } catch let why as ParquetReader.Unsupported {
      guard ParquetText.command != nil else {
        throw Problem(
          "the Parquet file \(why.what)", at: Problem.Place(file: path), remedy: ParquetText.remedy(unread: path))
      }
      self = .text(path: path)
    }
  }

  /// The whole file as one table.
  func whole(_ name: String) throws -> FeedText {
    switch self {
    case .text(let path): return FeedText(path: path, name: name, bytes: try ParquetText.csv(path))
    case .columns(let reader):
      var pieces: [ColumnTable] = []
      while let next = try reader.next() {
        pieces.append(next)
        guard pieces.reduce(0, { $0 + $1.size }) < FileBytes.limit / 4 else { throw reader.tooLarge }
      }
      return FeedText(path: reader.path, name: name, table: ColumnTable(joining: pieces, columns: reader.columns))
    }
  }
}
