import Feeds
import Foundation
import Numerics
import TestSupport
import Testing

/// What reads Parquet here: carquet, as `CARQUET` names it or `make setup` puts it, and the duckdb command.
private enum ParquetRoads {
  static let duckdb = ParquetText.command
  static let carquet = [
    ProcessInfo.processInfo.environment["CARQUET"],
    CommandLineTool.repository + "/.build/share/hindcast/carquet/libcarquet.so",
  ].compactMap(\.self).first { FileManager.default.fileExists(atPath: $0) }

  /// The environment in which one of them is used.
  static let columns = ["CARQUET": carquet ?? "", "DUCKDB": "", "PATH": "/usr/bin:/bin"]
  static let text = ["CARQUET": "", "DUCKDB": duckdb ?? ""]
}

@Suite(
  "Parquet read as columns by carquet, and as text by duckdb",
  .enabled(if: ParquetRoads.duckdb != nil && ParquetRoads.carquet != nil, "carquet or duckdb is not there"))
struct ParquetTests {
  private let tool: CommandLineTool

  init() throws { tool = try CommandLineTool() }

  /// What `SELECT` gives, as a file that duckdb writes.
  private func written(_ select: String, to name: String, options: String = "") throws {
    let answer = try tool.runProgram(
      ParquetRoads.duckdb ?? "",
      ["-c", "SET TimeZone='UTC'; COPY (\(select)) TO '\(name).parquet' (FORMAT parquet\(options))"])
    #expect(answer.status == 0, "\(answer.errors)")
  }

  private func imported(
    _ name: String, into dataset: String, _ flags: [String], by road: [String: String]
  ) throws -> CommandLineTool.Answer {
    try tool.run(["data", "import", "\(name).parquet", "--into", dataset] + flags, environment: road)
  }

  private static let bitcoin = ["--venue", "binance", "--symbol", "BTCUSDT"]

  /// Both roads make the same dataset.
  private func expectEqual(_ name: String, _ flags: [String] = bitcoin) throws -> CommandLineTool.Answer {
    let columns = try imported(name, into: "\(name)-columns", flags, by: ParquetRoads.columns)
    let text = try imported(name, into: "\(name)-text", flags, by: ParquetRoads.text)
    #expect(columns.status == 0 && text.status == 0, "\(columns.errors)\(text.errors)")
    #expect(columns.output.replacing("\(name)-columns", with: "\(name)-text") == text.output)
    #expect(columns.errors == text.errors)
    #expect(try content("\(name)-columns") == content("\(name)-text"))
    return columns
  }

  /// All that a dataset holds, without its name.
  private func content(_ dataset: String) throws -> String {
    let document = try tool.run("data", "show", dataset, "--format", "json")
    let series = try #require(try JSONSerialization.jsonObject(with: Data(document.output.utf8)) as? [[String: Any]])
    return try series.compactMap { $0["series"] as? String }.sorted().map { title in
      let file = "\(tool.root)/\(UUID()).csv"
      let answer = try tool.run("data", "export", "--market", dataset, "--series", title, "--output", file)
      #expect(answer.status == 0, "\(answer.errors)")
      return title + "\n" + (try String(contentsOfFile: file, encoding: .utf8))
    }.joined()
  }

  private static let bars = """
    100 + i % 7 + random() AS open, 110 + random() AS high, 90.0 + random() AS low, 100 + i % 5 AS close,
    CASE WHEN i % 9 = 4 THEN NULL ELSE random() * 1e6 END AS volume
    """

  @Test(
    "bars have the same bits by both roads, whatever their times are",
    arguments: [
      "TIMESTAMPTZ '2021-01-01 00:00:00+00' + INTERVAL (i) HOUR", "TIMESTAMP '2021-01-01' + INTERVAL (i) HOUR",
      "CAST(1609459200000 + i * 3600000 AS BIGINT)", "CAST(1609459200 + i * 3600 AS INTEGER)",
      "DATE '2021-01-01' + CAST(i AS INTEGER)",
      "strftime(TIMESTAMP '2021-01-01' + INTERVAL (i) HOUR, '%d.%m.%Y %H:%M')",
    ])
  func times(time: String) throws {
    try written("SELECT \(time) AS time, \(Self.bars) FROM range(300) t(i)", to: "bars")
    #expect(try expectEqual("bars").output.contains("300"))
  }

  @Test("narrow numbers, words, flags and missing values mean the same by both roads")
  func types() throws {
    try written(
      """
      SELECT make_timestamptz(1609459200000000 + (i // 2) * 3600000000) AS time,
        ['BTCUSDT', 'ETHUSDT'][i % 2 + 1] AS symbol, CAST(100 + i % 90 AS INTEGER) AS open,
        CAST(1000.5 AS FLOAT) AS high, CAST(0.1 AS FLOAT) AS low, CAST(100 AS USMALLINT) AS close,
        CASE WHEN i % 4 < 2 THEN NULL ELSE CAST(i AS BIGINT) END AS volume, i < 398 AS is_closed
      FROM range(400) t(i)
      """, to: "types", options: ", COMPRESSION zstd, PARQUET_VERSION V2")
    let answer = try expectEqual("types", ["--venue", "binance"])
    #expect(answer.output.contains("binance:ETHUSDT klines 1h"), "\(answer.output)\(answer.errors)")
    #expect(answer.output.contains("199"))
  }

