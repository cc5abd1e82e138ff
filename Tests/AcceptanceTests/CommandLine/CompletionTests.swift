import Foundation
import Testing

@Suite("What the shell offers at a TAB")
struct CompletionTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 20)
    try tool.addDemo(days: 20, seed: 2, into: "other")
  }

  /// What bash offers when the last of `words` is completed, by the script that the program generates.
  private func offered(_ words: String...) throws -> [String] {
    let script = """
      source completion.bash
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
      $(complete -p hindcast | grep -o '_hindcast[a-z_]*') hindcast "${!#}" "${@: -2:1}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    try tool.write(try tool.run("--generate-completion-script", "bash").output, to: "completion.bash")
    try tool.write("PATH=\"$(dirname \"$HINDCAST\"):$PATH\"\n" + script, to: "complete.sh")
    let answer = try tool.runProgram("/bin/bash", ["complete.sh", "hindcast"] + words)
    #expect(answer.errors.isEmpty, "\(answer.errors)")
    return answer.output.split(separator: "\n").map(String.init)
  }

  @Test("strategies, datasets, columns, parameters and signals by the names they have here")
  func names() throws {
    #expect(try offered("replay", "stress") == ["stress-fade"])
    #expect(Set(try offered("replay", "stress-fade", "--market", "")) == ["demo", "other"])
    #expect(try offered("study", "test", "stress-fade", "--market", "demo,") == ["demo,other"])
    #expect(try offered("data", "export", "--market", "demo", "--columns", "funding_r") == ["funding_rate"])
    #expect(try offered("replay", "stress-fade", "--set", "oi") == ["oi_entry=1"])
    #expect(try offered("sweep", "run", "stress-fade", "--grid", "look") == ["lookback="])
    #expect(try offered("study", "test", "stress-fade", "--market", "demo", "--signal", "stre") == ["stress"])
    #expect(try offered("study", "family", "crow") == ["crowding"])
    #expect(try offered("replay", "stress-fade", "--market", "demo", "--instrument", "d") == ["demo:DEMOUSDT"])
    #expect(try offered("signal", "show", "zsc") == ["zscore", "zscore_across"])
  }

  @Test("a command without its subcommand is completed as its standard one, besides the subcommands")
  func standard() throws {
    #expect(Set(try offered("study", "s")).isSuperset(of: ["seal", "show", "stress-fade"]))
    #expect(try offered("study", "stress-fade", "--signal", "basis").contains("basis_z"))
    #expect(try offered("sweep", "stress-fade", "--grid", "ex") == ["exit="])
    let signals = try offered("study", "stress-fade", "--signal", "")
    #expect(signals.contains("stress") && !signals.contains("seal"))
  }

  @Test("kept results")
  func results() throws {
    _ = try tool.run("replay", "stress-fade", "--market", "demo", "--no-report")
    let shown = try offered("runs", "show", "")
    #expect(shown.count == 2 && shown.contains("latest") && shown.contains { $0.hasPrefix("stress-fade-") })
    #expect(try offered("sweep", "show", "") == ["latest"])
    let hash = try #require(shown.first { $0 != "latest" }).suffix(8)
    #expect(try offered("runs", "show", String(hash.prefix(4))).contains { $0.hasPrefix(hash) })
    #expect(try offered("schema", "pan") == ["panel"])
  }
}
