import Digest
import Foundation
import Frames
import GRDB
import Market
import Numerics
import Store
import TestSupport
import Testing

private let today = newYear + .days(400)

@Suite("A dataset as it stood")
struct KnownAsOfTests {
  private let scratch: ScratchFolder
  private let folder: DatasetFolder

  init() throws {
    scratch = try ScratchFolder()
    folder = DatasetFolder(root: scratch.path)
  }

  private func source(_ file: String) -> ImportSource {
    ImportSource(file: file, sha256: SHA256.digest(of: file).hex, format: "test")
  }

  /// Imports, the first today and each a day after the one before.
  private func imported(_ batches: [Series]) throws -> Dataset {
    let dataset = try folder.openForImport("btc")
    for (day, batch) in batches.enumerated() {
      try dataset.merge(batch, source: source("\(day)"), at: today + .days(day))
    }
    try dataset.close()
    return try folder.open("btc")
  }

  private func dataset(on day: Int) throws -> Dataset { try folder.known(asOf: today + .days(day)).open("btc") }

  private func opens(_ dataset: Dataset) throws -> [Double] {
    try dataset.series(SeriesDescriptor(instrument: btc, kind: .klines, cadence: .hour), columns: ["open"]).columns[0]
  }

  @Test("a row that an import changed is read as it was before, and rows that came later are not there")
  func revised() throws {
    let now = try imported([
      ramp(.klines, every: .hour, count: 3), ramp(.klines, every: .hour, count: 5),
      ramp(.klines, every: .hour, count: 1, plus: 0.5), ramp(.klines, every: .hour, count: 2, plus: 0.25),
    ])
    #expect(try opens(now) == [0.25, 1.25, 2, 3, 4])
    #expect(try opens(dataset(on: 3)) == [0.25, 1.25, 2, 3, 4])
    #expect(try opens(dataset(on: 2)) == [0.5, 1, 2, 3, 4])
    #expect(try opens(dataset(on: 1)) == [0, 1, 2, 3, 4])
    #expect(try opens(dataset(on: 0)) == [0, 1, 2])
    let own = try #require(try now.revisions().first)
    #expect(own.revised == 3 && own.added == 5 && own.last == today + .days(3))
    #expect(try now.changes().map(\.revised) == [0, 0, 1, 2])
  }

  @Test("before the first import there was nothing, which says when that was")
  func nothing() throws {
    _ = try imported([ramp(.klines, every: .hour, count: 3)])
    let problem = #expect(throws: Problem.self) { try dataset(on: -1) }
    #expect(problem?.what.contains("had no rows") == true)
    #expect(problem?.what.contains("the first import was at \(today.description)") == true)
  }

  @Test("a series that was imported later is no series then: its names mean nothing")
  func laterSeries() throws {
    _ = try imported([ramp(.klines, every: .hour, count: 48), ramp(.openInterest, every: .hour, count: 48)])
    let before = try dataset(on: 0)
    #expect(try before.catalog().map(\.descriptor.kind) == [.klines])
    #expect(try before.instruments(with: .openInterest).isEmpty)
    #expect(try before.series(withColumn: "open_interest").isEmpty)
    #expect(try dataset(on: 1).catalog().count == 2)
    let frame = try before.frame(columns: ["volume"])
    #expect(frame.knownAsOf == nil)
    #expect(try frame.fingerprint == dataset(on: 1).frame(columns: ["volume"]).fingerprint)
  }

  @Test("a frame whose rows were revised says so, and one whose rows were not is the same to the last bit")
  func frames() throws {
    let now = try imported([
      ramp(.klines, every: .hour, count: 48, plus: 1), ramp(.klines, every: .hour, count: 3, plus: 1.5),
    ])
    let before = try dataset(on: 0).frame()
    #expect(before.knownAsOf == today)
    #expect(before.findings.contains { $0.contains("with the former values of 3 rows that were revised since") })
    #expect(try before.fingerprint != now.frame().fingerprint)
    let after = try dataset(on: 1).frame()
    #expect(after.knownAsOf == nil)
    #expect(try after.findings == now.frame().findings)
    #expect(try after.fingerprint == now.frame().fingerprint)
  }

