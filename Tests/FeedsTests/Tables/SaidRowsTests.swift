import Feeds
import Market
import TestSupport
import Testing

/// Columns that nothing is measured in, and that say of every row what its numbers are.
@Suite("Columns that say what the rows are of")
struct SaidRowsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func bars(_ column: String, _ words: [String], times: (Int) -> String = { "\(1_735_689_600 + 3600 * $0)" })
    -> String
  {
    "time,open,high,low,close,volume,\(column)\n"
      + words.enumerated().map { "\(times($0)),100,103,99,101,5,\($1)\n" }.joined()
  }

  private func hints(
    kind: FileKind? = nil, zone: String? = nil, units: String? = nil, columns: [String: String] = [:]
  ) throws -> ImportHints {
    try ImportHints(
      venue: "binance", symbol: "BTCUSDT", kind: kind, table: flags(columns: columns, zone: zone, units: units))
  }

  private func clock(_ hour: Int) -> String { "2025-01-01 0\(hour):00:00" }

  // MARK: The venue

  @Test(
    "a column of another venue than --venue is refused with its line, in bars and in rates",
    arguments: ["bybit", "Bybit", "bybit-linear", "OKX", "Gate.io", "Coinbase Pro"])
  func otherVenue(word: String) throws {
    let refused = problem(bars("exchange", [word, word, word]), name: "BTCUSDT_1h.csv", try hints())
    #expect(refused?.what == "the rows say '\(word)', and --venue says binance, which is another venue")
    #expect(refused?.place.line == 2)
    let rates =
      "exchange,time,funding_rate\n" + (0..<3).map { "\(word),\(1_735_689_600 + 28_800 * $0),0.0001\n" }.joined()
    #expect(problem(rates, name: "BTCUSDT_funding.csv", try hints())?.what == refused?.what)
  }

  @Test(
    "a column of the same venue is no other, by whichever of its names",
    arguments: ["binance", "Binance", "BINANCE", "binance-futures", "BINANCE_USDM", "binanceusdm", "Binance Futures"])
  func sameVenue(word: String) throws {
    let table = try imported(bars("exchange", [word, word, word]), name: "BTCUSDT_1h.csv", hints())
    #expect(table.titles == ["binance:BTCUSDT klines 1h"])
    #expect(!table.reports.flatMap(\.notes).contains { $0.hasPrefix("not read") })
  }

  @Test("a word that names no known venue is said to be not read")
  func unknownVenue() throws {
    let table = try imported(bars("exchange", ["desk", "desk", "desk"]), name: "BTCUSDT_1h.csv", hints())
    #expect(table.titles == ["binance:BTCUSDT klines 1h"])
    #expect(table.reports.flatMap(\.notes).contains("not read: exchange"))
  }

  @Test("what is filed under a name of one's own may be of any venue")
  func ownVenue() throws {
    let own = try ImportHints(venue: "mine", symbol: "BTCUSDT")
    let filed = try imported(bars("exchange", ["bybit", "bybit", "bybit"]), name: "BTCUSDT_1h.csv", own)
    #expect(filed.titles == ["mine:BTCUSDT klines 1h"])
  }

  // MARK: The market

  @Test("a symbol in the rows that is spot by itself is not said to be a perpetual's")
  func spotSymbol() throws {
    let text = bars("instId", ["BTC-USDT", "BTC-USDT", "BTC-USDT"])
    let table = try imported(text, name: "x.csv", ImportHints(venue: "okx"))
    #expect(table.reports.first?.series?.instrument.type == .spot)
    #expect(!table.reports.flatMap(\.notes).contains { $0.contains("taken as a perpetual") })
  }

  @Test(
    "a column of sorts of markets is no symbol, and says whether it is spot",
    arguments: [
      ("market", "spot", InstrumentType.spot), ("market", "SPOT", .spot), ("exchange_type", "spot", .spot),
      ("market_type", "spot", .spot), ("market", "perp", .perpetual), ("market", "swap", .perpetual),
      ("instrument", "linear", .perpetual), ("market", "futures", .perpetual),
    ])
  func market(column: String, word: String, type: InstrumentType) throws {
    let table = try imported(
      bars(column, [word, word, word]), name: "BTCUSDT_1h.csv", ImportHints(venue: "binance"))
    let instrument = try #require(table.reports.first?.series?.instrument)
    #expect(instrument.symbol == "BTCUSDT" && instrument.type == type, "\(instrument)")
    let said = "taken as spot, as the column '\(column)' says; say --kind klines where it is a perpetual"
    #expect(table.reports.flatMap(\.notes).contains(said) == (type == .spot))
  }

  @Test("a coin that is called like a market stays a coin, and a market that holds symbols holds them")
  func symbols() throws {
    let coin = try imported(bars("coin", ["PERP", "PERP", "PERP"]), name: "x.csv", ImportHints(venue: "hyperliquid"))
    #expect(coin.titles == ["hyperliquid:PERP klines 1h"])
    let market = try imported(
      bars("market", ["BTC-USD", "BTC-USD", "BTC-USD"]), name: "x.csv", ImportHints(venue: "dydx"))
    #expect(market.titles == ["dydx:BTC-USD klines 1h"])
  }

  @Test("a column and a name that say two markets are refused")
  func contradiction() throws {
    let refused = problem(bars("market", ["spot", "spot", "spot"]), name: "BTCUSDT-perp.csv", try hints())
    #expect(refused?.what == "the column 'market' says spot, and the name or the folder says perpetual")
    let spot = try imported(bars("market", ["spot", "spot", "spot"]), name: "BTCUSDT-perp.csv", hints(kind: .spot))
    #expect(spot.reports.first?.series?.instrument.type == .spot)
    let said = try imported(bars("market", ["spot", "spot", "spot"]), name: "BTCUSDT.csv", hints(kind: .klines))
    #expect(said.reports.flatMap(\.notes).contains { $0.hasPrefix("the column 'market' says spot, and --kind klines") })
  }

  // MARK: The clock

  @Test(
    "a column that says the clock of every row is the zone of its times",
    arguments: [
      ("timezone", "Asia/Shanghai", "Asia/Shanghai"), ("tz", "UTC+8", "UTC+8"), ("utc_offset", "+08:00", "+08:00"),
      ("utc_offset", "8", "+08:00"), ("utc_offset", "28800", "+08:00"), ("tz", "hkt", "+08:00"),
    ])
  func zone(column: String, word: String, said: String) throws {
    let table = try imported(bars(column, [word, word, word], times: clock), hints())
    #expect(try table.stamps.first == "2024-12-31T16:00:00Z")
    #expect(table.reports.flatMap(\.notes).contains("times are off the clock of \(said), as '\(column)' says"))
    #expect(try imported(bars(column, [word, word, word], times: clock), hints(zone: "+08:00")).titles.count == 1)
    let refused = problem(bars(column, [word, word, word], times: clock), try hints(zone: "-05:00"))
    #expect(refused?.what.hasSuffix("off the clock of \(said), and --zone says -05:00") == true)
  }

  @Test("a clock that is UTC, or stands beside times that say themselves when they are, changes nothing")
  func noZone() throws {
    #expect(
      try imported(bars("timezone", ["UTC", "GMT", "0"], times: clock), hints()).stamps[0] == "2025-01-01T00:00:00Z")
    let counted = try imported(bars("timezone", ["Asia/Shanghai", "Asia/Tokyo", "x"]), name: "a.csv", hints())
    #expect(try counted.stamps[0] == "2025-01-01T00:00:00Z")
    let zoned = try imported(
      bars("tz", ["EST", "EST", "EST"], times: { self.clock($0) + "Z" }), name: "b.csv", hints())
    #expect(try zoned.stamps[0] == "2025-01-01T00:00:00Z")
  }

  @Test("several clocks are refused with the line, and a word that several go by asks for --zone")
  func clocks() throws {
    let several = problem(bars("utc_offset", ["+01:00", "+01:00", "+02:00"], times: clock), try hints())
    #expect(several?.what.contains("says '+01:00' in line 2 and '+02:00' here") == true)
    #expect(several?.place.line == 4)
    let words = ["EST", "EST", "EST"]
    #expect(problem(bars("tz", words, times: clock), try hints())?.remedy?.hasPrefix("say --zone") == true)
    let said = try imported(bars("tz", words, times: clock), hints(zone: "-05:00"))
    #expect(try said.stamps.first == "2025-01-01T05:00:00Z")
  }

  // MARK: Units

  @Test(
    "a unit that says that amounts are no coins asks for the flag",
    arguments: [
      ("volume_unit", "contracts", "contracts"), ("unit", "Contracts", "contracts"), ("volume_unit", "USDT", "quote"),
      ("contract_size", "0.001", "contracts"),
    ])
  func units(column: String, word: String, unit: String) throws {
    let text = bars(column, [word, word, word])
    let refused = problem(text, try hints())
    #expect(refused?.remedy?.hasPrefix("say --unit volume=\(unit), or --unit volume=coin") == true)
    for said in [unit, "coin"] {
      // Each into a dataset of its own: contracts and coins are two forms of one series.
      let table = try ImportedTable(text, in: ScratchFolder(), hints: hints(units: "volume=\(said)"))
      #expect(table.titles.count == 1)
    }
  }

  @Test("a unit that is the coin, and a contract of one, say nothing new; a multiplier of all rows is said")
  func plainUnits() throws {
    for (column, word) in [("volume_unit", "BTC"), ("contract_size", "1"), ("unit", "USDT"), ("multiplier", "1.0")] {
      let table = try imported(bars(column, [word, word, word]), name: "\(column).csv", hints())
      #expect(!table.reports.flatMap(\.notes).contains { $0.contains("as they stand") })
    }
    let table = try imported(bars("multiplier", ["1000", "1000", "1000"]), name: "m.csv", hints())
    #expect(
      table.reports.flatMap(\.notes).contains(
        "'multiplier' says 1000 in every row, and numbers are taken as they stand"))
  }

  @Test(
    "an empty cell takes nothing from what the others say, wherever it stands", arguments: [0, 1, 2])
  func emptyUnits(empty: Int) throws {
    for (column, word) in [("unit", "contracts"), ("volume_unit", "USDT"), ("contract_size", "0.001")] {
      var words = [word, word, word]
      words[empty] = ""
      let refused = problem(bars(column, words), try hints())
      #expect(refused?.what.hasPrefix("the column '\(column)' says ") == true)
      #expect(refused?.place.line == (empty == 0 ? 3 : 2))
    }
    var widths = ["4h", "4h", "4h"]
    widths[empty] = ""
    #expect(problem(bars("interval", widths), try hints())?.what.contains("says bars of 4h") == true)
    var coins = ["BTC", "BTC", "BTC"]
    coins[empty] = ""
    #expect(try imported(bars("volume_unit", coins), hints()).titles.count == 1)
  }

  @Test("contracts of two sizes in one table are asked about as those of one")
  func sizes() throws {
    let text =
      "time,symbol,open,high,low,close,volume,contract_size\n"
      + (0..<3).map { row in
        let time = 1_735_689_600 + row * 3600
        return "\(time),BTCUSDT,100,103,99,101,7,1\n\(time),ETHUSDT,10,13,9,11,70,0.1\n"
      }.joined()
    let refused = problem(text, name: "both.csv", try ImportHints(venue: "binance"))
    #expect(refused?.what == "the column 'contract_size' says 0.1: 'volume' may count contracts of that size")
    #expect(refused?.place.line == 3)
  }

  @Test(
    "a rate that is said to be percent by a column is not taken as a fraction", arguments: ["rate_unit", "unit"])
  func rateUnits(column: String) throws {
    func table(_ words: [String]) -> String {
      "time,funding_rate,\(column)\n"
        + words.enumerated().map { "\(1_735_689_600 + $0 * 28_800),0.0012,\($1)\n" }.joined()
    }
    let said = try ImportHints(venue: "binance", symbol: "BTCUSDT")
    let refused = problem(table(["percent", "", "percent"]), said)
    #expect(
      refused?.what == "the column '\(column)' says 'percent', and 'funding_rate' would be taken as fractions")
    #expect(refused?.remedy?.hasPrefix("say --unit funding_rate=percent, or") == true)
    #expect(
      try imported(table(["fraction", "", "fraction"]), said).column("funding_rate") == [0.0012, 0.0012, 0.0012])
    let units = try flags(units: "funding_rate=percent")
    let percent = try imported(
      table(["percent", "", "percent"]), name: "p.csv",
      ImportHints(venue: "bybit", symbol: "BTCUSDT", table: units))
    #expect(try percent.column("funding_rate") == [0.000012, 0.000012, 0.000012])
  }

  // MARK: Rows that somebody made up

  @Test(
    "rows that say that they were filled in are left out, and counted",
    arguments: [
      ("is_filled", "True", "False"), ("imputed", "1", "0"), ("interpolated", "yes", ""), ("synthetic", "1", "0"),
    ])
  func madeUp(column: String, yes: String, no: String) throws {
    let table = try imported(bars(column, [no, yes, no, no]), hints())
    #expect(try table.column("close").count == 3)
    #expect(
      table.reports.flatMap(\.notes).contains("1 row that was filled in, by '\(column)', is left out"),
      "\(table.reports.flatMap(\.notes))")
    let all = problem(bars(column, [yes, yes, yes]), name: "all.csv", try hints())
    #expect(all?.what.contains("no row that can be used: \(column) is '\(yes)' in the first row") == true)
    let own = try imported(
      bars("mine", [no, yes, no, no]), name: "own.csv",
      hints(kind: .klines, columns: ["time": "time", "filled": "mine"]))
    #expect(try own.column("close").count == 3)
  }

  // MARK: Rates that nobody has paid

  private func rates(_ column: String, more: String = "") -> String {
    "time,\(column)\n" + (0..<4).map { "\(1_735_689_600 + 28_800 * $0),0.0001\(more)\n" }.joined()
  }

  @Test(
    "a file that is called so holds rates that were expected, unless --kind says that they were paid",
    arguments: ["BTCUSDT_predicted_funding.csv", "BTCUSDT-estimatedFunding.csv", "BTCUSDT_next_funding_rate.csv"])
  func foretoldByName(name: String) throws {
    let table = try imported(rates("funding_rate"), name: name, hints())
    #expect(table.titles.first?.hasPrefix("binance:BTCUSDT predicted_funding") == true, "\(table.titles)")
    #expect(table.reports.flatMap(\.notes).contains { $0.hasPrefix("taken as predicted funding, as the name says") })
    let paid = try imported(rates("funding_rate"), name: name, hints(kind: .funding))
    #expect(paid.titles == ["binance:BTCUSDT funding 8h"])
    #expect(paid.reports.flatMap(\.notes).contains { $0.contains("--kind says that the rates were paid") })
  }

  @Test(
    "a column that is called so is no funding", arguments: ["predicted_rate", "rate_estimate", "next_funding_rate"])
  func foretoldByColumn(column: String) throws {
    let refused = problem(rates(column), try hints(kind: .funding, columns: ["funding_rate": column]))
    #expect(refused?.what == "the rates in '\(column)' were expected, by its name, and funding is what was paid")
  }

  @Test("of a rate and the one that was settled the second is funding, and the first what was predicted")
  func settled() throws {
    for column in ["realized_rate", "settledRate", "realized_funding_rate"] {
      let text = rates("funding_rate,\(column)", more: ",0.0003")
      let table = try imported(text, name: "\(column).csv", hints())
      #expect(
        try table.titles == ["binance:BTCUSDT funding 8h"] && table.column("funding_rate") == [3e-4, 3e-4, 3e-4, 3e-4])
      #expect(table.reports.flatMap(\.notes).contains { $0.contains("and not of 'funding_rate'") })
      let other = try imported(text, name: "o\(column).csv", hints(columns: ["funding_rate": "funding_rate"]))
      #expect(try other.column("funding_rate") == [1e-4, 1e-4, 1e-4, 1e-4])
      let kind = try FileKind(named: "predicted_funding")
      let before = try imported(text, name: "p\(column).csv", hints(kind: kind))
      #expect(try before.column("predicted_funding_rate") == [1e-4, 1e-4, 1e-4, 1e-4])
    }
  }

  @Test("OKX's archive names what was paid 'real_funding_rate', and its times 'funding_time'")
  func okxArchive() throws {
    let rows = (0..<4).map { "BTC-USDT-SWAP,SWAP,0.0001,0.0003,\(1_735_689_600_000 + 28_800_000 * $0)\n" }
    let text = "instrument_name,contract_type,funding_rate,real_funding_rate,funding_time\n" + rows.joined()
    let table = try imported(text, name: "x.csv", ImportHints(venue: "okx"))
    #expect(table.titles == ["okx:BTC-USDT-SWAP funding 8h"])
    #expect(try table.column("funding_rate") == [3e-4, 3e-4, 3e-4, 3e-4])
    #expect(
      table.reports.flatMap(\.notes).contains {
        $0.hasPrefix("the rates are those of 'real_funding_rate', which were paid by its name")
      })
    // Beside the settlement after it, the time is that of one to come, and nothing was paid at it yet.
    let current = text.replacing("contract_type", with: "nextFundingTime").replacing(",SWAP,", with: ",1735718400000,")
    #expect(problem(current, name: "y.csv", try ImportHints(venue: "okx", kind: .funding)) != nil)
  }

  // MARK: Settlements that are left out

  @Test(
    "rates of a venue that settles every hour, and come less often, leave settlements out",
    arguments: [("hyperliquid", "BTC"), ("dydx", "BTC-USD")])
  func sparse(venue: String, symbol: String) throws {
    let hints = try ImportHints(venue: venue, symbol: symbol, kind: .funding)
    let table = try imported(rates("funding_rate"), hints)
    #expect(
      table.reports.flatMap(\.notes).contains(
        "\(venue) settles every 1h, and its rows come 8h apart: 7 of 8 settlements are missing, or each row is their sum or mean"
      ), "\(table.reports.flatMap(\.notes))")
    let descriptor = try #require(table.reports.first?.series)
    let schedule = try #require(FundingSchedule(try table.dataset.series(descriptor)))
    #expect(schedule.findings.map(\.kind) == [.missing] && schedule.findings.map(\.count) == [21])
    #expect(throws: Problem.self) { try schedule.charges() }
    let other = try imported(rates("funding_rate"), name: "b.csv", self.hints(kind: .funding))
    #expect(!other.reports.flatMap(\.notes).contains { $0.contains("settles every") })
  }
}
