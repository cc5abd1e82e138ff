import Foundation
import Testing

@Suite("What a user gets wrong is said in one line, with exit code 2, and costs nothing")
struct BadInputTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 20)
  }

  private func refused(_ arguments: [String], _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let before = try contents()
    let answer = try tool.run(arguments)
    #expect(answer.status == 2, "\(answer.errors)", sourceLocation: sourceLocation)
    for part in parts { #expect(answer.errors.contains(part), "\(answer.errors)", sourceLocation: sourceLocation) }
    let lines = answer.errors.split(separator: "\n").filter { !$0.contains("warning:") }
    let said = lines.filter { $0.hasPrefix("hindcast: ") }
    #expect(said.count == 1, "one line: \(answer.errors)", sourceLocation: sourceLocation)
    // Below it may stand the line that is meant, and a caret under the column.
    let shows = lines.count == 3 && lines[2].allSatisfy { $0 == " " || $0 == "^" }
    #expect(lines.count == 1 || shows, "\(answer.errors)", sourceLocation: sourceLocation)
    #expect(try contents() == before, "nothing was changed", sourceLocation: sourceLocation)
  }

  /// What the datasets hold, by their fingerprints, and every file of the results, byte by byte.
  private func contents() throws -> [String: Data] {
    var contents = ["datasets": Data(try tool.run("data", "list", "--format", "csv").output.utf8)]
    let results = tool.root + "/results"
    for name in (try? FileManager.default.subpathsOfDirectory(atPath: results)) ?? [] {
      contents[name] = FileManager.default.contents(atPath: results + "/" + name)
    }
    return contents
  }

  @Test(
    "a value that cannot be read is told with what can be",
    arguments: [
      (["--interval", "0"], "5m, 1h, 30d"), (["--from", "yesterday"], "2025-01-31T12:00:00Z"),
      (["--embargo", "x"], "or 0 for none"), (["--groups", "x"], "a whole number"),
    ])
  func unreadableValues(flag: [String], allowed: String) throws {
    let answer = try tool.run(["validate", "stress-fade"] + flag)
    #expect(answer.status == 2)
    #expect(answer.errors.contains(allowed), "\(answer.errors)")
  }

  @Test("zero is taken where it means none")
  func zeroIsNone() throws {
    let answer = try tool.run("validate", "stress-fade", "--market", "demo", "--embargo", "0", "--from", "2099-01-01")
    #expect(!answer.errors.contains("--embargo"), "\(answer.errors)")
  }

  @Test("a market that does not exist")
  func unknownMarket() throws {
    try refused(["replay", "stress-fade", "--market", "dema"], "dema", "did you mean 'demo'?")
  }

  @Test("a strategy that does not exist")
  func unknownStrategy() throws {
    try refused(["replay", "stress-fad"], "stress-fad", "did you mean 'stress-fade'?")
  }

  @Test("a misspelt column, parameter, operator and key, each with its place and the nearest right word")
  func misspelt() throws {
    try tool.write("signals:\n  a: zscore(fundng_rate, 1d) > 1\nlong: { enter: a }\n", to: "strategies/column.yaml")
    try refused(["replay", "column"], "column.yaml:2:13:", "fundng_rate", "funding_rate")
    try tool.write("signals:\n  a: zscor(close, 1d) > 1\nlong: { enter: a }\n", to: "strategies/operator.yaml")
    try refused(["replay", "operator"], "operator.yaml:2:6:", "zscor", "zscore")
    try tool.write("singals:\n  a: close > 1\n", to: "strategies/key.yaml")
    try refused(["replay", "key"], "key.yaml:1:1:", "singals", "signals")
    try refused(["replay", "stress-fade", "--set", "entri=2"], "stress-fade.yaml", "entri", "did you mean 'entry'?")
    try refused(["study", "stress-fade", "--signal", "stres"], "stres", "did you mean 'stress'?")
    try refused(["sweep", "stress-fade", "--grid", "entri=1:2:1"], "entri", "did you mean 'entry'?")
  }

  @Test("a strategy without rules, and one that is not YAML")
  func brokenStrategies() throws {
    try tool.write("signals:\n  a: close > 1\n", to: "strategies/idle.yaml")
    try refused(["replay", "idle"], "idle.yaml", "no rules", "long:")
    try tool.write("signals: [\n", to: "strategies/broken.yaml")
    try refused(["replay", "broken"], "broken.yaml:2:", "not YAML")
  }

  @Test("a window longer than the data, and one that is no whole number of bars")
  func windows() throws {
    try refused(["replay", "stress-fade", "--set", "lookback=900d"], "zscore", "259200 bars", "shorten")
    try refused(["replay", "stress-fade", "--set", "lookback=7s"], "7s", "5m")
  }

  @Test("a grid that never arrives, a figure that does not exist, a billion trials by mistake")
  func sweeps() throws {
    try refused(["sweep", "stress-fade", "--grid", "entry=1:2:0"], "entry=1:2:0", "step")
    try refused(["sweep", "stress-fade", "--grid", "entry=1,2", "--rank", "sharp"], "sharp", "to rank by")
    try refused(["sweep", "stress-fade", "--grid", "entry=0:2000000:1"], "entry=0:2000000:1")
    let billion = try tool.run(
      "sweep", "stress-fade", "--grid", "entry=0:1:0.00001", "--grid", "exit=0:1:0.0001")
    #expect(billion.status == 2)
    #expect(billion.errors.contains("--yes"))
  }

  @Test("what is asked twice, and what has nothing to act on")
  func idle() throws {
    let study = ["study", "stress-fade", "--signal", "stress"]
    try refused(study + ["--forward", "1h,2h,1h"], "--forward has 1h twice")
    try refused(study + ["--signal", "stress"], "--signal names 'stress' twice")
    let sweep = ["sweep", "stress-fade", "--grid", "entry=1,2"]
    try refused(sweep + ["--window", "2024-07-01:", "--window", "2024-07-01:"], "--window has '2024-07-01:' twice")
    try refused(sweep + ["--threads", "0"], "--threads is 0", "one or more")
    let signal = sweep + ["--signal", "stress", "--forward", "1h"]
    try refused(signal + ["--funding", "bybit"], "--funding is of positions")
    try refused(signal + ["--missing-funding", "zero"], "--missing-funding is of positions")
    try tool.write(
      "market: demo\nhypotheses: [{ signals: ['hour() == 3', '3 == hour()'], forward: 1h }]\n",
      to: "strategies/studies/twice.yaml")
    try refused(["study", "family", "twice"], "stands here twice, once as 'hour() == 3'")
  }

  @Test("a key that is given two values is refused with both, whichever flag it stands in")
  func twoValues() throws {
    let replay = ["replay", "stress-fade"]
    try refused(replay + ["--set", "entry=1", "--set", "entry=2"], "--set says 'entry' twice, 1 and 2")
    try refused(replay + ["--assume-funding", "missing=zero,missing=1bps"], "'missing' twice, zero and 1bps")
    try refused(
      replay + ["--assume-funding", "missing=1.7bps", "--missing-funding", "zero"], "'missing' twice, 0.00017 and zero")
    try refused(
      ["compare", "stress-fade", "--set", "entry=1,2", "--set", "entry=3"], "'entry' twice, 1,2 and 3",
      "--set entry=1,2")
    try refused(
      ["data", "contract", "demo", "demo:DEMOUSDT", "tick=0.1", "tick=0.2"], "'tick' twice, 0.1 and 0.2")
    try refused(["view", "liquidations", "--leverage", "10:60,10:40"], "--leverage says '10' twice")
    try tool.write("time,a,b\n2024-01-01,1,2\n2024-01-02,1,2\n", to: "prices.csv")
    let importing = ["data", "import", tool.root + "/prices.csv", "--into", "prices"]
    try refused(importing + ["--columns", "time=time,close=a,close=b"], "--columns says 'close' twice, a and b")
    try refused(importing + ["--columns", "close=a", "--columns", "close=b"], "--columns says 'close' twice, a and b")
    try refused(importing + ["--unit", "volume=quote,volume=coin"], "--unit says 'volume' twice, quote and coin")
  }

  @Test("a number is decimal: what Swift reads as another is refused")
  func decimals() throws {
    try refused(["data", "contract", "demo", "demo:DEMOUSDT", "tick=0x1"], "0x1")
    try refused(["view", "liquidations", "--leverage", "0x10:60"], "0x10")
    try refused(["view", "liquidations", "--leverage", "10:60:x"], "10:60:x")
    try refused(["replay", "stress-fade", "--set", "entry=0x10"], "0x10")
    try refused(["replay", "stress-fade", "--assume-funding", "missing=0x1p-9"], "0x1p-9")
  }

  @Test("files that are not what they say leave the dataset as it was")
  func files() throws {
    let name = "um_klines_5m/BTCUSDT-5m-2025-01.csv"
    let row = "1735689600000,93548.8,93650,93500,93600.1,10,1735689899999,936000,100,5,468000,0"
    func importing() -> [String] { ["data", "import", tool.root + "/" + name, "--into", "demo"] }
    try tool.write("PK\u{3}\u{4}not a zip at all", to: name)
    try refused(importing(), "BTCUSDT-5m-2025-01.csv")
    try tool.write("\(row)\n1735689900000,93600.1,93700\n", to: name)
    try refused(importing(), "BTCUSDT-5m-2025-01.csv:2:", "field")
    try tool.write("\(row)\n1735689900000,nan,93700,93500,93600,1,1735690199999,1,1,1,1,0\n", to: name)
    try refused(importing(), "BTCUSDT-5m-2025-01.csv:2:", "nan")
    try tool.write("\(row)\n1735689300000,93600,93700,93500,93600,1,1735689599999,1,1,1,1,0\n", to: name)
    try refused(importing(), "BTCUSDT-5m-2025-01.csv:2:")
  }

  @Test("an unknown command or flag")
  func usage() throws {
    let answer = try tool.run("repaly")
    #expect(answer.status == 2)
    #expect(answer.errors.contains("repaly"))
    #expect(try tool.run("--help").status == 0)
  }
}
