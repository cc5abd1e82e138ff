import Feeds
import Market
import TestSupport
import Testing

@Suite("Bars whose volume has another name, and what of a table is not told by its names")
struct UnsaidBarsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func bars(_ names: String, _ amounts: String) -> String {
    "time,open,high,low,close\(names)\n"
      + (0..<4).map { "\(1_735_689_600 + 3600 * $0),100,102,99,101\(amounts)\n" }.joined()
  }

  @Test(
    "a volume in the coin of the symbol, and what CryptoCompare and Coinglass write, are volumes",
    arguments: [
      (",Vol(BTC)", ",2", 2.0, Double.nan), (",volumefrom,volumeto", ",2,202", 2, 202),
      (",volumeUsd", ",202", .nan, 202),
    ])
  func volumes(names: String, amounts: String, coins: Double, value: Double) throws {
    let table = try imported(bars(names, amounts), ImportHints(venue: "binance"))
    #expect(table.titles == ["binance:BTCUSDT klines 1h"])
    let (volume, quote) = (try table.column("volume")[0], try table.column("quote_volume")[0])
    #expect(volume == coins || coins.isNaN)
    #expect(quote == value || value.isNaN)
  }

  @Test("an amount of no known name is named, with what takes it", arguments: ["lots", "Volume ETH"])
  func unknown(name: String) throws {
    let refused = problem(bars(",\(name)", ",2"), try ImportHints(venue: "binance"))
    #expect(refused?.what.contains("stand beside '\(name)', which is no volume that is known by its name") == true)
    let said = try ImportHints(venue: "binance", table: flags(columns: ["volume": name], units: "volume=coin"))
    #expect(try imported(bars(",\(name)", ",2"), name: "BTCUSDT_1h.csv", said).column("volume")[0] == 2)
  }

  @Test("without any, open interest is among what they may be, and its flags read it")
  func levels() throws {
    let remedy = try #require(problem(bars("", ""), try ImportHints(venue: "binance"))?.remedy)
    let columns = "open_interest_open=open,open_interest_high=high,open_interest_low=low,open_interest=close"
    #expect(remedy.contains("--kind open_interest --columns \(columns)"))
    let pairs = columns.split(separator: ",").map { $0.split(separator: "=").map(String.init) }
    let said = try ImportHints(
      venue: "binance", kind: .openInterest,
      table: flags(columns: Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })))
    #expect(try imported(bars("", ""), name: "BTCUSDT_1h.csv", said).column("open_interest")[0] == 101)
  }

  @Test("a venue that is said is not asked for")
  func venue() throws {
    let rows = (0..<6).map {
      "{\"symbol\":\"BTCUSDT\",\"fundingRate\":\"0.0001\",\"fundingTime\":\(1_735_689_600_000 + 28_800_000 * $0)}"
    }
    func notes(_ hints: ImportHints) throws -> [String] {
      try ImportedTable("[\(rows.joined(separator: ","))]", name: "page.json", in: ScratchFolder(), hints: hints)
        .reports.flatMap(\.notes)
    }
    #expect(try notes(.none).contains { $0.contains("say --venue where it is another's") })
    #expect(try !notes(ImportHints(venue: "bitget")).contains { $0.contains("taken as Binance's") })
  }

  @Test("a table that is shown says that a rate is one, and that an index of prices is no number of rows")
  func shown() throws {
    let rows = (0..<8).map { row in
      let fields = [
        #""market":"BTC-USD-PERP""#, #""funding_index":"\#(1000 + row).0""#, #""funding_premium":"5.\#(row)""#,
        #""funding_rate":"0.0000\#(row + 1)""#, #""created_at":\#(1_735_689_600_000 + 3_600_000 * row)"#,
      ]
      return "{\(fields.joined(separator: ","))}"
    }
    let text = #"{"next":"abc","prev":null,"results":["# + rows.joined(separator: ",") + "]}"
    let refused = try #require(problem(text, name: "paradex.json", try ImportHints(venue: "paradex")))
    #expect(refused.what.contains("'funding_rate': 1e-05 to 8e-05: a rate or premium as a fraction"))
    #expect(!refused.what.contains("'funding_index': 1000.0 to 1007.0: numbers of rows"))
  }
}
