import Feeds
import Market
import Store
import TestSupport
import Testing

/// Files that read well and are wrong: what can be told is refused, or said.
@Suite("What rows say against themselves, and against what is there")
struct DoubtTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let start = 1_735_689_600_000

  /// Bars that walk a little, `width` minutes each.
  private static func bars(
    _ count: Int, from: Int = 0, level: Double = 95_000, width: Int = 60, volume: Double = 10
  ) -> [String] {
    (0..<count).map { index in
      let (open, close) = (level + Double(index * 7 % 13), level + Double((index + 1) * 7 % 13))
      let (high, low) = (max(open, close) + 1, min(open, close) - 1)
      return "\(start + (from + index * width) * 60_000),\(open),\(high),\(low),\(close),\(volume)"
    }
  }

  private static func table(_ rows: [String]) -> String {
    "time,open,high,low,close,volume\n" + rows.joined(separator: "\n") + "\n"
  }

  private func notes(_ text: String, name: String = "BTCUSDT.csv", _ hints: ImportHints = .none) throws -> [String] {
    try ImportedTable(text, name: name, in: scratch, hints: hints).reports.flatMap(\.notes)
  }

  private func problem(_ text: String, name: String = "BTCUSDT.csv", _ hints: ImportHints = .none) -> Problem? {
    #expect(throws: Problem.self) { try ImportedTable(text, name: name, in: ScratchFolder(), hints: hints) }
  }

  @Test("prices of another coin between those of one are said with the instant")
  func spliced() throws {
    let rows = Self.bars(60) + Self.bars(20, from: 3600, level: 3300) + Self.bars(20, from: 4800)
    let said = try notes(Self.table(rows))
    #expect(said.contains { $0.hasPrefix("its price goes from 95") && $0.contains("at 2025-01-03 12:00") })
  }

  @Test("bars of two widths in one file are refused, and bars that are missing now and then are not")
  func widths() throws {
    let mixed = Self.table(Self.bars(60) + Self.bars(30, from: 3600, width: 240))
    #expect(problem(mixed)?.what.contains("bars of 1h come 4h apart from 2025-01-03 12:00 on") == true)
    let said = try ImportHints(table: flags(interval: .hour))
    #expect(try ImportedTable(mixed, in: ScratchFolder(), hints: said).titles == ["unstated:BTCUSDT klines 1h"])
    let holes = Self.table(Self.bars(90).enumerated().filter { $0.offset % 5 != 0 }.map(\.element))
    #expect(try ImportedTable(holes, in: ScratchFolder()).titles == ["unstated:BTCUSDT klines 1h"])
    #expect(
      problem(Self.table(Self.bars(30)), name: "BTCUSDT-4h.csv")?.what.contains("the name says bars of 4h") == true)
  }

  @Test("a few wider bars that open where the one before closed are bars of two widths; hours that are missing are not")
  func fewWideBars() throws {
    let days = Self.table(Self.bars(10, width: 1440) + Self.bars(60, from: 14_400))
    let refused = problem(days)
    #expect(refused?.what.contains("bars of 1h come 1d apart from 2025-01-01 00:00 on, 10 times in a row") == true)
    #expect(refused?.place.line == 12)
    let said = try ImportHints(table: flags(interval: .hour))
    #expect(try ImportedTable(days, in: ScratchFolder(), hints: said).titles == ["unstated:BTCUSDT klines 1h"])
    // Every fourth of the hours themselves opens elsewhere than the one before it closed.
    let holes = Self.table(Self.bars(90).enumerated().filter { $0.offset < 60 || $0.offset % 4 == 0 }.map(\.element))
    #expect(try ImportedTable(holes, in: ScratchFolder()).titles == ["unstated:BTCUSDT klines 1h"])
  }

  @Test("windows of two widths are refused too", arguments: [FileKind.liquidations, .openInterest])
  func wideWindows(kind: FileKind) throws {
    let stamps = (0..<60).map { $0 * 60 } + (0..<6).map { 3600 + $0 * 240 }
    func table(_ stamps: [Int]) -> String {
      (kind == .liquidations ? "time,longs_usd,shorts_usd\n" : "time,open_interest,other\n")
        + stamps.map { "\(Self.start + $0 * 60_000),\(50_000 + $0 * 7 % 13),\(9000 + $0 * 5 % 11)\n" }.joined()
    }
    let hints = try ImportHints(
      venue: "binance", kind: kind, table: kind == .liquidations ? TableHints() : flags(label: .open))
    #expect(problem(table(stamps), hints)?.what.contains("4h apart from 2025-01-03 12:00 on, 5 times in a row") == true)
    #expect(try notes(table(Array(stamps.prefix(60))), hints).allSatisfy { !$0.contains("apart") })
  }

  @Test(
    "a width that a name says in words is compared with the rows: refused where it says its unit, else said",
    arguments: [
      ("BTCUSDT_daily.csv", true), ("BTCUSDT 1 day.csv", true), ("BTCUSDT-1D.csv", true), ("btcusdt_4h.csv", true),
      ("BTCUSDT_15min.csv", true), ("BTCUSDT.5m.csv", true), ("BTCUSDT_240.csv", false), ("BTCUSDT_D.csv", false),
      ("1d/BTCUSDT.csv", false),
    ])
  func namedWidths(name: String, isRefused: Bool) throws {
    let text = Self.table(Self.bars(30))
    if isRefused {
      let refused = problem(text, name: name)
      #expect(refused?.what.hasPrefix("the name says bars of ") == true)
      #expect(refused?.remedy?.contains("--interval 1h") == true)
      let said = try ImportHints(table: flags(interval: .hour))
      #expect(
        try ImportedTable(text, name: name, in: ScratchFolder(), hints: said).titles == ["unstated:BTCUSDT klines 1h"])
    } else {
      let table = try ImportedTable(text, name: name, in: ScratchFolder())
      #expect(table.titles == ["unstated:BTCUSDT klines 1h"])
      #expect(
        table.reports.flatMap(\.notes).contains { $0.hasSuffix("and its rows are 1h apart: filed as bars of 1h") })
    }
  }

  @Test(
    "a width that fits, and what is none, is passed over",
    arguments: [
      "BTCUSDT_60.csv", "BTCUSDT_hourly.csv", "BTCUSDT_1H.csv", "BTCUSDT_30-01-2025.csv", "daily/BTCUSDT.csv",
    ])
  func fittingWidths(name: String) throws {
    let table = try ImportedTable(Self.table(Self.bars(30)), name: name, in: scratch)
    #expect(table.titles == ["unstated:BTCUSDT klines 1h"])
    #expect(!table.reports.flatMap(\.notes).contains { $0.contains("apart") })
  }

  @Test(
    "a column of one width in a word, a letter or minutes is compared with the rows", arguments: ["daily", "D", "240"])
  func widthColumns(word: String) throws {
    func table(_ word: String) -> String {
      "time,open,high,low,close,volume,resolution\n" + Self.bars(30).map { $0 + ",\(word)\n" }.joined()
    }
    #expect(problem(table(word))?.what.contains("the column 'resolution' says bars of") == true)
    for fitting in ["hourly", "H", "60", "3600", "1"] {
      #expect(try ImportedTable(table(fitting), in: ScratchFolder()).titles == ["unstated:BTCUSDT klines 1h"])
    }
  }

  @Test(
    "bytes that are read another way: other times, widths and units are refused with what replaces the former; values are replaced"
  )
  func otherReadings() throws {
    let dataset = try Dataset.openForImport(at: scratch.path + "/again.sqlite")
    func imported(_ text: String, _ name: String, _ hints: ImportHints) throws -> [ImportReport] {
      try Importer.importFiles([try scratch.write(text, to: "again/\(name)")], into: dataset, hints: hints)
    }
    let text =
      "time,open,high,low,close,volume\n"
      + (0..<30).map { "2025-01-\($0 < 9 ? "0" : "")\($0 + 1) 00:00:00,1,3,0.5,2,10\n" }.joined()
    let first = try ImportHints(table: flags(zone: "+00:00", label: .open))
    #expect(try imported(text, "BTCUSDT.csv", first).map(\.counts.kept) == [30])
    #expect(try imported(text, "BTCUSDT.csv", first).map(\.outcome) == [.alreadyImported])
    for other in try [flags(zone: "+00:00", label: .close), flags(zone: "+06:00", label: .open)] {
      let hints = try ImportHints(table: other)
      let refused = #expect(throws: Problem.self) { try imported(text, "BTCUSDT.csv", hints) }
      #expect(
        refused?.what.contains("rows now stand at other times, the first at 2024-12-31") == true,
        "\(refused?.what ?? "")")
      #expect(refused?.what.contains("zone +00:00, label open") == true)
      #expect(refused?.remedy?.contains("'hindcast data remove again --series \"unstated:BTCUSDT klines 1d\"'") == true)
    }
    let interest = "time,open_interest\n" + (0..<9).map { "\(1_735_689_600 + $0 * 3600),\(5 + $0)\n" }.joined()
    let coins = try ImportHints(kind: .openInterest, table: flags(units: "open_interest=coin"))
    let quote = try ImportHints(kind: .openInterest, table: flags(units: "open_interest=quote"))
    let thousands = try ImportHints(kind: .openInterest, table: flags(units: "open_interest=thousands"))
    #expect(try imported(interest, "ETHUSDT.csv", coins).map(\.counts.kept) == [9])
    let unit = #expect(throws: Problem.self) { try imported(interest, "ETHUSDT.csv", quote) }
    #expect(unit?.what.contains("the same numbers as 'open_interest' of") == true, "\(unit?.what ?? "")")
    let scaled = try imported(interest, "ETHUSDT.csv", thousands)
    #expect(scaled.map(\.counts.replaced) == [9])
    #expect(scaled.flatMap(\.notes).contains { $0.contains("those that differ are replaced") })
  }

  @Test("bytes whose volume is read as its value, or the value as the volume, would be both at once and are refused")
  func otherUnit() throws {
    let text =
      "time,open,high,low,close,volume\n"
      + (0..<30).map { "\(1_735_689_600 + $0 * 3600),1,3,0.5,2,\(10 + $0)\n" }.joined()
    let quote = try ImportHints(table: flags(units: "volume=quote"))
    for readings in [[ImportHints.none, quote], [quote, .none]] {
      let scratch = try ScratchFolder()
      let dataset = try Dataset.openForImport(at: scratch.path + "/unit.sqlite")
      let file = try scratch.write(text, to: "BTCUSDT.csv")
      #expect(try Importer.importFiles([file], into: dataset, hints: readings[0]).map(\.counts.kept) == [30])
      let refused = #expect(throws: Problem.self) {
        try Importer.importFiles([file], into: dataset, hints: readings[1])
      }
      #expect(refused?.what.contains("in another unit or of another meaning") == true, "\(refused?.what ?? "")")
      #expect(refused?.remedy?.contains("'hindcast data remove unit --series \"unstated:BTCUSDT klines 1h\"'") == true)
    }
  }

  @Test("times that say their zone and times that do not are refused in one column")
  func zones() throws {
    let rows = (0..<4).map { "2025-01-01T0\($0):00:00\($0 < 2 ? "Z" : ""),1,3,0.5,2,10" }
    let refused = problem(Self.table(rows))
    #expect(refused?.what.contains("has no zone, and the times before it say theirs") == true)
    #expect(refused?.place.line == 4)
  }

  @Test("closes that are the opens of the bar after the next know the future")
  func ahead() throws {
    let rows = (0..<60).map { index -> String in
      let (open, close) = (Double(index * 7 % 13), Double((index + 2) * 7 % 13))
      return "\(Self.start + index * 3_600_000),\(100 + open),200,50,\(100 + close),1"
    }
    #expect(try notes(Self.table(rows)).contains { $0.contains("know the future") })
    #expect(try !notes(Self.table(Self.bars(60)), name: "ETHUSDT.csv").contains { $0.contains("know the future") })
  }

  @Test("a part of the rates a hundred times as large, and settlements a day apart, are said")
  func rates() throws {
    func table(_ step: Int, _ rate: (Int) -> Double) -> String {
      "time,funding_rate\n" + (0..<150).map { "\(Self.start + $0 * step),\(rate($0))\n" }.joined()
    }
    let percent = table(28_800_000) { ($0 < 110 ? 0.0001 : 0.01) * (1 + Double($0 % 3) / 10) }
    let refused = problem(percent)
    #expect(refused?.what.contains("of two sizes a hundredfold apart, about 0.0001") == true)
    #expect(refused?.remedy?.hasSuffix("--unit funding_rate=fraction") == true)
    let said = try ImportHints(table: flags(units: "funding_rate=fraction"))
    #expect(try notes(percent, said).contains { $0.contains("percent and fractions in one file?") })
    let daily = table(86_400_000) { 0.0003 + Double($0) * 1e-7 }
    #expect(try notes(daily, name: "ETHUSDT.csv").contains { $0.contains("sums or means of a day?") })
  }

  @Test("a join tells another coin or unit, and open interest that is not in coins")
  func levels() throws {
    let hints = try ImportHints(venue: "binance")
    _ = try notes(Self.table(Self.bars(60)), hints)
    let other = try ImportHints(venue: "bitget")
    let wrong = try notes(Self.table(Self.bars(60, level: 3300)), other)
    #expect(wrong.contains { $0.contains("times those of binance:BTCUSDT klines 1h at the same times") })
    func interest(_ size: Double) -> String {
      "time,open_interest\n" + (0..<30).map { "\(Self.start + $0 * 3_600_000),\(size + Double($0))\n" }.joined()
    }
    let dollars = try notes(interest(7.6e9), try ImportHints(venue: "binance", kind: .openInterest))
    #expect(dollars.contains { $0.contains("trades in a day: say --unit open_interest=quote") })
    let coins = try notes(interest(80_000), try ImportHints(venue: "bybit", kind: .openInterest))
    #expect(!coins.contains { $0.contains("trades in a day") })
  }

  @Test(
    "bars of two widths that contradict each other are said once, in one import or in two, with where and by how much")
  func twoWidths() throws {
    func bars(_ count: Int, minutes: Int, moved: Int = 0, times level: Double = 1) -> String {
      // One path of prices at each minute of five, seen in two widths.
      func price(_ minute: Int) -> Double { 95_000 + Double(minute / 5 * 7919 % 1000) }
      return Self.table(
        (0..<count).map { bar in
          let inside = stride(from: bar * minutes, to: (bar + 1) * minutes, by: 5).map(price)
          let (open, close) = (inside[0] * level, price((bar + 1) * minutes) * level)
          let (high, low) = (max(inside.max() ?? 0, close) * level, min(inside.min() ?? 0, close) * level)
          return
            "\(Self.start + (bar * minutes + moved) * 60_000),\(open),\(max(high, open, close)),\(min(low, open, close)),"
            + "\(close),\(minutes)"
        })
    }
    func notes(_ hours: String) throws -> [String] {
      let folder = try ScratchFolder()
      try folder.write(bars(600, minutes: 5), to: "files/BTCUSDT-5m.csv")
      try folder.write(hours, to: "files/BTCUSDT-1h.csv")
      let dataset = try Dataset.openForImport(at: "\(folder.path)/widths.sqlite")
      return try Importer.importFiles(["\(folder.path)/files"], into: dataset).flatMap(\.notes)
        .filter { $0.contains("add up to") || $0.contains("times the sum") }
    }
    #expect(try notes(bars(48, minutes: 60)).isEmpty)
    let shifted = try notes(bars(48, minutes: 60, moved: 360))
    #expect(shifted.count == 1)
    #expect(shifted.first?.contains("of 44 bars are not what those of unstated:BTCUSDT klines 5m add up to") == true)
    #expect(shifted.first?.contains("the first at 2025-01-01 06:00: its close is") == true)
    let other = try notes(bars(48, minutes: 60, times: 1.001))
    #expect(other.first?.contains("closes of such bars are 10.0 bps apart in the middle") == true)
    let contracts = try notes(bars(48, minutes: 60).replacing(",60\n", with: ",24\n"))
    #expect(contracts.first?.contains("volumes are 0.4 times the sum") == true)
  }

  @Test("a symbol in the rows that the name contradicts, rows of no series, and a volume of no said unit are said")
  func names() throws {
    let text = "symbol," + Self.table(Self.bars(30).map { "BTCUSDT," + $0 }).replacing("\nBTCUSDT,time", with: "\ntime")
    #expect(try notes(text, name: "ETHUSDT.csv").contains { $0.contains("says ETHUSDT, and its rows say BTCUSDT") })
    #expect(
      try notes(Self.table(Self.bars(30)), name: "SOLUSDT.csv").contains { $0.hasPrefix("volume is taken as coins") })
  }

  @Test("a side in words that the format does not know is no trade of nothing")
  func sides() throws {
    let header = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"
    let rows = (0..<3).map { "\($0),95000,0.5,1,1,\(Self.start + $0),\($0 % 2)\n" }.joined()
    let refused = problem(header + rows, name: "BTCUSDT-aggTrades-2025-01-01.csv")
    #expect(refused?.what == "is_buyer_maker '0' is none of the sides that this format knows")
  }

  @Test("a chain has one row a contract, calls and puts, and volatilities as fractions")
  func chains() throws {
    func chain(_ rows: [(strike: Int, type: String, volatility: Double)]) -> String {
      let header =
        "timestamp,instrument_name,underlying,option_type,strike,expiry_datetime,bid_price,ask_price,mark_price,"
        + "implied_volatility,open_interest,volume,delta,currency\n"
      return header
        + rows.map {
          "2026-01-01T09:30:00+00:00,BTC,90000,\($0.type),\($0.strike),2026-10-30T08:00:00+00:00,0.01,0.02,0.015,"
            + "\($0.volatility),10,1,0.5,BTC\n"
        }.joined()
    }
    let twice = chain([(90_000, "call", 0.5), (90_000, "put", 0.5), (90_000, "call", 0.8)])
    #expect(problem(twice, name: "x.csv")?.what.contains("a second row for one contract") == true)
    #expect(problem(chain([(90_000, "C", 0.5)]), name: "x.csv")?.what.contains("none of the words") == true)
    #expect(problem(chain([(90_000, "call", 50)]), name: "x.csv")?.what.contains("looks like percent") == true)
  }

  @Test("bars without volume in a plain folder may be an index's, which is said")
  func marks() throws {
    let header =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n"
    let rows = (0..<3).map { index -> String in
      let open = Self.start + index * 3_600_000
      return "\(open),100,102,99,101,0,\(open + 3_599_999),0,3600,0,0,0\n"
    }
    let said = try notes(header + rows.joined(), name: "BTCUSDT-1h-2025-01.csv")
    #expect(said.contains { $0.contains("taken as mark prices") && $0.contains("--kind index") })
  }

  @Test("of Tardis' options the last of each contract in an hour is kept, known at its end")
  func sampled() throws {
    let header =
      "exchange,symbol,timestamp,local_timestamp,type,strike_price,expiration,open_interest,last_price,bid_price,"
      + "bid_amount,bid_iv,ask_price,ask_amount,ask_iv,mark_price,mark_iv,underlying_index,underlying_price,delta\n"
    func row(_ symbol: String, _ minute: Int, _ mark: Double) -> String {
      let at = (Self.start + minute * 60_000) * 1000
      return
        "deribit,\(symbol),\(at - 500),\(at),put,9875,1791532800000000,0.1,0.02,0.02,15,55.91,0.02,15,68.94,\(mark),"
        + "62.89,SYN,9756.36,-0.6\n"
    }
    let text =
      header + row("BTC-9OCT26-9875-P", 1, 0.1) + row("BTC-9OCT26-9875-P", 59, 0.2) + row("BTC-9OCT26-9875-P", 61, 0.3)
      + row("BTC_USDC-9OCT26-9875-P", 62, 300)
    let table = try ImportedTable(text, name: "x.csv", in: scratch)
    #expect(table.titles == ["deribit:BTC/option option_chain irregular"])
    #expect(try table.column("option_mark") == [0.2, 0.3])
    #expect(try table.stamps == ["2025-01-01T01:00:00Z", "2025-01-01T02:00:00Z"])
    #expect(try table.column("mark_iv") == [0.6289, 0.6289])
    #expect(table.reports.flatMap(\.notes).contains { $0.hasPrefix("1 rows belong to no series") })
  }

  @Test("computed values known at stamps that are all opens of bars are asked about twice, and others are not")
  func openStamps() throws {
    func own(_ minutes: [Int]) -> String {
      "time,own\n" + minutes.map { "\(Self.start + $0 * 60_000),\($0 % 7)\n" }.joined()
    }
    func hints(_ known: KnownRule, confirmed: Bool = false, delay: Interval = .zero) throws -> ImportHints {
      try ImportHints(
        venue: "mine", symbol: "BTCUSDT", kind: .external, known: known, isStampConfirmed: confirmed, delay: delay)
    }
    let (opens, between) = (own([0, 60, 120, 180]), own([0, 60, 121, 180]))
    let asked = try problem(opens, hints(.atStamp))
    #expect(asked?.what.contains("'own' is an instant at which a bar of 1h opens, the first 2025-01-01 00:00") == true)
    #expect(asked?.remedy?.contains("--known at_close") == true)
    #expect(asked?.remedy?.contains("--known at_stamp,confirmed") == true)
    #expect(
      try problem(
        opens,
        ImportHints(
          venue: "mine", symbol: "BTCUSDT", kind: .external, table: flags(label: .instant)))?.what == asked?.what)
    for honest in try [hints(.atClose), hints(.atStamp, confirmed: true), hints(.atStamp, delay: .hour)] {
      #expect(try ImportedTable(opens, in: ScratchFolder(), hints: honest).titles == ["mine:BTCUSDT external 1h"])
    }
    #expect(try ImportedTable(between, in: ScratchFolder(), hints: hints(.atStamp)).titles.count == 1)
    // One that was displaced, or all by what writing took.
    let late = try (0..<2).map { minutes in
      try problem(own((0..<40).map { $0 * 60 + ($0 == 7 ? 20 : minutes) }), hints(.atStamp))
    }
    #expect(late[0]?.what.hasPrefix("39 of 40 stamps of 'own' are instants at which a bar of 1h opens, or at") == true)
    #expect(late[1]?.what.hasPrefix("39 of 40 stamps of 'own'") == true)
    // Wider than the bars of the coin, and off their opens.
    let bars = try ImportedTable(Self.table(Self.bars(60, width: 15)), in: scratch).dataset
    for (text, isAsked) in [(own([0, 60, 135, 180]), true), (own([0, 60, 130, 180]), false)] {
      let file = try scratch.write(text, to: "own/BTCUSDT-\(isAsked).csv")
      let said = Result { try Importer.importFiles([file], into: bars, hints: hints(.atStamp)) }
      switch said {
      case .failure(let problem): #expect(isAsked && "\(problem)".contains("unstated:BTCUSDT 15m opens"))
      case .success: #expect(!isAsked)
      }
    }
  }
}
