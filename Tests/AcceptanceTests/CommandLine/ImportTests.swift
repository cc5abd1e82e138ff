import Foundation
import Testing

@Suite("data import, as a user runs it")
struct ImportTests {
  private let tool: CommandLineTool

  init() throws { tool = try CommandLineTool() }

  private func bars(_ count: Int, from hour: Int = 0) -> String {
    "time,open,high,low,close,volume\n"
      + (hour..<(hour + count)).map { "2025-03-01 \($0 < 10 ? "0" : "")\($0):00:00,100,101,99,\(100 + $0 % 2),10\n" }
      .joined()
  }

  @Test("a plain table of bars is the klines of the instrument that is said")
  func plain() throws {
    try tool.write(bars(24), to: "ohlcv.csv")
    let answer = try tool.run(
      "data", "import", "ohlcv.csv", "--into", "plain", "--venue", "binance", "--symbol", "BTCUSDT", "--kind", "klines")
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.output.contains("binance:BTCUSDT klines 1h"))
    #expect(answer.errors.contains("read as UTC; say --zone"))
    let last = try tool.run("signal", "eval", "close", "--market", "plain", "--interval", "1h", "--last", "1")
    #expect(last.status == 0, "\(last.errors)")
    #expect(last.output.contains("101"))
    let reserved = try tool.run(
      "data", "import", "ohlcv.csv", "--into", "other", "--venue", "binance", "--symbol", "BTCUSDT", "--kind",
      "external",
      "--known", "at_close")
    #expect(reserved.status == 2)
    #expect(!FileManager.default.fileExists(atPath: tool.root + "/datasets/other.sqlite"))
  }

  @Test("the flags of the command say how a table is written")
  func flags() throws {
    try tool.write(
      "Date;Schluss;Hoch;Tief;Start\n01.03.2025 05:30;1,5;2;1;1,2\n02.03.2025 05:30;1,6;2;1;1,5\n", to: "x.csv")
    let answer = try tool.run(
      "data", "import", "x.csv", "--into", "flags", "--venue", "x", "--symbol", "BTCUSDT", "--columns",
      "time=Date,close=Schluss,high=Hoch,low=Tief,open=Start", "--time-format", "dd.MM.yyyy HH:mm", "--decimal", ",",
      "--zone", "Asia/Kolkata", "--label", "close", "--kind", "klines")
    #expect(answer.status == 0, "\(answer.errors)")
    let shown = try tool.run("data", "show", "flags", "--format", "json")
    #expect(shown.output.contains("2025-02-28T00:00:00"), "\(shown.output)")
  }

  @Test("a clock west of Greenwich is a value, though it begins like a flag")
  func westernClock() throws {
    try tool.write(bars(5), to: "west.csv")
    let answer = try tool.run(
      "data", "import", "west.csv", "--into", "west", "--venue", "x", "--symbol", "BTCUSDT", "--kind", "klines",
      "--zone",
      "-05:00")
    #expect(answer.status == 0, "\(answer.errors)")
    let shown = try tool.run("data", "show", "west", "--format", "json")
    #expect(shown.output.contains("2025-03-01T05:00:00"), "\(shown.output)")
  }

  @Test("a rehearsal writes nothing")
  func dryRun() throws {
    try tool.write(bars(5), to: "BTCUSDT.csv")
    let answer = try tool.run("data", "import", "BTCUSDT.csv", "--into", "dry", "--dry-run", "--format", "csv")
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.output.contains(",5,5,0,0,0"))
    #expect(!FileManager.default.fileExists(atPath: tool.root + "/datasets/dry.sqlite"))
  }

  @Test("a rehearsal tells of the files that can be imported and of all that cannot, and so does an import")
  func refused() throws {
    try tool.write(bars(5), to: "f/BTCUSDT.csv")
    try tool.write(bars(5).replacing("100,101,99", with: "100,x,99"), to: "f/ETHUSDT.csv")
    try tool.write(bars(5).replacing("100,101,99", with: "100,99,101"), to: "f/SOLUSDT.csv")
    for isDry in [true, false] {
      let answer = try tool.run(
        ["data", "import", "f", "--into", "r", "--format", "csv"] + (isDry ? ["--dry-run"] : []))
      #expect(answer.status == 2)
      #expect(answer.output.contains("BTCUSDT.csv,unstated:BTCUSDT klines 1h,5,5") == isDry, "\(answer.output)")
      #expect(answer.errors.contains("2 of 3 files cannot be imported"), "\(answer.errors)")
      #expect(answer.errors.contains("ETHUSDT.csv:2:") && answer.errors.contains("SOLUSDT.csv:2:"))
      #expect(!FileManager.default.fileExists(atPath: tool.root + "/datasets/r.sqlite"))
    }
  }

  @Test("a check says of each import that revised rows which was the first, and as of when both of its values are read")
  func revised() throws {
    let rows = bars(24).split(separator: "\n").map(String.init)
    try tool.write(bars(24), to: "a/BTCUSDT.csv")
    let later = rows.enumerated().map { $0 >= 6 && $0 < 9 ? $1.replacing(",10", with: ",11") : $1 }
    try tool.write(later.joined(separator: "\n") + "\n", to: "b/BTCUSDT.csv")
    for folder in ["a", "b"] {
      #expect(try tool.run("data", "import", folder, "--into", "rev", "--venue", "binance").status == 0)
    }
    let check = try tool.run("data", "check", "rev", "--format", "csv")
    let line = try #require(check.output.split(separator: "\n").first { $0.contains("revised") })
    #expect(line.contains(",3,2025-03-01T05:00:00"), "\(line)")
    let instants = line.split(separator: "--known-as-of ").dropFirst().map { $0.prefix { $0 != " " } }
    try #require(instants.count == 2, "\(line)")
    for (instant, volume) in zip(instants, ["10", "11"]) {
      let value = try tool.run(
        "signal", "eval", "volume", "--market", "rev", "--interval", "1h", "--from", "2025-03-01T05:00:00Z", "--to",
        "2025-03-01T06:00:00Z", "--known-as-of", String(instant), "--format", "csv")
      #expect(value.status == 0 && value.output.contains(",\(volume)"), "\(instant): \(value.output)\(value.errors)")
    }
  }

  @Test("bars that rest on trades which are not all there are left out, counted and told")
  func holes() throws {
    let rows = (0..<2400).filter { !(700..<800).contains($0) }.map { row in
      "\(row),100.5,0.1,1,1,\(1_735_689_600_000 + row * 500),true\n"
    }
    try tool.write(
      "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n" + rows.joined(),
      to: "t/BTCUSDT-aggTrades-2025-01-01.csv")
    #expect(try tool.run("data", "import", "t", "--into", "t").status == 0)
    let made = try tool.run("data", "bars", "t", "--interval", "5m", "--format", "csv")
    #expect(made.output.contains("binance:BTCUSDT,2300,3,3,0,0,1"), "\(made.output)")
    #expect(
      made.errors.contains("a bar is incomplete and left out: 2025-01-01 00:05 (100 trades missing"), "\(made.errors)")
    let check = try tool.run("data", "check", "t", "--format", "csv")
    #expect(check.output.contains("trades are missing by their numbers"), "\(check.output)")
  }

  @Test("a profile in datasets/profiles is a format, listed and printed with the others")
  func profiles() throws {
    try tool.write(
      """
      name: own-funding
      about: my rates
      match: {header: [wann, satz]}
      time: {column: wann}
      series: [{kind: funding, venue: own, columns: {funding_rate: {from: satz, unit: bps}}}]
      """, to: "datasets/profiles/own.yaml")
    try tool.write("wann,satz\n2025-01-01T00:00Z,1\n2025-01-01T08:00Z,2\n", to: "BTCUSDT.csv")
    let answer = try tool.run("data", "import", "BTCUSDT.csv", "--into", "own")
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.output.contains("own:BTCUSDT funding 8h"))
    let list = try tool.run("data", "formats")
    #expect(list.output.contains("own-funding") && list.output.contains("bybit-panel"))
    #expect(try tool.run("data", "formats", "bybit-panel").output.contains("every: 8h"))
    let wrong = try tool.run("data", "formats", "bybit-panl")
    #expect(wrong.status == 2 && wrong.errors.contains("did you mean 'bybit-panel'?"))
    try tool.write("name: own\ntiem: {}\n", to: "datasets/profiles/own.yaml")
    let broken = try tool.run("data", "import", "BTCUSDT.csv", "--into", "own")
    #expect(broken.status == 2 && broken.errors.contains("own.yaml:2:1: unknown key 'tiem'"), "\(broken.errors)")
  }

  @Test("the archive's metrics are open interest, ratios and taker ratio; rows written twice are one")
  func metrics() throws {
    var text =
      "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,"
      + "sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio\n"
    for row in 1...12 where row != 6 {
      let line = "2024-02-16 00:\(row < 2 ? "0" : "")\(row * 5):00,BTCUSDT,8000\(row),4201000000.0000,1.5,1.2,1.7,0.9\n"
        .replacing("00:60:00", with: "01:00:00")
      text += line + line
    }
    try tool.write(text, to: "BTCUSDT-metrics-2024-02-16.csv")
    let answer = try tool.run(
      "data", "import", "BTCUSDT-metrics-2024-02-16.csv", "--into", "m", "--format", "csv", "--files")
    #expect(answer.status == 0, "\(answer.errors)")
    for kind in ["open_interest", "long_short", "taker_flow"] {
      #expect(answer.output.contains("binance:BTCUSDT \(kind) 5m,22,11,11,0,0"), "\(answer.output)")
    }
    let gaps = try tool.run("data", "show", "m")
    #expect(gaps.output.contains("2024-02-16 00:30"))
  }

  @Test("liquidations come as a table of windows too")
  func liquidations() throws {
    try tool.write(
      "time,long_liquidations,short_liquidations\n2023-07-31 00:00:00,1.5,0.2\n2023-07-31 01:00:00,0.5,0.1\n",
      to: "liq.csv")
    let answer = try tool.run(
      "data", "import", "liq.csv", "--kind", "liquidations", "--venue", "binance", "--symbol", "BTCUSDT", "--into", "l",
      "--unit", "long_liquidations=coin,short_liquidations=coin")
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.output.contains("binance:BTCUSDT liquidations 1h"))
  }

  @Test("a Git LFS pointer is called by its name, and a Feather file that is cut short by the line that converts it")
  func pointers() throws {
    try tool.write(
      "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", to: "um_klines_1h/BTCUSDT-1h-2025-03.csv")
    let folder = try tool.run("data", "import", "um_klines_1h", "--into", "p")
    #expect(folder.status == 2 && folder.errors.contains("Git LFS pointer"))
    try tool.write("ARROW1\0\0", to: "x.feather")
    let feather = try tool.run("data", "import", "x.feather", "--into", "p")
    #expect(feather.status == 2 && feather.errors.contains("read_feather('x.feather')"), "\(feather.errors)")
    #expect(!FileManager.default.fileExists(atPath: tool.root + "/datasets/p.sqlite"))
  }

  @Test("when computed columns are known is asked, and the careful reading is a bar later")
  func computed() throws {
    try tool.write(bars(24), to: "BTCUSDT.csv")
    _ = try tool.run("data", "import", "BTCUSDT.csv", "--into", "c", "--venue", "x")
    let rows = (0..<24).map { "2025-03-01 \($0 < 10 ? "0" : "")\($0):00:00,\(200 + $0)\n" }.joined()
    try tool.write("time,body_max\n" + rows, to: "htf.csv")
    let base = [
      "data", "import", "htf.csv", "--into", "c", "--kind", "external", "--venue", "x", "--symbol", "BTCUSDT",
    ]
    let asked = try tool.run(base)
    #expect(asked.status == 2 && asked.errors.contains("--known at_close"))
    #expect(try tool.run(base + ["--label", "open"]).status == 0)
    let seen = try tool.run(
      "signal", "eval", "body_max", "--market", "c", "--interval", "1h", "--from", "2025-03-01T10:00:00Z", "--to",
      "2025-03-01T11:00:00Z", "--format", "csv")
    #expect(seen.output.contains("210") && !seen.output.contains("211"), "\(seen.output)")
  }

  @Test(
    "a column whose name the language owns is refused before anything is written",
    arguments: ["hour", "true", "and", "entry_price", "bars_held", "zscore", "returns", "funding_rate"])
  func owned(name: String) throws {
    try tool.write(bars(24), to: "BTCUSDT.csv")
    _ = try tool.run("data", "import", "BTCUSDT.csv", "--into", "c", "--venue", "x")
    try tool.write("time,\(name)\n2025-03-01 00:00:00,1\n2025-03-01 01:00:00,2\n", to: "own.csv")
    let answer = try tool.run(
      "data", "import", "own.csv", "--into", "c", "--kind", "external", "--venue", "mine", "--symbol", "BTCUSDT",
      "--known", "at_close")
    #expect(answer.status == 2 && answer.errors.contains("column '\(name)' of mine:BTCUSDT"), "\(answer.errors)")
    #expect(try !tool.run("data", "show", "c").output.contains("mine:BTCUSDT"))
  }

  @Test("what is exported and imported again is the same, as CSV and as JSON lines", arguments: ["csv", "json"])
  func again(format: String) throws {
    try tool.write(bars(24), to: "BTCUSDT.csv")
    _ = try tool.run("data", "import", "BTCUSDT.csv", "--into", "one", "--venue", "x")
    let out = "out/BTCUSDT.\(format)"
    try tool.write("", to: out)
    let written = try tool.run("data", "export", "--market", "one", "--interval", "1h", "--format", format, "-o", out)
    #expect(written.status == 0, "\(written.errors)")
    let read = try tool.run("data", "import", out, "--into", "two", "--venue", "x", "--label", "open")
    #expect(read.status == 0, "\(read.errors)")
    let lists = try tool.run("data", "list", "--format", "csv").output.split(separator: "\n").dropFirst()
    #expect(lists.count == 2 && Set(lists.map { $0.split(separator: ",").last }).count == 1, "\(lists)")
  }

  @Test("a series is removed and imported again, and a dataset is renamed and removed")
  func removal() throws {
    try tool.write(bars(24), to: "BTCUSDT.csv")
    let words = ["data", "import", "BTCUSDT.csv", "--into", "one", "--venue", "x", "--format", "csv"]
    let first = try tool.run(words).output
    let removed = try tool.run("data", "remove", "one", "--series", "x:BTCUSDT klines 1h")
    #expect(removed.status == 0 && removed.output == "Removed 24 rows of x:BTCUSDT klines 1h.\n", "\(removed.errors)")
    #expect(try tool.run(words).output == first)
    #expect(try tool.run("data", "check", "one").status == 0)
    #expect(try tool.run("data", "remove", "one", "--series", "x:BTCUSDT klins 1h").errors.contains("did you mean"))
    #expect(try tool.run("data", "remove", "one").status == 2)
    #expect(try tool.run("data", "rename", "one", "two").status == 0)
    #expect(try tool.run("data", "rename", "one", "three").status == 2)
    #expect(try tool.run("data", "remove", "two", "--everything").status == 0)
    #expect(try tool.run("data", "list", "--format", "csv").output.split(separator: "\n").count == 1)
  }
}
