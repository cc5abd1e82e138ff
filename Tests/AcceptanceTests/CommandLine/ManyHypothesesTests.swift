import Foundation
import Testing

/// The parts of a study that keep its user honest, as they are typed.
@Suite("Families, looks and holdouts from the shell")
struct ManyHypothesesTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool()
    try tool.addDemo()
  }

  @Test("in the example family the planted effect survives and no decoy does; looks are counted once")
  func family() throws {
    let document = try tool.run("study", "family", "crowding", "--format", "json").document()
    let hypotheses = try #require(document["hypotheses"] as? [[String: Any]])
    let survivors = hypotheses.filter { $0["survives"] as? Bool == true }
    #expect(hypotheses.count == 12)
    #expect(!survivors.isEmpty && survivors.allSatisfy { $0["signal"] as? String == "stress" })
    #expect(hypotheses.filter { $0["stepm_found"] as? Bool == true }.allSatisfy { $0["signal"] as? String == "stress" })
    let family = try #require(document["family"] as? [String: Any])
    #expect(try #require(family["spa_p"] as? Double) < 0.05)

    let again = try tool.run("study", "family", "crowding", "--no-report")
    #expect(again.output.contains("12 distinct hypotheses have been tested on the data of 'demo', 0 of them first now"))
    let single = try tool.run(
      "study", "stress-fade", "--signal", "stress", "--forward", "1h", "--calibrate", "0", "--no-report")
    #expect(single.output.contains("12 distinct hypotheses"), "the same look is the same look from either command")
    let looks = try tool.run("study", "log", "--market", "demo", "--format", "csv")
    #expect(looks.output.split(separator: "\n").count == 13)
    #expect(looks.output.contains(",3,"), "stress over 1h was looked at three times")
  }

  @Test("a misspelt signal in a study file is found with line, column and the nearest word")
  func misspelt() throws {
    try tool.write("strategy: stress-fade\nhypotheses: { signals: [strss], forward: 1h }\n", to: "x.yaml")
    let answer = try tool.run("study", "family", "x.yaml")
    #expect(answer.status == 2)
    #expect(answer.errors.contains("x.yaml:2:25:") && answer.errors.contains("'stress'"), "\(answer.errors)")
  }

  @Test("a sealed part is out of reach, answers one registered hypothesis once, and is then used up")
  func holdout() throws {
    let before = try tool.run("replay", "stress-fade", "--to", "2024-10-15", "--format", "json")
    let sealed = try tool.run("study", "seal", "--market", "demo", "--from", "2024-10-15")
    #expect(sealed.status == 0, "\(sealed.errors)")
    let window = try tool.run("replay", "stress-fade", "--format", "json").document()
    #expect(window["to"] as? String == "2024-10-15T00:00:00Z")
    let after = try tool.run("replay", "stress-fade", "--to", "2024-10-15", "--format", "json")
    #expect(before.output != after.output, "another fingerprint, another hash")
    for command in ["replay", "sweep"] {
      let arguments = command == "sweep" ? ["--grid", "entry=1,2"] : []
      let answer = try tool.run([command, "stress-fade", "--to", "2024-12-01"] + arguments)
      #expect(answer.status == 2 && answer.errors.contains("sealed from 2024-10-15 00:00 UTC"), "\(answer.errors)")
    }
    #expect(!(try tool.run("data", "export", "--columns", "close").output.contains("\n2024-10-15T")))

    #expect(try tool.run("study", "open", "--market", "demo", "0123456789ab").status == 2)
    let registered = try tool.run(
      "study", "register", "stress-fade", "--signal", "stress", "--forward", "1h", "--direction", "down", "--market",
      "demo", "--format", "json"
    ).document()
    let hash = try #require(registered["hash"] as? String)
    let second = try tool.run(
      "study", "register", "stress-fade", "--signal", "oi_z", "--forward", "1h", "--direction", "up", "--market", "demo"
    )
    #expect(second.status == 2 && second.errors.contains("registered already"))
    #expect(try tool.run("study", "open", "--market", "demo", "ffffffffffff").errors.contains("the one question"))

    let opened = try tool.run("study", "open", "--market", "demo", String(hash.prefix(12)), "--format", "json")
    let result = try #require(try opened.document()["result"] as? [String: Any])
    #expect(result["from"] as? String == "2024-10-15T00:00:00Z")
    #expect(try #require(result["episodes"] as? Int) > 8)
    #expect(result["finding"] as? String == "confirmed")
    // Changing the strategy afterwards changes nothing.
    try tool.write("signals: { stress: close > 0 }\n", to: "strategies/stress-fade.yaml")
    #expect(try tool.run("study", "open", "--market", "demo", hash, "--format", "json").output == opened.output)
    #expect(try tool.run("study", "unseal", "--market", "demo").output.contains("used up"))
    let shown = try tool.run("data", "show", "demo").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(shown.contains("lifted after it was opened"))
  }
}
