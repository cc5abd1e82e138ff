import Frames
import GRDB
import Market
import Store
import TestSupport
import Testing

@Suite("A dataset of the former version")
struct FormerVersionTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  /// The tables of version 0.1.0, word for word, with the rows of `batches`; spot is a kind in them.
  private func former(_ batches: [Series]) throws -> String {
    let now = try scratch.dataset("now", batches)
    try now.close()
    let path = "\(scratch.path)/former.sqlite"
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA application_id = 1214538100;
          CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
          INSERT INTO grdb_migrations VALUES ('series in chunks'), ('seals');
          CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            venue TEXT NOT NULL CHECK (venue != ''),
            symbol TEXT NOT NULL CHECK (symbol != ''),
            kind TEXT NOT NULL,
            cadence_ms INTEGER NOT NULL CHECK (cadence_ms BETWEEN 1 AND 1099511627776),
            columns TEXT NOT NULL CHECK (columns != ''), -- name:unit,name:unit in storage order
            known TEXT NOT NULL CHECK (known IN ('at_close', 'at_stamp')),
            delay_ms INTEGER NOT NULL CHECK (delay_ms BETWEEN 0 AND 1099511627776),
            UNIQUE (venue, symbol, kind, cadence_ms, columns)
          ) STRICT;
          CREATE TABLE chunk (
            series INTEGER NOT NULL REFERENCES series,
            bucket INTEGER NOT NULL, -- floor(stamp / (cadence_ms * 4096))
            rows INTEGER NOT NULL CHECK (rows > 0),
            first_ms INTEGER NOT NULL CHECK (first_ms >= -9007199254740992),
            last_ms INTEGER NOT NULL CHECK (last_ms BETWEEN first_ms AND 9007199254740992),
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
          CREATE TABLE seal (
            id INTEGER PRIMARY KEY, from_ms INTEGER NOT NULL, sealed_ms INTEGER NOT NULL, hash TEXT, hypothesis TEXT,
            registered_ms INTEGER, opened_ms INTEGER, result TEXT, lifted_ms INTEGER
          ) STRICT;
          ATTACH '\(now.path)' AS now;
          INSERT INTO series SELECT id, venue, symbol, iif(type = 'spot', 'spot', kind), cadence_ms,
            iif(type = 'spot', 'spot_open:price,spot_high:price,spot_low:price,spot:price,spot_volume:base,'
              || 'spot_quote_volume:quote,spot_trades:count,spot_taker_buy_volume:base,spot_taker_buy_quote_volume:quote',
              columns), known, delay_ms FROM now.series;
          INSERT INTO chunk SELECT series, bucket, rows, first_ms, last_ms, sha256, stamps FROM now.chunk;
          INSERT INTO chunk_column SELECT series, position, bucket, numbers FROM now.chunk_column;
          INSERT INTO import SELECT * FROM now.import;
          """)
    }
    try queue.close()
    return path
  }

  private let spot = Instrument(venue: "binance", symbol: "BTCUSDT", type: .spot)

  private var batches: [Series] {
    [
      ramp(.klines, of: spot, every: .hour, count: 200, plus: 5), ramp(.klines, every: .hour, count: 200),
      ramp(.mark, every: .hour, count: 200, plus: 9), ramp(.funding, every: .hours(8), count: 25),
      ramp(.openInterest, of: bybitBTC, every: .hour, count: 200),
      ramp(.klines, of: Instrument(venue: "binance", symbol: "BTCUSDT_250328"), every: .hour, count: 9),
    ]
  }

  private let names: Set<String> = ["spot", "spot_volume", "mark", "open_interest", "funding_rate"]

  @Test("means the same when it is only read, and is not changed by it")
  func reading() throws {
    let path = try former(batches)
    let dataset = try Dataset.open(at: path)
    let now = try Dataset.open(at: "\(scratch.path)/now.sqlite")
    #expect(try dataset.catalog() == now.catalog())
    #expect(try dataset.frame(columns: names).fingerprint == now.frame(columns: names).fingerprint)
    #expect(try dataset.imports() == now.imports())
    #expect(try dataset.contract(of: btc) == now.contract(of: btc))
    let tables = try DatabaseQueue(path: path).read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema") }
    #expect(!tables.contains("contract"))
  }

  @Test("is brought up to date by the next import, and means the same")
  func importing() throws {
    let path = try former(batches)
    let dataset = try Dataset.openForImport(at: path)
    let before = try Dataset.open(at: "\(scratch.path)/now.sqlite")
    #expect(try dataset.merge(batches[0]) == MergeCounts(duplicate: 200))
    #expect(try dataset.catalog() == before.catalog())
    #expect(try dataset.catalog().last?.descriptor.instrument.type == .future)
    #expect(try dataset.frame(columns: names).fingerprint == before.frame(columns: names).fingerprint)
    #expect(try dataset.damagedChunks().isEmpty)
    try dataset.merge(ramp(.trades, every: .second, count: 3))
    #expect(try dataset.catalog().count == batches.count + 1)
  }

  @Test(
    "has digests alone to be compared with: damage is found when it is read, and stays visible when it is brought up to date"
  )
  func damage() throws {
    let path = try former(batches)
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      try db.execute(
        sql: "UPDATE chunk_column SET numbers = zeroblob(length(numbers)) WHERE position = 4 AND series = 2")
    }
    try queue.close()
    let problem = #expect(throws: Problem.self) { try Dataset.open(at: path).frame(columns: []) }
    #expect(problem?.what.contains("rows of binance:BTCUSDT klines 1h from 2025-01-01 00:00 to") == true)
    #expect(try Dataset.open(at: path).damagedChunks().count == 1)
    let updated = try Dataset.openForImport(at: path)
    #expect(try updated.damagedChunks().count == 1)
    #expect(throws: Problem.self) { try updated.frame(columns: []) }
  }
}
