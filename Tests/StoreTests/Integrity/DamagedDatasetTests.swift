import Digest
import Foundation
import Frames
import GRDB
import Market
import Store
import TestSupport
import Testing

@Suite("A dataset with damaged bytes")
struct DamagedDatasetTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  private func sql(_ text: String, on path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: text) }
    try queue.close()
  }

  /// Klines of 9,000 bars in three chunks, the second of which has another open, bit for bit, in its first row.
  private func damaged(_ change: String = "UPDATE chunk_column SET numbers = CAST(x'01' || substr(numbers, 2) AS BLOB)")
    throws
    -> Dataset
  {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 9000, plus: 1)])
    try dataset.close()
    let second = "bucket = (SELECT bucket FROM chunk ORDER BY bucket LIMIT 1 OFFSET 1)"
    try sql("\(change) WHERE position = 0 AND \(second)", on: dataset.path)
    return try Dataset.open(at: dataset.path)
  }

  @Test("says which series and stretch of time cannot be used, and what to import again")
  func named() throws {
    let problem = #expect(throws: Problem.self) { try damaged().frame() }
    #expect(problem?.fault == .work)
    #expect(problem?.description.contains("binance:BTCUSDT klines 1h from 2025-0") == true)
    #expect(problem?.remedy?.contains("import the files of that stretch again") == true)
  }

  @Test("is still read where it is whole: other columns, and other stretches")
  func elsewhere() throws {
    let dataset = try damaged()
    let klines = SeriesDescriptor(instrument: btc, kind: .klines, cadence: .hour)
    #expect(try dataset.series(klines, columns: ["close"]).count == 9000)
    let early = TimeRange(from: newYear, to: newYear + .day)
    #expect(try dataset.series(klines, range: early).count == 24)
    #expect(throws: Problem.self) { try dataset.series(klines, columns: ["open"]) }
  }

  @Test("is mended by importing again, and no file of the series counts as had")
  func mended() throws {
    let path = try damaged().path
    let batch = ramp(.klines, every: .hour, count: 9000, plus: 1)
    let dataset = try Dataset.openForImport(at: path)
    let digest = SHA256.digest(of: "rows.csv").hex
    #expect(try dataset.earlierImport(sha256: digest, into: batch.descriptor) == nil)
    let counts = try dataset.merge(batch)
    #expect(counts.dropped > 3000 && counts.kept == counts.dropped)
    #expect(counts.duplicate == 9000 - counts.kept)
    #expect(try dataset.damagedChunks().isEmpty)
    #expect(try dataset.imports().count == 1)
    let whole = try scratch.dataset("whole", [batch])
    #expect(try dataset.fingerprint() == whole.fingerprint())
  }

  @Test("has the files whose rows lie elsewhere, and not those whose rows are damaged")
  func had() throws {
    let dataset = try Dataset.openForImport(at: damaged().path)
    let klines = SeriesDescriptor(instrument: btc, kind: .klines, cadence: .hour)
    let digest = SHA256.digest(of: "rows.csv").hex
    func isHad(_ hours: Range<Int>) throws -> Bool {
      let range = TimeRange(from: newYear + .hours(hours.lowerBound), to: newYear + .hours(hours.upperBound))
      return try dataset.earlierImport(sha256: digest, into: klines) { range } != nil
    }
    #expect(try isHad(0..<24) && isHad(8000..<9000))
    #expect(try !isHad(4500..<4501) && !isHad(0..<9000))
    #expect(try dataset.earlierImport(sha256: digest, into: klines) == nil, "all of the series, when nothing is said")
  }

  @Test("does not look at a file whose bytes it has never had")
  func unknownFile() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 9000, plus: 1)])
    let klines = SeriesDescriptor(instrument: btc, kind: .klines, cadence: .hour)
    let found = try dataset.earlierImport(sha256: SHA256.digest(of: "others.csv").hex, into: klines) {
      Issue.record("where its rows lie need not be known")
      return .always
    }
    #expect(found == nil)
  }

  @Test(
    "never loses a row that decides something",
    arguments: [
      "DELETE FROM chunk WHERE bucket = (SELECT min(bucket) FROM chunk)",
      "DELETE FROM chunk WHERE bucket = (SELECT max(bucket) FROM chunk)",
      "UPDATE chunk SET rows = rows", "DELETE FROM contract", "UPDATE contract SET value = '0.2'",
      "UPDATE series SET delay_ms = 1", "DELETE FROM integrity", "DROP TABLE seal",
    ])
  func rows(change: String) throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 9000, plus: 1)])
    try dataset.say([ContractFact(name: "tick", value: "0.1")], of: btc)
    try dataset.close()
    func read() throws {
      let dataset = try Dataset.open(at: dataset.path)
      _ = try dataset.contract(of: btc)
      _ = try dataset.frame()
    }
    try read()
    let queue = try DatabaseQueue(path: dataset.path, configuration: .withoutForeignKeys)
    try queue.write { try $0.execute(sql: change) }
    try queue.close()
    if change.hasSuffix("rows = rows") { try read() } else { #expect(throws: Problem.self, "\(change)") { try read() } }
  }

  @Test("a seal that is no longer what was written hides no less in silence")
  func seal() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 900, plus: 1)])
    try dataset.seal(from: newYear + .hours(500), on: newYear)
    try dataset.close()
    try sql(
      "DROP TRIGGER seal_is_kept; DROP TRIGGER seal_is_written_once; UPDATE seal SET from_ms = from_ms + 3600000",
      on: dataset.path)
    #expect(throws: Problem.self) { try Dataset.open(at: dataset.path).frame() }
    try sql("DELETE FROM seal", on: dataset.path)
    #expect(throws: Problem.self) { try Dataset.open(at: dataset.path).frame() }
  }
}

extension Configuration {
  fileprivate static var withoutForeignKeys: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    return configuration
  }
}
