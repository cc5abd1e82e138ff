import GRDB
import Market

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
  /// Width of a chunk of a series without a cadence: a day, and an hour of what comes by the million a day.
  ///
  /// Earlier versions kept days of everything, and a series stays as it was begun. From 2009 to 2099 no day has the number of
  /// an hour, which are below and above this one.
  static func irregularChunk(of kind: SeriesKind, beside buckets: some Collection<Int64>) -> Interval {
    guard [.trades, .quotes].contains(kind), buckets.allSatisfy({ $0 > lastDay }) else { return .day }
    return .hour
  }
  private static let lastDay: Int64 = 100_000

  /// A column of a chunk, 32 kB, fills two pages of this size and little of a third; four times as many small ones are written
  /// no faster.
  static let kind = StoreFile.Kind(
    noun: "dataset", applicationID: 0x4864_6174, pageSize: 16_384, migrator: migrator)

  /// Tables of few rows that decide what is read and seen.
  static let series = CheckedTable(
    name: "series", columns: "id, venue, symbol, type, kind, cadence_ms, columns, known, delay_ms, rows")
  static let seals = CheckedTable(
    name: "seal",
    columns: "id, from_ms, sealed_ms, hash, hypothesis, registered_ms, opened_ms, result, lifted_ms")
  static let contracts = CheckedTable(name: "contract", columns: "venue, symbol, type, fact, value")
  static let imports = CheckedTable(
    name: "import", columns: "id, series, file, sha256, format, kept, duplicate, replaced, rejected")
  /// What each import changed, and what takes it back.
  static let history = CheckedTable(
    name: "history", columns: "id, series, bucket, imported_ms, added, revised, spans, former")

  /// Files as they were when they were read.
  static let reads = CheckedTable(
    name: "read_file",
    columns: "path, position, state, plan, sha256, location, format, reading, series, first_ms, last_ms, notes")

  /// All that have sums.
  static let checked = [series, seals, contracts, imports, history, reads]

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
    migrator.registerMigration("seals") { db in
      // What a seal promises is kept here and not in the code that asks: one at a time, never taken back, nothing in it
      // rewritten, a result only for the hypothesis that was registered, which must come before the opening.
      try db.execute(
        sql: """
          CREATE TABLE seal (
            id INTEGER PRIMARY KEY,
            from_ms INTEGER NOT NULL CHECK (from_ms BETWEEN \(stamps.lowerBound) AND \(stamps.upperBound)),
            sealed_ms INTEGER NOT NULL,
            hash TEXT CHECK (length(hash) = 64), -- of the hypothesis
            hypothesis TEXT CHECK (hypothesis IS NULL OR json_valid(hypothesis)),
            registered_ms INTEGER,
            opened_ms INTEGER, -- written before the first sealed row is read
            result TEXT CHECK (result IS NULL OR json_valid(result)),
            lifted_ms INTEGER,
            CHECK ((hash IS NULL) = (hypothesis IS NULL) AND (hash IS NULL) = (registered_ms IS NULL)),
            CHECK (opened_ms IS NULL OR hash IS NOT NULL),
            CHECK (result IS NULL OR opened_ms IS NOT NULL)
          ) STRICT;
          CREATE UNIQUE INDEX one_seal_at_a_time ON seal (lifted_ms IS NULL) WHERE lifted_ms IS NULL;
          CREATE TRIGGER seal_is_kept BEFORE DELETE ON seal
          BEGIN SELECT RAISE(ABORT, 'seals are never forgotten'); END;
          CREATE TRIGGER seal_is_written_once BEFORE UPDATE ON seal
          WHEN NEW.from_ms != OLD.from_ms OR NEW.sealed_ms != OLD.sealed_ms
            OR (OLD.hash IS NOT NULL AND (NEW.hash IS NOT OLD.hash OR NEW.hypothesis IS NOT OLD.hypothesis
              OR NEW.registered_ms IS NOT OLD.registered_ms))
            OR (OLD.opened_ms IS NOT NULL AND NEW.opened_ms IS NOT OLD.opened_ms)
            OR (OLD.result IS NOT NULL AND NEW.result IS NOT OLD.result)
            OR OLD.lifted_ms IS NOT NULL
          BEGIN SELECT RAISE(ABORT, 'what a seal says is never rewritten'); END;
          """)
    }
    migrator.registerMigration("instruments, open kinds, contracts") { db in
      // A series belongs to an instrument with a type, and its kind is any word. Spot was a kind and is an instrument; the
      // rows stay where they are. A table's checks cannot be changed, so the table is made anew under its old name.
      try db.execute(
        sql: """
          CREATE TABLE series_typed (
            id INTEGER PRIMARY KEY,
            venue TEXT NOT NULL CHECK (venue != ''),
            symbol TEXT NOT NULL CHECK (symbol != ''),
            type TEXT NOT NULL CHECK (type IN ('perpetual', 'future', 'spot', 'option', 'index')),
            kind TEXT NOT NULL CHECK (kind != ''),
            cadence_ms INTEGER NOT NULL CHECK (cadence_ms BETWEEN 0 AND \(cadences.upperBound)), -- 0: irregular
            columns TEXT NOT NULL CHECK (columns != ''), -- name:unit,name:unit in storage order
            known TEXT NOT NULL CHECK (known IN ('at_close', 'at_stamp')),
            delay_ms INTEGER NOT NULL CHECK (delay_ms BETWEEN 0 AND \(cadences.upperBound)),
            rows TEXT NOT NULL CHECK (rows IN ('one', 'events', 'chain')), -- a stamp
            UNIQUE (venue, symbol, type, kind, cadence_ms, columns)
          ) STRICT;
          """)
      let former = try Row.fetchAll(
        db,
        sql: "SELECT id, \(SeriesTable(untypedAs: "s").columns) FROM \(SeriesTable(untypedAs: "s").source) ORDER BY id")
      for row in former {
        let (venue, symbol): (String, String) = (row[1], row[2])
        var values = Array(row.databaseValues)
        let type = row[3] as String? ?? Instrument(venue: venue, symbol: symbol).type.rawValue
        values[3] = type.databaseValue
        try db.execute(
          sql: "INSERT INTO series_typed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", arguments: StatementArguments(values))
      }
      try db.execute(
        sql: """
          DROP TABLE series;
          ALTER TABLE series_typed RENAME TO series;
          -- Headings of chunks lie before rows of thousands of numbers; from here they are read without touching those.
          CREATE INDEX chunk_heading ON chunk (series, bucket, rows, first_ms, last_ms, sha256);

          CREATE TABLE contract ( -- what is said of an instrument here, over what its venue's table says
            venue TEXT NOT NULL,
            symbol TEXT NOT NULL,
            type TEXT NOT NULL,
            fact TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (venue, symbol, type, fact)
          ) STRICT;
          """)
    }
    migrator.registerMigration("checksums") { db in
      // The index holds all of a heading, so that headings are still read without the numbers behind them.
      try db.execute(
        sql: """
          ALTER TABLE chunk ADD COLUMN stamps_check INTEGER;
          ALTER TABLE chunk_column ADD COLUMN numbers_check INTEGER;
          DROP INDEX chunk_heading;
          CREATE INDEX chunk_heading ON chunk (series, bucket, rows, first_ms, last_ms, sha256, stamps_check);
          """)
      try ChunkCheck.begin(db)
      try db.execute(sql: CheckedTable.schema)
      for table in [series, seals, contracts, imports] { try table.begin(db) }
      try ChunkHeadings.begin(db)
    }
    migrator.registerMigration("what imports changed") { db in
      // One row a chunk and import, in order: undone from the last one back, they give the rows that stood at an instant. Rows
      // of imports before this version have none, and count as having always been there.
      try db.execute(
        sql: """
          CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            series INTEGER NOT NULL REFERENCES series,
            bucket INTEGER NOT NULL,
            imported_ms INTEGER NOT NULL,
            added INTEGER NOT NULL CHECK (added >= 0),
            revised INTEGER NOT NULL CHECK (revised >= 0),
            spans BLOB NOT NULL, -- of added rows: first stamp, last stamp, rows of the first that were there before
            former BLOB -- of revised rows: stamps, places within their stamps, and then every column as it was
          ) STRICT;
          CREATE INDEX history_by_series ON history (series, imported_ms);
          """)
      try history.begin(db)
    }
    migrator.registerMigration("files as they were read") { db in
      try db.execute(
        sql: """
          CREATE TABLE read_file (
            path TEXT NOT NULL, -- as it was named
            position INTEGER NOT NULL, -- of a part of it
            state TEXT NOT NULL, -- what the system says of the file without reading it
            plan TEXT NOT NULL, -- a digest of all else that reading it depends on
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            location TEXT NOT NULL,
            format TEXT NOT NULL,
            reading TEXT NOT NULL, -- the format as table import has it
            series INTEGER NOT NULL REFERENCES series,
            first_ms INTEGER NOT NULL,
            last_ms INTEGER NOT NULL CHECK (last_ms >= first_ms),
            notes TEXT NOT NULL, -- a line each
            PRIMARY KEY (path, position)
          ) STRICT, WITHOUT ROWID;
          CREATE INDEX read_file_by_series ON read_file (series);
          """)
      try reads.begin(db)
    }
    return migrator
  }
}
