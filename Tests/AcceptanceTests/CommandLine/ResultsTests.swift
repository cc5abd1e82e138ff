import Foundation
import Testing

/// What is kept, where, under which name, and whether it can be done again.
@Suite("Kept results from the shell")
struct ResultsTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 40)
  }

  /// The rows of `runs list`, by their columns.
  private func list() throws -> [[String: String]] {
    let answer = try tool.run("runs", "list", "--format", "json")
    #expect(answer.status == 0, "\(answer.errors)")
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[String: Any]])
    return rows.map { $0.compactMapValues { $0 as? String } }
  }

  @discardableResult
  private func run(_ arguments: String...) throws -> String {
    let answer = try tool.run(arguments)
    #expect(answer.status == 0, "\(answer.errors)")
    return answer.output
  }

  /// One of each kind, small.
  private func everyKind() throws {
    try run("replay", "stress-fade", "--no-report")
    try study("--forward", "1h")
    try run("study", "stress-fade", "--signal", "funding_z", "--calibrate", "0", "--placebos", "0")
    try run("compare", "stress-fade", "cumulative-delta", "--replicates", "100")
    try run("regress", "forward(1h) ~ funding_z", "--strategy", "stress-fade")
    try run("sweep", "stress-fade", "--grid", "entry=1:2:0.5")
    try run("validate", "stress-fade", "--replicates", "10")
    try tool.write(
      "strategy: stress-fade\nmarket: demo\nhypotheses: [{ signals: [stress], forward: 1h }]\nfamily: { replicates: 999 }\n",
      to: "strategies/studies/small.yaml")
    try run("study", "family", "small")
  }

  private func study(_ more: String...) throws {
    let answer = try tool.run(
      ["study", "stress-fade", "--signal", "stress", "--calibrate", "0", "--placebos", "0"] + more)
    #expect(answer.status == 0, "\(answer.errors)")
  }

  private static let kinds = [
    "replay", "study", "signal_study", "comparison", "regression", "sweep", "validation", "family",
  ]

  @Test("every kind has a row, a folder that carries its hash, and can be shown and verified")
  func kinds() throws {
    try everyKind()
    let rows = try list()
    #expect(rows.map { $0["kind"] } == Self.kinds)
    for row in rows {
      let folder = try #require(row["folder"])
      let digits = try #require(folder.split(separator: "-").last)
      #expect(row["hash"]?.hasPrefix(digits) == true && folder.hasPrefix("results/"))
      #expect(FileManager.default.fileExists(atPath: tool.root + "/" + folder))
      let identity = try run("runs", "show", row["hash"] ?? "", "--identity")
      #expect(identity.contains("kind \(row["kind"] ?? "")\n"))
    }
    let verified = try tool.run("runs", "verify")
    #expect(verified.status == 0, "\(verified.output)")
    #expect(verified.output.contains("2 verified, 0 differing, 6 not replayed"), "\(verified.output)")
    #expect(verified.output.components(separatedBy: "document unchanged; not recomputed").count == 6)
    #expect(verified.output.contains("document, data and the best trial unchanged"))
  }

  @Test("a sweep is verified on its data and its best trial, and differs once its dataset does")
  func sweptAgain() throws {
    for question in [[], ["--signal", "stress", "--forward", "1h"]] {
      #expect(try tool.run(["sweep", "stress-fade", "--grid", "entry=1,1.5"] + question).status == 0)
    }
    let same = try tool.run("runs", "verify")
    let unchanged = "document, data and the best trial unchanged; other trials not recomputed"
    #expect(same.status == 0 && same.output.components(separatedBy: unchanged).count == 3, "\(same.output)")
    try FileManager.default.removeItem(atPath: tool.root + "/datasets/demo.sqlite")
    let other = try tool.run("data", "demo", "--days", "40", "--seed", "7")
    #expect(other.status == 0, "\(other.errors)")
    let changed = try tool.run("runs", "verify")
    #expect(changed.status == 1)
    #expect(
      changed.output.components(separatedBy: "document unchanged; differs in data").count == 3, "\(changed.output)")
  }

  @Test("a sweep's benchmark is verified with it, and a benchmark that says something else by now differs")
  func sweptAgainstBenchmark() throws {
    try tool.write(Self.quiet, to: "strategies/quiet.yaml")
    for benchmark in ["hold", "quiet"] {
      let kept = try tool.run(
        "sweep", "stress-fade", "--grid", "entry=1,1.5", "--rank", "alpha_annual", "--benchmark", benchmark)
      #expect(kept.status == 0, "\(kept.errors)")
    }
    let same = try tool.run("runs", "verify")
    let unchanged = "document, data, benchmark and the best trial unchanged; other trials not recomputed"
    #expect(same.status == 0 && same.output.components(separatedBy: unchanged).count == 3, "\(same.output)")
    try tool.write(Self.quiet.replacing("position: 0.5", with: "position: 0.4"), to: "strategies/quiet.yaml")
    let changed = try tool.run("runs", "verify")
    #expect(changed.status == 1 && changed.output.contains("differs in the benchmark"), "\(changed.output)")
    try FileManager.default.removeItem(atPath: tool.root + "/strategies/quiet.yaml")
    let gone = try tool.run("runs", "verify")
    #expect(gone.status == 1 && gone.output.contains("its data could not be compared"), "\(gone.output)")
  }

  private static let quiet = """
    name: quiet
    market: demo
    interval: 5m
    position: 0.5
    """

  @Test(
    "a replay that is killed leaves a result that is whole or none, and what it wrote aside goes away with the next")
  func killed() throws {
    func left() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: tool.root + "/results").filter { $0.hasPrefix(".") }
    }
    for (place, delay) in stride(from: 0.2, to: 2, by: 0.2).enumerated() {
      let command = try tool.start(["replay", "stress-fade", "--set", "entry=1.\(place)"])
      Thread.sleep(forTimeInterval: delay)
      command.send(SIGKILL)
      _ = command.answer()
    }
    try run("replay", "stress-fade")
    #expect(try left().isEmpty)
    // Of one that died before it was whole, as an earlier version of the program or a full disk leaves it.
    try tool.write("half", to: "results/.writing-elsewhere-1/run.json")
    try run("replay", "stress-fade")
    #expect(try left() == [".writing-elsewhere-1"], "of another machine it is not known that it died")
    let verified = try tool.run("runs", "verify")
    #expect(verified.status == 0, "\(verified.output)")
    for word in ["unchecked", "gone", "not as it was written"] { #expect(!verified.output.contains(word)) }
    for row in try list() {
      let folder = tool.root + "/" + (try #require(row["folder"]))
      let names = Set(try FileManager.default.contentsOfDirectory(atPath: folder))
      #expect(names.isSuperset(of: ["run.json", "run.txt", "trades.csv", "ledger.csv", "equity.csv"]), "\(names)")
    }
  }

  @Test("importing a series that nobody asked for changes no hash and no figure")
  func unrelatedSeries() throws {
    try everyKind()
    let before = try list()
    let start = 1_719_792_000_000  // 2024-07-01
    let rows = (0..<30).map { "\(start + $0 * 28_800_000),8,0.0001" }
    try tool.write(
      "calc_time,funding_interval_hours,last_funding_rate\n" + rows.joined(separator: "\n") + "\n",
      to: "ETHUSDT-fundingRate-2024-07.csv")
    let datasets = try run("data", "list", "--format", "csv")
    try run("data", "import", tool.root + "/ETHUSDT-fundingRate-2024-07.csv", "--into", "demo")
    #expect(try run("data", "list", "--format", "csv") != datasets)
    try everyKind()
    #expect(try list() == before)
    #expect(try run("runs", "verify").contains("2 verified, 0 differing, 6 not replayed"))
  }

  @Test("studies that differ in a flag have folders of their own; the same one again has the same")
  func studies() throws {
    try study("--forward", "1h")
    try study("--forward", "2h")
    try study("--forward", "1h", "--seed", "2")
    try study("--forward", "1h", "--effect", "2bps")
    try study("--forward", "1h", "--given", "hour() < 12")
    try study("--forward", "1h", "--set", "entry=2")
    try study("--forward", "1h", "--to", "2024-08-01")
    #expect(Set(try list().compactMap { $0["folder"] }).count == 7)
    try study("--forward", "1h")
    #expect(try list().count == 7)
  }

  @Test("a sweep ranked otherwise is another result of the same trials")
  func ranks() throws {
    try run("sweep", "stress-fade", "--grid", "entry=1:2:0.5")
    let again = try run(
      "sweep", "stress-fade", "--grid", "entry=1:2:0.5", "--rank", "sharpe_annual", "--format", "json")
    let document = try #require(try JSONSerialization.jsonObject(with: Data(again.utf8)) as? [String: Any])
    #expect(document["reused"] as? Int == 3)
    #expect(Set(try list().compactMap { $0["folder"] }).count == 2)
    #expect(try run("sweep", "list", "--format", "csv").contains(document["trials_hash"] as? String ?? "?"))
  }

  @Test("a strategy given by path is verified from the text that was kept, whatever became of the file")
  func byPath() throws {
    let text = try String(contentsOfFile: tool.root + "/strategies/stress-fade.yaml", encoding: .utf8)
    try tool.write(text.replacing("name: stress-fade", with: "name: elsewhere"), to: "elsewhere/mine.yaml")
    try run("replay", "elsewhere/mine.yaml", "--set", "entry=2", "--no-report")
    try FileManager.default.removeItem(atPath: tool.root + "/elsewhere")
    try run("replay", "stress-fade", "--no-report")
    try tool.write(text + "\n# a remark\n", to: "strategies/stress-fade.yaml")
    let answer = try run("runs", "verify")
    #expect(answer.components(separatedBy: "the same, bit for bit").count == 3, "\(answer)")
    #expect(answer.contains("note: strategies/stress-fade.yaml has changed since"), "\(answer)")
  }

  @Test("what cannot be verified is named with the reason, and the rest is verified all the same")
  func goesOn() throws {
    try tool.addDemo(days: 20, into: "gone")
    try run("replay", "stress-fade", "--market", "gone", "--no-report")
    try run("replay", "stress-fade", "--market", "demo", "--no-report")
    try study("--market", "demo", "--forward", "1h")
    try study("--market", "demo", "--forward", "2h")
    try study("--market", "demo", "--forward", "3h")
    let folders = try list().compactMap { $0["folder"] }
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: tool.root + "/datasets/gone.sqlite" + suffix)
    }
    try tool.write("{}", to: folders[2] + "/study.json")
    try FileManager.default.removeItem(atPath: tool.root + "/" + folders[3])
    let answer = try tool.run("runs", "verify")
    #expect(answer.status == 1)
    let lines = answer.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 6)
    #expect(lines[0].hasSuffix("could not be replayed: there is no dataset 'gone' in datasets"), "\(lines[0])")
    #expect(lines[1].hasSuffix("the same, bit for bit"))
    #expect(lines[2].hasSuffix("\(folders[2])/study.json is not as it was written; not recomputed"))
    #expect(lines[3].hasSuffix("\(folders[3])/study.json is gone; not recomputed"))
    #expect(lines[4].hasSuffix("document unchanged; not recomputed"))
    #expect(lines[5] == "1 verified, 1 differing, 1 not replayed, 2 could not be read")
  }

  @Test("a run whose document was edited differs, though its figures come out the same")
  func edited() throws {
    try run("replay", "stress-fade", "--no-report")
    let folder = try #require(try list().first?["folder"])
    let file = tool.root + "/\(folder)/run.json"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try tool.write(text.replacing("\"trades\": ", with: "\"trades\": 1"), to: "\(folder)/run.json")
    let answer = try tool.run("runs", "verify")
    #expect(answer.status == 1 && answer.output.contains("run.json is not as it was written"), "\(answer.output)")
  }

  @Test(
    "a strategy may be called anything: its folder lies in results/, and its name is kept as it is",
    arguments: ["../../OUT", "/tmp/OUT", "a\\u0007b\\u001b[31m", "Überraschung 趋势", ".hidden", "</script><b>"])
  func nastyNames(_ name: String) throws {
    let rules = """
      interval: 5m
      parameters: {entry: 1, lookback: 1d}
      signals: {z: "zscore(close, lookback)", hot: "z > entry"}
      short: {enter: hot, exit: z < 0}
      """
    try tool.write("name: \"\(name)\"\n\(rules)\n", to: "nasty.yaml")
    for arguments in [
      ["replay", "nasty.yaml"], ["study", "nasty.yaml", "--signal", "hot", "--calibrate", "0", "--placebos", "0"],
      ["sweep", "nasty.yaml", "--grid", "entry=1,2"], ["validate", "nasty.yaml", "--replicates", "10"],
    ] {
      let answer = try tool.run(arguments + ["--market", "demo"])
      #expect(answer.status == 0, "\(answer.errors)")
    }
    let rows = try list()
    #expect(rows.count == 4)
    // JSON writes escapes the way YAML does here.
    let said = try #require(
      try JSONSerialization.jsonObject(with: Data("[\"\(name)\"]".utf8)) as? [String]
    ).first
    #expect(rows.allSatisfy { $0["name"] == said })
    let inResults = try FileManager.default.contentsOfDirectory(atPath: tool.root + "/results")
    for row in rows {
      let folder = try #require(row["folder"]).dropFirst("results/".count)
      #expect(inResults.contains(String(folder)))
      #expect(folder.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) })
      let page = try String(contentsOfFile: tool.root + "/results/\(folder)/report.html", encoding: .utf8)
      #expect(!page.contains("</script><b>"))
    }
    #expect(try run("runs", "verify").contains("1 verified, 0 differing, 3 not replayed"))
  }

  @Test("two roots in which the same work was done hold the same archive, byte for byte")
  func sameBytes() throws {
    let other = try CommandLineTool(demoDays: 40)
    func archive(_ tool: CommandLineTool) throws -> Data {
      for arguments in [
        ["replay", "stress-fade"], ["sweep", "stress-fade", "--grid", "entry=1:2:0.5"],
        ["validate", "stress-fade", "--replicates", "10"],
        ["study", "stress-fade", "--signal", "stress", "--calibrate", "0", "--placebos", "0"],
      ] {
        let answer = try tool.run(arguments + ["--root", tool.root])
        #expect(answer.status == 0, "\(answer.errors)")
      }
      return try #require(FileManager.default.contents(atPath: tool.root + "/results/hindcast.sqlite"))
    }
    #expect(try archive(tool) == archive(other))
  }
}
