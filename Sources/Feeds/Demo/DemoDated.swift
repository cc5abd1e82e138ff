import Market

/// Dated futures and options of the demo market.
struct DemoDated {
  let seed: UInt64
  let days: Int
  let sources: DemoSources

  init(seed: UInt64, days: Int, _ sources: DemoSources) { (self.seed, self.days, self.sources) = (seed, days, sources) }

  private var end: Instant { DemoClock.start + .days(days) }

  /// Last Fridays of March, June, September and December at 08:00, until half a year after the market's end.
  private var quarters: [Instant] {
    var quarters: [Instant] = []
    var (year, month) = (2024, 9)
    while quarters.last.map({ $0 < end + .days(180) }) ?? true {
      let lastDay = month == 3 || month == 12 ? 31 : 30
      var day = Instant(year: year, month: month, day: lastDay, hour: 8)
      while day.weekday != 4 { day = day - .day }
      quarters.append(day)
      (year, month) = month == 12 ? (year + 1, 3) : (year, month + 3)
    }
    return quarters
  }

  /// Hourly bars of each quarter from half a year before its expiry: spot and a basis that wanders about 6% a year.
  func futures() -> [Series] {
    quarters.map { expiry in
      var spot = DemoReader(sources, "spot", "close")
      var wander = OrnsteinUhlenbeck(DemoRandom(seed: seed, .datedBasis), keep: 0.995, deviation: 0.03)
      let code = expiry.dateText.dropFirst(2).replacing("-", with: "")
      let instrument = Instrument(venue: "demo", symbol: "DEMOUSDT_\(code)")
      var stamps: [Int64] = []
      var (opens, highs, lows, closes, volumes): ([Double], [Double], [Double], [Double], [Double]) = (
        [], [], [], [], []
      )
      var before: Double?
      for hour in 0..<days * 24 {
        let open = DemoClock.start + .hours(hour)
        let close = open + .hour
        let yearly = 0.06 + wander.next(hour)
        guard let price = spot.last(at: close - DemoClock.interval), close <= expiry, open >= expiry - .days(182) else {
          continue
        }
        let years = expiry.since(close).calendarYears
        let last = (price * (1 + yearly * years)).stepped(10)
        let first = before ?? last
        stamps.append(open.milliseconds)
        opens.append(first)
        highs.append(max(first, last))
        lows.append(min(first, last))
        closes.append(last)
        volumes.append(20)
        before = last
      }
      let quotes = zip(volumes, closes).map { ($0 * $1).stepped(100) }
      let halves = volumes.map { $0 / 2 }
      return Series(
        descriptor: SeriesDescriptor(instrument: instrument, kind: .klines, cadence: .hour), stamps: stamps,
        columns: [
          opens, highs, lows, closes, volumes, quotes, volumes.map { _ in 40 }, halves,
          quotes.map { ($0 / 2).stepped(100) },
        ])
    }.filter { $0.count > 0 }
  }

  private static let columns: [ColumnDescriptor] =
    SeriesKind.optionChain.columns + [
      .init("option_open_interest", .contracts), .init("option_volume", .contracts), .init("delta", .score),
    ]

  /// Every option of the next two Fridays and the next two quarters, each day at 08:05: a smile about a level that wanders,
  /// prices of the size that options at the money have, and open interest that likes round strikes.
  func options() -> Series {
    var spot = DemoReader(sources, "spot", "close")
    var level = OrnsteinUhlenbeck(DemoRandom(seed: seed, .volatilityLevel), keep: 0.95, deviation: 0.12)
    let interest = DemoRandom(seed: seed, .optionInterest)
    let volume = DemoRandom(seed: seed, .optionVolume)
    var stamps: [Int64] = []
    var rows: [[Double]] = []
    for day in 0..<days {
      let now = DemoClock.start + .days(day) + .hours(8) + .minutes(5)
      let atTheMoney = 0.55 * demoExponential(level.next(day))
      guard now < end, let forward = spot.last(at: now - DemoClock.interval) else { continue }
      for expiry in expiries(after: now) {
        let years = expiry.since(now).calendarYears
        var before = 0.0
        for step in -8...8 {
          let strike = (forward * (1 + 0.05 * Double(step)) / 1000).rounded() * 1000
          // Of a cheap coin two steps are one strike.
          guard strike > before else { continue }
          before = strike
          for right in [1.0, 0] {
            let place = rows.count
            let option = DemoOption(
              forward: forward, strike: strike, isCall: right == 1, years: years, level: atTheMoney)
            let isRound = Int(strike) % 10_000 == 0
            let held = (40 * demoExponential(0.8 * interest.normal(place)) * (isRound ? 4 : 1)).rounded()
            let traded = (held * 0.2 * volume.uniform(place)).rounded()
            stamps.append(now.milliseconds)
            rows.append([
              Double(expiry.milliseconds), strike, right, option.mark, option.volatility, forward, held, traded,
              option.delta,
            ])
          }
        }
      }
    }
    return Series(
      descriptor: SeriesDescriptor(
        instrument: DemoMarket.chain, kind: .optionChain, cadence: nil, columns: Self.columns), stamps: stamps,
      columns: Self.columns.indices.map { column in rows.map { $0[column] } })
  }

  private func expiries(after now: Instant) -> [Instant] {
    var friday = Instant(milliseconds: now.milliseconds - now.millisecondOfDay) + .hours(8)
    while friday.weekday != 4 || friday <= now { friday = friday + .day }
    let near = [friday, friday + .week]
    return near + quarters.filter { $0 > now && !near.contains($0) }.prefix(2)
  }
}

/// One option's figures. Its delta and its time value are close to those of Black's formula and made of what is the same on
/// every machine: a logistic curve in place of the normal distribution.
struct DemoOption {
  let volatility: Double
  let delta: Double
  /// In coins.
  let mark: Double

  init(forward: Double, strike: Double, isCall: Bool, years: Double, level: Double) {
    let moneyness = strike / forward - 1
    let smile = level + 0.3 * moneyness * moneyness - 0.06 * moneyness
    let spread = smile * years.squareRoot()
    let distance = moneyness / spread
    let call = 1 / (1 + demoExponential(1.702 * distance))
    let timeValue = 0.4 * spread * demoExponential(-0.5 * min(distance * distance, 16))
    let intrinsic = max(0, isCall ? -moneyness : moneyness)
    volatility = smile.stepped(1e4)
    delta = (isCall ? call : call - 1).stepped(1e4)
    mark = (intrinsic + timeValue).stepped(1e4)
  }
}
