import Foundation
import Testing

@Suite("Output that gets lost")
struct OutputLostTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool()
  }

  private func shell(_ line: String) throws -> CommandLineTool.Answer {
    try tool.runProgram("/bin/bash", ["-c", line])
  }

  @Test(
    "is a failure that is said, on a full device and on a closed stream",
    arguments: ["data list > /dev/full", "data list >&-", "--help > /dev/full"])
  func lost(line: String) throws {
    let answer = try shell("\"$HINDCAST\" \(line)")
    #expect(answer.status == 1)
    #expect(answer.errors.contains("standard output cannot be written"))
  }

  @Test("is none where the reader has seen enough", arguments: ["", "trap '' PIPE; "])
  func enough(prefix: String) throws {
    let answer = try shell("\(prefix)\"$HINDCAST\" signal list | head -1; echo ${PIPESTATUS[0]} >&2")
    #expect(["0\n", "141\n"].contains(answer.errors))
  }

  @Test("of errors harms nothing: the exit code is what it was", arguments: ["2> /dev/full", "2>&-"])
  func errors(redirection: String) throws {
    #expect(try shell("\"$HINDCAST\" data show nowhere \(redirection)").status == 2)
    #expect(try shell("\"$HINDCAST\" data list \(redirection)").status == 0)
  }

  @Test("one bad file hides no other dataset")
  func list() throws {
    try tool.addDemo(days: 20)
    try tool.write("no dataset at all, and long enough to be looked at as if it were one", to: "datasets/bad.sqlite")
    let list = try tool.run("data", "list")
    #expect(list.status == 1)
    #expect(list.output.contains("demo"))
    #expect(list.errors.contains("bad cannot be listed"))
  }
}
