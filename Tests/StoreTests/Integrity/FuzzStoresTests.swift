import Digest
import Foundation
import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("Fuzz: one flipped bit in a store")
struct FuzzStoresTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  /// Everything a command can be told by a dataset, as one text.
  private func answers(ofDataset path: String) throws -> String {
    let dataset = try Dataset.open(at: path)
    var hasher = SHA256()
    hasher.update("\(try dataset.catalog()) \(try dataset.fingerprint()) \(try dataset.seals())")
    hasher.update("\(try dataset.imports()) \(try dataset.contract(of: btc)) \(try dataset.instruments(with: .klines))")
    for series in try dataset.allSeries() {
      let rows = try dataset.series(series.descriptor)
      hasher.update(rows.stamps)
      for column in rows.columns { hasher.update(column) }
      hasher.update("\(try dataset.gaps(of: series))")
    }
    let request = FrameRequest(instrument: "binance:BTCUSDT", columns: ["mark", "funding_rate"], funding: .own)
    hasher.update(try dataset.assemble(request).frame.fingerprint)
    return hasher.finish().hex
  }

  private func answers(ofArchive path: String, _ sweeps: [SweepRecord]) throws -> String {
    let archive = try RunArchive(reading: path)
    var hasher = SHA256()
    hasher.update("\(try archive.results()) \(try archive.tests()) \(try archive.dataSeals()) \(try archive.sweeps())")
    for sweep in sweeps {
      hasher.update(
        "\(try archive.samples(like: midnights(0..<40)).sorted()) \(try archive.sweeps(setting: sweep.setting))")
      for number in 0..<sweep.blocks {
        guard let block = try archive.block(number, of: sweep.hash) else { continue }
        hasher.update("\(block.count) \(block.reused) \(block.failures.sorted { $0.key < $1.key })")
        hasher.update(block.values)
      }
      hasher.update("\(try archive.finishedBlocks(of: sweep.hash))")
    }
    return hasher.finish().hex
  }

  private func midnights(_ days: Range<Int>) -> DataSample {
    DataSample(
      instrument: "binance:BTCUSDT", instants: days.map { (newYear + .days($0)).milliseconds },
      closes: days.map { 100 + Double($0) })
  }

  /// Flips one bit an attempt in a file that is whole, and asks the same again.
  private func attack(_ path: String, _ answers: (String) throws -> String) throws {
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let expected = try answers(path)
    var (found, without) = (0, 0)
    try FuzzBudget.attempts(least: 1000) { seed in
      var random = FuzzRandom(seed: seed)
      // Half of them where something is written, since most of a small file is zeros.
      var place = Int.random(in: 0..<whole.count, using: &random)
      if seed % 2 == 0 { while whole[place] == 0 { place = (place + 1) % whole.count } }
      let bit = UInt8.random(in: 0..<8, using: &random)
      var bytes = whole
      bytes[place] ^= 1 << bit
      let copy = try scratch.write(bytes, to: "flipped.sqlite")
      do {
        let answer = try answers(copy)
        #expect(answer == expected, "seed \(seed): bit \(bit) of byte \(place) changes the answer in silence")
        without += 1
      } catch is Problem {
        found += 1
      }
      for leftover in ["-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: copy + leftover) }
    }
    #expect(found > 200 && without > 0)
  }

  @Test("leaves every answer of a dataset as it is, or is a problem")
  func dataset() throws {
    let dataset = try scratch.dataset(
      "btc",
      [
        ramp(.klines, every: .hour, count: 700, plus: 1), ramp(.mark, every: .hour, count: 700, plus: 1),
        ramp(.funding, every: .hours(8), count: 90), ramp(.klines, of: eth, every: .hours(4), count: 100, plus: 1),
      ])
    try dataset.say([ContractFact(name: "tick", value: "0.1")], of: btc)
    try dataset.seal(from: newYear + .days(25), on: newYear + .days(40))
    try dataset.close()
    try attack(dataset.path, answers(ofDataset:))
  }

  @Test("leaves every answer of an archive as it is, or is a problem")
  func archive() throws {
    let path = scratch.path + "/archive.sqlite"
    let archive = try RunArchive(at: path)
    let sample = midnights(0..<40)
    var sweeps = [sweep("a", trials: 40), sweep("b", trials: 25)]
    for index in sweeps.indices { sweeps[index].sample = sample.key }
    for sweep in sweeps {
      try archive.record(sweep, sample: sample)
      for number in 0..<sweep.blocks { try archive.append(block(number, of: sweep), to: sweep.hash) }
    }
    try archive.record([look("close > 1", sample), look("close > 2", sample)], samples: [sample])
    for name in ["one", "two"] { try archive.record(result(name), in: ["results/\(name)"]) }
    try archive.note([DataSeal(dataset: "btc", from: newYear + .days(30), sample: sample)])
    try archive.close()
    try attack(path) { try answers(ofArchive: $0, sweeps) }
  }

  private func look(_ expression: String, _ sample: DataSample) -> TestRecord {
    TestRecord(
      key: SHA256.digest(of: expression).hex, market: "btc", instrument: "binance:BTCUSDT", interval: .hour,
      range: TimeRange(from: newYear, to: newYear + .day), signal: "s", expression: expression, forward: .hour,
      data: SHA256.digest(of: "data").hex, hodrickP: 0.04, circularP: 0.03, sample: sample.key)
  }

  private func result(_ name: String) -> ResultRecord {
    ResultRecord(
      hash: SHA256.digest(of: name).hex, kind: "replay", name: name, markets: ["btc"],
      instruments: ["binance:BTCUSDT"], interval: .hour, range: TimeRange(from: newYear, to: newYear + .day),
      parameters: "{}", identity: "\"\(name)\"", figures: "{\"sharpe\":1.5}", engine: "0.2.0",
      sources: [ResultRecord.Source(name: name, text: "strategy: \(name)")],
      document: ResultRecord.Document(name: "run.json", digest: SHA256.digest(of: "x").hex))
  }
}
