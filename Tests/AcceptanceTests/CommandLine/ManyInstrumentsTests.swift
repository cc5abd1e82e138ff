import Foundation
import Testing

@Suite("A dataset of many instruments")
struct ManyInstrumentsTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool()
    try tool.write(
      """
      name: ripple
      interval: 1h
      signals:
        move: change(close, 5)
        paid: funding_rate > 0
      long: { enter: move > 0 and paid, exit: move < 0 }
      costs: { taker: 5bps, slippage: 1bps }
      """, to: "strategies/ripple.yaml")
  }

  /// A month of hours in Binance's own files: a price that no other symbol has, and funding every eight hours.
  private func write(_ symbol: String, below folder: String, seed: Int, funding: Bool = true) throws {
    let start = 1_735_689_600_000
    var klines =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n"
    for hour in 0..<744 {
      func price(_ hour: Int) -> Double { 100 + Double(seed) + Double((hour * (7 + seed) * 31) % 97) / 10 }
      let (open, close) = (price(hour), price(hour + 1))
      let stamp = start + hour * 3_600_000
      klines +=
        "\(stamp),\(open),\(max(open, close) + 1),\(min(open, close) - 1),\(close),10,\(stamp + 3_599_999),1000,50,5,500,0\n"
    }
    try tool.write(klines, to: "\(folder)/um_klines_1h/\(symbol)/\(symbol)-1h-2025-01.csv")
    guard funding else { return }
    var rates = "calc_time,funding_interval_hours,last_funding_rate\n"
    for settlement in 0..<93 {
      rates += "\(start + settlement * 28_800_000 + 3),8,\(Double((settlement * seed) % 7 - 2) / 10_000)\n"
    }
    try tool.write(rates, to: "\(folder)/um_funding_rate/\(symbol)/\(symbol)-fundingRate-2025-01.csv")
  }

  private func succeed(_ arguments: String...) throws -> CommandLineTool.Answer {
    let answer = try tool.run(arguments)
    #expect(answer.status == 0, "\(arguments): \(answer.errors)")
    return answer
  }

  /// What a document says besides the dataset's name and how long it took.
  private func document(_ arguments: String...) throws -> NSDictionary {
    let answer = try tool.run(arguments + ["--format", "json", "--no-report"])
    #expect(answer.status == 0, "\(arguments): \(answer.errors)")
    let parsed = try JSONSerialization.jsonObject(with: Data(answer.output.utf8))
    let document = try #require(parsed as? NSDictionary).mutableCopy() as? NSMutableDictionary
    for key in ["market", "seconds", "test_log", "everRun", "ever_run"] { document?.removeObject(forKey: key) }
    return try #require(document)
  }

  private func importCoins(_ count: Int) throws {
    for index in 1...count { try write(index == 1 ? "BTCUSDT" : "C\(index)USDT", below: "all", seed: index) }
    _ = try succeed("data", "import", "all", "--into", "all")
  }

  @Test("without a choice every command refuses and names what there is")
  func choice() throws {
    try importCoins(2)
    for arguments in [
      ["replay", "ripple"], ["study", "ripple", "--signal", "move > 0"], ["sweep", "ripple"], ["data", "export"],
      ["signal", "eval", "close"], ["regress", "forward(1h) ~ return(1h)"],
      ["compare", "ripple", "stress-fade", "--interval", "1h"],
      ["validate", "ripple"],
    ] {
      let answer = try tool.run(arguments + ["--market", "all"])
      #expect(answer.status == 2, "\(arguments)")
      #expect(
        answer.errors.contains("2 instruments that can be traded: binance:BTCUSDT, binance:C2USDT"),
        "\(arguments): \(answer.errors)")
    }
    try tool.write(
      "name: chosen\ninstrument: binance:C2USDT\nposition: 1\ncosts: { taker: 0 }\n", to: "strategies/chosen.yaml")
    #expect(try document("replay", "chosen", "--market", "all")["instrument"] as? String == "binance:C2USDT")
    let flag = try document("replay", "chosen", "--market", "all", "--instrument", "BTCUSDT")
    #expect(flag["instrument"] as? String == "binance:BTCUSDT")
  }

  @Test("every table, list and file of rows says which instrument its answer rests on")
  func named() throws {
    try importCoins(2)
    let coin = ["--market", "all", "--instrument", "C2USDT"]
    let study = ["study", "ripple", "--signal", "move > 0", "--calibrate", "0", "--placebos", "0"]
    let sweep = ["sweep", "vary", "--grid", "share=0.5,1"]
    try tool.write(
      "name: vary\ninterval: 1h\nparameters: { share: 1 }\nposition: share\ncosts: { taker: 0 }\n",
      to: "strategies/vary.yaml")
    try tool.write("name: still\ninterval: 1h\nposition: 1\ncosts: { taker: 0 }\n", to: "strategies/still.yaml")
    for arguments in [
      ["replay", "ripple"], study, ["regress", "forward(1h) ~ returns(1h)"], sweep,
      ["compare", "ripple", "still", "--replicates", "100"],
    ] {
      let answer = try tool.run(arguments + coin)
      #expect(answer.status == 0, "\(answer.errors)")
      #expect(answer.output.contains(" on all (binance:C2USDT), 1h bars"), "\(arguments): \(answer.output)")
    }
    for arguments in [study, sweep, ["regress", "forward(1h) ~ returns(1h)"]] {
      let rows = try tool.run(arguments + coin + ["--format", "csv"]).output.split(separator: "\n")
      #expect(rows.first?.contains("market,instrument,") == true && rows.last?.contains("binance:C2USDT") == true)
    }
    for list in [["runs", "list"], ["sweep", "list"], ["study", "log"]] {
      #expect(try tool.run(list).output.contains("binance:C2USDT"), "\(list)")
    }
    let refused = try tool.run("compare", "ripple", "stress-fade", "--market", "all", "--instrument", "C2USDT")
    #expect(refused.status == 2 && refused.errors.contains("--interval"), "\(refused.errors)")
    #expect(refused.errors.contains("bars of 1h") && refused.errors.contains("bars of 5m"), "\(refused.errors)")
  }

  @Test("one of 43 coins studies, replays and sweeps as if it were alone, bit for bit")
  func alone() throws {
    try importCoins(43)
    try write("BTCUSDT", below: "one", seed: 1)
    _ = try succeed("data", "import", "one", "--into", "one")
    for arguments in [
      ["replay", "ripple"], ["study", "ripple", "--signal", "move > 0", "--calibrate", "20", "--placebos", "0"],
    ] {
      let all = try tool.run(
        arguments + ["--market", "all", "--instrument", "binance:BTCUSDT", "--format", "json", "--no-report"])
      let one = try tool.run(arguments + ["--market", "one", "--format", "json", "--no-report"])
      #expect(all.status == 0, "\(all.errors)")
      func lines(_ answer: CommandLineTool.Answer) -> [Substring] {
        answer.output.split(separator: "\n").filter { !$0.contains("\"market\"") }
      }
      let looks = lines(one).firstIndex { $0.contains("\"test_log\"") } ?? lines(one).endIndex
      #expect(lines(all).prefix(looks) == lines(one).prefix(looks))
      #expect(lines(one).count > 20)
    }
    let grid = ["--grid", "move=0.1", "--format", "csv", "--no-report"]
    _ = grid
    let all = try tool.run(
      "sweep", "stress-fade", "--market", "all", "--instrument", "BTCUSDT", "--signal", "close > lag(close, 1)",
      "--forward", "1h", "--interval", "1h", "--grid", "entry=1,2", "--format", "csv", "--no-report")
    let one = try tool.run(
      "sweep", "stress-fade", "--market", "one", "--signal", "close > lag(close, 1)", "--forward", "1h", "--interval",
      "1h", "--grid", "entry=1,2", "--format", "csv", "--no-report")
    #expect(all.status == 0, "\(all.errors)")
    #expect(all.output == one.output.replacing(",one,", with: ",all,"))
  }

  @Test("another coin's funding is never charged, and another venue's only when it is said")
  func funding() throws {
    try write("BTCUSDT", below: "mixed", seed: 1, funding: false)
    try write("ETHUSDT", below: "mixed", seed: 2)
    _ = try succeed("data", "import", "mixed", "--into", "mixed")
    try tool.write("name: hold\nposition: 1\ncosts: { taker: 0 }\n", to: "strategies/hold.yaml")
    let silent = try tool.run(
      "replay", "hold", "--market", "mixed", "--instrument", "BTCUSDT", "--format", "json", "--no-report")
    #expect(silent.errors.contains("the dataset has none of binance:BTCUSDT, so none is charged"), "\(silent.errors)")
    let own = try document("replay", "hold", "--market", "mixed", "--instrument", "BTCUSDT")
    #expect(own["funding_pnl"] as? Double == 0)
    #expect((own["funding"] as? NSDictionary)?["coverage"] as? String == "none")

    try write("BTCUSDT", below: "other", seed: 3)
    _ = try succeed("data", "import", "other/um_funding_rate", "--venue", "bybit", "--into", "mixed")
    let still = try document("replay", "hold", "--market", "mixed", "--instrument", "binance:BTCUSDT")
    #expect(still["funding_pnl"] as? Double == 0)
    let said = try document(
      "replay", "hold", "--market", "mixed", "--instrument", "binance:BTCUSDT", "--funding", "bybit")
    #expect((said["funding"] as? NSDictionary)?["instrument"] as? String == "bybit:BTCUSDT")
    #expect(try #require(said["funding_pnl"] as? Double) != 0)
    let assumed = try document(
      "replay", "hold", "--market", "mixed", "--instrument", "binance:BTCUSDT", "--assume-funding", "missing=0.0001")
    #expect((assumed["funding"] as? NSDictionary)?["coverage"] as? String == "assumed")
    #expect(try #require(assumed["funding_pnl"] as? Double) < 0)
  }

  @Test("funding of a part of the window is refused until it is said what to assume")
  func partialFunding() throws {
    try write("BTCUSDT", below: "part", seed: 1)
    let file = "part/um_funding_rate/BTCUSDT/BTCUSDT-fundingRate-2025-01.csv"
    let rows = try String(contentsOfFile: tool.root + "/" + file, encoding: .utf8).split(separator: "\n")
    try tool.write((rows.prefix(1) + rows.dropFirst(40)).joined(separator: "\n") + "\n", to: file)
    _ = try succeed("data", "import", "part", "--into", "part")
    let refused = try tool.run("replay", "ripple", "--market", "part", "--no-report")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("settlements of the window have no row"), "\(refused.errors)")
    #expect(try tool.run("study", "ripple", "--market", "part", "--signal", "move > 0", "--no-report").status == 0)
    let zero = try document("replay", "ripple", "--market", "part", "--assume-funding", "missing=zero")
    #expect((zero["funding"] as? NSDictionary)?["coverage"] as? String == "assumed")
    _ = try succeed("replay", "ripple", "--market", "part", "--from", "2025-01-15", "--no-report")
  }

  @Test(
    "a coin-margined perpetual is inverse wherever its file lies, and its account is in coin",
    arguments: ["futures/cm/monthly/klines/BTCUSD_PERP/1h", "downloads"])
  func inverse(folder: String) throws {
    try write("BTCUSD_PERP", below: "made", seed: 1, funding: false)
    let text = try String(
      contentsOfFile: tool.root + "/made/um_klines_1h/BTCUSD_PERP/BTCUSD_PERP-1h-2025-01.csv", encoding: .utf8)
    // Ten contracts of 100 USD an hour, and beside them what these are in coin.
    let lines = text.split(separator: "\n").enumerated().map { index, line in
      var fields = line.split(separator: ",").map(String.init)
      guard index > 0, let close = Double(fields[4]) else { return String(line) }
      (fields[7], fields[10]) = ("\(1000 / close)", "\(500 / close)")
      return fields.joined(separator: ",")
    }
    try tool.write(lines.joined(separator: "\n") + "\n", to: "\(folder)/BTCUSD_PERP-1h-2025-01.csv")
    _ = try succeed("data", "import", folder, "--kind", "klines", "--into", "coin")
    try tool.write("name: hold\nposition: 1\ncosts: { taker: 0 }\n", to: "strategies/hold.yaml")
    let held = try succeed("replay", "hold", "--market", "coin", "--no-report")
    #expect(
      held.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        .contains("The contract is inverse: the account is in BTC"), "\(held.output)")
    // What is ordered at a price is of the price, as on any contract.
    try tool.write("name: stop\nlong: { enter: hour() == 3, stop: 2% }\n", to: "strategies/stop.yaml")
    #expect(try succeed("replay", "stop", "--market", "coin", "--no-report").output.contains("is inverse"))
    _ = try succeed("study", "hold", "--signal", "change(close, 5) > 0", "--market", "coin", "--no-report")
    #expect(try succeed("data", "show", "coin").output.contains("inverse, BTC in USD, settled in BTC"))
  }

  @Test("what is not known of a contract is asked for, and can be said")
  func contract() throws {
    try write("XBTUSD", below: "kraken", seed: 1, funding: false)
    _ = try succeed("data", "import", "kraken", "--venue", "kraken", "--into", "kraken")
    try tool.write("name: hold\nposition: 1\ncosts: { taker: 0 }\n", to: "strategies/hold.yaml")
    let refused = try tool.run("replay", "hold", "--market", "kraken", "--no-report")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("nothing says whether it is linear or inverse"), "\(refused.errors)")
    _ = try succeed("data", "contract", "kraken", "kraken:XBTUSD", "form=linear", "tick=0.5")
    _ = try succeed("replay", "hold", "--market", "kraken", "--no-report")
    #expect(try succeed("data", "contract", "kraken", "kraken:XBTUSD").output.contains("form, tick said here"))
    #expect(try succeed("data", "contract", "kraken", "XBTUSD").output.contains("form, tick said here"))
    #expect(try tool.run("data", "contract", "kraken", "kraken:XBTUSD", "form=linaer").status == 2)
    let perpetual = try tool.run("data", "contract", "kraken", "XBTUSD", "expiry=2026-03-27")
    #expect(perpetual.status == 2 && perpetual.errors.contains("'expiry' is of dated futures"), "\(perpetual.errors)")
  }

  @Test("data show says what each instrument is, and what its columns are called when it is traded")
  func show() throws {
    try importCoins(3)
    let all = try succeed("data", "show", "all").output
    #expect(all.contains("binance:C2USDT"))
    #expect(all.contains("Several instruments can be traded"))
    let one = try succeed("data", "show", "all", "--instrument", "C2USDT").output
    #expect(one.contains("Columns, by the names expressions use when binance:C2USDT is traded"))
    #expect(one.contains("binance.BTCUSDT.close"))
    #expect(!one.contains("binance.C2USDT.close"))
  }
}
