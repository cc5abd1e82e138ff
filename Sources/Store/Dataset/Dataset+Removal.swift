import GRDB
import Market

extension Dataset {
  /// The command that takes a series out, to be typed as it stands.
  public func removal(of series: SeriesDescriptor) -> String {
    let names = SeriesNames((try? allSeries().map(\.descriptor)) ?? [])
    return "hindcast data remove \(name) \(names.flag(series))"
  }

  /// Takes a series out with all its rows, and forgets which files they came from, so that these can be imported again.
  ///
  /// - Returns: how many rows it had.
  /// - Throws: `Problem` for a dataset that was ever sealed: what a seal hid could be let go without being seen.
  @discardableResult
  public func remove(_ series: StoredSeries) throws -> Int {
    try refuseRemovalWhereSealed()
    return try write { db in
      let rows = try ChunkHeadings(db, of: series, path: path, creating: true).all.reduce(0) { $0 + $1.rows }
      try DatasetSchema.imports.changing(db, where: "series = ?", [series.id]) {
        try db.execute(sql: "DELETE FROM import WHERE series = ?", arguments: [series.id])
      }
      try forgetHistory(of: series.id, db)
      try forgetReads(of: series.id, db)
      for table in ["chunk_column", "chunk"] {
        try db.execute(sql: "DELETE FROM \(table) WHERE series = ?", arguments: [series.id])
      }
      try db.execute(
        sql: "DELETE FROM \(CheckedTable.storage) WHERE part = ? AND number = ?",
        arguments: [ChunkHeadings.part, series.id])
      try DatasetSchema.series.changing(db, where: "id = ?", [series.id]) {
        try db.execute(sql: "DELETE FROM series WHERE id = ?", arguments: [series.id])
      }
      soundness.withLock { $0[series.id] = nil }
      return rows
    }
  }

  func refuseRemovalWhereSealed() throws {
    guard try !seals().isEmpty || foreignSeal != nil else { return }
    throw Problem(
      "dataset '\(name)' was sealed, and stays as it is under the name it has",
      remedy: "import what you need into another dataset")
  }
}
