import Market
import Replay
import Testing

/// Numbers that venues print, that freqtrade's tests assert against a live venue, and that were worked out in 28-digit
/// decimals. A case that the formula beside it does not reproduce is not here.
@Suite("Margin: worked numbers")
struct MarginGoldenTests {
  /// To so many parts of the value.
  private func near(_ value: Double?, _ other: Double, within part: Double = 1e-13) -> Bool {
    value.map { abs($0 - other) <= part * abs(other) } ?? false
  }

  static let binance2021 = MarginTiers([
    (0, 0.004), (50_000, 0.005), (250_000, 0.01), (1_000_000, 0.025), (10_000_000, 0.05), (20_000_000, 0.1),
    (50_000_000, 0.125), (100_000_000, 0.15), (200_000_000, 0.25), (300_000_000, 0.5),
  ])
  /// Table A of the constructed cases.
  static let tableA = MarginTiers([(0, 0.004), (50_000, 0.005), (600_000, 0.01), (3_000_000, 0.025)])

  // MARK: Tiers

  static let printed: [(name: String, amounts: [Double])] = [
    ("Binance BTC 2021", [0.0, 50, 1300, 16_300, 266_300, 1_266_300, 2_516_300, 5_016_300, 25_016_300, 100_016_300]),
    ("ADA/BUSD", [0, 2500, 27_500, 77_500, 277_500, 1_527_500]), ("ZEC/USDT", [0, 750, 4500, 17_000, 29_500]),
    ("COIN-M", [0, 0.005, 0.055, 0.355, 1.605, 6.605, 11.605]), ("Bybit", [0, 10_000]),
    ("Hyperliquid DOGE", [0, 1000, 7666.666666666667]),
  ]

  @Test("deductions follow from the rates", arguments: printed)
  func deductions(name: String, expected: [Double]) throws {
    let tables: [String: MarginTiers] = [
      "Binance BTC 2021": Self.binance2021,
      "ADA/BUSD": MarginTiers([
        (0, 0.025), (100_000, 0.05), (500_000, 0.1), (1_000_000, 0.15), (2_000_000, 0.25), (5_000_000, 0.5),
      ]),
      "ZEC/USDT": MarginTiers([(0, 0.01), (50_000, 0.025), (150_000, 0.05), (250_000, 0.1), (500_000, 0.125)]),
      "COIN-M": MarginTiers([(0, 0.004), (5, 0.005), (10, 0.01), (20, 0.025), (50, 0.05), (100, 0.1), (200, 0.125)]),
      "Bybit": MarginTiers([(0, 0.005), (2_000_000, 0.01)]),
      "Hyperliquid DOGE": HyperliquidMargin([(0, 10), (20_000, 5), (100_000, 3)]).tiers,
    ]
    let table = try #require(tables[name])
    #expect(table.tiers.count == expected.count)
    for (tier, deduction) in zip(table.tiers, expected) {
      #expect(abs(tier.deduction - deduction) <= 1e-12 * max(1, deduction), "\(tier)")
    }
  }

  @Test("maintenance is continuous at every floor, and a floor belongs to the tier above")
  func continuity() {
    for tier in Self.binance2021.tiers.dropFirst() {
      let below = Self.binance2021.maintenance(of: tier.from.nextDown)
      #expect(near(Self.binance2021.maintenance(of: tier.from), below, within: 1e-12))
    }
    #expect(Self.binance2021.tier(of: 264_000).maintenance == 0.01)
    #expect(near(MarginTiers([(0, 0.005), (2_000_000, 0.01)]).maintenance(of: 3_000_000), 20_000))
  }

  // MARK: Binance, linear

  static let eth = LinearPosition(side: 1, quantity: 3683.979, entryPrice: 1456.84)
  static let btc = LinearPosition(side: 1, quantity: 109.488, entryPrice: 32_481.98)

