import Research
import Testing

@Suite("The checks of a verdict")
struct ValidationChecksTests {
  private func checks(_ findings: [ValidationCheck.Finding]) -> ValidationChecks {
    let names = ValidationCheck.Name.allCases.filter { $0 != .beatsBenchmark }
    return ValidationChecks(zip(names, findings).map { ValidationCheck($0, $1) })
  }

  @Test("ends below the first check that fails, whatever is passed above it")
  func firstFailure() {
    let checks = checks([.passed, .passed, .failed, .passed, .passed])
    #expect(checks.reached.map(\.name) == [.enoughTrades, .coversCosts])
    #expect(checks.failed?.name == .beatsNulls)
    #expect(
      checks.verdict.hasPrefix("It passes 2 of 5 checks: it earns more than its costs, but 'beats nulls' fails ("))
  }

  @Test("a check that cannot be judged neither lifts nor stops, and is named")
  func unjudged() {
    let checks = checks([.passed, .cannotSay(why: "no"), .passed, .failed])
    #expect(checks.reached.map(\.name) == [.enoughTrades, .beatsNulls])
    #expect(checks.verdict.contains("passes 2 of 4 checks"))
    #expect(checks.verdict.contains("no answer to 'covers costs'"))
    #expect(self.checks([.passed, .cannotSay(why: "no")]).reached.map(\.name) == [.enoughTrades])
  }

  @Test("a check that was not asked for is no part of the verdict, nor of its numbers")
  func notAsked() {
    let asked = checks([.passed, .passed, .failed])
    let idle = ValidationCheck(.beatsBenchmark, .notAsked)
    let more = ValidationChecks(Array(asked.checks.prefix(2)) + [idle] + asked.checks.suffix(1))
    #expect(more.verdict == asked.verdict && more.reached == asked.reached && more.asked == asked.checks)
  }

  @Test("is plain about the very bottom and the very top")
  func ends() {
    #expect(checks([.failed, .passed]).verdict.hasPrefix("It fails the first check, 'enough trades' ("))
    #expect(checks([.passed, .passed]).verdict == "It passes all 2 checks: it earns more than its costs.")
    #expect(checks([.cannotSay(why: "no")]).verdict.contains("Nothing can be said"))
  }
}
