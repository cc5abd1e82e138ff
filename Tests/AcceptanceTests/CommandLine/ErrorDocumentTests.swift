import Foundation
import Testing

@Suite("What went wrong, for programs and for people")
struct ErrorDocumentTests {
  private let tool = try? CommandLineTool()

  private func error(_ arguments: String...) throws -> [String: Any] {
    let answer = try #require(tool).run(arguments)
    #expect(answer.status == 2 && !answer.errors.isEmpty)
    let document = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
    return try #require(document?["error"] as? [String: Any])
  }

  @Test("with --format json stdout holds one document, also of an error: what, where, remedy")
  func document() throws {
    let unknown = try error("replay", "nothing-there", "--format", "json")
    #expect((unknown["what"] as? String)?.contains("nothing-there") == true)
    #expect(unknown["remedy"] is String)
    try #require(tool).write("position: clip(fnding_rate, -1, 1)\n", to: "strategies/wrong.yaml")
    try #require(tool).addDemo(days: 40)
    let place = try error("replay", "wrong", "--market", "demo", "--format=json")
    #expect((place["where"] as? String)?.contains("wrong.yaml:1:16") == true, "\(place)")
    #expect((try error("replay", "--format", "json", "--fee", "x")["what"] as? String)?.isEmpty == false)
  }

  @Test(
    "a root that is no folder is said by every command that reads it, and none takes it for an empty one",
    arguments: [
      "runs list", "runs verify", "runs show latest", "study log", "study show latest", "sweep list", "data list",
      "open",
      "study stress-fade --signal stress --forward 1h", "replay stress-fade", "tour",
    ])
  func missingRoot(command: String) throws {
    let root = try #require(tool).root + "/nowhere"
    let answer = try #require(tool).run(command.split(separator: " ").map(String.init) + ["--root", root])
    #expect(answer.status == 2 && answer.output.isEmpty, "\(answer.output)")
    #expect(
      answer.errors.contains("there is no folder '\(root)'") && answer.errors.contains("--root"), "\(answer.errors)")
    #expect(!FileManager.default.fileExists(atPath: root))
  }

  @Test("several datasets where one is meant are told from a name with a comma in it")
  func severalMarkets() throws {
    for command in [["regress", "forward(1h) ~ close"], ["replay", "stress-fade"], ["audit", "stress-fade"]] {
      let answer = try #require(tool).run(command + ["--market", "demo,other"])
      #expect(answer.status == 2 && answer.errors.contains("'demo,other' names several datasets"), "\(answer.errors)")
    }
  }

  @Test("Ctrl-C ends work that is kept when it is whole with 130 and a word on what was kept")
  func interrupted() throws {
    let tool = try #require(tool)
    try tool.addDemo(into: "long")
    let command = try tool.start(
      ["study", "stress-fade", "--signal", "stress", "--forward", "1h", "--market", "long", "--calibrate", "100000"])
    Thread.sleep(forTimeInterval: 2)
    command.send(SIGINT)
    let answer = command.answer()
    #expect(answer.status == 130 && answer.output.isEmpty, "\(answer.output)")
    #expect(answer.errors.contains("interrupted: nothing was kept"), "\(answer.errors)")
  }

  @Test("what to do is the remedy, also where the command line itself is wrong")
  func remedies() throws {
    #expect(try error("data", "improt", "--format", "json")["remedy"] as? String == "did you mean 'import'?")
    let flag = try error("replay", "stress-fade", "--markt", "demo", "--format", "json")
    #expect((flag["remedy"] as? String)?.contains("--market") == true, "\(flag)")
    let far = try #require(tool).run(["replay", "stress-fade", "--nope"])
    #expect(!far.errors.contains("Did you mean"), "\(far.errors)")
    try #require(tool).addDemo(days: 40)
    let benchmark = try error("replay", "stress-fade", "--market", "demo", "--benchmark", "hlod", "--format", "json")
    #expect(benchmark["remedy"] as? String == "did you mean 'hold'?")
    let formula = try error("regress", "forward(1h) ~ fundng_rate", "--market", "demo", "--format", "json")
    #expect(formula["remedy"] as? String == "did you mean 'funding_rate'?")
  }

  @Test("without it stdout stays empty")
  func quiet() throws {
    let answer = try #require(tool).run(["replay", "nothing-there"])
    #expect(answer.output.isEmpty && answer.status == 2)
  }

  @Test(
    "a misspelt command is met with the one that was meant",
    arguments: [
      (["replya"], "replay"), (["replya", "stress-fade", "--set", "entry=1"], "replay"),
      (["data", "improt"], "import"),
      (["data", "shwo", "demo"], "show"), (["runs", "veryfy"], "verify"), (["signal", "evl", "close"], "eval"),
      (["study", "famly", "crowding"], "hindcast study family"), (["study", "opn"], "hindcast study open"),
      (["study", "lgo", "--market", "demo"], "hindcast study log"), (["sweep", "lsit"], "hindcast sweep list"),
      (["sweep", "mrege", "a", "b"], "hindcast sweep merge"),
    ])
  func commands(typed: [String], meant: String) throws {
    let answer = try #require(tool).run(typed)
    #expect(answer.status == 2 && answer.errors.contains("did you mean '\(meant)'?"), "\(answer.errors)")
  }

  @Test(
    "what is none for want of anything near is answered with the commands there are; a strategy is never taken for one",
    arguments: [
      (["data", "qqqqqq"], "the commands are bars, check, contract"), (["study", "stress-fade"], "--signal"),
    ])
  func otherCommands(typed: [String], says: String) throws {
    let answer = try #require(tool).run(typed)
    #expect(answer.status == 2 && answer.errors.contains(says), "\(answer.errors)")
    #expect(!answer.errors.contains("did you mean"), "\(answer.errors)")
  }
}
