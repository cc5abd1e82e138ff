import Market
import Replay
import Signals
import Testing

@Suite("Strategy files")
struct StrategyFileTests {
  private func problem(_ text: String) throws -> Problem {
    try #require(throws: Problem.self) {
      _ = try StrategyFile.parse(text, file: "s.yaml").bound()
    }
  }

  @Test("what a file leaves out has a default, and its name is the file's")
  func defaults() throws {
    let strategy = try StrategyFile.parse("long: { enter: close > 1 }\n", file: "strategies/idea.yaml")
    #expect(strategy.name == "idea")
    #expect(strategy.initialEquity == 10_000)
    #expect(strategy.columnNames == ["close"])
    let bound = try strategy.bound()
    #expect(bound.costs == Costs(taker: 0, maker: 0, slippage: 0, maintenance: 0.005, liquidationFee: 0.005))
  }

  @Test("a file that says no fees takes its venue's on what it trades, and one that says free or zero pays none")
  func assumedFees() throws {
    let binance = Instrument(venue: "binance", symbol: "BTCUSDT")
    let silent = try StrategyFile.parse("long: { enter: close > 1 }\ncosts: { slippage: 1bps }\n", file: "s.yaml")
    let charged = try silent.charged(as: binance)
    #expect(try charged.bound().costs == Costs(taker: 0.0005, maker: 0.0002, slippage: 0.0001))
    #expect(charged.assumedFees == AssumedFees(TradingFees.standard(for: binance), [.taker, .maker]))
    #expect(charged.definition != silent.definition, "trials for free are other trials")
    #expect(try silent.charged(as: Instrument(venue: "mine", symbol: "X")).assumedFees?.source.contains("mine") == true)
    for costs in ["free", "{ taker: 0 }"] {
      let free = try StrategyFile.parse("long: { enter: close > 1 }\ncosts: \(costs)\n", file: "s.yaml")
      let same = try free.charged(as: binance)
      #expect(same.assumedFees == nil)
      #expect(try same.bound().costs == Costs())
    }
  }

  @Test("who trades by limits and says a taker's fee alone pays the venue's maker's, and it is said")
  func assumedMaker() throws {
    let binance = Instrument(venue: "binance", symbol: "BTCUSDT")
    let text = "long: { enter: close > 1, order: limit(low) }\ncosts: { taker: 5bps }\n"
    let charged = try StrategyFile.parse(text, file: "s.yaml").charged(as: binance)
    #expect(try charged.bound().costs.maker == 0.0002)
    #expect(charged.assumedFees?.items == [.maker])
    let markets = try StrategyFile.parse("long: { enter: close > 1 }\ncosts: { taker: 5bps }\n", file: "s.yaml")
    #expect(try markets.charged(as: binance).assumedFees == nil)
  }

  @Test("a limit at a share of nothing is no price")
  func limitOfShare() {
    #expect(throws: Problem.self) {
      try StrategyFile.parse("long: { enter: close > 1, order: 'limit(2%)' }\n", file: "s.yaml")
    }
  }

  @Test("a rebate is a negative fee")
  func rebate() throws {
    let text = "long: { enter: close > 1 }\ncosts: { maker: -2.5bps, taker: -2.5bps }\n"
    let bound = try StrategyFile.parse(text, file: "s.yaml").bound()
    #expect(bound.costs == Costs(taker: -0.00025, maker: -0.00025))
    let run = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n100 100 100 100"), [0: 1, 1: 0], costs: bound.costs,
      equity: 10_000)
    #expect(run.figures.fees == 5 && run.figures.finalEquity == 10_005)
  }

  @Test("costs are fractions, written as people write them, and may be parameters")
  func costs() throws {
    let text = """
      parameters: { fee: 5bps }
      long: { enter: close > 1 }
      costs: { taker: fee, slippage: 0.01%, maintenance: 1% }
      """
    let strategy = try StrategyFile.parse(text, file: "s.yaml")
    #expect(try strategy.bound().costs == Costs(taker: 0.0005, slippage: 0.0001, maintenance: 0.01))
    #expect(try strategy.bound(to: ["fee": .number(0.001)]).costs.taker == 0.001)
  }

  @Test(
    "what is wrong is said with its line and column",
    arguments: [
      ("long: { enter: close > 1 }\nsize: [1, 2]\n", 2, 7, "size"),
      ("long: { enter: close }\n", 1, 16, "condition"),
      ("long: { entr: close > 1 }\n", 1, 9, "enter"),
      ("long: { enter: close > 1 }\nposition: 1\n", 2, 11, "either"),
      ("long: &a { enter: close > 1 }\nshort: { <<: *a, enter: close < 1 }\n", 2, 10, "write the keys out"),
      ("long: { enter: close > 1 }\ncosts: { taker: 5 }\n", 2, 17, "taker"),
      ("long: { enter: close > 1 }\ncosts: { taker: 0.05 }\n", 2, 17, "5bps is 0.0005, and so is 0.05%"),
      (
        "long: { enter: close > 1 }\ncosts: { maintenance: 0.4 }\n", 2, 23,
        "of the position's value; it must lie from 0.0 to 0.25"
      ),
      (
        "long: { enter: close > 1 }\ncosts: { fees: [{ volume: 1m, taker: 0, maker: 0 }] }\n", 2, 27,
        "'1m', which is no number"
      ),
      ("long: { enter: close > 1 }\ncosts: { slippage: \"impact(60, 1d)\" }\n", 2, 28, "at most 10"),
      ("long: { enter: close > 1 }\ncosts: { maker: -0.01 }\n", 2, 17, "from -0.002 to 0.015"),
      ("long: { enter: close > 1 }\ncosts: { taker: close }\n", 2, 17, "whole run"),
      ("position: close > 1\n", 1, 11, "number"),
      ("interval: often\n", 1, 11, "often"),
      ("long: { enter: close > 1 }\ncosts: { taker: fee }\n", 2, 17, "no parameter of the file"),
      ("parameters: { fees: 1bps }\nlong: { enter: close > 1 }\ncosts: { taker: fee }\n", 3, 17, "'fees'"),
      ("position: 1d\n", 1, 11, "'1d' is a duration; a duration is for windows"),
      ("long: { enter: 1d }\n", 1, 16, "'1d' is a duration; a duration is for windows"),
      ("rebalance: 0.1\nlong: { enter: close > 1 }\n", 1, 1, "'rebalance'"),
      (
        "long: { enter: close > 1 }\nmargin: { tiers: [{ from: 0, maintenance: 1% }] }\ncosts: { maintenance: 3% }\n",
        3, 23, "keep one"
      ),
      ("parameters: { bars_held: 5 }\nlong: { enter: close > 1 }\n", 1, 15, "hides what rules ask"),
      ("signals: { volume: close > 1 }\nlong: { enter: volume }\n", 1, 12, "hides the column"),
      ("signals: { z: zscore(close, 1d) }\n", 1, 15, "quotation marks: z: 'zscore(close, 1d)"),
      ("long: { enter: zscore(close, 1d) > 1, exit: close > 2 }\n", 1, 16, "quotation marks"),
      ("universe: [a(b, c)]\nweight: 1\n", 1, 12, "quotation marks"),
      ("equity: -5\n", 1, 9, "-5"), ("equity: 0x10\n", 1, 9, "'0x10' is not an amount"),
      ("equity: 1_000\n", 1, 9, "1_000"), ("equity: .inf\n", 1, 9, ".inf"), ("equity: nan\n", 1, 9, "nan"),
      ("parameters: { a: 0x10 }\n", 1, 18, "0x10"), ("max_leverage: 0x10\nlong: { enter: close > 1 }\n", 1, 15, "0x10"),
      ("position: 1\ncosts: { taker: 0b1 }\n", 2, 17, "0b1"),
      ("parameters: { a: many }\n", 1, 18, "many"),
      ("signals:\n  a: 'clos >'\nlong: { enter: a }\n", 2, 13, "ends"),
    ])
  func places(text: String, line: Int, column: Int, says: String) throws {
    let problem = try problem(text)
    #expect(problem.place == Problem.Place(file: "s.yaml", line: line, column: column), "\(problem)")
    #expect(problem.description.contains(says), "\(problem)")
    #expect(problem.fault == .input)
  }

  @Test("a key given twice, an empty file and a file without rules are refused")
  func whole() throws {
    #expect(try problem("size: 1\nsize: 2\n").description.contains("twice"))
    #expect(try problem("").description.contains("empty"))
    #expect(try problem("signals: { a: close > 1 }\n").description.contains("no rules"))
  }

  @Test("two files that mean the same have one identity, and a changed parameter another")
  func identity() throws {
    let a = try StrategyFile.parse(
      "parameters: { x: 2 }\nsignals: { up: close > x }\nlong: { enter: up }\n", file: "a.yaml")
    let b = try StrategyFile.parse("long:\n  enter: close > 2\n", file: "b.yaml")
    #expect(try a.bound().identity == b.bound().identity)
    #expect(try a.bound(to: ["x": .number(3)]).identity != b.bound().identity)
  }
}
