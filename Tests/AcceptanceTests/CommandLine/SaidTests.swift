import Foundation
import Testing

@Suite("What an answer rests on is said with it")
struct SaidTests {
  private let tool: CommandLineTool

  /// Sixty hours in which bar 40 is missing.
  init() throws {
    tool = try CommandLineTool()
    let start = 1_740_787_200_000
    let rows = (0..<60).filter { $0 != 40 }.map { hour in
      let open = start + hour * 3_600_000
      let price = 100 + hour % 7
      return "\(open),\(price),\(price + 1),\(price - 1),\(price),10,\(open + 3_599_999),1000,5,5,500,0"
    }
    try tool.write(rows.joined(separator: "\n") + "\n", to: "um_klines_1h/BTCUSDT/BTCUSDT-1h-2025-03.csv")
    let imported = try tool.run("data", "import", "um_klines_1h", "--into", "small")
    #expect(imported.status == 0, "\(imported.errors)")
  }

  @Test(
    "a condition that is not known is empty, null and n/a, and so is its opposite",
    arguments: ["close > 10", "not (close > 10)", "mean(close, 3) > 10"])
  func unknownCondition(expression: String) throws {
    func eval(_ format: String) throws -> String {
      let answer = try tool.run(
        "signal", "eval", expression, "--market", "small", "--interval", "1h", "--from", "2025-03-02T15:00:00Z", "--to",
        "2025-03-02T17:00:00Z", "--last", "0", "--format", format)
      #expect(answer.status == 0, "\(answer.errors)")
      return answer.output
    }
    let lines = try eval("csv").split(whereSeparator: \.isNewline)
    #expect(lines.last == "2025-03-02T16:00:00Z,")
    #expect(lines.dropLast().last != "2025-03-02T15:00:00Z,")
    #expect(try eval("json").contains("null"))
    #expect(try eval("table").contains("n/a"))
  }

  @Test("a flag that is said twice is told that its last value counts, unless it may be repeated")
  func twice() throws {
    let answer = try tool.run("data", "list", "--format", "csv", "--format", "json")
    #expect(answer.status == 0 && answer.errors.contains("--format is said twice, and its last value counts"))
    #expect(try answer.rows().count == 1)
    let series = try tool.run(
      "data", "remove", "small", "--series", "no such", "--series", "nor this", "--format", "json")
    #expect(series.errors.contains("has no series 'no such'") && !series.errors.contains("said twice"))
  }

  @Test("what an import did and what was removed are documents, and a file's ending says how it is written")
  func documents() throws {
    let own = "time,own\n" + (0..<30).map { "\(1_740_787_200_000 + $0 * 3_600_000),\($0 % 7)\n" }.joined()
    try tool.write(own, to: "own.csv")
    func imported() throws -> [String: Any]? {
      let answer = try tool.run(
        "data", "import", "own.csv", "--into", "small", "--venue", "mine", "--symbol", "BTCUSDT", "--kind", "external",
        "--known", "at_close", "--format", "json")
      return try answer.rows().first
    }
    let first = try #require(try imported())
    #expect(first["outcome"] as? String == "imported" && first["rows_kept"] as? Int == 30)
    #expect((first["file"] as? String)?.hasSuffix("own.csv") == true && first["notes"] is [String])
    #expect(try imported()?["outcome"] as? String == "already_imported")
    let title = try #require(first["series"] as? String)
    let table = try tool.run("data", "export", "--market", "small", "--series", title, "-o", "own.xlsx")
    #expect(table.status == 2 && table.errors.contains("does not say how it is to be written"))
    let removed = try tool.run("data", "remove", "small", "--series", title, "--format", "json")
    let rows = try #require(try removed.rows().first)
    #expect(rows["rows_removed"] as? Int == 30 && rows["series"] as? String == title)
  }

