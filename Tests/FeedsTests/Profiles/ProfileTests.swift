import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite("A format is data")
struct ProfileTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func imported(
    _ text: String, name: String = "BTCUSDT.csv", as profile: String, _ hints: ImportHints = .none
  ) throws -> ImportedTable {
    try ImportedTable(text, name: name, in: scratch, hints: hints, profile: profile)
  }

  @Test("every built-in profile can be read, and has a name of its own")
  func builtIn() throws {
    let names = ProfileLibrary.builtIn.entries.map(\.profile.name)
    #expect(names.count > 40)
    #expect(Set(names).count == names.count)
    for entry in ProfileLibrary.builtIn.entries {
      let again = try ImportProfile(yaml: entry.profile.yaml, file: "again.yaml")
      #expect(again == entry.profile)
    }
  }

  @Test("a file in the user's folder reads what no format knows: European numbers, a carried rate, contracts, percent")
  func own() throws {
    let profile = """
      name: my-venue
      about: my venue's hourly table
      match:
        path: ["*/{coin}_my_*.csv"]
        header: [Zeit, Kurs]
      delimiter: ";"
      decimal: ","
      thousands: "."
      missing: [fehlt]
      time: {column: Zeit, pattern: dd.MM.yyyy HH:mm, zone: Europe/Berlin}
      last_bar: unfinished
      series:
        - kind: funding
          venue: my
          symbol: "{coin}USDT"
          interval: 8h
          every: 8h
          columns: {funding_rate: {from: Satz, unit: percent}, funding_interval: {fixed: 8}}
        - kind: open_interest
          venue: my
          symbol: "{coin}USDT"
          delay: 5m
          columns: {open_interest: {from: Kontrakte, unit: contracts, contract_size: 0.0001}}
        - kind: mark
          venue: my
          symbol: "{coin}USDT"
          columns: {mark: Kurs}
      """
    let text =
      "Zeit;Kurs;Satz;Kontrakte\n01.01.2025 00:00;42.314,5;0,01;fehlt\n01.01.2025 01:00;42.315,5;0,0123;10.000\n"
      + "01.01.2025 02:00;42.316,5;0,0123;20.000\n01.01.2025 03:00;42.317,5;0,0123;30.000\n"
    let table = try imported(text, name: "BTC_my_2025.csv", as: profile)
    #expect(try table.rows("my:BTCUSDT funding 8h") == ["2025-01-01 00:00 0.000123 8.0"])
    #expect(
      try table.rows("my:BTCUSDT open_interest 1h")
        == ["2025-01-01 00:00 1.0", "2025-01-01 01:00 2.0", "2025-01-01 02:00 3.0"])
    #expect(
      try table.rows("my:BTCUSDT mark 1h")
        == ["2024-12-31 23:00 42314.5", "2025-01-01 00:00 42315.5", "2025-01-01 01:00 42316.5"])
    #expect(table.reports.first { $0.series?.kind == .openInterest }?.series?.delay == .minutes(5))
    #expect(table.reports.map(\.format) == ["my-venue", "my-venue", "my-venue"])
  }

  @Test("a wide table is a series a column, and a long one a series a key")
  func shapes() throws {
    let wide = """
      name: wide
      about: wide
      match: {header: [ts, BTC]}
      time: {column: ts}
      series:
        - kind: funding
          venue: x
          symbol: "{column}USDT"
          columns: {funding_rate: "*"}
      """
    let table = try imported(
      "ts,BTC,ETH\n2025-01-01T00:00Z,0.0001,\n2025-01-01T08:00Z,0.0002,0.0003\n2025-01-01T16:00Z,,0.0004\n", as: wide)
    #expect(try table.rows("x:BTCUSDT funding 8h") == ["2025-01-01 00:00 0.0001 nan", "2025-01-01 08:00 0.0002 nan"])
    #expect(try table.rows("x:ETHUSDT funding 8h") == ["2025-01-01 08:00 0.0003 nan", "2025-01-01 16:00 0.0004 nan"])
    let long = """
      name: long
      about: long
      match: {header: [day, where, what]}
      time: {column: day}
      series:
        - kind: open_interest
          venue: "{where}"
          symbol: "{what}"
          rename: {XBT: XBTUSD}
          where: {side: all|both}
          on_change: true
          columns: {open_interest: n}
      """
    let rows =
      "day,where,what,side,n\n2025-01-01,A,XBT,all,1\n2025-01-01,B,ETH,both,5\n2025-01-02,A,XBT,all,1\n2025-01-02,B,ETH,half,9\n2025-01-03,A,XBT,all,2\n2025-01-03,B,ETH,both,6\n2025-01-04,A,XBT,all,3\n"
    let scratch = try ScratchFolder()
    let keyed = try ImportedTable(rows, in: scratch, profile: long)
    #expect(Set(keyed.titles) == ["a:XBTUSD open_interest 1d", "b:ETH open_interest 2d"])
    #expect(try keyed.rows("a:XBTUSD open_interest 1d").map { $0.split(separator: " ").last } == ["1.0", "2.0", "3.0"])
  }

  @Test("stamps are rounded, floored and shifted as the profile says")
  func stamps() throws {
    for (rule, expected) in [
      ("round: 1s", "2025-01-01T00:00:00Z"), ("floor: 1h", "2025-01-01T00:00:00Z"),
      ("unit: ms", "2025-01-01T00:00:00.031Z"),
    ] {
      let profile = """
        name: own
        about: own
        match: {header: [t, r]}
        time: {column: t, \(rule)}
        series: [{kind: funding, venue: x, interval: 8h, columns: {funding_rate: r}}]
        """
      let table = try ImportedTable("t,r\n1735689600031,0.0001\n", in: ScratchFolder(), profile: profile)
      #expect(try table.stamps == [expected])
    }
  }

  @Test("events keep every row of a stamp, with the side in a column of its own; rows written twice are one")
  func events() throws {
    let text =
      "time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,last_fill_quantity,accumulated_fill_quantity\n"
      + [
        "1690761600000,BUY,LIMIT,IOC,0.5,29000.1,29010,FILLED,0.5,0.5",
        "1690761737000,SELL,LIMIT,IOC,0.7,29000.1,29011,FILLED,0.2,0.7",
      ].map { "\($0)\n\($0)\n" }.joined()
    let table = try ImportedTable(text, name: "BTCUSDT-liquidationSnapshot-2023-07-31.csv", in: scratch)
    #expect(table.titles == ["binance:BTCUSDT liquidation_events irregular"])
    #expect(
      try table.rows("binance:BTCUSDT liquidation_events irregular")
        == ["2023-07-31 00:00 29010.0 0.0 0.5", "2023-07-31 00:02 29011.0 0.7 0.0"])
    #expect(table.reports.map(\.counts) == [MergeCounts(kept: 2, duplicate: 2)])
  }

  @Test("trades of a recorded socket are events with the taker's side, whatever else the recorder heard")
  func socket() throws {
    let lines = [
      #"1723161255030314667 {"stream":"btcusdt@depth@0ms","data":{"e":"depthUpdate","E":1,"T":2,"s":"BTCUSDT","b":[["1","2"]]}}"#,
      #"1723161255088176367 {"stream":"btcusdt@trade","data":{"e":"trade","T":1723161256322,"s":"BTCUSDT","t":7,"p":"61800.30","q":"0.006","m":false}}"#,
      #"1723161255088176368 {"stream":"btcusdt@trade","data":{"e":"trade","T":1723161256322,"s":"BTCUSDT","t":8,"p":"61800.20","q":"0.5","m":true}}"#,
    ]
    let table = try ImportedTable(lines.joined(separator: "\n"), name: "usdm_btcusdt", in: scratch)
    #expect(
      try table.rows("binance:BTCUSDT trades irregular")
        == ["2024-08-08 23:54 61800.3 0.006 0.0 7.0", "2024-08-08 23:54 61800.2 0.0 0.5 8.0"])
  }

  @Test("a clock that only the exporter knows is asked for")
  func ask() throws {
    let rows =
      "2024-06-20 03:00:00,64850.4,65060.4,64809.5,64973,3107.4,1824.2,18419,7993\n2024-06-20 04:00:00,64973,65023,64801,64802.9,2154,869.3,12921,5616\n"
    let name = "BTCUSDT_PERP.A_ohlcv-history.csv"
    let problem = #expect(throws: Problem.self) { try ImportedTable(rows, name: name, in: scratch) }
    #expect(problem?.what.contains("off the clock of whoever exported the file") == true)
    let table = try ImportedTable(rows, name: name, in: scratch, hints: ImportHints(table: flags(zone: "+06:00")))
    #expect(
      try table.rows("coinalyze:BTCUSDT klines 1h").first
        == "2024-06-19 21:00 64850.4 65060.4 64809.5 64973.0 3107.4 nan 18419.0 1824.2 nan")
  }

  @Test(
    "a profile that cannot be right is refused with its line and what was meant",
    arguments: [
      ("tiem: {column: t}", "unknown key 'tiem'", 4), ("time: {column: t, zone: Mars/Base}", "there is no zone", nil),
      ("time: {colum: t}", "unknown key 'colum'", 4), ("time: [t]", "the value is not one that can stand here", 4),
      ("time: {column: t, pattern: dd-QQ}", "'QQ' means nothing", nil), ("about: twice", "'time' is missing", 1),
      ("time: {column: t, round: soon}", "round 'soon' is not a length of time", 1),
    ] as [(String, String, Int?)])
  func refused(line: String, what: String, at place: Int?) throws {
    let yaml = """
      name: own
      match: {header: [t]}
      series: [{kind: funding, columns: {funding_rate: r}}]
      \(line)
      about: own
      """.replacing(line == "about: twice" ? "about: twice\n" : "\u{0}", with: "")
    let problem = #expect(throws: Problem.self) { try ImportProfile(yaml: yaml, file: "own.yaml") }
    #expect(problem?.what.contains(what) == true, "\(problem?.what ?? "")")
    if let place { #expect(problem?.place.line == place) }
  }

  @Test("kinds and columns that a profile names exist")
  func names() throws {
    func profile(_ entry: String) -> String {
      "name: own\nabout: own\ntime: {column: t}\nseries: [\(entry)]\n"
    }
    for (entry, what) in [
      ("{kind: fundng, columns: {funding_rate: r}}", "there is no kind 'fundng'"),
      ("{kind: funding, columns: {funding_rat: r}}", "funding has no column 'funding_rat'"),
      ("{kind: funding, columns: {}}", "funding has no columns"),
      ("{kind: funding, interval: often, columns: {funding_rate: r}}", "interval 'often'"),
    ] {
      let problem = #expect(throws: Problem.self) { try ImportProfile(yaml: profile(entry), file: "own.yaml") }
      #expect(problem?.what.contains(what) == true, "\(problem?.what ?? "")")
    }
  }

  @Test("a profile that reads the same bytes another way is another import, and says so")
  func changed() throws {
    func profile(_ unit: String) -> String {
      "name: own\nabout: own\nmatch: {header: [t, r]}\ntime: {column: t}\n"
        + "series: [{kind: funding, venue: x, interval: 8h, columns: {funding_rate: {from: r, unit: \(unit)}}}]\n"
    }
    let text = "t,r\n1735689600000,0.01\n1735718400000,0.02\n"
    let first = try imported(text, as: profile("percent"))
    #expect(first.reports.map(\.outcome) == [.imported])
    #expect(try imported(text, as: profile("percent")).reports.map(\.outcome) == [.alreadyImported])
    let second = try imported(text, as: profile("bps"))
    #expect(second.reports.map(\.counts) == [MergeCounts(replaced: 2)])
    #expect(second.reports[0].notes.contains { $0.contains("were read another way before") })
    #expect(try second.column("funding_rate") == [0.000001, 0.000002])
  }

  @Test("JSON: rows are found or named, objects are spread out, and a damaged text is refused with its line")
  func json() throws {
    let profile = """
      name: nested
      about: nested
      match: {path: ["*.json"]}
      rows: result.rows
      time: {column: at.ms, unit: ms}
      series:
        - kind: open_interest
          venue: x
          symbol: "{result.coin}"
          columns: {open_interest: "oi.coins", open_interest_value: "oi.usd?"}
      """
    let text = """
      {"other": [{"a": 1}], "result": {"coin": "BTC",
       "rows": [{"at": {"ms": 1735689600000}, "oi": {"coins": "5.5"}, "levels": [[1, 2]]},
                {"oi": {"coins": 6e0}, "at": {"ms": "1735693200000"}, "note": "a, \\"b\\""}]}}
      """
    let table = try imported(text, name: "oi.json", as: profile)
    #expect(try table.rows("x:BTC open_interest 1h") == ["2025-01-01 00:00 5.5 nan", "2025-01-01 01:00 6.0 nan"])
    let cut = #expect(throws: Problem.self) { try imported(String(text.dropLast(40)), name: "cut.json", as: profile) }
    #expect(cut?.what.contains("the JSON text is cut short or damaged") == true)
    #expect(cut?.place.line == 3)
    let bad = #expect(throws: Problem.self) {
      try imported(text.replacing("6e0", with: "\"six\""), name: "bad.json", as: profile)
    }
    #expect(bad?.what.contains("'six' is not a number") == true)
    #expect(bad?.place.line == 3)
  }

  @Test("trades are events with the taker's side, of whichever archive: with a header and without, by side or by maker")
  func trades() throws {
    let archive = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"
    let rows = "7,100.5,2,1,1,1735689600123,true\n8,100.4,3,2,4,1735689600123,false\n"
    let expected = ["2025-01-01 00:00 100.5 0.0 2.0 7.0", "2025-01-01 00:00 100.4 3.0 0.0 8.0"]
    for text in [archive + rows, rows] {
      let table = try ImportedTable(text, name: "BTCUSDT-aggTrades-2025-01-01.csv", in: ScratchFolder())
      #expect(try table.rows("binance:BTCUSDT trades irregular") == expected)
    }
    let single = "12,100.5,2,201,1735689600123,true\n13,100.4,3,301.2,1735689600124,false\n"
    let bare = try ImportedTable(single, name: "BTCUSDT-trades-2025-01-01.csv", in: ScratchFolder())
    #expect(
      try bare.rows("binance:BTCUSDT trades irregular")
        == ["2025-01-01 00:00 100.5 0.0 2.0 12.0", "2025-01-01 00:00 100.4 3.0 0.0 13.0"])
    let tardis = """
      exchange,symbol,timestamp,local_timestamp,id,side,price,amount
      bitmex,XBTUSD,1583020803145000,1583020803307160,a,sell,8531.5,2152
      bitmex,XBTUSD,1583020803276000,1583020803336743,b,buy,8531.5,1
      """
    let recorded = try ImportedTable(tardis, name: "bitmex_trades.csv", in: ScratchFolder())
    #expect(
      try recorded.rows("bitmex:XBTUSD trades irregular")
        == ["2020-03-01 00:00 8531.5 0.0 2152.0", "2020-03-01 00:00 8531.5 1.0 0.0"])
    let bybit = """
      timestamp,symbol,side,size,price,tickDirection,trdMatchID
      1735689600.1234,BTCUSDT,Buy,0.25,93000.5,PlusTick,a
      """
    let other = try ImportedTable(bybit, name: "BTCUSDT2025-01-01.csv", in: ScratchFolder())
    #expect(try other.rows("bybit:BTCUSDT trades irregular") == ["2025-01-01 00:00 93000.5 0.25 0.0"])
  }
}
