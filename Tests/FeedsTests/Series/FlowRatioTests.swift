import Feeds
import Market
import TestSupport
import Testing

@Suite("A ratio of takers beside what they bought and sold")
struct FlowRatioTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// Rows as Binance's interface answers, the ratio with four decimals.
  private func table(_ names: String) -> String {
    "\(names),buySellRatio,time\n"
      + (0..<30).map { row in
        let (sold, bought) = (100 + row * 7 % 13, 90 + row * 11 % 29)
        return
          "\(sold),\(bought),\((Double(bought) / Double(sold) * 1e4).rounded() / 1e4),\(1_735_689_600 + 3600 * row)\n"
      }.joined()
  }

  private func hints() throws -> ImportHints {
    let columns = ["bought_volume": "buyVol", "sold_volume": "sellVol", "taker_ratio": "buySellRatio"]
    return try ImportHints(
      venue: "binance", kind: FileKind(named: "taker_flow"), table: flags(columns: columns))
  }

  @Test("columns that have each other's name are refused, and those that have their own are read")
  func exchanged() throws {
    #expect(try imported(table("sellVol,buyVol"), hints()).column("bought_volume").first == 90)
    let refused = problem(table("buyVol,sellVol"), try hints())
    #expect(refused?.what.contains("the two have each other's place, or the ratio is of sales to purchases") == true)
  }
}