  @Test("a replay says whose fees it assumed, what it cannot say of so short a run, and what the market did not print")
  func replay() throws {
    try tool.write("name: idea\ninterval: 1h\nlong:\n  enter: close > 0\n", to: "idea.yaml")
    let document = try tool.run("replay", "idea.yaml", "--market", "small", "--no-report", "--format", "json")
      .document()
    let costs = try #require(document["costs"] as? [String: Any])
    #expect(costs["taker"] as? Double == 0.0005 && costs["maker"] as? Double == 0.0002)
    #expect((costs["assumed"] as? String)?.contains("Binance") == true)
    #expect(document["cagr"] is NSNull && document["volatility_annual"] is NSNull)
    let unsaid = try #require(document["not_said"] as? [String: String])
    #expect(unsaid["cagr"]?.contains("30d") == true && unsaid["sharpe_annual"]?.contains("7d") == true)
    let gaps = try #require(document["gaps"] as? [String: Int])
    #expect(gaps == ["bars_missing": 1, "decisions_skipped": 1, "bars_held_through": 1])
    let words = try tool.run("replay", "idea.yaml", "--market", "small", "--no-report").output
    for part in ["Fees are assumed", "Not said of a run of", "1 bar was not printed by the market"] {
      #expect(words.contains(part), "\(words)")
    }
  }

  @Test("what is found in the data that a run reads stands in its notes, and what lies outside its window does not")
  func findings() throws {
    try tool.write("name: idea\ninterval: 1h\nlong:\n  enter: volume > 0\n", to: "idea.yaml")
    func notes(_ arguments: String...) throws -> [String] {
      let document = try tool.run(arguments + ["--market", "small", "--no-report", "--format", "json"]).document()
      return try #require(document["notes"] as? [String]).filter { $0.hasPrefix("Data of") }
    }
    let said = try notes("replay", "idea.yaml")
    #expect(said.count == 1)
    for part in ["binance:BTCUSDT klines 1h", "missing rows in 1 gap (1, the first at 2025-03-02 16:00 UTC)", "5%"] {
      #expect(said.first?.contains(part) == true, "\(said)")
    }
    #expect(try notes("study", "idea.yaml", "--signal", "close > 103", "--forward", "1h") == said)
    let words = try tool.run("replay", "idea.yaml", "--market", "small", "--no-report").output
    #expect(words.contains("missing rows in 1 gap"), "\(words)")
    let early = try notes("replay", "idea.yaml", "--from", "2025-03-01T00:00:00Z", "--to", "2025-03-01T06:00:00Z")
    #expect(early.isEmpty, "\(early)")
  }

  @Test("columns that only their maker knows are asked when they are known; a second answer is not taken for the first")
  func knownAt() throws {
    let rows = (0..<48).map { "\(1_740_787_200_000 + $0 * 3_600_000),\($0 % 5)" }
    try tool.write((["time,own"] + rows).joined(separator: "\n") + "\n", to: "own.csv")
    func imported(_ known: [String]) throws -> CommandLineTool.Answer {
      try tool.run(
        [
          "data", "import", "own.csv", "--kind", "external", "--venue", "mine", "--symbol", "BTCUSDT", "--into",
          "small",
        ] + known)
    }
    let asked = try imported([])
    #expect(asked.status == 2)
    #expect(asked.errors.contains("--known at_close") && asked.errors.contains("--known at_stamp"))
    let doubted = try imported(["--known", "at_stamp"])
    #expect(doubted.status == 2 && doubted.errors.contains("--known at_stamp,confirmed"), "\(doubted.errors)")
    #expect(doubted.errors.contains("an instant at which a bar of binance:BTCUSDT 1h opens"), "\(doubted.errors)")
    #expect(try imported(["--known", "at_stamp,confirmed"]).status == 0)
    #expect(try imported(["--known", "at_stamp,confirmed", "--files"]).output.contains("(already imported)"))
    let other = try imported(["--known", "at_close"])
    #expect(other.status == 2, "\(other.output)\(other.errors)")
    #expect(other.errors.contains("after its stamp"))
    // A column is a signal as it is.
    let study = try tool.run(
      "sweep", "stress-fade", "--signal", "own", "--forward", "1h", "--grid", "entry=1,2", "--market", "small",
      "--interval", "1h")
    #expect(study.errors.contains("reads 'entry', which is swept"), "\(study.errors)")
    #expect(!study.errors.contains("unknown signal"))
  }

