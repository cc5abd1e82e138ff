import Foundation
import Testing

@Suite("Scans from the command line")
struct ScanCommandTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool()
    try tool.addDemo(days: 40)
  }

  private func scan(_ arguments: String...) throws -> CommandLineTool.Answer {
    try tool.run(["scan"] + arguments + ["--market", "demo", "--replicates", "199"])
  }

  @Test("a scan is kept, shown again to the byte, and counted in the test log once")
  func kept() throws {
    let first = try scan("zscore(premium, 1d)", "change(open_interest, 1d)", "--forward", "1h,4h", "--format", "json")
    #expect(first.status == 0, "\(first.errors)")
    let document = try first.document()
    #expect((document["tests"] as? [Any])?.count == 4)
    let looks = try #require((document["test_log"] as? [[String: Any]])?.first)
    #expect(looks["distinct"] as? Int == 4 && looks["first_now"] as? Int == 4)
    let again = try scan("zscore(premium, 1d)", "change(open_interest, 1d)", "--forward", "1h,4h", "--no-report")
    #expect(again.output.contains("4 distinct hypotheses have been tested on the data of 'demo', 0 of them first now"))
    #expect(try tool.run("scan", "show", "latest", "--format", "json").output == first.output)
    #expect(try tool.run("scan", "show", "latest", "--format", "csv").output.split(separator: "\n").count == 5)
    #expect(try tool.run("runs", "list").output.contains("scan"))
  }

  @Test(
    "a scan logs what it came to; a study of the values is another test than one of the ranks, and adds to no scan's")
  func log() throws {
    func log() throws -> [[String: Any]] {
      try tool.run("study", "log", "--market", "demo", "--format", "json").rows()
    }
    let ranks = try scan("zscore(premium, 1d)", "--forward", "1h", "--no-report")
    #expect(ranks.output.contains("two-sided, Hodrick 1B)"), "\(ranks.output)")
    #expect(try scan("zscore(premium, 1d)", "--forward", "1h", "--score", "value", "--no-report").status == 0)
    #expect(try log().count == 2)
    let study = try tool.run(
      "study", "stress-fade", "--signal", "zscore(premium, 1d)", "--forward", "1h", "--market", "demo", "--no-report",
      "--calibrate", "0")
    #expect(study.output.contains("2 distinct hypotheses"), "\(study.output)")
    let words = study.output.replacing("\n", with: " ")
    #expect(words.contains("the larger of Hodrick 1B") && !words.contains("p n/a"), "\(study.output)")
    let rows = try log()
    #expect(rows.count == 2)
    #expect(rows.compactMap { $0["runs"] as? Int } == [1, 2], "\(rows)")
    #expect(!(rows[0]["circular_p"] is Double) && rows[1]["circular_p"] is Double, "\(rows)")
  }

  @Test("signals come from a list, a strategy or the families, and the same expression is tested once")
  func sources() throws {
    try tool.write("# two names for one\na: close - open\nb: close - open\nc: volume > 0\n", to: "mine.txt")
    let listed = try scan("--list", "\(tool.root)/mine.txt", "--no-report")
    #expect(listed.output.contains("Left out: 1 signal that is another one word for word."))
    #expect(listed.output.contains("Scan of 2 signals at 2 horizons"))
    let strategy = try scan("--strategy", "stress-fade", "--no-report")
    #expect(strategy.output.contains("Scan of 5 signals"), "\(strategy.errors)")
    let families = try scan("--family", "premium", "--windows", "4h,1d", "--smoothings", "none,1h", "--no-report")
    #expect(families.output.contains("Scan of 20 signals"), "five formulas at two windows and two smoothings")
  }

  @Test("the strongest that is found is registered for a sealed end, which is opened for it once")
  func holdout() throws {
    #expect(try scan("close", "--register").status == 2, "nothing is sealed")
    try tool.addDemo(into: "long")
    #expect(try tool.run("study", "seal", "--market", "long", "--last", "30%").status == 0)
    let arguments = ["scan", "--strategy", "stress-fade", "stress", "volume", "--market", "long", "--forward", "1h"]
    let scanned = try tool.run(arguments + ["--register", "--no-report", "--replicates", "199"])
    #expect(scanned.status == 0, "\(scanned.errors)")
    let words = scanned.output.split(whereSeparator: \.isWhitespace)
    let hash = try #require(words.last { $0.count == 12 && $0.allSatisfy(\.isHexDigit) }, "\(scanned.output)")
    let opened = try tool.run("study", "open", "--market", "long", String(hash), "--format", "json")
    #expect(opened.status == 0, "\(opened.errors)")
    #expect(try opened.document()["direction"] as? String == "down", "the side that the scan saw")
    #expect(try tool.run(arguments + ["--register"]).errors.contains("registered already"))
  }

  @Test(
    "what makes no sense is refused with what there is",
    arguments: [
      (["--family", "fundng"], "did you mean 'funding'"), (["momntum"], "there is no column 'momntum'"),
      (["close", "--forward", "7m"], "not a whole number of 5m bars"),
      (["close", "--forward", "1h,1h"], "--forward has 1h twice"), (["close", "--alpha", "7"], "write 7% or 0.07"),
      (["close", "--alpha", "107%"], "is not a level"),
      (["--list", "nothing.txt"], "there is no list 'nothing.txt'"),
      (["close", "--windows", "1h"], "are of the families"), (["close", "--alike", "0"], "--alike is 0.0"),
    ])
  func refused(_ arguments: [String], _ said: String) throws {
    let answer = try tool.run(["scan"] + arguments + ["--market", "demo"])
    #expect(answer.status == 2)
    #expect(answer.errors.contains(said), "\(answer.errors)")
  }
}
