import Market
import Results
import Store
import TestSupport
import Testing
import Views

@Suite("Funding by venue")
struct FundingViewTests {
  private let folder: ScratchFolder
  private let dataset: Dataset

  /// Coin Metrics' example: three venues of other intervals and other weights.
  init() throws {
    folder = try ScratchFolder()
    dataset = try folder.dataset(
      "btc",
      [
        ViewMarkets.funding(of: ViewMarkets.binance, 1e-4, every: .hours(8)),
        ViewMarkets.funding(of: ViewMarkets.bybit, 1e-5, every: .hour),
        ViewMarkets.funding(of: ViewMarkets.gate, 5e-5, every: .hours(4)),
        ViewMarkets.interest(of: ViewMarkets.binance, dollars: 6e9),
        ViewMarkets.interest(of: ViewMarkets.bybit, dollars: 1e9),
        ViewMarkets.interest(of: ViewMarkets.gate, dollars: 2e9),
      ])
  }

  private func view(at instant: Instant? = nil, alert: Double? = nil) throws -> FundingView {
    try FundingView(
      ViewMarkets.moment(dataset, [.funding], at: instant), history: .days(7),
      options: FundingView.Options(alertThreshold: alert), test: StateTest(studies: false))
  }

  // (1e-4 x 6 + 8e-5 x 1 + 1e-4 x 2) / 9, docs of Coin Metrics: aggregated funding rates.
  @Test("all venues together are weighted by open interest over eight hours")
  func aggregate() throws {
    let all = try #require(try view().aggregate.answer)
    #expect(abs(all.per8h - 9.777777777777778e-5) < 1e-18)
    #expect(abs(all.per1y - 0.10706666666666667) < 1e-14)
    #expect(abs(try #require(all.cumulative1d) - 2.93374567e-4) < 1e-12)
    #expect(all.venues.count == 3)
  }

  @Test("a rate over a year is on its venue's own interval")
  func annualised() throws {
    let rates = try view().venues.map { ($0.instrument.venue, $0.annualised) }
    let expected: [String: Double] = ["binance": 1e-4 * 1095, "bybit": 1e-5 * 8760, "gate": 5e-5 * 2190]
    for (venue, rate) in rates {
      #expect(abs(rate - expected[venue, default: .nan]) < 1e-15, "\(venue)")
    }
  }

  @Test("the first settlement of a shorter interval is the rate there is, over the time since the one before")
  func shorter() throws {
    let hours = Array(stride(from: 0, through: 744, by: 8)) + [748]
    let rates = series(
      .funding, of: ViewMarkets.bybit, every: .hours(8),
      at: hours.map { (hour: Int) -> (Instant, [Double]) in
        (newYear + .hours(hour), [hour == 748 ? -0.005 : 1e-4, .nan])
      })
    let market = try folder.dataset("shorter", [rates])
    let view = try FundingView(
      ViewMarkets.moment(market, [.funding], at: newYear + .hours(750)), history: .days(7),
      options: FundingView.Options(alertThreshold: 0.001), test: StateTest(studies: false))
    let venue = try #require(view.venues.first)
    #expect(venue.rate == -0.005 && venue.interval == .hours(4) && venue.nextIn == .hours(2))
    #expect(view.alerts.map(\.instrument) == [ViewMarkets.bybit])
    #expect(abs(try #require(venue.paid1d) - (3e-4 - 0.005)) < 1e-15)
    #expect(view.head.notes.contains { $0.contains("taken as the first of a shorter interval") }, "\(view.head.notes)")
  }

  @Test("what was foretold of a settlement that is over is not foretold of the next")
  func foretold() throws {
    let predictions = series(
      .predictedFunding, of: ViewMarkets.binance, every: .hour,
      at: (0...480).filter { $0 != 80 }.map { (newYear + .hour * $0, [Double($0) / 1e6]) })
    let market = try folder.dataset(
      "foretold", [ViewMarkets.funding(of: ViewMarkets.binance, 1e-4, every: .hours(8)), predictions])
    func predicted(_ minutes: Int) throws -> Double? {
      let moment = try ViewMarkets.moment(market, [.funding], at: newYear + .minutes(minutes))
      return try FundingView(moment, history: .days(7), options: .init(), test: StateTest(studies: false))
        .venues.first?.predicted
    }
    // Hour 80 is a settlement, and has no prediction of the next.
    #expect(try predicted(79 * 60 + 30) == 79e-6)
    #expect(try predicted(80 * 60 + 30) == nil)
    #expect(try predicted(81 * 60 + 30) == 81e-6)
  }