  @Test("events that came later are left out, also those of a stamp that had some")
  func events() throws {
    func trades(_ rows: [(Int, Double)]) -> Series {
      let descriptor = SeriesDescriptor(instrument: btc, kind: .trades, cadence: nil)
      return Series(
        descriptor: descriptor, stamps: rows.map { newYear.milliseconds + Int64($0.0) },
        columns: descriptor.columns.indices.map { column in rows.map { $0.1 + Double(column) } })
    }
    _ = try imported([trades([(0, 1), (5, 2), (5, 2)]), trades([(5, 3), (5, 2), (7, 4)]), trades([(5, 9)])])
    func prices(_ day: Int) throws -> [Double] {
      let dataset = try dataset(on: day)
      return try dataset.series(#require(try dataset.catalog().first).descriptor).columns[0]
    }
    #expect(try prices(0) == [1, 2, 2])
    #expect(try prices(1) == [1, 2, 2, 3, 4])
    #expect(try prices(2) == [1, 2, 2, 3, 9, 4])
  }

  @Test("after any sequence of imports, each state there was is read again with the fingerprint it had")
  func model() throws {
    let importing = try folder.openForImport("btc")
    var random = SplitMix64(seed: 7)
    var states: [String] = []
    for day in 0..<25 {
      let start = Int64.random(in: 0..<9000, using: &random)
      let stamps = Set(
        (0..<Int.random(in: 1..<300, using: &random)).map { _ in start + Int64.random(in: 0..<3000, using: &random) }
      ).sorted()
      let values = stamps.map { _ in Double(Int.random(in: 0..<3, using: &random)) }
      let batch = series(
        .openInterest, every: .minutes(1),
        at: zip(stamps, values).map { (Instant(milliseconds: $0 * 60_000), [$1]) })
      try importing.merge(batch, source: source("\(day)"), at: today + .days(day))
      states.append(try importing.fingerprint())
    }
    try importing.close()
    for (day, state) in states.enumerated() {
      let then = try dataset(on: day)
      #expect(try then.fingerprint() == state)
      let all = try then.series(SeriesDescriptor(instrument: btc, kind: .openInterest, cadence: .minutes(1)))
      let part = TimeRange(from: Instant(milliseconds: 4000 * 60_000), to: Instant(milliseconds: 5000 * 60_000))
      let few = try then.series(all.descriptor, range: part)
      #expect(few.stamps == all.stamps.filter { part.contains(Instant(milliseconds: $0)) })
    }
  }

  @Test("a clock that was set back makes no later import the earlier one")
  func clock() throws {
    let importing = try folder.openForImport("btc")
    try importing.merge(ramp(.klines, every: .hour, count: 2), source: source("a"), at: today)
    try importing.merge(ramp(.klines, every: .hour, count: 3), source: source("b"), at: today - .days(9))
    try importing.close()
    #expect(try dataset(on: 0).catalog().first?.rows == 3)
    #expect(throws: Problem.self) { try dataset(on: -1) }
  }

  @Test("rows of imports whose time nobody knows count as always there, and cost nothing")
  func untimed() throws {
    let importing = try folder.openForImport("btc")
    try importing.merge(ramp(.klines, every: .hour, count: 2))
    #expect(try importing.changes().isEmpty)
    try importing.merge(ramp(.klines, every: .hour, count: 3), source: source("b"), at: today)
    try importing.close()
    #expect(try dataset(on: -1).catalog().first?.rows == 2)
  }

  @Test("the same rows again, and an import that is rehearsed, leave nothing behind")
  func same() throws {
    let importing = try folder.openForImport("btc")
    try importing.merge(ramp(.klines, every: .hour, count: 3), source: source("a"), at: today)
    try importing.merge(ramp(.klines, every: .hour, count: 3), source: source("b"), at: today + .day)
    try importing.rehearsing {
      try importing.merge(ramp(.klines, every: .hour, count: 3, plus: 1), source: source("c"), at: today + .days(2))
      #expect(try importing.revisions().map(\.revised) == [3])
    }
    #expect(try importing.changes().count == 1)
    #expect(try importing.revisions().map(\.revised) == [0])
  }

  @Test("a seal hides what it hides, as of whenever one looks")
  func sealed() throws {
    _ = try imported([
      ramp(.klines, every: .hour, count: 720), ramp(.klines, every: .hour, count: 720, plus: 0.5),
    ])
    try folder.openForSealing("btc").seal(from: newYear + .days(20), on: today + .days(5))
    #expect(try opens(dataset(on: 0)).count == 480)
    #expect(try opens(dataset(on: 0)).last == 479)
    #expect(try dataset(on: 0).catalog().first?.rows == 480)
  }

  @Test("what is kept of former rows is compared before it is read")
  func damaged() throws {
    let now = try imported([
      ramp(.klines, every: .hour, count: 3), ramp(.klines, every: .hour, count: 1, plus: 0.5),
    ])
    try now.close()
    let queue = try DatabaseQueue(path: now.path)
    try queue.write { try $0.execute(sql: "UPDATE history SET former = zeroblob(length(former)) WHERE revised > 0") }
    try queue.close()
    let problem = #expect(throws: Problem.self) { try dataset(on: 0) }
    #expect(problem?.what.contains("damaged") == true)
    #expect(try opens(folder.open("btc")) == [0.5, 1, 2])
  }

  @Test("a series that is taken out takes its history along")
  func removed() throws {
    _ = try imported([ramp(.klines, every: .hour, count: 3), ramp(.klines, every: .hour, count: 1, plus: 0.5)])
    let importing = try folder.openForImport("btc")
    try importing.remove(#require(try importing.allSeries().first))
    #expect(try importing.changes().isEmpty)
    try importing.close()
  }
}
