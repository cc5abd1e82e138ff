import Foundation
import GRDB
import Market
import Store
import TestSupport
import Testing

/// A close a bar: the day and its part, so that bars of every interval agree on what closes when.
private func sample(
  every interval: Interval, days: Range<Int>, of instrument: String = "binance:BTCUSDT", seed: Double = 0
) -> DataSample {
  let start = (newYear + .days(days.lowerBound)).milliseconds
  let bars = days.count * Int(Interval.day.milliseconds / interval.milliseconds)
  let instants = (1...bars).map { start + Int64($0) * interval.milliseconds }
  return DataSample(
    instrument: instrument, instants: instants, closes: instants.map { Double($0) / 86_400_000 + seed })
}

@Suite("Data are known again by their closes")
struct DataSampleTests {
  @Test("whatever the interval and the window, as long as two midnights are common")
  func same() {
    let year = sample(every: .minutes(5), days: 0..<365)
    #expect(year.instants.count == 365)
    #expect(year.isOfSameData(as: year))
    #expect(year.isOfSameData(as: sample(every: .hour, days: 30..<60)))
    #expect(sample(every: .day, days: 0..<20).isOfSameData(as: sample(every: .minutes(15), days: 10..<400)))
    #expect(!year.isOfSameData(as: sample(every: .hour, days: 400..<500)), "nothing in common")
    #expect(!sample(every: .hour, days: 0..<10).isOfSameData(as: sample(every: .hour, days: 9..<20)), "one in common")
  }

  @Test("other closes, another instrument and one close that differs in its last bit are other data")
  func other() {
    let year = sample(every: .hour, days: 0..<365)
    #expect(!year.isOfSameData(as: sample(every: .hour, days: 0..<365, seed: 0.25)))
    #expect(!year.isOfSameData(as: sample(every: .hour, days: 0..<365, of: "bybit:BTCUSDT")))
    // Of a file whose venue nobody said, nothing says that it is another's.
    #expect(year.isOfSameData(as: sample(every: .hour, days: 0..<365, of: "unstated:BTCUSDT")))
    #expect(!year.isOfSameData(as: sample(every: .hour, days: 0..<365, of: "unstated:BTCUSDC")))
    var closes = year.closes
    closes[200] = closes[200].nextUp
    let revised = DataSample(instrument: year.instrument, instants: year.instants, closes: closes)
    #expect(!year.isOfSameData(as: revised))
    #expect(year.key != revised.key)
  }

  @Test("a stretch of hours goes by the closes of its bars, and gaps are left out")
  func short() {
    let hours = DataSample(
      instrument: "x:Y", instants: (1...6).map { Int64($0) * 3_600_000 }, closes: [1, 2, .nan, 4, 5, 6])
    #expect(hours.instants.count == 5)
    let later = DataSample(
      instrument: "x:Y", instants: (5...9).map { Int64($0) * 3_600_000 }, closes: [5, 6, 7, 8, 9])
    #expect(hours.isOfSameData(as: later))
    let one = DataSample(instrument: "x:Y", instants: [3_600_000], closes: [1])
    #expect(one.isOfSameData(as: one) && !one.isOfSameData(as: hours))
  }
}

@Suite("Sweeps count by their data")
struct SweepSampleTests {
  private let scratch: ScratchFolder
  private let year = sample(every: .hour, days: 0..<365)

  init() throws { scratch = try ScratchFolder() }

  private func recorded(_ name: String, _ market: String, _ sample: DataSample?) -> SweepRecord {
    var record = sweep(name, market: market)
    record.sample = sample?.key
    return record
  }

  @Test("under whatever name the data lay, and by name where no sample was recorded")
  func tallies() throws {
    let archive = try RunArchive(root: scratch.path)
    let other = sample(every: .hour, days: 0..<365, seed: 0.5)
    for (name, market, sample) in [
      ("a", "btc", year), ("b", "a copy", sample(every: .day, days: 90..<100)), ("c", "btc", other), ("d", "btc", nil),
    ] { try archive.record(recorded(name, market, sample), sample: sample) }
    let found = try archive.sweeps(on: year, of: "btc").map(\.sweep)
    #expect(found.map(\.hash) == ["a", "b", "d"].map { sweep($0).hash })
    #expect(try archive.sweeps(on: other, of: "new").map(\.sweep.hash) == [sweep("c").hash])
  }

  @Test("a sweep over a copy of the data is the same sweep, and goes on where it was")
  func copies() throws {
    let archive = try RunArchive(root: scratch.path)
    try archive.record(recorded("a", "btc", year), sample: year)
    var copy = recorded("a", "a copy", year)
    copy.setting = sweep("a", setting: "with another series imported").setting
    try archive.record(copy, sample: year)
    #expect(try archive.sweeps().map(\.sweep.market) == ["btc"])
    copy.trials += 1
    #expect(throws: Problem.self) { try archive.record(copy, sample: year) }
  }

  @Test("shards bring their sample along, and join to the bytes of one machine's store")
  func merging() throws {
    func store(_ name: String, _ blocks: some Sequence<Int>) throws -> RunArchive {
      let archive = try RunArchive(at: "\(scratch.path)/\(name).sqlite")
      try archive.record(recorded("a", name == "2" ? "named otherwise" : "btc", year), sample: year)
      for number in blocks { try archive.append(block(number, of: sweep("a")), to: sweep("a").hash) }
      try archive.close()
      return try RunArchive(reading: archive.path)
    }
    let into = try RunArchive(at: scratch.path + "/into.sqlite")
    _ = try into.merge(from: [store("1", [0, 2]), store("2", [1, 3])])
    #expect(try into.sweeps(on: year, of: "new").count == 1)
    try into.close()
    #expect(try bytes(into.path) == bytes(store("alone", 0..<4).path))
  }

  @Test("the sweeps of 0.1.0 are read, merged and counted by name")
  func earlier() throws {
    let earlier = try EarlierArchive(at: scratch.path + "/old.sqlite")
    let old = sweep("old", trials: 1)
    try earlier.write(
      """
      INSERT INTO sweep VALUES (1, '\(old.hash)', '\(old.setting)', 'fade', 'btc', 3600000,
        \(old.range.from.milliseconds), \(old.range.to.milliseconds), '\(old.space)', 1, 10,
        '["sharpe","sortino","trades"]', '1.0');
      INSERT INTO trial_block VALUES (1, 0, 1, 0, 0, NULL, zeroblob(24));
      """)
    #expect(try RunArchive(reading: earlier.path).sweeps().map(\.sweep) == [old])
    let into = try RunArchive(at: scratch.path + "/into.sqlite")
    #expect(try into.merge(from: [RunArchive(reading: earlier.path)]).map(\.joinedBlocks) == [1])
    #expect(try into.sweeps(on: year, of: "btc").map(\.finishedTrials) == [1])
    #expect(try into.sweeps(on: year, of: "eth").isEmpty)
    let migrated = try RunArchive(at: earlier.path)
    #expect(try migrated.sweeps().map(\.sweep) == [old])
    #expect(try migrated.block(0, of: old.hash)?.values == [0, 0, 0])
  }
}