  @Test("Binance's page of two positions, each alone and both in one wallet")
  func twoPositions() {
    let wallet = 1_535_443.01
    // The page gives each position its tier: rate and amount as it prints them.
    let ethTiers = MarginTiers([(0, 0.065), (3_867_571.428571428, 0.1)])
    let btcTiers = Self.binance2021
    let (ethMark, btcMark) = (1335.18, 31_967.27)
    #expect(near(ethTiers.tiers[1].deduction, 135_365, within: 1e-12))
    #expect(near(ethTiers.maintenance(of: Self.eth.notional(at: ethMark)), 356_512.508122, within: 1e-11))
    #expect(near(btcTiers.maintenance(of: Self.btc.notional(at: btcMark)), 71_200.811444, within: 1e-11))
    #expect(near(Self.eth.profit(at: ethMark), -448_192.88514, within: 1e-11))
    #expect(near(Self.btc.profit(at: btcMark), -56_354.56848, within: 1e-11))

    #expect(near(Self.eth.liquidationPrice(wallet: wallet, ethTiers), 1114.784963746, within: 1e-12))
    #expect(near(Self.btc.liquidationPrice(wallet: wallet, btcTiers), 18_778.725932171, within: 1e-13))
    let crossETH = Self.eth.liquidationPrice(wallet: wallet, others: 71_200.811444 + 56_354.56848, ethTiers)
    let crossBTC = Self.btc.liquidationPrice(wallet: wallet, others: 356_512.508122 + 448_192.88514, btcTiers)
    #expect(near(crossETH, 1153.256464239, within: 1e-12))
    #expect(near(crossBTC, 26_316.893264519, within: 1e-13))
  }

  @Test("equity is the maintenance of all positions at the liquidation price")
  func equityIsMaintenance() throws {
    let wallet = 1_535_443.01
    let others = 71_200.811444 + 56_354.56848
    let ethTiers = MarginTiers([(0, 0.065), (3_867_571.428571428, 0.1)])
    let price = try #require(Self.eth.liquidationPrice(wallet: wallet, others: others, ethTiers))
    let equity = wallet + Self.eth.profit(at: price) - 56_354.56848
    let maintenance = ethTiers.maintenance(of: Self.eth.notional(at: price)) + 71_200.811444
    #expect(near(equity, maintenance, within: 1e-9))
    #expect(near(equity, 360_693.071031, within: 1e-9))
  }

  static let positions: [(side: Double, quantity: Double, margin: Double, price: Double)] = [
    (1.0, 1.0, 6000.0, 54_221.105527638191), (-1, 20, 60_000, 62_527.227722772277),
    (1, 10.2, 30_600, 57_281.505567050941), (-1, 9.9, 29_700, 62_681.268126812681),
    // A position on a margin of 1,200, and what three payments of funding leave of it.
    (1, 1, 1200, 59_045.226130653266), (1, 1, 1182, 59_063.316582914573), (1, 1, 1218, 59_027.135678391960),
    (-1, 1, 1200, 60_945.273631840796),
  ]

  @Test("the one tier that holds the notional at its own liquidation price", arguments: positions)
  func selfConsistent(side: Double, quantity: Double, margin: Double, expected: Double) throws {
    let position = LinearPosition(side: side, quantity: quantity, entryPrice: 60_000)
    let model = MarkMargin(Self.tableA)
    let price = try #require(model.liquidationPrice(position, margin: margin))
    #expect(near(price, expected))
    let maintenance = model.maintenance(notional: position.notional(at: price), entryNotional: 0)
    #expect(abs(margin + position.profit(at: price) - maintenance) < 1e-9 * margin)
  }

  @Test("cross, with a loss elsewhere")
  func crossWithLoss() {
    let btc = LinearPosition(side: 1, quantity: 1, entryPrice: 60_000)
    let eth = LinearPosition(side: -1, quantity: 10, entryPrice: 3000)
    let btcTiers = MarginTiers([(0, 0.004), (50_000, 0.005)])
    let ethTiers = MarginTiers.flat(0.004)
    let ethOther = ethTiers.maintenance(of: eth.notional(at: 3050)) - eth.profit(at: 3050)
    let btcOther = btcTiers.maintenance(of: btc.notional(at: 59_000)) - btc.profit(at: 59_000)
    #expect(near(btc.liquidationPrice(wallet: 10_000, others: ethOther, btcTiers), 50_826.130653266332))
    #expect(near(eth.liquidationPrice(wallet: 10_000, others: btcOther, ethTiers), 3860.059760956175))
  }

