import Feeds
import Market
import TestSupport
import Testing

@Suite("Binance's twelve columns that are read by their names")
struct NamedKlinesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let rows = 30

  /// Bars of an hour with a column behind them.
  private func with(
    _ name: String, in text: String = KlineText.traded(rows, every: .hour), _ word: (Int) -> String
  ) -> String {
    let lines = text.split(separator: "\n")
    return "\(lines[0]),\(name)\n" + lines.dropFirst().enumerated().map { "\($1),\(word($0))\n" }.joined()
  }

  /// The same bars with times in another form.
  private func klines(open: (Instant) -> String, close: (Instant) -> String) -> String {
    KlineText.header
      + KlineText.traded(Self.rows, every: .hour, header: false).split(separator: "\n").map { line in
        var fields = line.split(separator: ",").map(String.init)
        fields[0] = open(Instant(milliseconds: Int64(fields[0]) ?? 0))
        fields[6] = close(Instant(milliseconds: Int64(fields[6]) ?? 0))
        return fields.joined(separator: ",") + "\n"
      }.joined()
  }

  private func text(_ instant: Instant) -> String { "\(instant.minuteText):00" }

  private func notes(_ table: ImportedTable) -> String { table.reports.flatMap(\.notes).joined(separator: "\n") }

  // MARK: Columns behind the twelve

  @Test("another symbol behind them is no bar of the one that a flag says, and else what the rows are filed under")
  func symbol() throws {
    let other = with("symbol") { _ in "ETHUSDT" }
    let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT", kind: .klines)
    #expect(problem(other, hints)?.what.contains("the rows say 'ETHUSDT', and --symbol says BTCUSDT") == true)
    let table = try imported(other)
    #expect(table.titles == ["binance:ETHUSDT klines 1h"])
    #expect(notes(table).contains("filed as the rows say"))
    let same = try ImportedTable(with("symbol") { _ in "BTCUSDT" }, in: ScratchFolder(), hints: hints)
    #expect(same.titles == ["binance:BTCUSDT klines 1h"])
  }

  @Test("two symbols are a series each")
  func symbols() throws {
    let two = with("symbol") { $0 < 15 ? "BTCUSDT" : "ETHUSDT" }
    let table = try imported(two, name: "bars.csv")
    #expect(Set(table.titles) == ["binance:BTCUSDT klines 1h", "binance:ETHUSDT klines 1h"])
    let hints = try ImportHints(symbol: "BTCUSDT", kind: .klines)
    #expect(problem(two, name: "others.csv", hints)?.what.contains("several symbols") == true)
  }

  @Test(
    "a bar that was not over, and one that was filled in, are left out",
    arguments: [("is_closed", "true", "false"), ("is_filled", "False", "True")])
  func flags(name: String, kept: String, other: String) throws {
    let table = try imported(with(name) { $0 == Self.rows - 1 ? other : kept })
    #expect(try table.stamps.count == Self.rows - 1)
    #expect(notes(table).contains("left out"))
  }

  @Test("rows of another month than the name of such a file says are refused, whatever form its times have")
  func month() throws {
    for text in [
      with("symbol") { _ in "BTCUSDT" }, klines(open: text, close: { text($0) }),
    ] {
      let hints = try ImportHints(venue: "binance", kind: .klines)
      let refused = problem(text, name: "BTCUSDT-1h-2019-03.csv", hints)
      #expect(refused?.what.hasPrefix("the name 'BTCUSDT-1h-2019-03.csv' says 2019-03-01 to 2019-04-01") == true)
    }
  }

  @Test(
    "a column that says another width, venue or price is heard",
    arguments: [
      ("interval", "4h", "says bars of 4h, and the rows are 1h apart"), ("exchange", "bybit", "--venue says binance"),
      ("price_type", "mark", "says mark, and klines are of what was traded"),
    ])
  func contradicted(name: String, word: String, what: String) throws {
    let hints = try ImportHints(venue: "binance", kind: .klines)
    #expect(problem(with(name) { _ in word }, hints)?.what.contains(what) == true)
  }

  @Test("a market that every row says is theirs")
  func market() throws {
    #expect(try imported(with("market") { _ in "spot" }).titles == ["binance:BTCUSDT/spot klines 1h"])
  }

  @Test("a column that says no such thing is said not to be read, and rows are those of the twelve alone")
  func others() throws {
    let table = try imported(with("vwap") { "\($0).5" })
    #expect(notes(table).contains("not read: ") && notes(table).contains("vwap"))
    let plain = try ImportedTable(KlineText.traded(Self.rows, every: .hour), in: ScratchFolder())
    #expect(table.titles == plain.titles)
    #expect(table.reports[0].series?.columns == plain.reports[0].series?.columns)
    #expect(try table.rows("binance:BTCUSDT klines 1h") == plain.rows("binance:BTCUSDT klines 1h"))
  }

  @Test("columns without a name are none, and the file is of the archive's format")
  func nameless() throws {
    let table = try imported(with("") { _ in "" })
    #expect(table.titles == ["binance:BTCUSDT klines 1h"] && !notes(table).contains("not read"))
  }

  @Test("marks and premiums are told by their folder and rows as in the archive")
  func sampled() throws {
    let mark = with("symbol", in: KlineText.sampled(Self.rows, premium: false)) { _ in "BTCUSDT" }
    #expect(try imported(mark, name: "um_mark_price_klines_1h/BTCUSDT-1h.csv").titles == ["binance:BTCUSDT mark 1h"])
    let premium = with("symbol", in: KlineText.sampled(Self.rows, premium: true)) { _ in "BTCUSDT" }
    #expect(try imported(premium, name: "b/BTCUSDT-1h.csv").titles == ["binance:BTCUSDT premium 1h"])
    #expect(problem(mark, name: "um_klines_1h/BTCUSDT-1h.csv")?.what.hasPrefix("the folder says klines") == true)
  }

  @Test("volumes of an inverse contract are contracts, and those behind them coins")
  func inverse() throws {
    let rows = (0..<Self.rows).map { row in
      let (open, close) = (1_735_689_600_000 + row * 3_600_000, 50_000 + row)
      let volume = 1000 + row
      let coins = Double(volume * 100) / Double(close)
      return
        "\(open),50000,51000,49000,\(close),\(volume),\(open + 3_599_999),\(coins),9,\(volume / 2),\(coins / 2),0,x\n"
    }
    let text = String(KlineText.header.dropLast()) + ",note\n" + rows.joined()
    let table = try imported(text, name: "BTCUSD_PERP-1h.csv")
    #expect(
      table.reports[0].series?.columns.dropFirst(4).map { "\($0.name) \($0.unit.rawValue)" } == [
        "volume contracts", "base_volume base", "trades count", "taker_buy_volume contracts",
        "taker_buy_base_volume base",
      ])
    #expect(try table.column("base_volume").first == 2)
  }

  // MARK: Other times

  @Test("times as pandas writes them are those of the same bars")
  func texts() throws {
    let plain = try ImportedTable(KlineText.traded(Self.rows, every: .hour), in: ScratchFolder())
    let zone = "+00:00"
    let forms = [
      klines(open: text, close: { text($0).dropLast(2) + "59.999000" }),
      klines(open: { text($0) + zone }, close: { text($0).dropLast(2) + "59.999000" + zone }),
      klines(open: text, close: { "\($0.milliseconds)" }),
      klines(open: { "\($0.milliseconds / 1000)" }, close: { "\($0.milliseconds / 1000)" }),
    ]
    for (index, form) in forms.enumerated() {
      for text in [form, form.replacing(",ignore\n", with: "\n").replacing(",0\n", with: "\n")] {
        let table = try ImportedTable(text, in: ScratchFolder())
        #expect(table.titles == ["binance:BTCUSDT klines 1h"], "\(index)")
        #expect(try table.rows(table.titles[0]) == plain.rows(plain.titles[0]), "\(index)")
      }
    }
  }

  @Test("times that lost their digits, and numbers with commas, are called that and not a file that was cut short")
  func lost() throws {
    let short = klines(open: { _ in "1.73569E+12" }, close: { _ in "1.73569E+12" })
    #expect(problem(short)?.what.contains("has lost the last digits of a time") == true)
    let lines = KlineText.traded(Self.rows, every: .hour, header: false).split(separator: "\n").map { line in
      line.split(separator: ",").enumerated().map { (1...4).contains($0) ? "\"1,\($1)\"" : "\($1)" }
        .joined(separator: ",") + "\n"
    }
    #expect(problem(KlineText.header + lines.joined())?.what.contains("a separator within a number?") == true)
  }

  @Test("a header without rows, and bars that end when they may not, are refused as before")
  func refused() throws {
    #expect(
      problem(KlineText.header, name: "BTCUSDT-1h.csv", try ImportHints(kind: .klines))?.remedy?.contains("cut short")
        == true)
    let late = klines(open: text, close: { text($0 + .hours(9)) })
    #expect(problem(late)?.what.contains("it would be used before it was over") == true)
  }
}