  @Test("a row that cannot be used says its line, its column and its value")
  func badRow() throws {
    try written(
      """
      SELECT make_timestamptz(1609459200000000 + i * 3600000000) AS time, 1e2 AS open, 1.01e2 AS high, 9.9e1 AS low,
        CASE WHEN i = 70 THEN -1.5e0 ELSE 1e2 END AS close FROM range(300) t(i)
      """, to: "bad")
    for road in [ParquetRoads.columns, ParquetRoads.text] {
      let answer = try imported("bad", into: "bad", Self.bitcoin + ["--kind", "mark"], by: road)
      #expect(answer.status == 2 && answer.errors.contains("bad.parquet:72"), "\(answer.errors)")
      #expect(answer.errors.contains("close '-1.5' is not a positive price"), "\(answer.errors)")
    }
  }

  @Test("a large file is read in pieces, to the same bits")
  func large() throws {
    try written(
      "SELECT make_timestamptz(1609459200000000 + i * 60000000) AS time, \(Self.bars) FROM range(260000) t(i)",
      to: "large", options: ", COMPRESSION uncompressed")
    #expect(try expectEqual("large").output.contains("260,000"))
  }

  @Test("a file that is cut short or has bytes changed ends in a problem or in a series, and never in a crash")
  func damage() throws {
    try written(
      "SELECT make_timestamptz(1609459200000000 + i * 3600000000) AS time, \(Self.bars) FROM range(500) t(i)",
      to: "sound")
    let sound = Array(try Data(contentsOf: URL(fileURLWithPath: tool.root + "/sound.parquet")))
    var random = SplitMix64(seed: 11)
    var refused = 0
    for round in 0..<24 {
      var broken = round % 4 == 0 ? Array(sound.prefix(4 + Int(random.next() % UInt64(sound.count - 4)))) : sound
      for _ in 0..<8 {
        broken[4 + Int(random.next() % UInt64(broken.count - 4))] = UInt8(truncatingIfNeeded: random.next())
      }
      try Data(broken).write(to: URL(fileURLWithPath: tool.root + "/broken.parquet"))
      let answer = try imported("broken", into: "broken\(round)", Self.bitcoin, by: ParquetRoads.columns)
      #expect(answer.status == 0 || answer.status == 2, "\(round): \(answer.status) \(answer.errors)")
      refused += answer.status == 2 ? 1 : 0
    }
    #expect(refused > 6)
  }

  @Test(
    "what carquet does not read goes to duckdb where there is one, and is said where not",
    arguments: ["[i, 2]", "CAST(i AS DECIMAL(18, 4))", "TIME '10:00:00'", "CAST('ab' AS BLOB)"])
  func unsupported(extra: String) throws {
    try written(
      "SELECT make_timestamptz(1609459200000000 + i * 3600000000) AS time, \(Self.bars), \(extra) AS extra FROM range(300) t(i)",
      to: "odd")
    let refused = try imported("odd", into: "odd", Self.bitcoin, by: ParquetRoads.columns)
    #expect(refused.status == 2 && refused.errors.contains("has 'extra' as"), "\(refused.errors)")
    let folder = (ParquetRoads.duckdb ?? "").split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let both = ParquetRoads.columns.merging(["PATH": folder.joined(separator: "/") + ":/usr/bin:/bin"]) { $1 }
    let read = try imported("odd", into: "odd", Self.bitcoin, by: both)
    #expect(read.status == 0 && read.output.contains("300"), "\(read.errors)")
  }

  @Test("a library that is named and cannot be loaded is said")
  func wrongName() throws {
    try written("SELECT 1609459200000 AS time, \(Self.bars) FROM range(3) t(i)", to: "named")
    let answer = try imported(
      "named", into: "named", Self.bitcoin, by: ["CARQUET": "/nowhere/libcarquet.so", "DUCKDB": ""])
    #expect(
      answer.status == 2 && answer.errors.contains("'/nowhere/libcarquet.so' cannot be loaded"), "\(answer.errors)")
  }

  @Test("real Parquet files are what their CSV is, by both roads", .enabled(if: RealData.isThere))
  func real() throws {
    for symbol in ["BTCUSDT", "ETHUSDT"] {
      let path = "\(RealData.folder)/bybit/open_interest_1h/\(symbol)"
      try FileManager.default.createSymbolicLink(
        atPath: "\(tool.root)/\(symbol).parquet", withDestinationPath: path + ".parquet")
      let flags = ["--venue", "bybit", "--symbol", symbol]
      #expect(try expectEqual(symbol, flags).output.contains("45,909"))
      let csv = try tool.run(["data", "import", path + ".csv.gz", "--into", "\(symbol)-csv"])
      #expect(csv.status == 0, "\(csv.errors)")
      #expect(try content("\(symbol)-csv") == content("\(symbol)-text"))
    }
  }
}