  @Test("what a long paid is the sum of what was settled in the time, after its start and up to its end")
  func paid() throws {
    let binance = try #require(try view().venues.first { $0.instrument == ViewMarkets.binance })
    #expect(abs(try #require(binance.paid1d) - 3e-4) < 1e-18)
    #expect(abs(try #require(binance.paid30d) - 90e-4) < 1e-15)
    #expect(binance.nextIn == .hours(8), "it has settled just now")
    #expect(abs(try #require(binance.spend) - 6e5) < 1e-6)
  }

  @Test("the best pair is short where longs pay most, and bears four fees of takers")
  func carry() throws {
    let carry = try #require(try view().carry.answer)
    #expect(carry.short == ViewMarkets.binance)
    #expect(carry.long == ViewMarkets.bybit)
    #expect(abs(carry.perDay - (3e-4 - 2.4e-4)) < 1e-15)
    #expect(abs(carry.costs - 2 * (5e-4 + 5.5e-4)) < 1e-15)
    #expect(abs(carry.net - (carry.perDay * 30 - carry.costs)) < 1e-15)
  }

  // Constant rates: 5 bps every 8 h are 15 a day, -2 bps every 4 h are -12, however short the history.
  @Test("what a carry receives a day is of the days that settlements pay for, and sums of longer times are not known")
  func shortHistory() throws {
    let young = try folder.dataset(
      "young",
      [
        ViewMarkets.funding(of: ViewMarkets.binance, 5e-4, every: .hours(8), days: 2),
        ViewMarkets.funding(of: ViewMarkets.gate, -2e-4, every: .hours(4), days: 2),
      ])
    let view = try FundingView(
      ViewMarkets.moment(young, [.funding]), history: .days(7), options: .init(), test: StateTest(studies: false))
    let carry = try #require(view.carry.answer)
    #expect(abs(carry.perDay - 27e-4) < 1e-15)
    #expect(abs(carry.net - (27e-4 * 30 - carry.costs)) < 1e-15)
    let venue = try #require(view.venues.first { $0.instrument == ViewMarkets.binance })
    #expect(abs(try #require(venue.paid1d) - 15e-4) < 1e-15)
    #expect(venue.paid7d == nil && venue.paid30d == nil && venue.mean7d == nil)
  }

  @Test("a stale venue has its age, and is in no mean")
  func stale() throws {
    let late = try folder.dataset(
      "late",
      [
        ViewMarkets.funding(of: ViewMarkets.binance, 1e-4, every: .hours(8)),
        ViewMarkets.funding(of: ViewMarkets.gate, 9e-4, every: .hours(8), days: 38),
        ViewMarkets.funding(of: ViewMarkets.bybit, 5e-4, every: .hours(8), days: 1),
      ])
    let view = try FundingView(
      ViewMarkets.moment(late, [.funding]), history: .days(7), options: .init(), test: StateTest(studies: false))
    #expect(view.venues.map(\.instrument) == [ViewMarkets.binance, ViewMarkets.gate, ViewMarkets.bybit])
    #expect(view.venues.last?.age == .days(39), "however long ago it fell silent")
    #expect(view.venues.last?.paid30d == nil)
    let gate = view.venues[1]
    #expect(!gate.isFresh)
    #expect(gate.age == .days(2))
    #expect(gate.nextIn == nil && gate.mean1d == nil && gate.mean7d == nil && gate.paid7d == nil)
    #expect(try #require(view.aggregate.answer).per8h == 1e-4)
    #expect(view.carry.why != nil)
  }

  @Test("coins weigh without a price, and what needs one is said")
  func coinsAlone() throws {
    func coins(of instrument: Instrument, _ amount: Double) -> Series {
      let stamps = (0...960).map { (newYear + .hour * $0).milliseconds }
      return Series(
        descriptor: SeriesDescriptor(instrument: instrument, kind: .openInterest, cadence: .hour), stamps: stamps,
        columns: [stamps.map { _ in amount }])
    }
    let dataset = try folder.dataset(
      "coins",
      [
        ViewMarkets.funding(of: ViewMarkets.binance, 1e-4, every: .hours(8)),
        ViewMarkets.funding(of: ViewMarkets.bybit, 3e-4, every: .hours(8)),
        coins(of: ViewMarkets.binance, 300), coins(of: ViewMarkets.bybit, 100),
        ViewMarkets.klines(of: ViewMarkets.binance, hours: 950) { _ in 100 },
      ])
    let view = try FundingView(
      ViewMarkets.moment(dataset, [.funding]), history: .days(2), options: .init(), test: StateTest(studies: false))
    let all = try #require(view.aggregate.answer)
    #expect(abs(all.per8h - 1.5e-4) < 1e-18 && all.isWeighted && all.isInCoins)
    #expect(view.answer.first?.contains("weighted by open interest in coins over 2 of 2 venues") == true)
    let notes = view.head.notes.filter { $0.contains("in coins and not in dollars") }
    #expect(notes.count == 1 && notes[0].contains("the last price of binance:BTCUSDT is 10h old"), "\(view.head.notes)")
    #expect(view.venues.allSatisfy { $0.spend == nil })
  }

