import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("Which series a column name means")
struct ColumnNamesTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  /// First values tell the series apart.
  private func dataset(_ extra: [Series] = []) throws -> Dataset {
    try scratch.dataset(
      "btc",
      [
        ramp(.klines, every: .minutes(5), count: 100, plus: 1000), ramp(.klines, every: .hour, count: 10, plus: 2000),
        ramp(.klines, of: eth, every: .hour, count: 10, plus: 3000),
        ramp(.openInterest, of: bybitBTC, every: .hour, count: 10, plus: 4000),
      ] + extra)
  }

  private func frame(_ dataset: Dataset, _ columns: Set<String>) throws -> Frame {
    try dataset.frame(of: "binance:BTCUSDT", columns: columns)
  }

  private func meaning(_ name: String, _ dataset: Dataset, _ interval: Interval = .minutes(5)) throws -> String? {
    try dataset.assemble(FrameRequest(instrument: "BTCUSDT", interval: interval, columns: [name])).sources.first {
      $0.name == name
    }?
    .series.descriptor.title
  }

  @Test("a plain name is the traded perpetual's own")
  func own() throws {
    let dataset = try dataset()
    #expect(try meaning("volume", dataset) == "binance:BTCUSDT klines 5m")
    #expect(try meaning("volume", dataset, .hour) == "binance:BTCUSDT klines 1h")
  }

  @Test("a plain name that only another instrument has is that one's")
  func onlyOther() throws {
    let dataset = try dataset()
    #expect(try meaning("open_interest", dataset) == "bybit:BTCUSDT open_interest 1h")
    let frame = try frame(dataset, ["open_interest", "volume"])
    #expect(
      frame.borrowed.map(\.note) == [
        "open_interest is that of bybit:BTCUSDT open_interest 1h: binance:BTCUSDT has none here"
      ])
  }

  @Test("another coin's never stands in, and does not make the coin's own ambiguous")
  func otherCoin() throws {
    let dataset = try dataset([ramp(.openInterest, of: eth, every: .hour, count: 10)])
    #expect(try meaning("open_interest", dataset) == "bybit:BTCUSDT open_interest 1h")
    #expect(try meaning("bybit.open_interest", dataset) == "bybit:BTCUSDT open_interest 1h")
    #expect(try meaning("ETHUSDT.open_interest", dataset) == "binance:ETHUSDT open_interest 1h")
    let only = try scratch.dataset(
      "only", [ramp(.klines, every: .hour, count: 9), ramp(.openInterest, of: eth, every: .hour, count: 9)])
    let problem = #expect(throws: Problem.self) { try only.frame(columns: ["open_interest"]) }
    #expect(
      problem?.description == "there is no column 'open_interest' of BTC in dataset 'only', only of other coins; "
        + "say binance.ETHUSDT.open_interest if that is meant")
  }

  @Test("a plain name that several other venues have is refused, with what to say instead")
  func ambiguous() throws {
    let okx = Instrument(venue: "okx", symbol: "BTC-USDT-SWAP")
    let dataset = try dataset([ramp(.openInterest, of: okx, every: .hour, count: 10)])
    let problem = #expect(throws: Problem.self) { try dataset.frame(of: "BTCUSDT", columns: ["open_interest"]) }
    #expect(
      problem?.description == "column 'open_interest' could mean 2 series of dataset 'btc'; "
        + "say bybit.BTCUSDT.open_interest or okx.`BTC-USDT-SWAP`.open_interest")
    #expect(try meaning("okx.open_interest", dataset) == "okx:BTC-USDT-SWAP open_interest 1h")
  }

  @Test("the traded perpetual's own series goes before all others")
  func ownFirst() throws {
    let dataset = try dataset([ramp(.openInterest, every: .hour, count: 10)])
    #expect(try meaning("open_interest", dataset) == "binance:BTCUSDT open_interest 1h")
    #expect(try meaning("bybit.open_interest", dataset) == "bybit:BTCUSDT open_interest 1h")
  }

  @Test("venue, symbol or both reach other instruments")
  func qualified() throws {
    let dataset = try dataset()
    #expect(try meaning("ETHUSDT.close", dataset) == "binance:ETHUSDT klines 1h")
    #expect(try meaning("binance.ETHUSDT.close", dataset) == "binance:ETHUSDT klines 1h")
    #expect(try meaning("binance.close", dataset) == "binance:BTCUSDT klines 5m")
    for name in ["okx.close", "BTCUSDT.binance.close", "a.b.c.close", ".close", "close.", ""] {
      #expect(throws: Problem.self, "\(name)") { try dataset.frame(of: "BTCUSDT", columns: [name]) }
    }
  }

  @Test("of several cadences the widest that fits into a bar is taken")
  func cadences() throws {
    let extra = [Interval.minute, .minutes(15), .hours(4)].map { ramp(.mark, every: $0, count: 500) }
    let dataset = try dataset(extra)
    #expect(try meaning("mark", dataset, .minutes(5)) == "binance:BTCUSDT mark 1m")
    #expect(try meaning("mark", dataset, .hour) == "binance:BTCUSDT mark 15m")
  }

  @Test("values that are all wider than a bar come from the narrowest of them")
  func wide() throws {
    let dataset = try dataset([Interval.hours(4), .hour].map { ramp(.mark, every: $0, count: 9) })
    #expect(try meaning("mark", dataset, .minutes(5)) == "binance:BTCUSDT mark 1h")
  }

  @Test("an unknown name is answered with the nearest one")
  func unknown() throws {
    let dataset = try dataset()
    let problem = #expect(throws: Problem.self) { try dataset.frame(of: "BTCUSDT", columns: ["open_intrest"]) }
    #expect(
      problem?.description == "there is no column 'open_intrest' in dataset 'btc'; did you mean 'open_interest'?")
    #expect(throws: Problem.self) { try dataset.frame(of: "BTCUSDT", columns: ["xyz"]) }
  }

  @Test("every column is listed once, by the shortest name that means it")
  func available() throws {
    let dataset = try dataset([ramp(.openInterest, of: eth, every: .hour, count: 10)])
    let columns = try ColumnBook(dataset, instrument: "BTCUSDT", interval: .minutes(5)).available
    #expect(
      columns.filter { $0.source == "binance:BTCUSDT klines 5m" }.map(\.name).prefix(4) == [
        "open", "high", "low", "close",
      ])
    #expect(
      columns.filter { $0.source == "binance:ETHUSDT klines 1h" }.map(\.name).last
        == "binance.ETHUSDT.taker_buy_quote_volume")
    #expect(columns.filter { $0.unit == .base }.map(\.name).contains("open_interest"))
    // Hourly klines of the traded perpetual are out of reach beside those of five minutes.
    #expect(!columns.map(\.source).contains("binance:BTCUSDT klines 1h"))
    for column in columns { #expect(try meaning(column.name, dataset) == column.source) }
    #expect(Set(columns.map(\.name)).count == columns.count)
  }

  @Test(
    "amounts of events that are dollars and no contracts of their venue are listed as such",
    arguments: [("deribit", "BTC-PERPETUAL", Unit.quote), ("binance", "BTCUSD_PERP", .contracts)])
  func shownUnits(venue: String, symbol: String, unit: Unit) throws {
    let instrument = Instrument(venue: venue, symbol: symbol)
    let trades = SeriesDescriptor(
      instrument: instrument, kind: .trades, cadence: nil,
      columns: SeriesKind.trades.columns.map { $0.ofInverse(.trades) })
    let klines = SeriesDescriptor(
      instrument: instrument, kind: .klines, cadence: .minute, columns: SeriesKind.coinMarginedKlines)
    func series(_ descriptor: SeriesDescriptor) -> Series {
      Series(
        descriptor: descriptor, stamps: (0..<3).map { (newYear + .minute * $0).milliseconds },
        columns: descriptor.columns.map { _ in [10, 20, 30] })
    }
    let dataset = try scratch.dataset("inverse", [series(klines), series(trades)])
    let columns = try ColumnBook(dataset, instrument: symbol, interval: .minute).available
    func listed(_ name: String) -> Unit? { columns.first { $0.name == name }?.unit }
    #expect(listed("taker_bought") == unit && listed("taker_sold") == unit)
    #expect(listed("volume") == .contracts, "bars count contracts at every venue")
  }

  @Test("a missing interval is answered with those there are")
  func intervals() throws {
    let dataset = try dataset()
    let problem = #expect(throws: Problem.self) { try dataset.frame(of: "BTCUSDT", interval: .minutes(7)) }
    #expect(
      problem?.description
        == "dataset 'btc' has no klines of 7m of binance:BTCUSDT; its intervals are 5m, 1h, and multiples of them")
    #expect(try dataset.frame(of: "BTCUSDT").grid.interval == .minutes(5))
    #expect(throws: Problem.self) { try scratch.dataset("oi", [ramp(.openInterest, every: .hour, count: 3)]).frame() }
  }
}
