import Market
import Replay
import Testing

@Suite("Liquidation")
struct LiquidationTests {
  let costs = Costs(maintenance: 0.01, liquidationFee: 0.02)

  @Test("a leveraged long is closed where its equity equals the maintenance margin")
  func long() throws {
    let run = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n100 100 80 100\n100 100 100 100"), [0: 5], costs: costs)
    // 50 coins, cash −4000: 4000 / (50 × 0.99) = 80.808…; the low of 80 reaches it.
    let trade = try #require(run.trades.first)
    #expect(trade.ending == .liquidation)
    #expect(abs(trade.exitPrice - 4000 / 49.5) < 1e-9)
    #expect(run.figures.liquidations == 1)
    // What is left of 1000: the maintenance margin of 40.404… less the fee of twice that, which the venue bears.
    #expect(run.figures.finalEquity == 0)
  }

  @Test("the same low without reaching the price leaves the position alone")
  func justAbove() throws {
    let run = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n100 100 80.9 100\n100 100 100 100"), [0: 5], costs: costs)
    #expect(run.figures.liquidations == 0)
    #expect(run.figures.finalEquity == 1000)
  }

  @Test("a short is liquidated by the high")
  func short() throws {
    let run = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n100 160 100 100\n100 100 100 100"), [0: -2],
      costs: Costs(maintenance: 0.01))
    // −20 coins, cash 3000: 3000 / (20 × 1.01) = 148.51…
    #expect(abs(try #require(run.trades.first).exitPrice - 3000 / 20.2) < 1e-9)
    #expect(run.figures.finalEquity > 0)
  }

  @Test("a bar that opens beyond the price is closed at its open, and the venue bears what equity cannot")
  func gapBeyond() throws {
    let run = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n60 60 60 60\n60 60 60 60"), [0: 5],
      costs: Costs(maintenance: 0.01))
    #expect(run.trades.first?.exitPrice == 60)
    #expect(run.figures.pricePnl == -2000)
    #expect(run.figures.liquidationPnl == 1000)
    #expect(run.figures.finalEquity == 0)
  }

  @Test("nothing is traded with nothing left")
  func ruined() throws {
    let run = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n60 60 60 60\n60 60 60 60\n60 60 60 60"), [0: 5, 2: 0, 3: 1],
      costs: Costs(maintenance: 0.01))
    #expect(run.trades.count == 1)
    #expect(run.equityInQuote == [1000, 1000, 0, 0, 0])
  }

  @Test("funding moves the liquidation price")
  func fundingMovesIt() throws {
    let bars = "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 82 100\n100 100 100 100"
    let spared = try replay(Candles.frame(bars), [0: 5], costs: costs)
    let paid = try replay(
      Candles.frame(bars, funding: [Candles.funding(2, rate: 0.02, price: 100)]), [0: 5], costs: costs)
    #expect(spared.figures.liquidations == 0)
    #expect(paid.figures.liquidations == 1)
  }

  /// 10 for the entry; the closing at some 90 is 9 of what was owned when it was bought, and 180 of what is left of it.
  @Test("turnover divides a liquidated position by the equity it was entered with")
  func turnover() throws {
    let run = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n95 95 95 95\n95 95 80 85\n85 85 85 85"), [0: 10],
      costs: Costs(maintenance: 0.005, liquidationFee: 0.005))
    #expect(run.figures.liquidations == 1)
    let exit = try #require(run.trades.first).exitPrice
    #expect(abs(run.figures.turnover - (10 + 100 * exit / 1000)) < 1e-9)
  }

  @Test("an unleveraged long cannot be liquidated")
  func unleveraged() throws {
    let run = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n100 100 0.01 50\n50 50 50 50"), [0: 1], costs: costs)
    #expect(run.figures.liquidations == 0)
    #expect(run.figures.finalEquity == 500)
  }
}
