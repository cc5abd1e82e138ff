import Feeds
import Market
import TestSupport
import Testing

@Suite("Marks, indices and premiums are no traded prices")
struct UntradedPricesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private let zero = "time,open,high,low,close,volume\n1735689600,100,103,99,101,0\n1735693200,101,104,100,102,0\n"
  private let json = "[[1735689600000,100,103,99,101,0],[1735693200000,101,104,100,102,0]]"

  @Test(
    "the name of the file says which they are",
    arguments: [
      ("BTCUSDT_mark_1h.csv", "mark"), ("BTCUSDT-1h-markPrice.csv", "mark"), ("BTCUSDT_index_1h.csv", "index"),
      ("BTCUSDT_premiumIndex_1h.csv", "premium"), ("mark_price/BTCUSDT.csv", "mark"),
    ])
  func named(name: String, kind: String) throws {
    let premium =
      "time,open,high,low,close,volume\n1735689600,0.0001,0.0002,-0.0001,0.0001,0\n1735693200,0.0001,0.0002,0.0001,0.0002,0\n"
    let text = kind == "premium" ? premium : zero
    for text in [text, text.replacing(",volume", with: "").replacing(",0\n", with: "\n")] {
      let table = try imported(text, name: name, ImportHints(venue: "binance"))
      #expect(table.titles == ["binance:BTCUSDT \(kind) 1h"])
      #expect(table.reports[0].notes.contains { $0.contains("taken as \(kind)") })
    }
  }

  @Test("without such a name they are asked about, and with one a volume is; an index of funding is no price")
  func contradictions() throws {
    let bare = zero.replacing(",volume", with: "").replacing(",0\n", with: "\n")
    for name in ["BTCUSDT_1h.csv", "BTCUSDT_funding_index_1h.csv"] {
      #expect(problem(bare, name: name)?.what.contains("without a volume may be prices") == true)
    }
    #expect(problem(zero, name: "BTCUSDT.csv")?.remedy == "say --kind klines, mark, index or premium")
    #expect(
      problem(zero.replacing(",0\n", with: ",5\n"), name: "BTCUSDT_mark.csv")?.remedy?.contains("--kind mark") == true)
    #expect(
      try imported(zero, name: "ETHUSDT.csv", ImportHints(kind: .klines)).titles == ["unstated:ETHUSDT klines 1h"])
  }

  @Test(
    "freqtrade's candle types are told apart by the end of the name",
    arguments: [
      ("mark.json", "mark"), ("index.json", "index"), ("premiumIndex.json", "premium"), ("mark.csv", "mark"),
      ("index.csv", "index"), ("premiumIndex.csv", "premium"), ("futures.json", "klines"),
    ])
  func freqtrade(ending: String, kind: String) throws {
    let csv = zero.replacing("time,", with: "date,").replacing("1735689600", with: "2025-01-01 00:00:00+00:00")
      .replacing("1735693200", with: "2025-01-01 01:00:00+00:00")
    var text = ending.hasSuffix("json") ? json : csv
    if kind == "premium" {
      text = text.replacing("100", with: "0.0001").replacing("101", with: "0.0001").replacing("102", with: "0.0001")
        .replacing("103", with: "0.0003").replacing("104", with: "0.0003").replacing("99", with: "0.00001")
    }
    let isOld = kind != "klines" && ending.hasSuffix("json")
    for pair in ["BTC_USDT_USDT"] + (isOld ? ["BTC_USDT"] : []) {
      let table = try imported(text, name: "\(pair)-1h-\(ending)", ImportHints(venue: "binance"))
      #expect(
        table.titles == ["binance:BTCUSDT \(kind) 1h"], "names of before 2022 do not say in what a perpetual settles")
    }
  }
}
