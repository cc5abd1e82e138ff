import Foundation
import Testing

@Suite("What an option chain comes to is a signal like any other", .serialized)
struct OptionSignalTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool()
    #expect(try tool.run("data", "demo", "--days", "60", "--surroundings").status == 0)
  }

  private static let asOf = "2024-08-25"

  @Test("the study of a state of 'view options' is that of 'hindcast study' with its expression")
  func sameStudy() throws {
    let view = try tool.run("view", "options", "DEMO", "--as-of", Self.asOf, "--format", "json").document()
    let states = try #require(view["states"] as? [[String: Any]])
    for name in ["near term dear", "volatility high", "max pain below"] {
      let state = try #require(states.first { $0["state"] as? String == name })
      let expression = try #require(state["expression"] as? String)
      let after = try #require(state["after"] as? [String: Any], "\(name)")
      let study = try tool.run(
        "study", "skew-fade", "--signal", expression, "--forward", "1h", "--interval", "1h", "--to", Self.asOf,
        "--calibrate",
        "0", "--format", "json"
      ).document()
      let horizon = try #require((study["horizons"] as? [[String: Any]])?.first)
      for key in ["bars_in", "difference_bps"] {
        #expect(horizon[key] as? Double == after[key] as? Double && after[key] as? Double != nil, "\(name) \(key)")
      }
    }
  }

  @Test("its figures are those of the view at the same instant")
  func sameFigures() throws {
    let view = try tool.run("view", "options", "DEMO", "--as-of", Self.asOf, "--no-test", "--format", "json").document()
    func last(_ expression: String) throws -> Double? {
      let rows = try tool.run(
        "signal", "eval", expression, "--interval", "1h", "--to", Self.asOf, "--format", "csv"
      ).output.split(separator: "\n")
      return rows.last?.split(separator: ",", omittingEmptySubsequences: false).last.flatMap { Double($0) }
    }
    for (key, expression) in [
      ("put_call_oi", "put_call_oi"), ("put_call_volume", "put_call_volume"), ("iv_30d", "implied_volatility"),
      ("term_slope", "term_slope"),
    ] {
      let (shown, asked) = (view[key] as? Double, try last(expression))
      let difference = try #require(shown) - #require(asked)
      // Documents print seventeen digits at most, rows as many as it takes.
      #expect(abs(difference) < 1e-12, "\(key) \(shown as Any) \(asked as Any)")
    }
  }

  @Test("sweeps, scans and regressions read it; a name that it does not have is answered with those it has")
  func elsewhere() throws {
    let sweep = try tool.run("sweep", "skew-fade", "--grid", "dear=1:2:0.5", "--format", "json").document()
    #expect(sweep["trials"] as? Int == 3)
    let scan = try tool.run("scan", "--family", "options", "--forward", "4h", "--interval", "1h", "--format", "json")
    #expect(scan.status == 0, "\(scan.errors)")
    let wrong = try tool.run("signal", "eval", "next_expiry.max_pian", "--format", "csv")
    #expect(wrong.status == 2 && wrong.errors.contains("did you mean 'next_expiry.max_pain'?"), "\(wrong.errors)")
    let raw = try tool.run("signal", "eval", "mark_iv > 50%")
    #expect(raw.status == 2 && raw.errors.contains("options.iv_30d"), "\(raw.errors)")
  }

  @Test("a market without a chain says that it has none")
  func none() throws {
    try tool.addDemo(days: 20, into: "plain")
    let answer = try tool.run("replay", "skew-fade", "--market", "plain")
    #expect(answer.status == 2 && answer.errors.contains("asks for the options of DEMO"), "\(answer.errors)")
  }
}
