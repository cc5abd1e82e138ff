import Foundation
import Market
import Results
import TestSupport
import Testing
import Views

@Suite("A sum is of what became known after its start, up to its end, and of no time with a hole")
struct WindowRuleTests {
  private let folder: ScratchFolder
  private let test = StateTest(studies: false)
  private let binance = ViewMarkets.binance

  init() throws { folder = try ScratchFolder() }

  private func moment(_ batches: [Series], _ kind: SeriesKind, at instant: Instant) throws -> MarketMoment {
    try ViewMarkets.moment(folder.dataset(UUID().uuidString, batches), [kind], at: instant)
  }

  // MARK: - Funding

  private func funding(without missing: Set<Int>, at instant: Instant) throws -> FundingView {
    let rows = (0...120).filter { !missing.contains($0) }.map { (newYear + .hours(8) * $0, [1e-4, 8.0]) }
    return try FundingView(
      moment([series(.funding, of: binance, every: .hours(8), at: rows)], .funding, at: instant), history: .days(7),
      options: .init(), test: test)
  }

  @Test("what was paid in a time with a settlement missing is not said, and what is missing is")
  func paid() throws {
    let end = newYear + .days(40)
    let view = try funding(without: [100, 101, 110], at: end)
    let venue = try #require(view.venues.first)
    #expect(abs(try #require(venue.paid1d) - 3e-4) < 1e-15)
    #expect(venue.paid7d == nil && venue.paid30d == nil)
    #expect(abs(try #require(venue.mean7d) - 1e-4) < 1e-15, "a mean is of those that are there")
    let note = try #require(view.head.notes.first { $0.contains("settlements of binance:BTCUSDT") })
    #expect(note.contains("18 of 21 in 7d and 87 of 90 in 30d"))
    #expect(try funding(without: [], at: end).head.notes.isEmpty)
  }

  @Test("one that was due is missing once its row could not come any more", arguments: [(1, true), (3, false)])
  func due(minutes: Int, isWhole: Bool) throws {
    let view = try funding(without: [120], at: newYear + .days(40) + .minutes(minutes))
    #expect((try #require(view.venues.first).paid1d != nil) == isWhole)
  }

  // Every 8 h for thirty days, then every hour for two, at the rate of an hour: declared by no row.
  @Test("the words for rates hold each by the interval it was paid for, and not by the last", arguments: [8.0, .nan])
  func intervals(declared: Double) throws {
    let change = newYear + .days(30)
    let hourly: Double = declared.isNaN ? .nan : 1
    let early = (0...90).map { (newYear + .hours(8) * $0, [$0 < 45 ? 2e-4 : 5e-5, declared]) }
    let rows: [(Instant, [Double])] = early + (1...48).map { (change + .hour * $0, [2e-5, hourly]) }
    let batches = [
      series(.funding, of: binance, every: .hours(8), at: rows),
      ViewMarkets.klines(of: binance, hours: 768) { 100 + Double($0 * $0 % 7) },
    ]
    let view = try FundingView(
      moment(batches, .funding, at: change + .days(2)), history: .days(7), options: .init(), test: StateTest())
    let bullish = try #require(view.states.first { $0.name == "funding bullish" })
    #expect(bullish.expression == "funding_8h > 0.01%")
    #expect(bullish.holds == true, "0.002% an hour are 0.016% over eight")
    let study = try #require(bullish.after?.answer)
    // Closes from the first settlement on to the one before the rate falls, and 48 hours at the last rate of which the last
    // has no hour after it. Where rows declare nothing the first says none: its interval shows in the second.
    #expect(study.episodes == 2)
    #expect(study.barsIn == 47 + (declared.isNaN ? 352 : 359))
  }

  // MARK: - Taker flow

  /// Four days of hours in which takers buy 60 of 100 dollars; some do not say it, some are not there.
  private func flow(silent: Set<Int> = [], missing: Set<Int> = [], at hour: Int = 96) throws -> FlowView {
    let rows = (0..<240).filter { !missing.contains($0) }.map { at -> (Instant, [Double]) in
      let bought: Double = silent.contains(at) ? .nan : 60
      return (newYear + .hour * at, [1, 1, 1, 1, 100, 100, 10, bought, bought])
    }
    return try FlowView(
      moment([series(.klines, of: binance, every: .hour, at: rows)], .klines, at: newYear + .hour * hour),
      history: .days(2), test: test)
  }

  @Test("a bar whose taker's side is not known is not sold", arguments: [true, false])
  func takers(areThere: Bool) throws {
    let some: Set = [180, 181, 190]
    let view = try areThere ? flow(silent: some, at: 200) : flow(missing: some, at: 200)
    let venue = try #require(view.venues.first)
    #expect(venue.isFresh && venue.sold1d == nil && venue.net1d == nil && venue.ratio1d == nil && venue.net7d == nil)
    #expect(view.head.notes.contains { $0.contains("21 of 24 in 1d and 165 of 168 in 7d") })
    #expect(view.answer[0].contains("cannot be said: 21 of 24 bars say the taker's side"))
    let reference = try view.reference.get()
    #expect(reference.hoursKnown == 45 && reference.cumulativeDelta == nil)
    #expect(view.head.notes.contains { $0.contains("Of the 48 hours of binance:BTCUSDT 45 say") })
    let before = try #require(try flow(silent: some, at: 180).venues.first)
    #expect(before.net1d == 24 * 20 && before.net7d == 168 * 20)
  }

