import Digest
import GRDB
import Market
import Store
import TestSupport
import Testing

private func look(_ signal: String, market: String = "btc", p: Double? = 0.04, runs: Int = 1) -> LookRecord {
  LookRecord(
    key: SHA256.digest(of: market + signal).hex, market: market, instrument: "binance:BTCUSDT", interval: .minutes(5),
    range: TimeRange(from: newYear, to: newYear + .days(30)), signal: signal, expression: "(close>1)", forward: .hour,
    data: SHA256.digest(of: "data").hex, hodrickP: p, circularP: p.map { $0 / 2 }, runs: runs)
}

@Suite("Looks that were counted")
struct LooksTests {
  private let scratch: ScratchFolder
  private let archive: RunArchive

  init() throws {
    scratch = try ScratchFolder()
    archive = try RunArchive(root: scratch.path)
  }

  @Test("the same look again counts as the same look, run once more")
  func again() throws {
    #expect(try archive.record([look("a"), look("b", p: nil)]) == [true, true])
    #expect(try archive.record([look("a"), look("c")]) == [false, true])
    #expect(try archive.looks() == [look("a", runs: 2), look("b", p: nil), look("c")])
  }

  @Test("what it was called and came to the first time stays")
  func first() throws {
    try archive.record([look("a")])
    var renamed = look("a", p: 0.9)
    renamed.signal = "other name"
    try archive.record([renamed])
    #expect(try archive.looks() == [look("a", runs: 2)])
  }

  @Test("looks are listed by market, and the larger p is the one that counts")
  func markets() throws {
    try archive.record([look("a"), look("a", market: "eth")])
    #expect(try archive.looks(market: "eth").map(\.market) == ["eth"])
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
    #expect(try archive.looks().map(\.runs) == [8, 8])
  }

  @Test("an archive of an earlier version gets its table of looks when it is next written")
  func migrated() throws {
    let earlier = try EarlierArchive(at: scratch.path + "/old.sqlite", .rows)
    #expect(try RunArchive(at: earlier.path).looks().isEmpty)
  }
}
