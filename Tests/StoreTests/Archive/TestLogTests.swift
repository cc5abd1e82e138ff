import Digest
import GRDB
import Market
import Store
import TestSupport
import Testing

private func look(_ signal: String, market: String = "btc", p: Double? = 0.04, runs: Int = 1) -> TestRecord {
  TestRecord(
    key: SHA256.digest(of: market + signal).hex, market: market, instrument: "binance:BTCUSDT", interval: .minutes(5),
    range: TimeRange(from: newYear, to: newYear + .days(30)), signal: signal, expression: "(close>1)", forward: .hour,
    data: SHA256.digest(of: "data").hex, hodrickP: p, circularP: p.map { $0 / 2 }, runs: runs)
}

@Suite("Looks that were counted")
struct TestLogTests {
  private let scratch: ScratchFolder
  private let archive: RunArchive

  init() throws {
    scratch = try ScratchFolder()
    archive = try RunArchive(root: scratch.path)
  }

  @Test("the same look again counts as the same look, run once more")
  func again() throws {
    #expect(try archive.record([look("a"), look("b", p: nil)]).map(\.isFirst) == [true, true])
    #expect(try archive.record([look("a"), look("c")]).map(\.isFirst) == [false, true])
    #expect(try archive.tests() == [look("a", runs: 2), look("b", p: nil), look("c")])
  }

  @Test("what it was called and came to the first time stays")
  func first() throws {
    try archive.record([look("a")])
    var renamed = look("a", p: 0.9)
    renamed.signal = "other name"
    try archive.record([renamed])
    #expect(try archive.tests() == [look("a", runs: 2)])
  }

  @Test("a p that was not asked for the first time is added, and counts")
  func added() throws {
    var scanned = look("a")
    scanned.circularP = nil
    #expect(scanned.p == 0.04, "Hodrick's alone")
    try archive.record([scanned])
    var studied = look("a")
    studied.circularP = 0.2
    try archive.record([studied])
    studied.runs = 2
    #expect(try archive.tests() == [studied])
    #expect(try archive.tests()[0].p == 0.2)
  }

  @Test("the larger p is the one that counts")
  func larger() throws {
    #expect(look("a").p == 0.04)
    #expect(look("a", p: nil).p == nil)
  }

  @Test("looks are not taken back, not even by hand")
  func kept() throws {
    try archive.record([look("a"), look("a")])
    try archive.close()
    let queue = try DatabaseQueue(path: archive.path)
    for statement in ["DELETE FROM look", "UPDATE look SET runs = 1", "UPDATE look SET runs = runs - 1"] {
      #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: statement) } }
    }
  }

  @Test("several processes count at once and none is lost")
  func together() async throws {
    let root = scratch.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { try RunArchive(root: root).record([look("a"), look("b")]) }
      }
      try await group.waitForAll()
    }
    #expect(try archive.tests().map(\.runs) == [8, 8])
  }

  @Test("an archive of an earlier version gets its table of looks when it is next written")
  func migrated() throws {
    let earlier = try EarlierArchive(at: scratch.path + "/old.sqlite", .rows)
    #expect(try RunArchive(at: earlier.path).tests().isEmpty)
  }

  @Test("looks at the same data are found under every name, and at other data under none")
  func data() throws {
    let year = midnights(0..<300)
    let (part, other) = (midnights(100..<200), midnights(0..<300, plus: 0.5))
    func at(_ sample: DataSample, _ name: String, _ market: String) -> TestRecord {
      var look = look(name, market: market)
      look.sample = sample.key
      return look
    }
    try archive.record(
      [at(year, "a", "btc"), at(part, "b", "a copy"), at(other, "c", "btc")], samples: [year, part, other])
    #expect(try archive.tests(at: [year], of: "btc").map(\.signal) == ["a", "b"])
    #expect(try archive.tests(at: [part], of: "another name").map(\.signal) == ["a", "b"])
    #expect(try archive.tests(at: [other], of: "another name").map(\.signal) == ["c"])
    #expect(try archive.tests().map(\.sample) == [year.key, part.key, other.key])
  }

  @Test("looks that 0.1.0 counted go by name and instrument, and are the same looks when they are repeated")
  func earlier() throws {
    let earlier = try EarlierArchive(at: scratch.path + "/old.sqlite")
    let old = look("a")
    try earlier.write(
      """
      INSERT INTO look VALUES ('\(old.key)', 'btc', 'binance:BTCUSDT', 300000, \(old.range.from.milliseconds),
        \(old.range.to.milliseconds), 'a', '(close>1)', 3600000, '\(old.data)', 0.04, 0.02, 3)
      """)
    let year = midnights(0..<300)
    #expect(try RunArchive(reading: earlier.path).tests() == [look("a", runs: 3)])
    let archive = try RunArchive(at: earlier.path)
    #expect(try archive.tests(at: [year], of: "btc").count == 1)
    #expect(try archive.tests(at: [year], of: "eth").isEmpty)
    #expect(try archive.tests(at: [midnights(0..<300, of: "bybit:BTCUSDT")], of: "btc").isEmpty)
    var again = look("a again")
    again.sample = year.key
    let counted = try archive.record([again], samples: [year], earlierKeys: [again.key: old.key])
    #expect(counted.map(\.isFirst) == [false] && counted.map(\.key) == [old.key])
    #expect(try archive.tests(at: [year], of: "whatever").map(\.runs) == [4], "it has a sample now")
  }
}

/// Closes at UTC midnights of 2025, numbered by day.
private func midnights(
  _ days: Range<Int>, of instrument: String = "binance:BTCUSDT", plus offset: Double = 0
) -> DataSample {
  DataSample(
    instrument: instrument, instants: days.map { (newYear + .days($0)).milliseconds },
    closes: days.map { 100 + Double($0) + offset })
}
