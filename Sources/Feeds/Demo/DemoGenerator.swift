import Market

/// Makes the market bar after bar. Nothing in a bar depends on a later one, so a shorter market is the beginning of a
/// longer one.
struct DemoGenerator {
  private(set) var tables = DemoTables()
  /// Whether each bar was one of stress at its close.
  private(set) var stressed: [Bool] = []

  private var volatility: DemoVolatility
  private var price: DemoPrice
  private var crowding: DemoCrowding
  private var premium: DemoPremium
  private var interest: DemoInterest
  private var funding = DemoFunding()
  private var stress = DemoStress()
  private let flow: DemoFlow
  private let spotFlow: DemoFlow
  private let liquidations: DemoLiquidations
  private let outages: DemoOutages
  private let opening: DemoRandom
  private let delays: DemoRandom

  /// Bars over which price still falls after the last bar of stress.
  private var driftLeft = 0
  private var lastClose = 600_000
  private var lastIndex = 60_000.0
  private var lastRate: Int?
  private var lastPremium: (bar: Int, ticks: Int)?
  private var lastInterest: (bar: Int, ticks: Int)?

  init(seed: UInt64) {
    volatility = DemoVolatility(seed: seed)
    price = DemoPrice(seed: seed)
    crowding = DemoCrowding(seed: seed)
    premium = DemoPremium(seed: seed)
    interest = DemoInterest(seed: seed)
    flow = DemoFlow(seed: seed, usualCoins: 160)
    spotFlow = DemoFlow(seed: DemoRandom(seed: seed, .spot).word(0), usualCoins: 30)
    liquidations = DemoLiquidations(seed: seed)
    outages = DemoOutages(seed: seed)
    opening = DemoRandom(seed: seed, .opening)
    delays = DemoRandom(seed: seed, .snapshotDelay)
  }

  /// Makes one bar, in the order of causes: stress before it plants its drift; volatility and chance make the prices;
  /// the move forces positions out; crowding and the prices make the premium, and the premium the index; premiums make
  /// the funding when a period ends; and what is then known decides whether the bar was one of stress.
  mutating func make(_ bar: Int) {
    let level = crowding.next(bar)
    interest.next(bar, crowding: level)
    snapshot(bar)
    let path = trade(bar)
    liquidate(bar, path, crowding: level)
    quote(bar, path, crowding: level)
    settle(bar)
    judge(bar)
  }

  /// Open interest as it stood when the bar opened, published one to nine seconds later.
  private mutating func snapshot(_ bar: Int) {
    guard !outages.losesSnapshot(bar) else { return }
    let ticks = Int((interest.coins * 1000).rounded())
    let delay = Interval.seconds(1 + Int(delays.word(bar) % 9))
    tables.openInterest.append([ticks], at: DemoClock.open(bar) + delay)
    lastInterest = (bar, ticks)
  }

  private mutating func trade(_ bar: Int) -> DemoPath {
    let deviation = volatility.next(bar)
    let isQuiet = DemoOutages.quietBars.contains(bar)
    let path: DemoPath
    let candle: DemoCandle
    if isQuiet {
      path = price.stillPath(deviation: deviation)
      candle = DemoCandle(open: lastClose)
    } else {
      let jump = price.jump(bar)
      if jump != 0 { volatility.shake() }
      path = price.path(bar, deviation: deviation, planted: driftLeft > 0 ? DemoStress.drift : 0, jump: jump)
      candle = DemoCandle(open: lastClose + openingStep(bar), path.prices, unit: .price)
    }
    driftLeft = max(0, driftLeft - 1)
    lastClose = candle.close
    if DemoOutages.printsKline(bar) {
      let flows = isQuiet ? [0, 0, 0, 0, 0] : flow.row(bar, path)
      tables.klines.append(candle.row + flows, at: DemoClock.open(bar))
    }
    return path
  }

  /// A bar opens where the last one closed or, one time in four, a tick beside it.
  private func openingStep(_ bar: Int) -> Int {
    switch opening.word(bar) % 8 {
    case 0: -1
    case 1: 1
    default: 0
    }
  }

  private mutating func liquidate(_ bar: Int, _ path: DemoPath, crowding level: Double) {
    guard !DemoOutages.halt.contains(bar) else { return }
    let forced = liquidations.row(bar, change: path.change, crowding: level)
    interest.lose(liquidated: Double(forced[0] + forced[1]) / 1000)
    tables.liquidations.append(forced, at: DemoClock.open(bar))
  }

  /// Premium, mark and spot. The index is the perpetual's price less its premium; spot is the index as it trades.
  private mutating func quote(_ bar: Int, _ path: DemoPath, crowding level: Double) {
    let premiums = premium.along(path, bar, crowding: level)
    let index = zip(path.prices, premiums).map { $0 / (1 + $1) }
    let open = DemoClock.open(bar)
    let spot = DemoPath(before: lastIndex, prices: index, deviation: path.deviation)
    lastIndex = index.last ?? lastIndex
    tables.spot.append(DemoCandle(index, unit: .price).row + spotFlow.row(bar, spot), at: open)
    guard !DemoOutages.halt.contains(bar) else { return }
    let candle = DemoCandle(premiums, unit: .fraction)
    tables.premium.append(candle.row, at: open)
    tables.mark.append(DemoCandle(index.map { $0 * (1 + premium.smooth) }, unit: .price).row, at: open)
    funding.watch(premium: candle.close)
    lastPremium = (bar, candle.close)
  }

  private mutating func settle(_ bar: Int) {
    guard let settlement = funding.settlement(closing: bar) else { return }
    tables.funding.append([settlement.rate, settlement.hours], at: DemoClock.open(bar + 1))
    lastRate = settlement.rate
  }

  /// What is known at the bar's close is what a join would give: a missing premium or snapshot is bridged by the one
  /// before it, a second one is not.
  private mutating func judge(_ bar: Int) {
    let isStressed = stress.isStressed(
      funding: lastRate,
      premium: lastPremium.flatMap { $0.bar >= bar - 1 ? $0.ticks : nil },
      interest: lastInterest.flatMap { $0.bar >= bar - 1 ? $0.ticks : nil })
    stressed.append(isStressed)
    if isStressed { driftLeft = DemoStress.horizon }
  }
}