  @Test("a long that owes nothing, and a short with enough margin, cannot be liquidated above zero")
  func never() {
    #expect(LinearPosition(side: 1, quantity: 1, entryPrice: 100).liquidationPrice(wallet: 100, .flat(0)) == nil)
    #expect(LinearPosition(side: 1, quantity: 1, entryPrice: 100).liquidationPrice(wallet: 200, .flat(0.01)) == nil)
    #expect(InversePosition(side: -1, face: 100, entryPrice: 100).liquidationPrice(wallet: 2, .flat(0.01)) == nil)
  }

  // MARK: Binance, coin-margined

  static let coinM = MarginTiers([
    (0, 0.004), (5, 0.005), (10, 0.01), (20, 0.025), (50, 0.05), (100, 0.1), (200, 0.125),
  ])

  @Test("coin-margined contracts are tiered in coin")
  func coinMargined() {
    #expect(
      near(
        Self.coinM.maintenance(of: InversePosition(side: 1, face: 10_000, entryPrice: 25_000).notional(at: 25_000)),
        0.0016))
    #expect(Self.coinM.tier(of: 300).maintenance == 0.125)
    #expect(near(Self.coinM.maintenance(of: 300), 300 * 0.125 - 11.605))
    let small = MarginTiers.flat(0.004)
    let long = InversePosition(side: 1, face: 100_000, entryPrice: 50_000)
    let short = InversePosition(side: -1, face: 100_000, entryPrice: 50_000)
    #expect(near(long.liquidationPrice(wallet: 0.2, small), 45_636.363636363636))
    #expect(near(short.liquidationPrice(wallet: 0.2, small), 55_333.333333333333))
    #expect(near(long.bankruptcyPrice(wallet: 0.2), 45_454.545454545455))
    #expect(near(short.bankruptcyPrice(wallet: 0.2), 55_555.555555555556))
    let large = InversePosition(side: 1, face: 1_500_000, entryPrice: 50_000)
    #expect(near(large.liquidationPrice(wallet: 3, Self.coinM), 46_095.038225153650))
    #expect(near(large.notional(at: 46_095.038225153650), 32.541463, within: 1e-7))
    let other = InversePosition(side: -1, face: 1_500_000, entryPrice: 50_000)
    #expect(near(other.liquidationPrice(wallet: 3, Self.coinM), 54_888.346781760180))
    #expect(near(other.notional(at: 54_888.346781760180), 27.328205, within: 1e-7))
    #expect(near(long.profit(at: 55_000), 0.181818181818, within: 1e-11))
    #expect(near(-long.funding(rate: 0.0001, mark: 52_000), 0.000192307692, within: 1e-8))
  }

  // MARK: Bybit, OKX, BitMEX

  @Test("Bybit: maintenance on the entry, as it was, and on the mark, as it is")
  func bybit() {
    let model = EntryMargin(.flat(0.005))
    let long = LinearPosition(side: 1, quantity: 1, entryPrice: 20_000)
    #expect(model.liquidationPrice(long, margin: 400) == 19_700)
    #expect(model.liquidationPrice(LinearPosition(side: -1, quantity: 1, entryPrice: 20_000), margin: 3400) == 23_300)
    #expect(model.liquidationPrice(long, margin: 200) == 19_900)
    #expect(near(MarkMargin(.flat(0.005)).liquidationPrice(long, margin: 400), 19_698.492462, within: 1e-10))
    let inverse = [1.0, -1].map { InversePosition(side: $0, face: 60_000, entryPrice: 50_000) }
    #expect(near(model.liquidationPrice(inverse[0], margin: 0.12), 45_662.100456621005))
    #expect(near(model.liquidationPrice(inverse[1], margin: 0.12), 55_248.618784530387))
    #expect(near(MarkMargin(.flat(0.005)).liquidationPrice(inverse[0], margin: 0.12), 45_681.818181818182))
    #expect(near(MarkMargin(.flat(0.005)).liquidationPrice(inverse[1], margin: 0.12), 55_277.777777777778))
    let old = InversePosition(side: 1, face: 10_000, entryPrice: 8000)
    #expect(near(old.bankruptcyPrice(wallet: 0.5, fee: 0.00075), 5718.57, within: 1e-6))
    #expect(near(-InversePosition(side: 1, face: 10_000, entryPrice: 8000).funding(rate: 0.0001, mark: 8000), 0.000125))
    #expect(
      near(
        -VenueFunding.payment(LinearPosition(side: 1, quantity: 10, entryPrice: 8000), price: 8000, rate: 0.0001), 8))
  }

  @Test("OKX: the ratio of an isolated inverse position")
  func okx() {
    let model = OKXMargin(.flat(0.004))
    let positions = [1.0, -1].map { InversePosition(side: $0, face: 10_000, entryPrice: 25_000) }
    #expect(near(model.liquidationPrice(positions[0], margin: 0.04), 22_818.181818181818))
    #expect(near(model.liquidationPrice(positions[1], margin: 0.04), 27_666.666666666667))
    let linear = LinearPosition(side: 1, quantity: 1, entryPrice: 100)
    let fee = OKXMargin(.flat(0.004), taker: 0.0005)
    let price = fee.liquidationPrice(linear, margin: 10)
    #expect(near(price.map { fee.ratio(linear, margin: 10, mark: $0) }, 1, within: 1e-12))
  }

  @Test("BitMEX: 1.25 of profit less .05 of funding; bankruptcy at 500 and liquidation at 510")
  func bitmex() {
    let xbt = InversePosition(side: 1, face: 15_000, entryPrice: 750)
    #expect(near(xbt.notional(at: 750), 20))
    #expect(near(xbt.profit(at: 800), 1.25, within: 1e-12))
    #expect(near(xbt.profit(at: 800) + xbt.funding(rate: 0.0025, mark: 750), 1.2, within: 1e-12))
    let eth = LinearPosition(side: 1, quantity: 20, entryPrice: 1000)
    #expect(eth.bankruptcyPrice(wallet: 10_000) == 500)
    #expect(EntryMargin(.flat(0.01)).liquidationPrice(eth, margin: 10_000) == 510)
    #expect(
      near(InversePosition(side: 1, face: 200_000, entryPrice: 10_000).bankruptcyPrice(wallet: 1), 9523.809523809524))
    for leverage in [2.0, 5, 20] {
      let long = InversePosition(side: 1, face: 100, entryPrice: 50)
      #expect(near(long.bankruptcyPrice(wallet: 2 / leverage), 50 * leverage / (leverage + 1)))
      let short = InversePosition(side: -1, face: 100, entryPrice: 50)
      #expect(near(short.bankruptcyPrice(wallet: 2 / leverage), 50 * leverage / (leverage - 1)))
    }
  }

  // MARK: Hyperliquid, Deribit, dYdX

  static let hyperliquid: [(asset: String, entry: Double, side: Double, size: Double, margin: Double, price: Double)] =
    [
      ("ETH", 2458.5, 1, 0.015, 36.864593, 0.86915825), ("BTC", 63_287, 1, 0.00039, 24.673292, 22.37166537),
      ("SOL", 146.82, 1, 0.16, 23.482979, 0.05269872), ("SOL", 145.83, 1, 0.33, 24.045107, 74.83696193),
      ("ETH", 2459.5, 1, 0.0199, 24.454895, 1243.0411908), ("BTC", 62_739, 1, 0.00077, 24.137992, 31_708.03843631),
      ("DOGE", 0.11586, 1, 437, 25.29769, 0.05945697), ("ETH", 2642.8, -1, 0.019, 25.091876, 3924.18322043),
      ("SOL", 155.89, -1, 0.32, 24.924941, 228.07847866), ("DOGE", 0.14333, -1, 351, 25.136807, 0.20970228),
      ("BTC", 68_595, -1, 0.00069, 23.64871, 101_849.99354283),
      ("BTC", 65_536, -1, 0.00099, 21.604172, 86_493.46174617),
      ("SOL", 173.06, 1, 0.6, 20.735658, 142.05186667), ("ETH", 2545.5, 1, 0.0329, 20.909894, 1929.23322895),
      ("BTC", 67_400, -1, 0.00031, 20.887308, 133_443.97317151), ("ETH", 2552, -1, 0.0327, 20.833393, 3157.53150453),
      ("BTC", 66_930, 1, 0.0015, 20.043862, 54_108.51043771), ("BTC", 67_033, 1, 0.00121, 20.251817, 50_804.00091827),
      ("ETH", 2521.9, 1, 0.0237, 19.902091, 1699.14071943), ("BTC", 68_139, -1, 0.00145, 19.72573, 80_933.61590987),
      ("SOL", 178.29, -1, 0.11, 19.605036, 347.82205322), ("SOL", 176.23, 1, 0.33, 19.364946, 120.56240404),
      ("SOL", 173.08, -1, 0.33, 19.01881, 225.08561715), ("BTC", 68_240, -1, 0.00105, 17.887922, 84_431.79820839),
      ("ETH", 2518.4, -1, 0.007, 17.62263, 4986.05799151), ("ETH", 2533.2, 1, 0.0347, 17.555195, 2047.7642302),
      ("DOGE", 0.13284, 1, 360, 15.943218, 0.09082388), ("SOL", 163.11, -1, 0.48, 15.650731, 190.94213618),
      ("BTC", 67_141, 1, 0.00067, 14.979079, 45_236.52992613), ("AAPL", 250, 1, 0.5, 25, 210.5263157894737),
      ("GOOGL", 190, -1, 0.5, 9.5, 199.04761904761904), ("TSLA", 350, 1, 1, 50, 315.7894736842105),
    ]

  @Test("Hyperliquid: 32 positions", arguments: hyperliquid.indices)
  func hyperliquidPositions(index: Int) throws {
    let row = Self.hyperliquid[index]
    let most: [String: Double] = ["BTC": 50, "ETH": 50, "SOL": 20, "DOGE": 20]
    let model = HyperliquidMargin(mostLeverage: most[row.asset] ?? 10)
    let position = LinearPosition(side: row.side, quantity: row.size, entryPrice: row.entry)
    let price = try #require(model.liquidationPrice(position, margin: row.margin))
    // Of the first three, held at leverage 1, next to nothing is left and the rounding of the entry is all that shows.
    if index < 3 {
      #expect(abs(price - row.price) < 1e-3)
    } else {
      #expect(near(price, row.price, within: 1e-4))
    }
  }

  @Test("Hyperliquid: two positions in one account")
  func hyperliquidCross() {
    let btc = LinearPosition(side: 1, quantity: 0.1, entryPrice: 60_000)
    let eth = LinearPosition(side: -1, quantity: 2, entryPrice: 2500)
    let (btcTiers, ethTiers) = (MarginTiers.flat(0.0125), MarginTiers.flat(0.02))
    #expect(near(btc.liquidationPrice(wallet: 1500, others: 100, btcTiers), 46_582.278481012658))
    #expect(near(eth.liquidationPrice(wallet: 1500, others: 75, ethTiers), 3149.509803921569))
  }

  @Test("Hyperliquid: maintenance over three tiers")
  func hyperliquidTiers() {
    let tiers = HyperliquidMargin([(0, 10), (20_000, 5), (100_000, 3)]).tiers
    #expect(near(tiers.maintenance(of: 10_000), 500))
    #expect(near(tiers.maintenance(of: 50_000), 4000))
    #expect(near(tiers.maintenance(of: 150_000), 17_333.333333333333))
  }

  @Test("Deribit: rates that rise with the size")
  func deribit() {
    let btc = DeribitMargin(initial: 0.02, maintenance: 0.01, slope: 0.00005)
    #expect(near(btc.initialMargin(coins: 25, price: 100_000), 53_125))
    #expect(near(btc.maintenanceMargin(coins: 25, price: 100_000), 28_125))
    #expect(near(btc.initialMargin(coins: 350, price: 100_000), 1_312_500))
    let sol = DeribitMargin(initial: 0.04, maintenance: 0.02, slope: 0.000005)
    #expect(near(sol.initialMargin(coins: 25, price: 200), 200.625))
    #expect(near(sol.maintenanceMargin(coins: 25, price: 200), 100.625))
    #expect(near(sol.initialMargin(coins: 6000, price: 200), 84_000))
  }

  @Test(
    "printed tables have the venue's own deductions",
    arguments: [
      ("binance-btc-2021", [0, 50, 1300, 16_300, 266_300, 1_266_300, 2_516_300, 5_016_300, 25_016_300, 100_016_300]),
      ("binance-btcusd", [0, 0.005, 0.055, 0.355, 1.605, 6.605, 11.605]),
      ("binance-zec", [0, 750, 4500, 17_000, 29_500]),
      ("binance-ada-busd", [0, 2500, 27_500, 77_500, 277_500, 1_527_500]),
    ])
  func printedTables(name: String, deductions: [Double]) throws {
    let table = try #require(DatedTiers.named[name])
    let own = table.tiers.tiers.map(\.deduction)
    #expect(own.count == deductions.count && zip(own, deductions).allSatisfy { near($0, $1, within: 1e-12) })
  }

  @Test("a table without a date says so of every window")
  func undated() throws {
    let table = try #require(DatedTiers.named["hyperliquid-sol"])
    #expect(table.tiers.tiers[0].maintenance == 0.025 && table.tiers.tiers[0].initial == 0.05)
    #expect(table.caution(.always)?.contains("undated") == true)
  }

  @Test("tables say when they held")
  func dates() {
    let table = DatedTiers(
      instrument: "binance:BTCUSDT", from: Instant(year: 2021, month: 6, day: 1),
      until: Instant(year: 2022, month: 1, day: 1), source: "the venue's page", Self.binance2021)
    let inside = TimeRange(from: Instant(year: 2021, month: 7, day: 1), to: Instant(year: 2021, month: 8, day: 1))
    let after = TimeRange(from: Instant(year: 2021, month: 7, day: 1), to: Instant(year: 2022, month: 8, day: 1))
    #expect(table.caution(inside) == nil)
    #expect(table.caution(after)?.contains("stand in for the rest") == true)
  }
}

