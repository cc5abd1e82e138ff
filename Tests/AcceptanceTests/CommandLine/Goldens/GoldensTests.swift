import Foundation
import Testing

/// Whatever is written of a result, on a market that is the same everywhere, beside what was written before.
///
/// A change that is meant is written with `HINDCAST_WRITE_GOLDENS=1 swift test … --filter Goldens` and read in the diff.
@Suite("Goldens: every result prints what it printed")
struct GoldensTests {
  private static let days = 90

  @Test("a result as a table, as a document and as rows", arguments: GoldenCase.all)
  func result(_ golden: GoldenCase) throws {
    let tool = try CommandLineTool(demoDays: Self.days)
    if golden.name.hasPrefix("panel") { try PanelMarkets.add(to: tool) }
    if golden.command.contains("coins") {
      #expect(try tool.run("data", "demo", "--coins", "--days", "\(Self.days)").status == 0)
    }
    try tool.write(GoldenCase.family, to: "strategies/studies/small.yaml")
    for form in golden.forms {
      let answer = try tool.run(golden.command + form.flags, environment: ["COLUMNS": "\(form.width)"])
      #expect(answer.status == 0, "\(golden.name)\(form.file): \(answer.errors)")
      try GoldenFile(name: golden.name + form.file).check(answer.output)
    }
  }

  private static let lists: [[String]] = [
    ["data", "list"], ["data", "show", "demo"], ["data", "check", "demo"], ["signal", "list"], ["runs", "list"],
    ["sweep", "list"], ["study", "log"],
  ]

  @Test("what there is, listed")
  func list() throws {
    let tool = try CommandLineTool(demoDays: Self.days)
    for line in [
      ["replay", "stress-fade"], ["sweep", "stress-fade", "--grid", "entry=1,2"],
      ["study", "stress-fade", "--signal", "stress", "--calibrate", "0", "--placebos", "0"],
    ] { #expect(try tool.run(line).status == 0) }
    for line in Self.lists {
      for (ending, format) in [(".txt", "table"), (".json", "json")] {
        let answer = try tool.run(line + ["--format", format], environment: ["COLUMNS": "120"])
        #expect(answer.status == 0, "\(line): \(answer.errors)")
        try GoldenFile(name: line.prefix(2).joined(separator: "-") + ending).check(answer.output)
      }
    }
  }

  @Test("the help of every command")
  func help() throws {
    let tool = try CommandLineTool()
    var text = ""
    for path in try commands(tool) {
      let answer = try tool.run(path + ["--help"], environment: ["COLUMNS": "100"])
      #expect(answer.status == 0)
      text += "$ hindcast \((path + ["--help"]).joined(separator: " "))\n\(answer.output)\n"
    }
    try GoldenFile(name: "help.txt").check(text)
  }

  /// Every command there is, by its path, as the argument parser dumps them.
  private func commands(_ tool: CommandLineTool) throws -> [[String]] {
    struct Dump: Decodable {
      let command: Command
      struct Command: Decodable {
        let commandName: String
        let subcommands: [Command]?

        func paths(below path: [String]) -> [[String]] {
          [path]
            + (subcommands ?? []).filter { $0.commandName != "help" }.flatMap {
              $0.paths(below: path + [$0.commandName])
            }
        }
      }
    }
    let answer = try tool.run("--experimental-dump-help")
    return try JSONDecoder().decode(Dump.self, from: Data(answer.output.utf8)).command.paths(below: [])
  }

  @Test("no golden is left of what is printed no more")
  func nothingElse() throws {
    let lists = Self.lists.map { $0.prefix(2).joined(separator: "-") }.flatMap { ["\($0).txt", "\($0).json"] }
    let known = GoldenCase.all.flatMap { golden in golden.forms.map { golden.name + $0.file } } + lists + ["help.txt"]
    let files = try FileManager.default.contentsOfDirectory(atPath: GoldenFile.folder)
    if !GoldenFile.isWriting { #expect(Set(files).subtracting(known) == []) }
  }
}

@Suite("Goldens: what counts as the same")
struct SameAsGoldensTests {
  @Test("a document differs at a place, with both values")
  func documents() throws {
    let golden = try GoldenValue(parsing: #"{"a": [{"p": 0.1}, 2], "b": "x", "c": true}"#)
    let now = try GoldenValue(parsing: #"{"a": [{"p": 0.1001}, 2.0000000001], "b": 1, "d": null}"#)
    #expect(
      golden.differences(now) == [
        "a[0].p: 0.1, now 0.1001", #"b: "x", now 1"#, "c: true, now gone", "d: not there, now null",
      ])
    #expect(try golden.differences(GoldenValue(parsing: golden.text)).isEmpty)
  }

  @Test(
    "a decimal may move by one unit of its last digit, a whole number and a word may not",
    arguments: [
      ("p 0.0412", "p 0.0413", true), ("p 0.0412", "p 0.0414", false), ("12 trades", "13 trades", false),
      ("rose by 1.20%", "fell by 1.20%", false), ("-0.00 bps", "0.00 bps", true), ("1.5e-05", "1.6e-05", true),
      ("a  0.5", "a 0.5", false),
    ])
  func lines(golden: String, now: String, same: Bool) {
    #expect(GoldenText.differences(golden, now).isEmpty == same)
  }

  @Test("a number that grew by a digit moves its column and changes nothing else")
  func columns() {
    #expect(GoldenText.differences("  t\n────\n9.99", "   t\n─────\n10.00").isEmpty)
    #expect(!GoldenText.differences("  t\n────\n9.99", "   t\n─────\n9.99").isEmpty)
  }

  @Test("a row differs in a cell, which is named")
  func rows() {
    #expect(GoldenCSV.differences("a,b\n1,\"x,y\"\n", "a,b\n1.0000000001,\"x,y\"\n").isEmpty)
    #expect(GoldenCSV.differences("a,b\n1,2\n", "a,b\n1,3\n") == ["row 1, b: 2, now 3"])
    #expect(GoldenCSV.differences("a,b\n1,2\n", "a,b\n") == ["1 rows, now 0"])
  }

  @Test("hashes, versions of the engine and seconds are left out, and decimals are not")
  func masked() {
    #expect(
      GoldenMask.masked("results/a-study-0123abcd/, engine 3.1.0, 12 in 0.42 s; 0.12345678")
        == "results/a-study-########/, engine #####, 12 in # s; 0.12345678")
  }
}
