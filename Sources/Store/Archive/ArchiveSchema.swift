import Foundation
import GRDB

/// The tables of the archive of results.
///
/// Nothing here holds a time of day or a machine's name: two archives of the same work hold the same rows, and where
/// they were filled in the same order, the same bytes. Trials are kept in blocks: a row a trial and a column a figure
/// took 50 microseconds a trial, seven times what computing it takes.
enum ArchiveSchema {
  /// Pages of 16 kB, because a block overflows into many: a quarter less work to write than with 4 kB.
  static let kind = StoreFile.Kind(
    noun: "archive", applicationID: 0x4872_6573, pageSize: 16384, migrator: migrator)

  /// Tables of few rows that later results are judged by.
  static let results = CheckedTable(name: "result", columns: RunArchive.resultColumns)
  static let files = CheckedTable(name: "result_file", columns: "result, name, digest")
  static let looks = CheckedTable(name: "look", columns: "\(RunArchive.lookColumns), runs, sample")
  static let sweeps = CheckedTable(name: "sweep", columns: "id, \(RunArchive.sweepColumns), sample")
  static let samples = CheckedTable(name: "sample", columns: "key, instrument, instants, closes")
  static let dataSeals = CheckedTable(name: "data_seal", columns: "id, dataset, from_ms, sample, is_lifted")

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("runs, sweeps and trials") { db in
      try db.execute(
        sql: """
          PRAGMA application_id = \(kind.applicationID);

          CREATE TABLE run (
            hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
            kind TEXT NOT NULL CHECK (kind IN ('replay', 'study', 'sweep', 'compare')),
            strategy TEXT NOT NULL,
            market TEXT NOT NULL,
            interval_ms INTEGER NOT NULL CHECK (interval_ms > 0),
            from_ms INTEGER NOT NULL,
            to_ms INTEGER NOT NULL CHECK (to_ms >= from_ms),
            parameters TEXT NOT NULL CHECK (json_valid(parameters)),
            identity TEXT NOT NULL CHECK (json_valid(identity)), -- what the hash is the digest of
            figures TEXT NOT NULL CHECK (json_valid(figures)),
            folder TEXT NOT NULL,
            engine TEXT NOT NULL
          ) STRICT;

          CREATE TABLE sweep (
            hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
            strategy TEXT NOT NULL,
            market TEXT NOT NULL,
            interval_ms INTEGER NOT NULL CHECK (interval_ms > 0),
            from_ms INTEGER NOT NULL,
            to_ms INTEGER NOT NULL CHECK (to_ms >= from_ms),
            grid TEXT NOT NULL CHECK (json_valid(grid)),
            trials INTEGER NOT NULL CHECK (trials >= 0)
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE trial ( -- and one REAL column a figure, added when first used
            key TEXT NOT NULL PRIMARY KEY CHECK (length(key) = 64),
            parameters TEXT NOT NULL CHECK (json_valid(parameters)),
            status TEXT NOT NULL CHECK (status IN ('completed', 'failed')),
            reason TEXT CHECK ((reason IS NULL) = (status = 'completed'))
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE sweep_trial (
            sweep TEXT NOT NULL REFERENCES sweep,
            position INTEGER NOT NULL CHECK (position >= 0),
            trial TEXT NOT NULL, -- of table trial, once it has been run
            PRIMARY KEY (sweep, position)
          ) STRICT, WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("looks") { db in
      // What was looked at is never forgotten and never rewritten; looking again only counts.
      try db.execute(
        sql: """
          CREATE TABLE look (
            key TEXT NOT NULL PRIMARY KEY CHECK (length(key) = 64), -- digest of everything but p-values and runs
            market TEXT NOT NULL,
            instrument TEXT NOT NULL,
            interval_ms INTEGER NOT NULL CHECK (interval_ms > 0),
            from_ms INTEGER NOT NULL,
            to_ms INTEGER NOT NULL CHECK (to_ms >= from_ms),
            signal TEXT NOT NULL, -- as it was called the first time
            expression TEXT NOT NULL,
            forward_ms INTEGER NOT NULL CHECK (forward_ms > 0),
            data TEXT NOT NULL CHECK (length(data) = 64), -- digest of the values it was judged on
            hodrick_p REAL CHECK (hodrick_p BETWEEN 0 AND 1), -- two-sided
            circular_p REAL CHECK (circular_p BETWEEN 0 AND 1),
            runs INTEGER NOT NULL CHECK (runs > 0)
          ) STRICT;
          CREATE INDEX look_by_market ON look (market);
          CREATE TRIGGER look_is_kept BEFORE DELETE ON look
          BEGIN SELECT RAISE(ABORT, 'looks are never forgotten'); END;
          CREATE TRIGGER look_is_counted BEFORE UPDATE ON look WHEN NEW.runs <= OLD.runs OR NEW.key != OLD.key
          BEGIN SELECT RAISE(ABORT, 'looks are only ever counted up'); END;
          """)
    }
    migrator.registerMigration("sweeps in blocks") { db in
      // What an earlier version kept stays, under other names; an archive that held none begins without them.
      for table in ["sweep_trial", "trial", "sweep"] {
        let isEmpty = try Row.fetchOne(db, sql: "SELECT 1 FROM \(table) LIMIT 1") == nil
        try db.execute(sql: isEmpty ? "DROP TABLE \(table)" : "ALTER TABLE \(table) RENAME TO \(table)_by_row")
      }
      try db.execute(
        sql: """
          CREATE TABLE sweep (
            id INTEGER NOT NULL PRIMARY KEY, -- in order of their beginning; what blocks refer to
            hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
            setting TEXT NOT NULL CHECK (length(setting) = 64), -- trials of one setting can be compared
            strategy TEXT NOT NULL,
            market TEXT NOT NULL,
            interval_ms INTEGER NOT NULL CHECK (interval_ms > 0),
            from_ms INTEGER NOT NULL,
            to_ms INTEGER NOT NULL CHECK (to_ms >= from_ms),
            space TEXT NOT NULL CHECK (json_valid(space)), -- the parameter sets, numbered from 0
            trials INTEGER NOT NULL CHECK (trials > 0),
            block_size INTEGER NOT NULL CHECK (block_size > 0),
            figures TEXT NOT NULL CHECK (json_array_length(figures) > 0), -- their names, in the order of blocks
            engine TEXT NOT NULL
          ) STRICT;

          -- The numbers come last: what stands before them is read without touching the pages they overflow to.
          CREATE TABLE trial_block (
            sweep INTEGER NOT NULL REFERENCES sweep,
            number INTEGER NOT NULL CHECK (number >= 0), -- its first trial is number * block_size
            count INTEGER NOT NULL CHECK (count > 0),
            failed INTEGER NOT NULL CHECK (failed BETWEEN 0 AND count),
            reused INTEGER NOT NULL CHECK (reused BETWEEN 0 AND count), -- taken from sweeps before it
            failures TEXT CHECK ((failures IS NULL) = (failed = 0) AND json_valid(coalesce(failures, '[]'))),
            numbers BLOB NOT NULL -- doubles, little-endian, figure after figure; NaN where one is not defined
              CHECK (length(numbers) > 0 AND length(numbers) % (8 * count) = 0),
            UNIQUE (sweep, number)
          ) STRICT;
          """)
    }
    migrator.registerMigration("results of every kind") { db in
      try db.execute(
        sql: """
          CREATE TABLE result (
            hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
            kind TEXT NOT NULL CHECK (kind IN (
              'replay', 'study', 'signal_study', 'panel', 'family', 'regression', 'sweep', 'validation', 'comparison')),
            name TEXT NOT NULL, -- as its user wrote it, whatever that is
            markets TEXT NOT NULL CHECK (json_valid(markets)),
            instruments TEXT NOT NULL CHECK (json_valid(instruments)),
            interval_ms INTEGER NOT NULL CHECK (interval_ms > 0),
            from_ms INTEGER NOT NULL,
            to_ms INTEGER NOT NULL CHECK (to_ms >= from_ms),
            parameters TEXT NOT NULL CHECK (json_valid(parameters)),
            identity TEXT NOT NULL CHECK (json_valid(identity)), -- what the hash is the digest of
            figures TEXT NOT NULL CHECK (json_valid(figures)),
            engine TEXT NOT NULL,
            sources TEXT CHECK (sources IS NULL OR json_valid(sources)), -- strategy and study files as they were read
            document TEXT, -- the file of the folder that says everything
            digest TEXT CHECK (length(digest) = 64), -- of that file's bytes
            folder TEXT UNIQUE, -- relative to the root
            CHECK ((document IS NULL) = (digest IS NULL))
          ) STRICT;
          """)
      if try db.tableExists("run") { try EarlierRuns.move(db) }
    }
    migrator.registerMigration("samples of data") { db in
      // What was looked at, swept or sealed is known again by its data. Older rows have no sample and go by their names.
      try db.execute(
        sql: """
          CREATE TABLE sample (
            key TEXT NOT NULL PRIMARY KEY CHECK (length(key) = 64), -- digest of the rest
            instrument TEXT NOT NULL,
            instants BLOB NOT NULL CHECK (length(instants) % 8 = 0), -- milliseconds, little-endian
            closes BLOB NOT NULL CHECK (length(closes) = length(instants)) -- doubles
          ) STRICT;
          CREATE INDEX sample_by_instrument ON sample (instrument);
          ALTER TABLE look ADD COLUMN sample TEXT REFERENCES sample;
          ALTER TABLE sweep ADD COLUMN sample TEXT REFERENCES sample;

          CREATE TABLE data_seal ( -- when it was sealed and lifted stands in the dataset
            id INTEGER NOT NULL PRIMARY KEY,
            dataset TEXT NOT NULL,
            from_ms INTEGER NOT NULL,
            sample TEXT NOT NULL REFERENCES sample,
            is_lifted INTEGER NOT NULL DEFAULT 0 CHECK (is_lifted IN (0, 1))
          ) STRICT;
          CREATE TRIGGER data_seal_is_kept BEFORE DELETE ON data_seal
          BEGIN SELECT RAISE(ABORT, 'seals are never forgotten'); END;
          CREATE TRIGGER data_seal_is_only_lifted BEFORE UPDATE ON data_seal
          WHEN OLD.is_lifted OR NEW.dataset != OLD.dataset OR NEW.from_ms != OLD.from_ms OR NEW.sample != OLD.sample
          BEGIN SELECT RAISE(ABORT, 'what a seal says is never rewritten'); END;
          """)
    }
    migrator.registerMigration("checksums") { db in
      // Checks of blocks stand before the numbers, as everything does that is read without them; a column cannot be added
      // there, so the table is made anew.
      try db.execute(
        sql: """
          CREATE TABLE trial_block_checked (
            sweep INTEGER NOT NULL REFERENCES sweep,
            number INTEGER NOT NULL CHECK (number >= 0), -- its first trial is number * block_size
            count INTEGER NOT NULL CHECK (count > 0),
            failed INTEGER NOT NULL CHECK (failed BETWEEN 0 AND count),
            reused INTEGER NOT NULL CHECK (reused BETWEEN 0 AND count), -- taken from sweeps before it
            failures TEXT CHECK ((failures IS NULL) = (failed = 0) AND json_valid(coalesce(failures, '[]'))),
            numbers_check INTEGER NOT NULL, -- checksum of the numbers
            row_check INTEGER NOT NULL, -- of what stands before it
            numbers BLOB NOT NULL -- doubles, little-endian, figure after figure; NaN where one is not defined
              CHECK (length(numbers) > 0 AND length(numbers) % (8 * count) = 0),
            UNIQUE (sweep, number)
          ) STRICT;
          """)
      let former = try Row.fetchCursor(
        db, sql: "SELECT sweep, number, count, failed, reused, failures, numbers FROM trial_block ORDER BY rowid")
      while let row = try former.next() {
        let numbers = try row.decode(Data.self, atIndex: 6)
        let heading = BlockHeading(
          sweep: try row.decode(Int64.self, atIndex: 0), number: try row.decode(Int.self, atIndex: 1),
          count: try row.decode(Int.self, atIndex: 2), failed: try row.decode(Int.self, atIndex: 3),
          reused: try row.decode(Int.self, atIndex: 4), failures: try row.decode(String?.self, atIndex: 5),
          numbersCheck: BlockHeading.check(of: numbers))
        try heading.insert(into: "trial_block_checked", numbers: numbers, db)
      }
      try db.execute(
        sql: """
          DROP TABLE trial_block;
          ALTER TABLE trial_block_checked RENAME TO trial_block;
          \(CheckedTable.schema)
          """)
      for table in [results, looks, sweeps, samples, dataSeals] { try table.begin(db) }
    }
    migrator.registerMigration("scans") { db in
      // A check cannot be changed, so the table is made anew. The rows are the same, and so are their checksums.
      try db.execute(
        sql: """
          CREATE TABLE result_with_scans (
            hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
            kind TEXT NOT NULL CHECK (kind IN (
              'replay', 'study', 'signal_study', 'panel', 'family', 'scan', 'regression', 'sweep', 'validation',
              'comparison')),
            name TEXT NOT NULL, -- as its user wrote it, whatever that is
            markets TEXT NOT NULL CHECK (json_valid(markets)),
            instruments TEXT NOT NULL CHECK (json_valid(instruments)),
            interval_ms INTEGER NOT NULL CHECK (interval_ms > 0),
            from_ms INTEGER NOT NULL,
            to_ms INTEGER NOT NULL CHECK (to_ms >= from_ms),
            parameters TEXT NOT NULL CHECK (json_valid(parameters)),
            identity TEXT NOT NULL CHECK (json_valid(identity)), -- what the hash is the digest of
            figures TEXT NOT NULL CHECK (json_valid(figures)),
            engine TEXT NOT NULL,
            sources TEXT CHECK (sources IS NULL OR json_valid(sources)), -- strategy and study files as they were read
            document TEXT, -- the file of the folder that says everything
            digest TEXT CHECK (length(digest) = 64), -- of that file's bytes
            folder TEXT UNIQUE, -- relative to the root
            CHECK ((document IS NULL) = (digest IS NULL))
          ) STRICT;
          INSERT INTO result_with_scans SELECT * FROM result ORDER BY rowid;
          DROP TABLE result;
          ALTER TABLE result_with_scans RENAME TO result;
          """)
    }
    migrator.registerMigration("digests of files") { db in
      // Results that were kept before have none, and their files go unchecked.
      try db.execute(
        sql: """
          CREATE TABLE result_file ( -- what was written into a result's folder beside its document
            result TEXT NOT NULL CHECK (length(result) = 64),
            name TEXT NOT NULL,
            digest TEXT NOT NULL CHECK (length(digest) = 64), -- of its bytes
            UNIQUE (result, name)
          ) STRICT;
          """)
      try files.begin(db)
    }
    return migrator
  }
}
