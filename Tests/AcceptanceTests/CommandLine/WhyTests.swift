import Foundation
import Testing

/// What `runs why` says of two replays.
@Suite("Why two kept replays differ")
struct WhyTests {
  private let tool: CommandLineTool

  init() throws { tool = try CommandLineTool(demoDays: 40) }

  /// The hash of the run.
  private func replay(_ arguments: String...) throws -> String {
    let answer = try tool.run(["replay"] + arguments + ["--no-report", "--format", "json"])
    return try #require(try answer.document()["hash"] as? String)
  }

  private func why(_ a: String, _ b: String) throws -> [[String: String]] {
    let answer = try tool.run("runs", "why", a, b, "--format", "json")
    #expect(answer.status == 0, "\(answer.errors)")
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[String: Any]])
    return rows.map { $0.compactMapValues { $0 as? String } }
  }

  /// The instant behind the last ` at ` of what differs.
  private func instant(_ what: String?) throws -> String {
    try #require(what?.components(separatedBy: " at ").last)
  }

  @Test("a parameter is followed to the first signal, the first decision and the first fill that it changes")
  func parameter() throws {
    let (a, b) = (try replay("stress-fade"), try replay("stress-fade", "--set", "entry=1.7"))
    let rows = try why(a, b)
    let what = rows.compactMap { $0["what"] }
    #expect(what.first == "parameter entry")
    let signal = try #require(rows.first { $0["what"]?.hasPrefix("signal stress at ") ?? false }, "\(what)")
    #expect(signal["first"] == "holds" && signal["second"] == "does not hold")
    let decision = try #require(rows.first { $0["what"]?.hasPrefix("decision at ") ?? false }, "\(what)")
    #expect(decision["first"] == "short 1.0" && decision["second"] == "none")
    #expect(what.last?.hasPrefix("ledger entry ") == true)
    let ledger = try #require(rows.last?["first"])
    // What is decided at a close fills at the open that it is.
    let (known, decided) = (try instant(signal["what"]), try instant(decision["what"]))
    #expect(known <= decided && ledger.replacing("T", with: " ").hasPrefix(decided), "\(known) \(decided) \(ledger)")
    let text = try tool.run("runs", "why", a, b).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("They differ in parameter entry first: 1.5 beside 1.7."), "\(text)")
    #expect(text.contains("The first value that differs is signal stress, known at \(known)"), "\(text)")
    #expect(text.contains("They decide otherwise for the first time at the close of \(decided)"), "\(text)")
  }

  @Test("costs alone change no signal and no decision, and that is said")
  func costs() throws {
    let a = try replay("stress-fade")
    try tool.write(
      try String(contentsOfFile: tool.root + "/strategies/stress-fade.yaml", encoding: .utf8)
        .replacing("taker: 5bps", with: "taker: 4bps"), to: "strategies/stress-fade.yaml")
    let b = try replay("stress-fade")
    #expect(!(try why(a, b)).contains { $0["what"]?.hasPrefix("signal") ?? true })
    let text = try tool.run("runs", "why", a, b).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      text.contains("Every signal that both have is the same") && text.contains("They decide the same."), "\(text)")
    #expect(text.contains("is at another rate: 0.0005 beside 0.0004"), "\(text)")
  }

  @Test("a dataset that is gone is a reason, and the ledgers are compared all the same")
  func gone() throws {
    let (a, b) = (try replay("stress-fade"), try replay("stress-fade", "--set", "entry=1.7"))
    try FileManager.default.removeItem(atPath: tool.root + "/datasets/demo.sqlite")
    let text = try tool.run("runs", "why", a, b).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("Signals and decisions are not compared: there is no dataset 'demo'"), "\(text)")
    #expect(text.contains("ledger entry "), "\(text)")
  }
}
