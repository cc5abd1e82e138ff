import GRDB
import Market

/// Archives as earlier versions made them: their statements, word for word.
struct EarlierArchive {
  let path: String

  /// What each version added, in order.
  enum Version: Int {
    /// Runs, sweeps and trials, a row each.
    case rows = 1
    /// And looks.
    case looks
    /// And sweeps in blocks: 0.1.0.
    case blocks
  }

  init(at path: String, _ version: Version = .blocks) throws {
    self.path = path
    try write("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL", inTransaction: false)
    try write("CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    let steps = [
      ("runs, sweeps and trials", Self.rows), ("looks", Self.looks),
      ("sweeps in blocks", "DROP TABLE sweep_trial; DROP TABLE trial; DROP TABLE sweep; " + Self.blocks),
    ]
    for (identifier, statements) in steps.prefix(version.rawValue) {
      try write(statements + "; INSERT INTO grdb_migrations VALUES ('\(identifier)')")
    }
  }

  func write(_ statements: String, inTransaction: Bool = true) throws {
    let queue = try DatabaseQueue(path: path)
    if inTransaction {
      try queue.write { try $0.execute(sql: statements) }
    } else {
      try queue.writeWithoutTransaction { try $0.execute(sql: statements) }
    }
    try queue.close()
  }

  private static let rows = """
    PRAGMA application_id = 1215456627;

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
    """

  private static let looks = """
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
    """

  private static let blocks = """
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
    """
}
