import Research
import Testing

@Suite("The ladder of a verdict")
struct LadderTests {
  private func ladder(_ findings: [Rung.Finding]) -> Ladder {
    Ladder(zip(Rung.Name.allCases, findings).map { Rung($0, $1) })
  }

  @Test("ends below the first rung that fails, whatever is passed above it")
  func firstFailure() {
    let ladder = ladder([.passed, .passed, .failed, .passed, .passed])
    #expect(ladder.reached.map(\.name) == [.enoughTrades, .coversCosts])
    #expect(ladder.failed?.name == .beatsNulls)
    #expect(ladder.verdict.hasPrefix("It reaches rung 2 of 5: it earns more than its costs, but 'beats nulls' fails ("))
  }

  @Test("a rung that cannot be judged neither lifts nor stops, and is named")
  func unjudged() {
    let ladder = ladder([.passed, .cannotSay(why: "no"), .passed, .failed])
    #expect(ladder.reached.map(\.name) == [.enoughTrades, .beatsNulls])
    #expect(ladder.verdict.contains("reaches rung 3 of 4"))
    #expect(ladder.verdict.contains("no answer to 'covers costs'"))
    #expect(self.ladder([.passed, .cannotSay(why: "no")]).reached.map(\.name) == [.enoughTrades])
  }

  @Test("is plain about the very bottom and the very top")
  func ends() {
    #expect(ladder([.failed, .passed]).verdict.hasPrefix("It does not reach the first rung: 'enough trades' fails"))
    #expect(ladder([.passed, .passed]).verdict == "It passes all 2 rungs: it earns more than its costs.")
    #expect(ladder([.cannotSay(why: "no")]).verdict.contains("Nothing can be said"))
  }
}
