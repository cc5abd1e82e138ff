import Feeds
import Market
import TestSupport
import Testing

/// HTX calls the volume of a spot pair `amount` and its value `vol`, and of a contract `vol` counts contracts; its bars have
/// their time in `id`, and `ts` is when the whole answer was given.
@Suite("Bars as HTX answers")
struct HTXAnswersTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let start = 1_735_689_600
  private static let count = 5

  private static func coins(_ row: Int) -> Double { 2.5 + Double(row * 7 % 5) / 4 }

  /// Rows as objects, the newest first.
  private static func rows(vol: (Int) -> Double, more: (Int) -> String = { _ in "" }) -> String {
    (0..<count).reversed().map { row in
      "{\"id\":\(start + 3600 * row),\"open\":95000,\"close\":95100,\"low\":94000,\"high\":96000,\"amount\":\(coins(row)),"
        + "\"vol\":\(vol(row)),\"count\":\(10 + row)\(more(row))}"
    }.joined(separator: ",")
  }

  private static func answer(_ channel: String?, _ rows: String) -> String {
    "{\(channel.map { "\"ch\":\"market.\($0).kline.60min\"," } ?? "")\"status\":\"ok\",\"ts\":1735707000123,\"data\":[\(rows)]}"
  }

  private static let spot = rows { coins($0) * 95_050 }

  @Test("of spot: its volume, its value, and the time of each bar; the last was open")
  func spot() throws {
    let table = try imported(Self.answer("btcusdt", Self.spot), name: "page.json")
    #expect(table.titles == ["htx:BTCUSDT/spot klines 1h"])
    #expect(try table.column("volume") == (0..<4).map(Self.coins))
    #expect(try table.column("quote_volume") == (0..<4).map { Self.coins($0) * 95_050 })
    #expect(try table.stamps.first == "2025-01-01T00:00:00Z")
  }

  @Test("of a linear swap: coins, and what both sides of a trade count is said")
  func swap() throws {
    let rows = Self.rows(vol: { (Self.coins($0) * 1000).rounded() }) {
      ",\"trade_turnover\":\(Self.coins($0) * 95_050)"
    }
    let table = try imported(Self.answer("BTC-USDT", rows), name: "page.json")
    #expect(table.titles == ["htx:BTC-USDT klines 1h"])
    #expect(try table.column("volume") == (0..<4).map(Self.coins))
    #expect(try table.column("quote_volume") == (0..<4).map { Self.coins($0) * 95_050 })
    #expect(
      table.reports.flatMap(\.notes).contains { $0.hasPrefix("HTX says that it counts both sides of each trade") })
  }

  @Test("of an inverse swap: contracts, and coins beside them")
  func inverse() throws {
    let table = try imported(Self.answer("BTC-USD", Self.rows { 2000 + Double($0) }), name: "page.json")
    #expect(table.titles == ["htx:BTC-USD klines 1h"])
    #expect(try table.column("volume") == (0..<4).map { 2000 + Double($0) })
    #expect(try table.column("base_volume") == (0..<4).map(Self.coins))
  }

  @Test(
    "a last bar that had not ended when HTX answered is left out, and one that had is kept, wherever that is said",
    arguments: ["btcusdt", "BTC-USDT", "BTC-USD"])
  func lastBar(channel: String) throws {
    let rows =
      switch channel {
      case "btcusdt": Self.spot
      case "BTC-USDT":
        Self.rows(vol: { (Self.coins($0) * 1000).rounded() }) { ",\"trade_turnover\":\(Self.coins($0) * 95_050)" }
      default: Self.rows { 2000 + Double($0) }
      }
    func stamps(_ around: (before: String, behind: String)) throws -> Int {
      let text =
        "{\"ch\":\"market.\(channel).kline.60min\",\(around.before)\"data\":[\(rows)],\"status\":\"ok\"\(around.behind)}"
      return try ImportedTable(text, name: "page.json", in: ScratchFolder()).stamps.count
    }
    let end = (Self.start + 3600 * Self.count) * 1000
    for (answered, kept) in [(end - 1, 4), (end, 5), (end + 3_600_000, 5)] {
      #expect(try stamps(("\"ts\":\(answered),", "")) == kept)
      #expect(try stamps(("", ",\"ts\":\(answered)")) == kept)
    }
    #expect(try stamps(("", "")) == (channel == "btcusdt" ? 4 : 5))
  }

  @Test("a chain of futures is no contract of HTX's, and asks for its symbol", arguments: ["BTC_CQ", "BTC-USDT-CW"])
  func alias(channel: String) throws {
    let said = try ImportHints(venue: "htx")
    #expect(
      problem(Self.answer(channel, Self.spot), name: "page.json", said)?.what == "nothing says which symbol this is of")
  }

  @Test("without what says the channel, times are those of the rows, and prices tell which amount is which")
  func unnamed() throws {
    let hints = try ImportHints(venue: "htx", symbol: "BTCUSDT", kind: .spot)
    let columns = "id,open,close,low,high,amount,vol,count\n"
    let text =
      columns
      + (0..<Self.count).map { row in
        "\(Self.start + 3600 * row),95000,95100,94000,96000,\(Self.coins(row)),\(Self.coins(row) * 95_050),\(10 + row)\n"
      }.joined()
    for (name, text) in [("page.json", Self.answer(nil, Self.spot)), ("rows.csv", text)] {
      let table = try ImportedTable(text, name: name, in: ScratchFolder(), hints: hints)
      let notes = table.reports.flatMap(\.notes)
      #expect(table.titles == ["htx:BTCUSDT/spot klines 1h"])
      // Around its rows the answer says that it was made within the last of them.
      let kept = name == "page.json" ? Self.count - 1 : Self.count
      #expect(try table.column("volume") == (0..<kept).map(Self.coins))
      #expect(try table.stamps.first == "2025-01-01T00:00:00Z")
      #expect(notes.contains { $0.hasPrefix("times are those of 'id'") }, "\(notes)")
      #expect(notes.contains { $0.hasPrefix("'amount' is the volume and 'vol' its value, by the prices") }, "\(notes)")
    }
    // Others call the value 'amount'.
    let other = text.replacing(columns, with: "id,open,close,low,high,vol,amount,count\n")
    let table = try ImportedTable(other, name: "rows.csv", in: ScratchFolder(), hints: hints)
    #expect(try table.column("volume") == (0..<Self.count).map(Self.coins))
  }

  @Test("amounts of which prices do not tell are asked about, and each answer is heard")
  func asked() throws {
    func text(_ vol: (Int) -> Double, price: Double = 1) -> String {
      "time,open,high,low,close,amount,vol\n"
        + (0..<Self.count).map { row in
          let prices = [95_000, 96_000, 94_000, 95_100].map { "\($0 * price)" }.joined(separator: ",")
          return "\(Self.start + 3600 * row),\(prices),\(Self.coins(row)),\(vol(row))\n"
        }.joined()
    }
    let contracts = text { (Self.coins($0) * 1000).rounded() }
    func hints(_ column: String, _ unit: String) throws -> ImportHints {
      try ImportHints(
        venue: "htx", symbol: "BTC-USDT", table: flags(columns: ["volume": column], units: "volume=\(unit)"))
    }
    let refused = problem(contracts, name: "a.csv", try ImportHints(venue: "htx", symbol: "BTC-USDT"))
    #expect(
      refused?.what == "'vol' and 'amount' are no volume and its value, by the prices: one of them may count contracts")
    #expect(
      refused?.remedy
        == "say --columns volume=amount --unit volume=coin where that counts coins, or --columns volume=vol with --unit "
        + "volume=coin or contracts")
    #expect(try imported(contracts, name: "a.csv", hints("amount", "coin")).column("volume") == (0..<5).map(Self.coins))
    let counted = try ImportedTable(contracts, name: "a.csv", in: ScratchFolder(), hints: hints("vol", "contracts"))
    #expect(try counted.column("volume").first == 2500)
    let dollar = text({ Self.coins($0) * 1.0001 }, price: 1.05e-5)
    let near = problem(dollar, name: "b.csv", try ImportHints(venue: "binance", symbol: "USDCUSDT", kind: .spot))
    #expect(near?.remedy == "say --columns volume=vol,quote_volume=amount, or the other way around")
  }

  @Test("what an answer says of all its rows is the time of none of them")
  func envelope() throws {
    let rows = (0..<Self.count).map { "{\"date\":\"2025-01-01T0\($0):00:00Z\",\"open_interest\":\(100 + $0)}" }
    let text = "{\"ts\":1735707000123,\"data\":[\(rows.joined(separator: ","))]}"
    let table = try imported(text, name: "BTCUSDT.json", ImportHints(venue: "x", kind: .openInterest))
    #expect(try table.stamps.first == "2025-01-01T00:00:00Z")
  }
}
