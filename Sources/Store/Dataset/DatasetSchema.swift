import GRDB

/// The tables of a dataset.
///
/// A series is cut into chunks of `DatasetSchema.rowsPerChunk` cadences of time. A chunk holds the stamps of its rows, and
/// one blob for each column beside it: a column of a year is read in a few dozen pieces instead of a hundred thousand
/// rows, and an import touches only the chunks it has rows for. Rules that must hold live here as keys and checks.
enum DatasetSchema {
  /// Large enough that reading is a memory copy, small enough that a monthly file rewrites little besides its own rows.
  static let rowsPerChunk: Int64 = 4096

  /// Stamps and cadences beyond any market, and far enough from the ends of their type that sums of them never overflow,
  /// whatever a damaged file holds.
  static let stamps: ClosedRange<Int64> = -(1 << 53)...(1 << 53)
  static let cadences: ClosedRange<Int64> = 1...(1 << 40)

  static let kind = StoreFile.Kind(noun: "dataset", applicationID: 0x4864_6174, migrator: migrator)

  /// Migrations are only ever added: files of every earlier version are out there.
  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("series in chunks") { db in
      try db.execute(
        sql: """
          PRAGMA application_id = \(kind.applicationID);

          CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            venue TEXT NOT NULL CHECK (venue != ''),
            symbol TEXT NOT NULL CHECK (symbol != ''),
            kind TEXT NOT NULL,
            cadence_ms INTEGER NOT NULL CHECK (cadence_ms BETWEEN 1 AND \(cadences.upperBound)),
            columns TEXT NOT NULL CHECK (columns != ''), -- name:unit,name:unit in storage order
            known TEXT NOT NULL CHECK (known IN ('at_close', 'at_stamp')),
            delay_ms INTEGER NOT NULL CHECK (delay_ms BETWEEN 0 AND \(cadences.upperBound)),
            UNIQUE (venue, symbol, kind, cadence_ms, columns)
          ) STRICT;

          CREATE TABLE chunk (
            series INTEGER NOT NULL REFERENCES series,
            bucket INTEGER NOT NULL, -- floor(stamp / (cadence_ms * 4096))
            rows INTEGER NOT NULL CHECK (rows > 0),
            first_ms INTEGER NOT NULL CHECK (first_ms >= \(stamps.lowerBound)),
            last_ms INTEGER NOT NULL CHECK (last_ms BETWEEN first_ms AND \(stamps.upperBound)),
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64), -- of the stamps and then every column
            stamps BLOB NOT NULL CHECK (length(stamps) = 8 * rows),
            PRIMARY KEY (series, bucket)
          ) STRICT;

          CREATE TABLE chunk_column (
            series INTEGER NOT NULL,
            position INTEGER NOT NULL CHECK (position >= 0),
            bucket INTEGER NOT NULL,
            numbers BLOB NOT NULL CHECK (length(numbers) % 8 = 0),
            PRIMARY KEY (series, position, bucket),
            FOREIGN KEY (series, bucket) REFERENCES chunk
          ) STRICT;

          CREATE TABLE import (
            id INTEGER PRIMARY KEY,
            series INTEGER NOT NULL REFERENCES series,
            file TEXT NOT NULL,
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            format TEXT NOT NULL,
            kept INTEGER NOT NULL CHECK (kept >= 0),
            duplicate INTEGER NOT NULL CHECK (duplicate >= 0),
            replaced INTEGER NOT NULL CHECK (replaced >= 0),
            rejected INTEGER NOT NULL CHECK (rejected >= 0)
          ) STRICT;
          CREATE INDEX import_by_content ON import (sha256, series);
          """)
    }
    return migrator
  }
}
