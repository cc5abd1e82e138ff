import Market
import Testing

@Suite("Bars made of trades")
struct TradeBarsTests {
  private static let start = Instant(year: 2025, month: 1, day: 1)
  private static let perpetual = Instrument(venue: "binance", symbol: "BTCUSDT")

  /// Lines such as `0.5 100 +2`: seconds after the start, price, and what the taker bought or sold.
  private static func trades(_ text: String) -> Series {
    let rows = text.split(separator: "\n").map { $0.split(separator: " ").compactMap { Double($0) } }
    return Series(
      descriptor: SeriesDescriptor(instrument: perpetual, kind: .trades, cadence: nil),
      stamps: rows.map { start.milliseconds + Int64($0[0] * 1000) },
      columns: [rows.map { $0[1] }, rows.map { max($0[2], 0) }, rows.map { max(-$0[2], 0) }])
  }

  private static let table = """
    0.1 100 +2
    20 103 -1
    40 99 +0.5
    59.9 101 -3
    60 101 +1
    119.5 102 +4
    180 90 -1
    239.9 95 -1
    """

  private static func bars(_ parts: [Series], large: Double? = nil) -> (klines: Series, flow: Series, leftOut: Int) {
    var bars = TradeBars(of: perpetual, contract: perpetual.contract, interval: .minutes(1), large: large)
    for part in parts { bars.add(part) }
    let (klines, flow) = bars.finish()
    return (klines, flow, bars.leftOut)
  }

  private static func row(_ series: Series, _ row: Int) -> [Double] { series.columns.map { $0[row] } }

  @Test("open, high, low, close, volume, value, trades and what takers bought; a minute without a trade is no row")
  func klines() {
    let (klines, flow, leftOut) = Self.bars([Self.trades(Self.table)])
    let minutes: [Int64] = klines.stamps.map { ($0 - Self.start.milliseconds) / 60_000 }
    #expect(minutes == [0, 1, 3])
    #expect(Self.row(klines, 0) == [100, 103, 99, 101, 6.5, 655.5, 4, 2.5, 249.5])
    #expect(Self.row(klines, 1) == [101, 102, 101, 102, 5, 509, 2, 5, 509])
    #expect(Self.row(klines, 2) == [90, 95, 90, 95, 2, 185, 2, 0, 0])
    #expect(Self.row(flow, 0) == [249.5, 406, 2.5, 4, 2, 2])
    #expect(leftOut == 0)
  }

  @Test("trades that come in parts make the bars of the whole, wherever they are cut", arguments: 1..<8)
  func parts(cut: Int) {
    let lines = Self.table.split(separator: "\n")
    let parts = [lines[..<cut], lines[cut...]].map { Self.trades($0.joined(separator: "\n")) }
    let (whole, joined) = (Self.bars([Self.trades(Self.table)]), Self.bars(parts))
    #expect(whole.klines.stamps == joined.klines.stamps && whole.klines.columns == joined.klines.columns)
  }

  @Test("a bar in which the trades begin or end is left out: what is missing could have held its high")
  func edges() {
    let (klines, _, leftOut) = Self.bars([Self.trades("30 100 +1\n60.1 101 +1\n119.9 100 -1\n130 99 +1")])
    #expect(klines.stamps == [Self.start.milliseconds + 60_000])
    #expect(leftOut == 2)
  }

  // MARK: What is missing in the middle

  /// A trade every half second of some minutes, numbered one after the other.
  private static func steady(
    minutes: Int, numbered: Bool = true, without missing: Range<Int> = 0..<0, numbers: (Int) -> Int = { $0 }
  ) -> Series {
    let ticks = (0..<(minutes * 120)).filter { !missing.contains($0) }
    let columns = [
      ticks.map { _ in 100.0 }, ticks.map { _ in 1.0 }, ticks.map { _ in 0.0 }, ticks.map { Double(numbers($0)) },
    ]
    return Series(
      descriptor: SeriesDescriptor(
        instrument: perpetual, kind: .trades, cadence: nil,
        columns: SeriesKind.trades.columns + (numbered ? SeriesKind.trades.otherColumns : [])),
      stamps: ticks.map { start.milliseconds + Int64($0) * 500 },
      columns: numbered ? columns : Array(columns.dropLast()))
  }

