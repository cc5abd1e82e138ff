import Market

/// Other venues of the demo market's coin, and what its own venue says besides.
struct DemoVenues {
  let seed: UInt64
  let days: Int
  let sources: DemoSources

  init(seed: UInt64, days: Int, _ sources: DemoSources) { (self.seed, self.days, self.sources) = (seed, days, sources) }

  private var hours: Int { days * 24 }

  /// The market's premium with a wander of the venue's own, made a rate as the market's venue makes it.
  func funding(of instrument: Instrument, every hours: Int, _ stream: DemoRandom.Stream, deviation: Double) -> Series {
    var wander = OrnsteinUhlenbeck(DemoRandom(seed: seed, stream), keep: 0.97, deviation: deviation)
    var premium = DemoReader(sources, "premium", "premium")
    var stamps: [Int64] = []
    var rates: [Double] = []
    var last = 0.0
    for period in 1...max(1, days * 24 / hours) {
      let settles = DemoClock.start + .hours(hours * period)
      last = premium.mean(before: settles) ?? last
      let rate = Self.rate(last + wander.next(period), hours: hours)
      stamps.append(settles.milliseconds)
      rates.append(rate)
    }
    return Series(
      descriptor: SeriesDescriptor(instrument: instrument, kind: .funding, cadence: .hours(hours)), stamps: stamps,
      columns: [rates, rates.map { _ in Double(hours) }])
  }

  /// Pulled towards 1 bp per eight hours by at most 5 bps.
  private static func rate(_ premium: Double, hours: Int) -> Double {
    ((premium + min(max(0.0001 - premium, -0.0005), 0.0005)) * Double(hours) / 8).stepped(1e8)
  }

  /// The next rate of the market's own venue, each hour, from the premiums of the period so far.
  func foretold() -> Series {
    let settlements = sources.stamps("funding")
    let premiums = sources.values("premium", "premium")
    let known = sources.stamps("premium")
    var stamps: [Int64] = []
    var rates: [Double] = []
    var (row, period, sum, count) = (0, 0, 0.0, 0.0)
    for hour in 1...hours {
      let now = (DemoClock.start + .hours(hour)).milliseconds
      while row < known.count, known[row] + DemoClock.interval.milliseconds <= now {
        if period < settlements.count, known[row] >= settlements[period] { (period, sum, count) = (period + 1, 0, 0) }
        sum += premiums[row]
        count += 1
        row += 1
      }
      guard count > 0 else { continue }
      let isFast = DemoFunding.fastDays.contains((hour - 1) / 24)
      stamps.append(now)
      rates.append(Self.rate(sum / count, hours: isFast ? 4 : 8))
    }
    return Series(
      descriptor: SeriesDescriptor(instrument: DemoMarket.instrument, kind: .predictedFunding, cadence: .hour),
      stamps: stamps, columns: [rates])
  }

  /// A share of the market's open interest with a wander of the venue's own, each hour.
  func interest(of instrument: Instrument, share: Double, _ stream: DemoRandom.Stream, inDollars: Bool) -> Series {
    var wander = OrnsteinUhlenbeck(DemoRandom(seed: seed, stream), keep: 0.99, deviation: 0.06)
    var coins = DemoReader(sources, "open_interest", "open_interest")
    var price = DemoReader(sources, "mark", "mark")
    var stamps: [Int64] = []
    var values: [Double] = []
    for hour in 1...hours {
      let now = DemoClock.start + .hours(hour)
      let factor = share * (1 + wander.next(hour))
      guard let own = coins.last(at: now), let close = price.last(at: now - DemoClock.interval) else { continue }
      stamps.append(now.milliseconds)
      values.append(inDollars ? (own * factor * close).stepped(1) : (own * factor).stepped(1000))
    }
    let column: ColumnDescriptor = inDollars ? .init("open_interest_value", .quote) : .init("open_interest", .base)
    return Series(
      descriptor: SeriesDescriptor(instrument: instrument, kind: .openInterest, cadence: .hour, columns: [column]),
      stamps: stamps, columns: [values])
  }

