import Foundation
import Testing

@Suite("hindcast signal")
struct SignalCommandTests {
  private let tool: CommandLineTool
  private static let start = 1_740_787_200_000
  /// Closes of five-minute bars: a walk whose steps have no pattern.
  private static let closes: [Double] = {
    var closes: [Double] = []
    var price = 1000.0
    for row in 0..<2000 {
      let mixed: Int = row * row * 7919 + 31 * row
      price += Double(mixed % 997 - 498) / 100
      closes.append(price)
    }
    return closes
  }()

  init() throws {
    tool = try CommandLineTool()
    let rows: [String] = Self.closes.enumerated().map { (row: Int, price: Double) -> String in
      let open = Self.start + row * 300_000
      return "\(open),\(price),\(price + 1),\(price - 1),\(price),10,\(open + 299_999),1000,5,5,500,0"
    }
    try tool.write(rows.joined(separator: "\n") + "\n", to: "um_klines_5m/BTCUSDT/BTCUSDT-5m-2025-03.csv")
    #expect(try tool.run("data", "import", "um_klines_5m", "--into", "small").status == 0)
  }

  @Test("points at what is wrong in an expression or a file with a caret")
  func carets() throws {
    let typed = try tool.run("signal", "eval", "mean(close, 1h) + vollume", "--market", "small")
    #expect(typed.status == 2)
    #expect(
      typed.errors.hasSuffix(
        """
        did you mean 'volume'?
          mean(close, 1h) + vollume
                            ^

        """), "\(typed.errors)")
    try tool.write("signals:\n  high_price: close > premium\nlong: { enter: high_price }\n", to: "strategies/unit.yaml")
    let filed = try tool.run("replay", "unit", "--market", "small")
    #expect(filed.status == 2)
    #expect(filed.errors.contains("unit.yaml:2:23: '>' compares 'close', a price, and 'premium', a plain number"))
    #expect(filed.errors.contains("  high_price: close > premium\n"), "\(filed.errors)")
  }

  @Test("refuses what nobody writes", arguments: ["(", "not ", "abs("])
  func endless(piece: String) throws {
    let answer = try tool.run("signal", "eval", String(repeating: piece, count: 10_000) + "close", "--market", "small")
    #expect(answer.status == 2)
    #expect(answer.errors.contains("deep"))
  }

  @Test("lists by family, searches, and shows one with its formula, warm-up and cost")
  func lists() throws {
    let all = try tool.run("signal", "list").output
    for family in ["Trailing windows", "Funding", "Taker flow", "Time"] { #expect(all.contains(family)) }
    let some = try tool.run("signal", "list", "liquidation", "burst").output
    #expect(some.contains("liquidation_burst(window)") && !some.contains("zscore"))
    let none = try tool.run("signal", "list", "zscroe")
    #expect(none.status == 2 && none.errors.contains("did you mean 'zscore'?"))
    let shown = try tool.run("signal", "show", "rsi", "--format", "json").output
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [[String: Any]])
    #expect(rows.first?["source"] as? String == "Wilder (1978)")
    #expect(rows.first?["example_warm_up"] as? String == "192 bars of 5m for the example")
    #expect((rows.first?["example_cost"] as? String)?.contains("ns a bar") == true)
  }

  @Test("evaluates hours on a dataset that has bars of five minutes, and says what they are made of")
  func hours() throws {
    let answer = try tool.run(
      "signal", "eval", "high", "--market", "small", "--interval", "1h", "--last", "0", "--format", "csv")
    let lines = answer.output.split(whereSeparator: \.isNewline).dropFirst()
    let values: [String] = lines.map { line in String(line.split(separator: ",").last ?? "") }
    // 2000 bars are 166 hours and some minutes.
    #expect(values.count == 166)
    for (hour, value) in values.enumerated() {
      let parts = Self.closes[(hour * 12)..<(hour * 12 + 12)]
      let high: Double = (parts.max() ?? 0) + 1
      #expect(abs((Double(value) ?? 0) - high) < 1e-9, "hour \(hour)")
    }
    let said = try tool.run("signal", "eval", "close", "--market", "small", "--interval", "1h").output
    #expect(said.contains("Bars of 1h are made of binance:BTCUSDT klines 5m."))
  }

  @Test("a slip in a strategy's name is not read as a difference of columns")
  func slip() throws {
    let answer = try tool.run("audit", "strss-fade", "--market", "small")
    #expect(answer.status == 2)
    #expect(answer.errors.contains("there is no strategy 'strss-fade'"), "\(answer.errors)")
    #expect(answer.errors.contains("did you mean 'stress-fade'?"), "\(answer.errors)")
    let length = try tool.run("audit", "1d", "--market", "small")
    #expect(length.status == 2 && length.errors.contains("'1d' is a duration"), "\(length.errors)\(length.output)")
  }

  @Test("audits what is honest with exit code 0, and a return taken as known at its open with 1")
  func audit() throws {
    let tips: [String] = Self.closes.indices.dropLast().map { (row: Int) -> String in
      let next: Double = Self.closes[row + 1] / Self.closes[row] - 1
      return "\(Self.start + (row + 1) * 300_000),\(next)"
    }
    try tool.write("time,tip\n" + tips.joined(separator: "\n") + "\n", to: "tip.csv")
    let honest = try tool.run("signal", "audit", "zscore(close, 1h) > 1 and volume > 0", "--market", "small")
    #expect(honest.status == 0, "\(honest.output)\(honest.errors)")
    #expect(honest.output.contains("nothing looks ahead"))
    let imported = try tool.run(
      "data", "import", "tip.csv", "--kind", "external", "--known", "at_stamp,confirmed", "--venue", "mine", "--symbol",
      "BTCUSDT",
      "--into", "small")
    #expect(imported.status == 0, "\(imported.errors)")
    let caught = try tool.run("signal", "audit", "mean(mine.tip, 2)", "--market", "small", "--format", "json")
    #expect(caught.status == 1, "\(caught.output)\(caught.errors)")
    let document = try #require(try JSONSerialization.jsonObject(with: Data(caught.output.utf8)) as? [String: Any])
    #expect(document["clean"] as? Bool == false)
    let findings = try #require(document["findings"] as? [[String: Any]])
    #expect(findings.first?["check"] as? String == "too good to be known")
    #expect(document["proven"] as? Bool == false && document["unproven_columns"] as? [String] == ["mine.tip"])
    // A column may stand by itself, with its venue, and nobody proves one that is not caught either.
    let own = try tool.run("audit", "mine.tip", "--market", "small")
    #expect(own.status == 1, "\(own.output)\(own.errors)")
    let rank = try tool.run("audit", "if(mine.tip > -9, 1, 0)", "--market", "small")
    #expect(!rank.output.contains("nothing looks ahead"), "\(rank.output)")
    #expect(rank.output.contains("Not proven: mine.tip."), "\(rank.output)")
  }

  @Test("evaluates with a strategy's signals and parameters, and draws")
  func strategies() throws {
    try tool.write(
      "parameters: { depth: 12 }\nsignals: { deep: 'close - mean(close, depth)' }\n", to: "strategies/eval.yaml")
    func last(_ arguments: [String]) throws -> [String] {
      let answer = try tool.run(
        ["signal", "eval"] + arguments + ["--market", "small", "--format", "csv", "--last", "3"])
      #expect(answer.status == 0, "\(answer.errors)")
      return answer.output.split(separator: "\n").map(String.init)
    }
    let plain = try last(["2 * (close - mean(close, 24))"])
    #expect(try last(["2 * deep", "--strategy", "eval", "--set", "depth=24", "--plot", "-o", "page.html"]) == plain)
    #expect(FileManager.default.fileExists(atPath: tool.root + "/page.html"))
    let misspelt = try tool.run("signal", "eval", "deep * 2 +", "--strategy", "eval", "--market", "small")
    #expect(misspelt.status == 2 && misspelt.errors.contains("expression:1:"), "\(misspelt.errors)")
    let lost = try tool.run("signal", "eval", "deep", "--market", "small", "--set", "depth=3")
    #expect(lost.status == 2 && lost.errors.contains("--strategy"), "\(lost.errors)")
  }

  @Test("of several expressions the one that is wrong is pointed at")
  func several() throws {
    let answer = try tool.run("data", "export", "--columns", "mean(close,1h),nosuch", "--market", "small")
    #expect(answer.status == 2)
    let lines = answer.errors.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let caret = try #require(lines.firstIndex { $0.contains("^") }, "\(answer.errors)")
    let column = try #require(lines[caret].firstIndex(of: "^"))
    let at = lines[caret].distance(from: lines[caret].startIndex, to: column)
    #expect(String(lines[caret - 1].dropFirst(at)).hasPrefix("nosuch"), "\(answer.errors)")
  }

  @Test("exports a name once, whoever asks for it twice or for what every row has")
  func once() throws {
    let answer = try tool.run(
      "data", "export", "--columns", "volume,close,volume,open_time,mean(close, 1h)", "--market", "small", "--format",
      "csv")
    #expect(
      answer.output.hasPrefix("open_time,close_time,open,high,low,close,volume,\"mean(close, 1h)\"\n"),
      "\(answer.errors)")
  }

  @Test("takes expressions that begin with a minus, with and without a flag")
  func minus() throws {
    let plain = try tool.run("signal", "eval", "-returns(1h)", "--market", "small", "--format", "csv", "--last", "3")
    let bracketed = try tool.run(
      "signal", "eval", "(-returns(1h))", "--market", "small", "--format", "csv", "--last", "3")
    #expect(plain.status == 0, "\(plain.errors)")
    let rows = (plain.output.split(separator: "\n").dropFirst(), bracketed.output.split(separator: "\n").dropFirst())
    #expect(rows.0.elementsEqual(rows.1) && rows.0.count == 3)
    try tool.write("signals: { up: close > open }\n", to: "strategies/up.yaml")
    let flagged = try tool.run("study", "up", "--signal", "-premium", "--forward", "1h", "--market", "small")
    #expect(flagged.errors.contains("premium") && !flagged.errors.contains("Missing"), "\(flagged.errors)")
    // What is no expression is still an unknown flag.
    #expect(try tool.run("signal", "eval", "close", "--nosuch", "--market", "small").status == 2)
  }

  @Test("a column is one also where it is nearly a signal's name, and by itself where a strategy may stand")
  func bareColumns() throws {
    try tool.write(
      "parameters: { depth: 1000 }\nsignals: { highs: close > depth }\n", to: "strategies/near.yaml")
    let study = try tool.run(
      "study", "near", "--signal", "high", "--forward", "1h", "--market", "small", "--set", "depth=900")
    #expect(study.status == 0, "\(study.errors)")
    #expect(study.errors.contains("--set depth changes nothing here: 'high' does not read it"), "\(study.errors)")
    let misspelt = try tool.run("study", "near", "--signal", "highss", "--forward", "1h", "--market", "small")
    #expect(misspelt.errors.contains("did you mean 'highs'?"), "\(misspelt.errors)")
    let audit = try tool.run("audit", "volume", "--market", "small", "--cuts", "1")
    #expect(audit.status == 0, "\(audit.errors)")
  }

  @Test("says which parameters of a study file nothing uses")
  func unusedByFamily() throws {
    try tool.write("parameters: { depth: 1000 }\nsignals: { deep: close > depth }\n", to: "strategies/deep.yaml")
    try tool.write(
      """
      strategy: deep
      parameters: { dept: 900 }
      hypotheses: [{ signals: [deep], forward: [1h] }]
      family: { replicates: 999 }
      """, to: "strategies/studies/typo.yaml")
    let answer = try tool.run("study", "family", "strategies/studies/typo.yaml", "--market", "small")
    #expect(answer.errors.contains("typo: no hypothesis uses the parameter 'dept'"), "\(answer.errors)")
  }

  @Test("says which parameters nothing uses")
  func unused() throws {
    try tool.write(
      "parameters: { level: 100, forgotten: 3 }\nsignals: { up: close > level }\nlong: { enter: up }\n",
      to: "strategies/forgetful.yaml")
    let run = try tool.run("replay", "forgetful", "--market", "small", "--no-report")
    #expect(run.status == 0)
    #expect(run.errors.contains("forgetful: nothing uses the parameter 'forgotten'"))
    let typed = try tool.run("signal", "eval", "mean(close, forgotten)", "--strategy", "forgetful", "--market", "small")
    #expect(typed.status == 0 && !typed.errors.contains("nothing uses"), "\(typed.errors)")
    #expect(!run.errors.contains("'level'"))
    let sweep = try tool.run("sweep", "forgetful", "--market", "small", "--grid", "forgotten=1,2,3")
    #expect(sweep.errors.contains("'forgotten'"))
  }
}