@Suite("Funding: worked numbers")
struct FundingGoldenTests {
  private func near(_ value: Double, _ other: Double) -> Bool { abs(value - other) <= 1e-13 + 1e-12 * abs(other) }

  static let hours: [(premium: Double, eightHours: Double, hour: Double)] = [
    (0.0, 0.0001, 0.0000125), (0.0001, 0.0001, 0.0000125), (0.0004, 0.0001, 0.0000125), (0.0006, 0.0001, 0.0000125),
    (-0.0003, 0.0001, 0.0000125), (-0.0006, -0.0001, -0.0000125), (0.001, 0.0005, 0.0000625), (0.35, 0.3495, 0.04),
  ]

  @Test("Hyperliquid: premium, eight hours' rate, an hour's payment", arguments: hours)
  func hyperliquid(premium: Double, eightHours: Double, hour: Double) {
    #expect(near(VenueFunding.binance(premium: premium), eightHours))
    #expect(near(VenueFunding.hyperliquid(premium: premium), hour))
  }

  static let bands: [(premium: Double, rate: Double)] = [
    (0.0002, 0.0), (-0.0002, 0), (0.00025, 0), (-0.00025, 0), (0.0005, 0.00025), (0.001, 0.00075), (-0.001, -0.00075),
  ]

  @Test("Deribit: what the premium exceeds its dead band by", arguments: bands)
  func deribit(premium: Double, rate: Double) { #expect(near(VenueFunding.deribit(premium: premium), rate)) }

  @Test("Deribit: accrued by the time at each rate")
  func accrual() {
    #expect(near(VenueFunding.deribitAccrued(premium: 0.001, hours: 1.0 / 60), 0.0000015625))
    let parts = [(0.001, 2.0), (-0.0002, 1), (-0.001, 0.5)]
    let paid = parts.reduce(0) { $0 + VenueFunding.deribitAccrued(premium: $1.0, hours: $1.1) }
    #expect(near(paid, 0.000140625))
  }

  @Test("payments: long pays a positive rate on the venue's price")
  func payments() {
    func paid(_ quantity: Double, _ price: Double, _ rate: Double) -> Double {
      -VenueFunding.payment(LinearPosition(side: 1, quantity: quantity, entryPrice: price), price: price, rate: rate)
    }
    #expect(near(3 * paid(1, 20_000, 0.0001), 6))
    #expect(near(paid(2, 2500, 0.0000125), 0.0625))
    #expect(near(paid(0.5, 116_302.62419, 0.0000125), 0.7268914011875))
    #expect(near(VenueFunding.annual(0.0000125, hours: 1), 0.1095))
    #expect(near(VenueFunding.annual(0.0001, hours: 8), 0.1095))
    #expect(near(VenueFunding.annual(0.0001, hours: 4), 0.219))
  }
}