  // Gate is silent from the 30th day, 8:00, to the 32nd: its rate of 8:00 stands until 24:00.
  @Test("past hours rest on the venues that were not stale then, which is said, or are not known where that is asked")
  func changingVenues() throws {
    let rows = ViewMarkets.funding(of: ViewMarkets.gate, 3e-4, every: .hours(8))
    let hole = (newYear + .days(30) + .hours(8), newYear + .days(32))
    let kept = rows.stamps.indices.filter {
      rows.stamps[$0] <= hole.0.milliseconds || rows.stamps[$0] >= hole.1.milliseconds
    }
    let dataset = try folder.dataset(
      "changing venues",
      [
        ViewMarkets.funding(of: ViewMarkets.binance, 1e-4, every: .hours(8)),
        rows.keeping(rows: kept),
      ])
    func view(sameVenues: Bool) throws -> FundingView {
      try FundingView(
        ViewMarkets.moment(dataset, [.funding]), history: .days(2), options: .init(isOfSameVenues: sameVenues),
        test: StateTest(studies: false))
    }
    let all = try #require(try view(sameVenues: false).aggregate.answer)
    #expect(all.stretches.map(\.venues.count) == [2, 1, 2] && all.stretches[1].venues == [ViewMarkets.binance])
    #expect(all.stretches[1].from == newYear + .days(31) && all.stretches[1].to == newYear + .hours(32 * 24 - 1))
    #expect(all.stretches.reduce(0) { $0 + $1.hours } == 32 * 24 && all.hours.count == 32 * 24)
    let expected = (0..<32 * 24).map { hour in
      let at = newYear + .days(8) + .hour * (hour + 1)
      return at >= newYear + .days(31) && at < newYear + .days(32) ? 1e-4 : 2e-4
    }
    #expect(zip(all.hourly, expected).allSatisfy { abs($0 - $1) < 1e-18 })
    #expect(all.cumulative30d != nil)
    let note = try #require(try view(sameVenues: false).head.notes.first { $0.contains("rest on others") })
    #expect(note.contains("24 rest on others and are in what adds them up (--same-venues leaves them out)"))
    #expect(note.contains("2025-02-01 00:00 to 2025-02-01 23:00 without gate:BTC_USDT"), "\(note)")

    let same = try #require(try view(sameVenues: true).aggregate.answer)
    #expect(same.hourly.count(where: \.isNaN) == 24 && same.cumulative30d == nil && same.cumulative7d != nil)
    #expect(same.per8h == all.per8h, "now is now")
  }