  @Test("trials that came to the same are one row of the best")
  func alike() throws {
    try tool.write(
      "name: idea\ninterval: 1h\nparameters: { level: 1 }\nlong:\n  enter: close > level\n  exit: close < level\n",
      to: "idea.yaml")
    let answer = try tool.run(
      "sweep", "idea.yaml", "--market", "small", "--grid", "level=1,2,3", "--rank", "total_return")
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.output.contains("Trials alike"), "\(answer.output)")
  }

  /// Sixty days of two coins without any funding.
  private func importCoins(_ symbols: [String] = ["BTCUSDT", "ETHUSDT"], into market: String) throws {
    let start = 1_735_689_600_000
    for (place, symbol) in symbols.enumerated() {
      let rows = (0..<(24 * 60)).map { hour in
        let open = start + hour * 3_600_000
        let price = 100 + hour * (7919 + place * 104_729) % 17
        return "\(open),\(price),\(price + 1),\(price - 1),\(price),10,\(open + 3_599_999),1000,5,5,500,0"
      }
      try tool.write(rows.joined(separator: "\n") + "\n", to: "coins/um_klines_1h/\(symbol)/\(symbol)-1h.csv")
    }
    let imported = try tool.run("data", "import", "coins", "--into", market)
    #expect(imported.status == 0, "\(imported.errors)")
  }

  /// What a kind of result says in its words, its document and its page.
  private func said(_ arguments: [String], _ document: String) throws -> [String] {
    let results = tool.root + "/results"
    let before = Set((try? FileManager.default.contentsOfDirectory(atPath: results)) ?? [])
    let answer = try tool.run(arguments + ["--market", "coins"])
    #expect(answer.status == 0, "\(answer.errors)")
    let folders = try FileManager.default.contentsOfDirectory(atPath: results).filter { name in
      !before.contains(name) && FileManager.default.fileExists(atPath: "\(results)/\(name)/\(document)")
    }
    let folder = try #require(folders.first, "\(arguments)")
    let texts = try [document, "report.html"].map {
      try String(contentsOfFile: "\(results)/\(folder)/\($0)", encoding: .utf8)
    }
    return [answer.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")] + texts
  }

  @Test(
    "a sweep, a validation and a comparison say what they rest on, as a replay does: in words, document and page",
    arguments: [
      (["replay"], "run.json"), (["sweep", "--grid", "z=103,106"], "sweep.json"),
      (["validate", "--grid", "z=103,106"], "validation.json"), (["compare", "--set", "z=103,106"], "compare.json"),
    ])
  func restsOn(command: [String], document: String) throws {
    try importCoins(into: "coins")
    let rules = "interval: 1h\nparameters: { z: 103 }\ncosts: free\n"
    try tool.write(
      "name: one\ninstrument: BTCUSDT\n\(rules)long:\n  enter: close > z\n  exit: close < z\n", to: "one.yaml")
    try tool.write("name: all\nuniverse: all\n\(rules)weight: if(close > z, 0.5, 0)\n", to: "all.yaml")
    for text in try said([command[0], "one.yaml"] + command.dropFirst(), document) {
      #expect(text.contains("the dataset has none of binance:BTCUSDT"), "\(text)")
    }
    for text in try said([command[0], "all.yaml"] + command.dropFirst(), document) {
      #expect(text.contains("the dataset has none of BTCUSDT, ETHUSDT"), "\(text)")
      #expect(text.contains("Survivorship: all 2 instruments live"), "\(text)")
    }
    // What a benchmark rests on is said of it by its name, and is nothing that the run rests on.
    let against = try said(
      [command[0], "one.yaml", "--missing-funding", "assume 1bps", "--benchmark", "all.yaml"] + command.dropFirst(),
      command[0] == "replay" ? "run-against.json" : document)
    for text in against {
      #expect(text.contains("settlements of 0.0001 every 8h are charged by assumption"), "\(text)")
      #expect(text.contains("Survivorship: all 2 instruments live"), "\(text)")
    }
    #expect(against[0].contains("Not verified of all.yaml: "), "\(against[0])")
  }

  @Test("a comparison says of each strategy what its amounts are in, and that dollars of two kinds are taken as one")
  func dollars() throws {
    try importCoins(["BTCUSDT", "BTCUSDC"], into: "coins")
    let rules = "interval: 1h\ncosts: free\nlong:\n  enter: close > 103\n  exit: close < 103\n"
    try tool.write("name: tether\ninstrument: BTCUSDT\n\(rules)", to: "tether.yaml")
    try tool.write("name: circle\nlegs: { only: BTCUSDC }\n\(rules)", to: "circle.yaml")
    let compared = try tool.run("compare", "tether.yaml", "circle.yaml", "--market", "coins")
    #expect(compared.status == 0, "\(compared.errors)")
    let words = compared.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("amounts in USDT (tether), USDC (circle) from an initial equity of"), "\(words)")
    #expect(words.contains("Returns are counted in USDT and USDC, which are taken as equal."), "\(words)")
    let document = try tool.run(
      "compare", "tether.yaml", "circle.yaml", "--market", "coins", "--format", "json"
    ).document()
    #expect(document["taken_as_equal"] as? [String] == ["USDT", "USDC"])
  }

  @Test("a result beyond anything real raises an alarm that asks when its columns are known")
  func alarm() throws {
    let start = 1_735_689_600_000
    var price = 100.0
    var bars: [String] = []
    var own = ["time,next"]
    for hour in 0..<(24 * 40) {
      let open = start + hour * 3_600_000
      let next = price * (hour * 7919 % 13 < 6 ? 0.99 : 1.01)
      own.append("\(open),\(next > price ? 1 : -1)")
      bars.append(
        "\(open),\(price),\(max(price, next)),\(min(price, next)),\(next),10,\(open + 3_599_999),1000,5,5,500,0")
      price = next
    }
    try tool.write(bars.joined(separator: "\n") + "\n", to: "um_klines_1h/BTCUSDT/BTCUSDT-1h-2025-01.csv")
    try FileManager.default.removeItem(atPath: tool.root + "/um_klines_1h/BTCUSDT/BTCUSDT-1h-2025-03.csv")
    try FileManager.default.moveItem(
      atPath: tool.root + "/um_klines_1h/BTCUSDT/BTCUSDT-1h-2025-01.csv",
      toPath: tool.root + "/um_klines_1h/BTCUSDT/BTCUSDT-1h.csv")
    try tool.write(own.joined(separator: "\n") + "\n", to: "own.csv")
    #expect(try tool.run("data", "import", "um_klines_1h", "--into", "dream").status == 0)
    #expect(
      try tool.run(
        "data", "import", "own.csv", "--kind", "external", "--known", "at_stamp,confirmed", "--venue", "mine",
        "--symbol",
        "BTCUSDT", "--into", "dream"
      ).status == 0)
    // At a close the bar that begins now is known already: its column was stamped at the open and said to be known then.
    try tool.write("name: dream\ninterval: 1h\nposition: mine.next\ncosts: free\n", to: "dream.yaml")
    let answer = try tool.run("replay", "dream.yaml", "--market", "dream", "--no-report")
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.output.contains("ALARM: beyond anything real"), "\(answer.output)")
    #expect(answer.output.contains("at_close"))
    // Whatever else is asked of it says so as well, and the audit does not clear it.
    try tool.write("name: other\ninterval: 1h\nposition: 0.5 * mine.next\ncosts: free\n", to: "other.yaml")
    let others = [
      ["compare", "dream.yaml", "other.yaml", "--market", "dream", "--no-report"],
      ["scan", "mine.next", "--market", "dream", "--forward", "1h", "--replicates", "99", "--no-report"],
      ["validate", "dream.yaml", "--market", "dream", "--no-report"],
      ["regress", "forward(1h) ~ mine.next", "--market", "dream", "--no-report"],
    ]
    for arguments in others {
      let said = try tool.run(arguments)
      #expect(
        (said.output + said.errors).contains("ALARM: beyond anything real"),
        "\(arguments): \(said.output)\(said.errors)")
      // Its page has it in the first part, before any figure of that.
      let kept = try tool.run(arguments.filter { $0 != "--no-report" })
      let folder = try #require(
        FileManager.default.contentsOfDirectory(atPath: tool.root + "/results").first {
          $0.contains(arguments[0] == "validate" ? "-validation-" : arguments[0])
        }, "\(kept.output)\(kept.errors)")
      let page = try String(contentsOfFile: "\(tool.root)/results/\(folder)/report.html", encoding: .utf8)
      let alarm = try #require(page.range(of: "ALARM: beyond anything real"), "\(folder)")
      #expect(!page[..<alarm.lowerBound].contains("<table"), "\(folder)")
    }
    let audit = try tool.run("audit", "dream.yaml", "--market", "dream", "--format", "json")
    #expect(audit.status == 1 && audit.output.contains("\"clean\": false"), "\(audit.output)")
  }
}
