import Feeds
import Market
import TestSupport
import Testing

@Suite("A data frame whose columns have two names each")
struct StackedHeaderTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func text(_ tickers: String) -> String {
    "Price,Close,High,Low,Open,Volume\nTicker,\(tickers)\nDate,,,,,\n"
      + (1...5).map { "2024-01-0\($0),\(100 + $0),\(103 + $0),\(97 + $0),\(99 + $0),\(1000 + $0)\n" }.joined()
  }

  @Test("is read by the names of what is measured, with the index as its time, as yfinance writes it")
  func yfinance() throws {
    let hints = try ImportHints(venue: "yahoo", kind: .spot)
    let tickers = Array(repeating: "BTC-USD", count: 5).joined(separator: ",")
    for text in [text(tickers), text(tickers).replacing("\n", with: "\r\n")] {
      let table = try ImportedTable(text, name: "BTC-USD.csv", in: ScratchFolder(), hints: hints)
      #expect(try table.column("close") == [101, 102, 103, 104, 105])
      #expect(try table.column("open") == [100, 101, 102, 103, 104])
      #expect(
        table.reports.flatMap(\.notes).contains { $0.hasPrefix("lines 1 to 3 are one header: 'Date'") })
    }
  }

  @Test("of several instruments is refused with what saves one of them, and its rows keep their lines")
  func several() throws {
    let refused = problem(
      text("BTC-USD,BTC-USD,ETH-USD,ETH-USD,ETH-USD"), name: "x.csv", try ImportHints(venue: "yahoo", kind: .spot))
    #expect(refused?.what.contains("several instruments (BTC-USD, ETH-USD)") == true)
    #expect(refused?.remedy?.contains("df.xs('BTC-USD', axis=1, level=1)") == true)
    let tickers = Array(repeating: "BTC-USD", count: 5).joined(separator: ",")
    let bad = problem(
      text(tickers).replacing("2024-01-03,103", with: "2024-01-03,x"), name: "BTC-USD.csv",
      try ImportHints(venue: "yahoo", kind: .spot))
    #expect(bad?.place.line == 6)
  }
}