  // MARK: - Liquidations

  /// Dollars of longs by bar, from the new year on; nil for a bar that is not there.
  private func liquidations(every width: Interval, _ longs: [Double?], at instant: Instant) throws -> LiquidationView {
    let columns = ["long_liquidations_value", "short_liquidations_value"].map { ColumnDescriptor($0, .quote) }
    let there = longs.indices.filter { longs[$0] != nil }
    let rows = Series(
      descriptor: SeriesDescriptor(instrument: binance, kind: .liquidations, cadence: width, columns: columns),
      stamps: there.map { (newYear + width * $0).milliseconds },
      columns: [there.compactMap { longs[$0] }, there.map { _ in 0 }])
    return try LiquidationView(
      moment([rows], .liquidations, at: instant), history: .days(3), options: .init(), test: test)
  }

  // Six bars of four hours became known in the day to 21:30: the first of them opened before it began.
  @Test("a bar that opened before a day and became known in it is of the day, in the headline and by venue")
  func bars() throws {
    var longs = [Double?](repeating: 1, count: 90)
    longs[76] = 1000
    let asOf = newYear + .hours(4) * 83 - .hours(3) + .minutes(30)
    let view = try liquidations(every: .hours(4), longs, at: asOf)
    #expect(view.longs1d == 1005 && view.venues.first?.longs1d == 1005)
    #expect(try #require(view.venues.first).longs7d == 42 + 999)
    #expect(view.bars.count == 18)
    let next = try liquidations(every: .hours(4), longs, at: asOf + .hours(4))
    #expect(next.longs1d == 6, "and then of none")
  }

  @Test("a missing bar of a feed of bars is a hole: no sum over it, no burst after it")
  func hole() throws {
    var longs = (0..<480).map { Double?(Double($0 % 3)) }
    longs[470] = 400
    let end = newYear + .hours(480)
    let whole = try liquidations(every: .hour, longs, at: end)
    #expect(whole.bursts.map(\.open) == [newYear + .hours(470)])
    #expect(try #require(whole.venues.first).longs7d != nil)
    for place in 330..<450 { longs[place] = nil }
    let view = try liquidations(every: .hour, longs, at: end)
    #expect(view.bursts.isEmpty && view.bars.allSatisfy { $0.times == nil })
    #expect(view.longs1d == whole.longs1d && view.venues.first?.longs7d == nil)
    #expect(view.bars.count { $0.total.isNaN } == 450 - 408)
    #expect(view.head.notes.contains { $0.contains("48 of 168 in 7d") })
    longs[479] = nil
    let late = try liquidations(every: .hour, longs, at: end)
    #expect(late.longs1d == nil && late.answer[0].contains("there are bars for 23 of 24 in 1d"))
  }

  @Test("a feed that has a row only when something was liquidated is silent in between, and has no holes")
  func silence() throws {
    let longs = (0..<480).map { $0 % 7 == 0 ? Double?(1) : nil }
    let view = try liquidations(every: .hour, longs, at: newYear + .hours(480))
    #expect(view.longs1d == 3 && view.bars.allSatisfy { !$0.total.isNaN } && view.gaps1d == nil)
  }

  @Test("a feed of bars that lists none without liquidations was silent for a bar or two, and lacks three")
  func omitted() throws {
    var longs = (0..<480).map { Double?(Double($0 % 3) + 1) }
    for place in [460, 461, 479] { longs[place] = nil }
    let end = newYear + .hours(480)
    let view = try liquidations(every: .hour, longs, at: end)
    #expect(view.longs1d == 40)
    #expect(view.head.notes.contains { $0.contains("lists no bar without liquidations: 3 of 7d") })
    longs[462] = nil
    #expect(try liquidations(every: .hour, longs, at: end).longs1d == nil)
  }

  // MARK: - Open interest

  @Test("dollars that are published beside coins are those, and not coins at a later price")
  func published() throws {
    let columns = [ColumnDescriptor("open_interest", .base), .init("open_interest_value", .quote)]
    let hours = 0..<100
    func interest(_ value: (Int) -> Double) -> Series {
      Series(
        descriptor: SeriesDescriptor(instrument: binance, kind: .openInterest, cadence: .hours(4), columns: columns),
        stamps: hours.map { (newYear + .hours(4) * $0).milliseconds },
        columns: [hours.map { _ in 10 }, hours.map(value)])
    }
    let bars = ViewMarkets.klines(of: binance, hours: 400) { 100 + Double($0) }
    let asOf = newYear + .hours(4) * 99 + .hours(2)
    let view = try InterestView(
      moment([bars, interest { 1000 + 40 * Double($0) }], .openInterest, at: asOf), history: .days(3), test: test)
    #expect(view.venues.first?.dollars == 4960 && view.venues.first?.coins == 10)
    let change = try #require(view.venues.first?.dollarsChange1d)
    #expect(abs(change - (4960.0 / 4720 - 1)) < 1e-15)
    let silent = try folder.dataset("silent", [bars, interest { $0 == 99 ? .nan : 1 }])
    let other = try InterestView(
      ViewMarkets.moment(silent, [.openInterest], at: asOf), history: .days(3), test: test)
    #expect(other.venues.first?.dollars == 4970.0, "a row without them has its price")
  }
}