  private static func made(_ trades: Series) -> (minutes: [Int64], bars: TradeBars) {
    var bars = TradeBars(of: perpetual, contract: perpetual.contract, interval: .minutes(1))
    bars.add(trades)
    let stamps = bars.finish().klines.stamps
    return (stamps.map { ($0 - start.milliseconds) / 60_000 }, bars)
  }

  @Test("bars of which trades are missing by their numbers are left out and told, on both sides of the hole")
  func numberedHole() {
    let (minutes, bars) = Self.made(Self.steady(minutes: 5, without: 180..<300))
    #expect(minutes == [0, 3, 4] && bars.leftOut == 0)
    #expect(bars.incomplete.map(\.open) == [Self.start + .minutes(1), Self.start + .minutes(2)])
    #expect(bars.incomplete.map(\.missing) == [120, 120])
  }

  @Test("a hundredth may be missing, which is counted: venues number trades too that nobody hears of")
  func fewMissing() {
    let skipped = Self.made(Self.steady(minutes: 5) { $0 < 200 ? $0 : $0 + 2 })
    #expect(skipped.bars.incomplete.map(\.open) == [Self.start + .minutes(1)], "two of 122 are more than a hundredth")
    var bars = TradeBars(of: Self.perpetual, contract: Self.perpetual.contract, interval: .minutes(5))
    bars.add(Self.steady(minutes: 5) { $0 < 200 ? $0 : $0 + 2 })
    #expect(bars.finish().klines.count == 1 && bars.incomplete.isEmpty && bars.missingInKept == 2)
  }

  @Test("without numbers, and with such as several markets share, a silence much longer than those around says it")
  func silentHole() {
    for trades in [
      Self.steady(minutes: 12, numbered: false, without: 400..<800),
      Self.steady(minutes: 12, without: 400..<800) { $0 * 7 },
    ] {
      let (minutes, bars) = Self.made(trades)
      #expect(minutes == [0, 1, 2, 7, 8, 9, 10, 11])
      #expect(bars.incomplete.map(\.silence) == [.seconds(200), .seconds(200)])
    }
  }

  @Test("where numbers go on, a silence is the market's")
  func quiet() {
    let trades = Self.steady(minutes: 12, without: 400..<800) { $0 < 600 ? $0 : $0 - 400 }
    #expect(Self.made(trades).bars.incomplete.isEmpty)
    #expect(!trades.findings.contains { $0.what.contains("numbers") })
  }

