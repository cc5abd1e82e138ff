import Foundation
import GRDB
import Market
import Store
import TestSupport
import Testing

private let sealedDay = newYear + .days(20)
private let today = newYear + .days(400)

@Suite("A seal goes by what the data are")
struct ForeignSealTests {
  private let scratch: ScratchFolder
  private let folder: DatasetFolder

  init() throws {
    scratch = try ScratchFolder()
    folder = DatasetFolder(root: scratch.path)
    try make("btc", [ramp(.klines, every: .hour, count: 720)])
  }

  private func make(_ name: String, _ batches: [Series]) throws {
    let dataset = try folder.openForImport(name)
    for batch in batches { try dataset.merge(batch) }
    try dataset.close()
  }

  /// What `study seal` does.
  private func seal(_ name: String = "btc") throws {
    let dataset = try folder.openForSealing(name)
    let archive = try RunArchive(root: scratch.path)
    try archive.note(
      try dataset.samples().map { DataSeal(dataset: name, from: sealedDay, sample: $0.before(sealedDay)) })
    try dataset.seal(from: sealedDay, on: today)
    try dataset.close()
    try archive.close()
  }

  private func end(_ name: String) throws -> Instant { try folder.open(name).frame().window.to }

  @Test("the same files imported under another name are hidden from the same instant on, as later imports are")
  func copy() throws {
    try make("copy", [ramp(.klines, every: .hour, count: 600), ramp(.funding, every: .hours(8), count: 90)])
    #expect(try end("copy") == newYear + .days(25))
    try seal()
    #expect(try end("copy") == sealedDay)
    let found = try #require(try folder.open("copy").foreignSeal)
    #expect(found.owner == "btc" && found.from == sealedDay)
    #expect(try folder.open("copy").catalog().allSatisfy { $0.last < sealedDay })
    #expect(try folder.open("btc").foreignSeal == nil, "its own seal is enough")
    try make("copy", [ramp(.klines, every: .hour, count: 720)])
    try make("later", [ramp(.klines, every: .hour, count: 720)])
    #expect(try end("copy") == sealedDay)
    #expect(try end("later") == sealedDay)
  }

  @Test("data of another interval are known again by their midnights, and a part of them too")
  func otherInterval() throws {
    // The close of the hour that ends a day, as the day's own close; columns of a ramp are open, high, low and close.
    let hours = ramp(.klines, every: .hour, count: 720)
    let close = try #require(hours.descriptor.columns.firstIndex { $0.name == "close" })
    let width = hours.descriptor.columns.count
    let rows = (5..<30).map { day -> (Instant, [Double]) in
      let values = (0..<width).map { column in hours.columns[column == close ? close : 0][day * 24 + 23] }
      return (newYear + .days(day), values)
    }
    let days = series(.klines, every: .day, at: rows)
    try make("daily", [days])
    try seal()
    #expect(try end("daily") == sealedDay)
  }

  @Test("other closes and other instruments are left alone, and data that share nothing before the seal")
  func others() throws {
    try make("other", [ramp(.klines, every: .hour, count: 720, plus: 1)])
    try make("bybit", [ramp(.klines, of: bybitBTC, every: .hour, count: 720)])
    try seal()
    for name in ["other", "bybit"] { #expect(try end(name) == newYear + .days(30), "\(name)") }
  }

  @Test("windows that reach past it are refused with the dataset that was sealed")
  func windows() throws {
    try make("copy", [ramp(.klines, every: .hour, count: 720)])
    try seal()
    let problem = try #require(throws: Problem.self) {
      try folder.open("copy").frame(range: TimeRange(from: newYear, to: sealedDay + .day))
    }
    #expect(problem.description.contains("is a copy of 'btc', which is sealed from 2025-01-21 00:00 UTC"))
  }

  @Test("a copy is neither sealed nor opened on its own: a holdout answers one question")
  func oneQuestion() throws {
    try make("copy", [ramp(.klines, every: .hour, count: 720)])
    try seal()
    let copy = try folder.openForSealing("copy")
    let problem = try #require(throws: Problem.self) { try copy.seal(from: sealedDay, on: today) }
    #expect(problem.description.contains("--market btc"))
    try copy.close()
    // A copy of the file brings its seal along, registered hypothesis and all.
    let sealed = try folder.openForSealing("btc")
    let hash = String(repeating: "a", count: 64)
    try sealed.register(hash: hash, hypothesis: "{}", on: today)
    try sealed.close()
    try FileManager.default.copyItem(
      atPath: scratch.path + "/datasets/btc.sqlite", toPath: scratch.path + "/datasets/file.sqlite")
    let file = try folder.openForSealing("file")
    #expect(throws: Problem.self) { try file.openHoldout(hash: hash, on: today) }
    #expect(throws: Problem.self) { try file.liftSeal(on: today) }
    #expect(try folder.openForSealing("btc").openHoldout(hash: hash, on: today).seesAllOfIt)
  }

  @Test("what is lifted where it was sealed is visible everywhere, also when the archive was not told")
  func lifted() throws {
    try make("copy", [ramp(.klines, every: .hour, count: 720)])
    try seal()
    let dataset = try folder.openForSealing("btc")
    try dataset.liftSeal(on: today)
    try dataset.close()
    #expect(try end("copy") == newYear + .days(30))
    let archive = try RunArchive(root: scratch.path)
    #expect(try archive.liftSeals(of: "btc") == 1)
    #expect(try archive.liftSeals(of: "btc") == 0)
    #expect(try archive.dataSeals().isEmpty)
  }

  @Test("deleting the sealed dataset and importing its files again does not open it")
  func deleted() throws {
    try seal()
    try FileManager.default.removeItem(atPath: scratch.path + "/datasets/btc.sqlite")
    try make("copy", [ramp(.klines, every: .hour, count: 720)])
    #expect(try end("copy") == sealedDay)
    try make("btc", [ramp(.klines, every: .hour, count: 720)])
    #expect(try end("btc") == sealedDay)
    #expect(try folder.open("btc").foreignSeal?.clause(of: "btc").contains("sealed under this name") == true)
  }

  @Test("what the archive says of a seal is not rewritten, not even by hand")
  func triggers() throws {
    try seal()
    let queue = try DatabaseQueue(path: RunArchive.path(root: scratch.path))
    for statement in [
      "DELETE FROM data_seal", "UPDATE data_seal SET from_ms = from_ms + 1", "UPDATE data_seal SET dataset = 'eth'",
    ] {
      #expect(throws: DatabaseError.self, "\(statement)") { try queue.write { try $0.execute(sql: statement) } }
    }
    try queue.write { try $0.execute(sql: "UPDATE data_seal SET is_lifted = 1") }
    #expect(throws: DatabaseError.self) {
      try queue.write { try $0.execute(sql: "UPDATE data_seal SET is_lifted = 0") }
    }
  }

  @Test("an archive that was begun and never filled, and one of 0.1.0, hide nothing")
  func noSeals() throws {
    try FileManager.default.createDirectory(atPath: scratch.path + "/results", withIntermediateDirectories: true)
    let path = RunArchive.path(root: scratch.path)
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(try end("btc") == newYear + .days(30))
    try FileManager.default.removeItem(atPath: path)
    _ = try EarlierArchive(at: path)
    #expect(try end("btc") == newYear + .days(30))
  }
}

extension Dataset {
  /// Whether its frame reaches past the seal of these tests.
  fileprivate var seesAllOfIt: Bool { get throws { try frame().window.to > sealedDay } }
}
