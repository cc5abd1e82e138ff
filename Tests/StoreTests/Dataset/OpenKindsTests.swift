import Digest
import GRDB
import Market
import Store
import TestSupport
import Testing

@Suite("Series of every kind in a dataset")
struct OpenKindsTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  private func reopened(_ batches: [Series]) throws -> Dataset {
    let dataset = try scratch.dataset("btc", batches)
    try dataset.close()
    return try Dataset.open(at: dataset.path)
  }

  @Test("every kind there is comes back as it went in", arguments: SeriesKind.all.filter { !$0.columns.isEmpty })
  func kinds(kind: SeriesKind) throws {
    let batch = ramp(kind, every: .hour, count: 5000)
    let dataset = try reopened([batch])
    let summary = try #require(try dataset.catalog().first)
    #expect(summary.descriptor == batch.descriptor)
    let back = try dataset.series(summary.descriptor)
    #expect(back.stamps == batch.stamps)
    #expect(back.columns == batch.columns)
  }

  @Test("a kind that this version does not list opens all the same")
  func unknown() throws {
    let kind = SeriesKind("weather", columns: [ColumnDescriptor("rain", .score)], known: .atClose)
    let dataset = try reopened([ramp(kind, every: .hour, count: 3)])
    let descriptor = try #require(try dataset.catalog().first?.descriptor)
    #expect(descriptor.kind.name == "weather")
    #expect(descriptor.columns.map(\.name) == ["rain"])
    #expect(descriptor.knownAfter == .hour)
  }

  @Test("open interest in coins, in contracts and in quote are series beside each other")
  func openInterest() throws {
    let units: [ColumnDescriptor] = [
      .init("open_interest", .base), .init("open_interest_contracts", .contracts), .init("open_interest_value", .quote),
    ]
    let batches = units.map { column in
      Series(
        descriptor: SeriesDescriptor(instrument: btc, kind: .openInterest, cadence: .hour, columns: [column]),
        stamps: [newYear.milliseconds], columns: [[7]])
    }
    #expect(try reopened(batches).catalog().map { $0.descriptor.columns[0] } == units)
  }

  private func trades(_ rows: [(second: Int, price: Double)]) -> Series {
    Series(
      descriptor: SeriesDescriptor(instrument: btc, kind: .trades, cadence: nil),
      stamps: rows.map { (newYear + .seconds($0.second)).milliseconds },
      columns: [rows.map(\.price), rows.map { _ in 1 }, rows.map { _ in 0 }])
  }

  @Test("events keep many rows a stamp, in their order, over days")
  func events() throws {
    let rows = (0..<5000).map { (second: $0 / 3 * 60, price: Double($0)) }
    let dataset = try reopened([trades(rows)])
    let descriptor = try #require(try dataset.catalog().first?.descriptor)
    #expect(descriptor.cadence == nil)
    #expect(descriptor.maximumAge == nil)
    #expect(try dataset.series(descriptor).columns[0] == rows.map(\.price))
    #expect(try dataset.damagedChunks().isEmpty)
  }

  @Test("the same events again are no more events, and equal ones of one file are each their own")
  func idempotent() throws {
    let dataset = try scratch.dataset("btc")
    let twice = trades([(1, 100), (1, 100), (1, 101), (2, 100)])
    #expect(try dataset.merge(twice) == MergeCounts(kept: 4))
    #expect(try dataset.merge(twice, file: "again") == MergeCounts(duplicate: 4))
    #expect(try dataset.merge(trades([(1, 102), (1, 100)]), file: "more") == MergeCounts(kept: 1, duplicate: 1))
    #expect(try dataset.series(twice.descriptor).columns[0] == [100, 100, 101, 102, 100])
  }

  @Test("a chain has one row for each contract of a snapshot: the newest import wins")
  func chain() throws {
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: "deribit", symbol: "BTC", type: .index), kind: .optionChain, cadence: .hour)
    func snapshot(_ contracts: [(strike: Double, right: Double, mark: Double)]) -> Series {
      Series(
        descriptor: descriptor, stamps: contracts.map { _ in newYear.milliseconds },
        columns: [
          contracts.map { _ in 1_743_148_800_000 }, contracts.map(\.strike), contracts.map(\.right),
          contracts.map(\.mark), contracts.map { _ in 0.5 }, contracts.map { _ in 90_000 },
        ])
    }
    let dataset = try scratch.dataset("chain")
    let many = (0..<2000).map { row in
      let (pair, right) = row.quotientAndRemainder(dividingBy: 2)
      return (strike: Double(pair) * 100, right: Double(right), mark: 0.01)
    }
    #expect(try dataset.merge(snapshot(many)) == MergeCounts(kept: 2000))
    #expect(try dataset.merge(snapshot([(100, 1, 0.02), (100, 0, 0.01)]), file: "b").replaced == 1)
    #expect(try dataset.series(descriptor).count == 2000)
  }

  @Test("gaps are found from headings as they are from rows")
  func gaps() throws {
    let whole = ramp(.klines, every: .minutes(5), count: 30_000)
    let kept = whole.stamps.indices.filter {
      !(4000..<4200).contains($0) && $0 != 9999 && !(12_000..<21_000).contains($0)
    }
    let batch = whole.keeping(rows: kept)
    let dataset = try reopened([batch])
    let stored = try #require(try dataset.allSeries().first)
    #expect(try dataset.gaps(of: stored) == batch.gaps)
    #expect(batch.gaps.map(\.missing) == [200, 1, 9000])
  }

  @Test("facts that are said of a contract stand over its venue's, and survive")
  func contract() throws {
    let kraken = Instrument(venue: "kraken", symbol: "XBTUSD")
    let dataset = try scratch.dataset("k", [ramp(.klines, of: kraken, every: .hour, count: 3)])
    #expect(try dataset.contract(of: kraken).form == .unstated)
    try dataset.say(
      [
        .init(name: "form", value: "inverse"), .init(name: "contract_size_quote", value: "1"),
        .init(name: "tick", value: "0.5"),
      ],
      of: kraken)
    try dataset.close()
    let contract = try Dataset.open(at: dataset.path).contract(of: kraken)
    #expect(contract.form == .inverse)
    #expect(contract.size == .init(1, .quote))
    #expect(contract.tick == 0.5)
    for (name, value) in [("form", "linaer"), ("tick", "-1"), ("tick", "nan"), ("expiry", "soon"), ("leverage", "5")] {
      #expect(throws: Problem.self, "\(name)=\(value)") {
        try dataset.say([.init(name: name, value: value)], of: kraken)
      }
    }
  }

  @Test("a contract that is said to be inverse pays its coin, and facts that no contract has together are refused")
  func contradictions() throws {
    let swap = Instrument(venue: "kraken", symbol: "XBTUSD")
    let dataset = try scratch.dataset("k", [ramp(.klines, of: swap, every: .hour, count: 3)])
    func say(_ facts: KeyValuePairs<String, String>) throws {
      try dataset.say(facts.map { .init(name: $0.key, value: $0.value) }, of: swap)
    }
    try say(["form": "inverse"])
    let inverse = try dataset.contract(of: swap)
    #expect(inverse.settlement == inverse.base && inverse.settlement != inverse.quote)
    #expect(throws: Problem.self) { try say(["settlement": "USD"]) }
    #expect(throws: Problem.self) { try say(["expiry": "2026-03-27 08:00:00Z"]) }
    #expect(throws: Problem.self) { try say(["strike": "90000"]) }
    #expect(try dataset.contract(of: swap) == inverse)
    try say(["form": "linear", "settlement": "USDC"])
    #expect(try dataset.contract(of: swap).settlement == "USDC")
  }

  @Test("trades are kept in chunks of an hour, so that a day of millions is never read whole to add to it")
  func chunksOfTrades() throws {
    func trades(hour: Int) -> Series {
      let descriptor = SeriesDescriptor(instrument: btc, kind: .trades, cadence: nil)
      return Series(
        descriptor: descriptor, stamps: [0, 1].map { (newYear + .hours(hour)).milliseconds + $0 },
        columns: descriptor.columns.map { _ in [1, 2] })
    }
    let dataset = try reopened([trades(hour: 0), trades(hour: 5), trades(hour: 30)])
    let queue = try DatabaseQueue(path: dataset.path)
    let buckets = try queue.read { try Int64.fetchAll($0, sql: "SELECT bucket FROM chunk ORDER BY bucket") }
    #expect(buckets == [0, 5, 30].map { (newYear + .hours($0)).milliseconds / 3_600_000 })
    #expect(try dataset.series(trades(hour: 0).descriptor).count == 6)
  }
}