  @Test("whoever reads the trades themselves is told how many are missing, and from where on")
  func finding() throws {
    let finding = try #require(
      Self.steady(minutes: 5, without: 180..<300).findings.first { $0.what.hasPrefix("trades are missing") })
    let silent = try #require(
      Self.steady(minutes: 40, numbered: false, without: 1800..<3000).findings.first { $0.what.contains("silent") })
    #expect(silent.what.hasSuffix("at most for 10m") && silent.first == Self.start + .minutes(10))
    #expect(finding.count == 120 && finding.first == Self.start + .seconds(150))
  }

  @Test("large trades are counted by their value, at the threshold too")
  func large() {
    let (_, flow, _) = Self.bars([Self.trades(Self.table)], large: 200)
    #expect(flow.values("large_bought_value")?.first == 200)
    #expect(flow.values("large_sold_value")?.first == 303)
  }

  // MARK: Contracts

  /// Bars of trades whose amounts are contracts, with a number for each of their columns.
  private static func contracts(
    _ text: String, _ venue: String, _ symbol: String, large: Double? = nil, change: (inout Contract) -> Void = { _ in }
  ) -> (klines: [String: Double], flow: [String: Double], columns: [ColumnDescriptor], isUnknown: Bool) {
    let instrument = Instrument(venue: venue, symbol: symbol)
    var contract = instrument.contract
    change(&contract)
    let columns = SeriesKind.trades.columns.map { $0.unit == .base ? ColumnDescriptor($0.name, .contracts) : $0 }
    let rows = Self.trades(text)
    var bars = TradeBars(of: instrument, contract: contract, interval: .minutes(1), large: large)
    bars.add(
      Series(
        descriptor: SeriesDescriptor(instrument: instrument, kind: .trades, cadence: nil, columns: columns),
        stamps: rows.stamps, columns: rows.columns))
    let made = bars.finish()
    func numbers(_ series: Series) -> [String: Double] {
      Dictionary(uniqueKeysWithValues: zip(series.descriptor.columns.map(\.name), Self.row(series, 0)))
    }
    return (
      numbers(made.klines), numbers(made.flow), made.klines.descriptor.columns + made.flow.descriptor.columns,
      bars.isValueUnknown
    )
  }

  @Test("an inverse contract's bars count contracts, the coins that they were worth, and its face value")
  func inverse() {
    let made = Self.contracts("0 50000 +100\n59.9 40000 -50", "binance", "BTCUSD_PERP", large: 6000)
    #expect(made.columns.contains(ColumnDescriptor("volume", .contracts)))
    #expect(made.columns.contains(ColumnDescriptor("sold_volume", .contracts)))
    #expect(made.klines["volume"] == 150 && made.klines["taker_buy_volume"] == 100)
    #expect(made.klines["base_volume"] == 0.2 + 0.125 && made.klines["taker_buy_base_volume"] == 0.2)
    #expect(made.klines["quote_volume"] == nil)
    #expect(made.flow["bought_value"] == 10_000 && made.flow["sold_value"] == 5000)
    #expect(made.flow["large_bought_value"] == 10_000 && made.flow["large_sold_value"] == 0)
    #expect(!made.isUnknown)
  }

  @Test("Deribit says dollars of its inverse contracts, ten of which are one of bitcoin")
  func dollars() {
    let made = Self.contracts("0 50000 +1000\n59.9 50000 -500", "deribit", "BTC-PERPETUAL")
    #expect(made.klines["volume"] == 150 && made.klines["base_volume"] == 0.03)
    #expect(made.flow["bought_value"] == 1000 && made.flow["sold_volume"] == 50)
  }

  @Test("contracts of a number of coins are coins in bars, and their price makes a value of them")
  func linear() {
    let made = Self.contracts("0 50000 +100\n59.9 40000 -50", "okx", "BTC-USDT-SWAP", large: 30_000)
    #expect(made.columns.contains(ColumnDescriptor("volume", .base)))
    #expect(made.klines["volume"] == 1.5 && made.klines["taker_buy_volume"] == 1)
    #expect(made.klines["quote_volume"] == 70_000 && made.klines["taker_buy_quote_volume"] == 50_000)
    #expect(made.flow["bought_volume"] == 1 && made.flow["sold_value"] == 20_000)
    #expect(made.flow["large_bought_value"] == 50_000 && made.flow["large_sold_value"] == 0)
  }

  @Test(
    "where nothing says how much a contract is, or its value is no matter of price alone, bars count contracts and no value",
    arguments: [("okx", "NEW-USDT-SWAP"), ("bitmex", "ETHUSD")])
  func unknown(venue: String, symbol: String) {
    let made = Self.contracts("0 2000 +100\n59.9 2100 -50", venue, symbol, large: 1)
    #expect(made.isUnknown)
    #expect(made.columns.contains(ColumnDescriptor("volume", .contracts)))
    #expect(made.klines["volume"] == 150 && made.klines["base_volume"]?.isNaN == true)
    #expect(made.klines["trades"] == 2 && made.klines["quote_volume"] == nil)
    #expect(Set(made.flow.keys) == ["bought_volume", "sold_volume", "buy_trades", "sell_trades"])
    #expect(made.flow["bought_volume"] == 100 && made.flow["sell_trades"] == 1)
  }

  @Test("what a dataset says of a contract's size is what bars are made with")
  func said() {
    let made = Self.contracts("0 2000 +100\n59.9 2000 -50", "okx", "NEW-USDT-SWAP") { $0.size = .init(0.1, .base) }
    #expect(made.klines["volume"] == 15 && made.klines["quote_volume"] == 30_000)
  }
}