  /// Longs to shorts of all accounts, each hour: a wander about a little above one.
  func longShort() -> Series {
    var wander = OrnsteinUhlenbeck(DemoRandom(seed: seed, .longShort), keep: 0.985, deviation: 0.25)
    let stamps = (1...hours).map { (DemoClock.start + .hours($0)).milliseconds }
    let ratios = (1...hours).map { (1.1 * demoExponential(wander.next($0))).stepped(1e4) }
    // The largest accounts lean the same way, half as far and with a mind of their own.
    var mind = OrnsteinUhlenbeck(DemoRandom(seed: seed, .topTraders), keep: 0.98, deviation: 0.15)
    let top = ratios.enumerated().map { hour, ratio in
      ((1 + ratio) / 2 * demoExponential(mind.next(hour + 1))).stepped(1e4)
    }
    let columns: [ColumnDescriptor] = [
      .init("long_short_ratio", .score), .init("long_share", .fraction), .init("short_share", .fraction),
      .init("top_position_ratio", .score),
    ]
    return Series(
      descriptor: SeriesDescriptor(
        instrument: DemoMarket.instrument, kind: .longShort, cadence: .hour, columns: columns), stamps: stamps,
      columns: [ratios, ratios.map { $0 / (1 + $0) }, ratios.map { 1 / (1 + $0) }, top])
  }

  /// What takers bought and sold in each hour, in how many trades, and how much of it in large ones: about a third.
  func flow() -> Series {
    var wander = OrnsteinUhlenbeck(DemoRandom(seed: seed, .largeTrades), keep: 0.95, deviation: 0.05)
    let opens = sources.stamps("klines")
    let bought = sources.values("klines", "taker_buy_quote_volume")
    let traded = sources.values("klines", "quote_volume")
    var stamps: [Int64] = []
    let counted = sources.values("klines", "trades")
    let crowd = DemoRandom(seed: seed, .takerTrades)
    var columns: [[Double]] = [[], [], [], [], [], []]
    var row = 0
    for hour in 0..<hours {
      let open = DemoClock.start + .hours(hour)
      var (taken, all, trades) = (0.0, 0.0, 0.0)
      while row < opens.count, opens[row] < (open + .hour).milliseconds {
        taken += bought[row]
        all += traded[row]
        trades += counted[row]
        row += 1
      }
      let share = min(max(0.33 + wander.next(hour), 0.05), 0.9)
      guard all > 0 else { continue }
      stamps.append(open.milliseconds)
      // Nearly as many as their share of what was traded.
      let buys = (trades * min(max(taken / all + 0.03 * crowd.normal(hour), 0.02), 0.98)).rounded()
      let values = [taken, all - taken, taken * share, (all - taken) * share, buys, trades - buys]
      for (place, value) in values.enumerated() {
        columns[place].append(value.stepped(100))
      }
    }
    let kind = SeriesKind.takerFlow
    return Series(
      descriptor: SeriesDescriptor(
        instrument: DemoMarket.instrument, kind: kind, cadence: .hour,
        columns: kind.columns + [
          .init("large_bought_value", .quote), .init("large_sold_value", .quote), .init("buy_trades", .count),
          .init("sell_trades", .count),
        ]),
      stamps: stamps, columns: columns)
  }

  /// The market's liquidations one by one: each bar's sides at some second of it, at the bar's close.
  func liquidations() -> Series {
    let random = DemoRandom(seed: seed, .eventTime)
    let bars = sources.stamps("liquidations")
    let longs = sources.values("liquidations", "long_liquidations")
    let shorts = sources.values("liquidations", "short_liquidations")
    var price = DemoReader(sources, "klines", "close")
    var events: [(at: Int64, price: Double, long: Double, short: Double)] = []
    for row in bars.indices where longs[row] + shorts[row] > 0 {
      guard let close = price.last(at: Instant(milliseconds: bars[row])) else { continue }
      let second = 1 + Int64(random.word(row) % 298)
      events.append((bars[row] + second * 1000, close, longs[row], shorts[row]))
    }
    return Series(
      descriptor: SeriesDescriptor(instrument: DemoMarket.instrument, kind: .liquidationEvents, cadence: nil),
      stamps: events.map(\.at), columns: [events.map(\.price), events.map(\.long), events.map(\.short)])
  }
}