  @Test("at every hour of the past all venues are what a view as of that hour says they are")
  func sameRule() throws {
    let late = try folder.dataset(
      "late weights",
      [
        ViewMarkets.funding(of: ViewMarkets.binance, 1e-4, every: .hours(8)),
        ViewMarkets.funding(of: ViewMarkets.gate, 9e-4, every: .hours(4), days: 38),
        ViewMarkets.funding(of: ViewMarkets.bybit, 5e-5, every: .hour),
        ViewMarkets.interest(of: ViewMarkets.binance, dollars: 6e9, days: 20),
        ViewMarkets.interest(of: ViewMarkets.gate, dollars: 2e9, days: 39),
      ])
    func aggregate(at instant: Instant?) throws -> FundingAggregate {
      try #require(
        try FundingView(
          ViewMarkets.moment(late, [.funding], at: instant), history: .days(7), options: .init(),
          test: StateTest(studies: false)
        ).aggregate.answer)
    }
    let now = try aggregate(at: nil)
    for (hour, rate) in zip(now.hours, now.hourly) where hour.milliseconds % Interval.hours(7).milliseconds == 0 {
      let then = try aggregate(at: hour)
      #expect(then.per8h == rate, "\(hour)")
      let stretch = try #require(now.stretches.last { $0.from <= hour })
      #expect(then.venues == stretch.venues && then.isWeighted == stretch.isWeighted, "\(hour)")
    }
  }

  @Test(
    "rows that come each hour and declare eight hours leave open what was paid: left out with why, or as one assumes")
  func contradictoryIntervals() throws {
    let doubtful = try folder.dataset(
      "doubtful",
      [
        ViewMarkets.funding(of: ViewMarkets.binance, 8e-4, every: .hour, declared: .hours(8)),
        ViewMarkets.funding(of: ViewMarkets.gate, 1e-4, every: .hours(8)),
      ])
    func view(_ assumption: FundingAssumptions.Contradictory? = nil) throws -> FundingView {
      try FundingView(
        MarketMoment(
          doubtful, "BTC", asOf: nil, kinds: [.funding],
          assuming: FundingAssumptions(contradictory: assumption)),
        history: .days(7), options: .init(), test: StateTest(studies: false))
    }
    let plain = try view()
    #expect(plain.venues.map(\.instrument) == [ViewMarkets.gate])
    #expect(
      plain.head.notes.contains { $0.contains("declare 8h and come 1h apart") && $0.contains("--assume-funding") })
    #expect(plain.states.allSatisfy { $0.holds == nil })
    #expect(try #require(plain.aggregate.answer).per8h == 1e-4)

    // What the file says: 0.08% for eight hours, 0.24% a day. A listed rate is paid every hour.
    for (assumption, per8h, paid1d) in [
      (FundingAssumptions.Contradictory.prorated, 8e-4, 24e-4), (.declared, 8e-4, 24e-4), (.listed, 64e-4, 192e-4),
    ] {
      let venue = try #require(try view(assumption).venues.first { $0.instrument == ViewMarkets.binance })
      #expect(abs(venue.per8h - per8h) < 1e-15, "\(assumption)")
      #expect(abs(try #require(venue.paid1d) - paid1d) < 1e-15, "\(assumption)")
      #expect(abs(venue.annualised - per8h * 1095) < 1e-12, "\(assumption)")
    }
  }

  @Test("words for rates change at their thresholds, per eight hours")
  func sentiment() {
    #expect(FundingSentiment(0.0001) == .neutral)
    #expect(FundingSentiment(0.00011) == .bullish)
    #expect(FundingSentiment(-0.00011) == .bearish)
    #expect(FundingSentiment(0.001) == .bullish)
    #expect(FundingSentiment(0.0011) == .extremeBullish)
    #expect(FundingSentiment(-0.0011) == .extremeBearish)
  }

  @Test("an alert is a fresh venue beyond the threshold, either way")
  func alert() throws {
    #expect(try view(alert: 9e-5).alerts.map(\.instrument) == [ViewMarkets.binance, ViewMarkets.gate])
    #expect(try view(alert: 2e-4).alerts.isEmpty)
    // 0.01% an 8 h and 0.005% a 4 h are at it, and not beyond it.
    #expect(try view(alert: 1e-4).alerts.isEmpty)
    #expect(try view(alert: 8e-5).alerts.map(\.instrument) == [ViewMarkets.binance, ViewMarkets.gate])
  }

  @Test("an asset, an instant and a kind that are not there are refused with what there is")
  func refusals() throws {
    #expect(throws: Problem.self) { try ViewMarkets.moment(dataset, [.funding], asset: "DOGE") }
    #expect(throws: Problem.self) { try ViewMarkets.moment(dataset, [.liquidations]) }
    let early = #expect(throws: Problem.self) {
      try ViewMarkets.moment(dataset, [.funding], at: Instant(year: 2020, month: 1, day: 1))
    }
    #expect(early?.remedy?.contains("2025-01-01") == true)
  }

  @Test("a mean over a change of interval counts each rate by the time it pays for, and is said per eight hours")
  func meanOverIntervals() throws {
    let (change, end) = (newYear + .days(36), newYear + .days(40))
    let rows =
      (0...108).map { (newYear + .hours(8) * $0, [1e-4, 8.0]) }
      + (1...24).map { (change + .hours(4) * $0, [1e-4, 4.0]) }
    let dataset = try folder.dataset(
      "changing", [series(.funding, of: ViewMarkets.binance, every: .hours(8), at: rows)])
    let view = try FundingView(
      ViewMarkets.moment(dataset, [.funding], at: end), history: .days(7), options: .init(),
      test: StateTest(studies: false))
    let venue = try #require(view.venues.first)
    #expect(abs(try #require(venue.mean1d) - 2e-4) < 1e-15)
    // Nine settlements of eight hours and 24 of four in 168 hours.
    let week: Double = 33e-4 / 21
    #expect(abs(try #require(venue.mean7d) - week) < 1e-15)
  }
}
