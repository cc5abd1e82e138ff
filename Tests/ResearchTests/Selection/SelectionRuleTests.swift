import Research
import Testing

@Suite("Choosing a parameter set")
struct SelectionRuleTests {
  /// Neighbours on a line.
  private func near(_ point: Int) -> [Int] { [point - 1, point + 1].filter { (0..<7).contains($0) } }

  @Test("the best takes the highest score, the plateau a hill over a lone peak")
  func peakAndHill() {
    let scores = [0.1, 9, 0.2, 2, 3, 2.5, 0]
    #expect(SelectionRule.best.choice(scores, neighbours: near) == 1)
    // With the peak cut to 3.2 the medians are 1.65, 0.2, 2, 2, 2.5, 2.5, 1.25.
    #expect(SelectionRule.plateau.choice(scores.map { min($0, 3.2) }, neighbours: near) == 4)
  }

  @Test("of equals the first, never one without a score, and none when there is none")
  func edges() {
    #expect(SelectionRule.best.choice([.nan, 1, 1], neighbours: near) == 1)
    #expect(SelectionRule.plateau.choice([.nan, 1, .nan], neighbours: near) == 1)
    #expect(SelectionRule.best.choice([.nan, .nan], neighbours: near) == nil)
    #expect(SelectionRule.plateau.choice([], neighbours: near) == nil)
  }

  @Test("without neighbours a plateau is the best")
  func withoutNeighbours() {
    #expect(SelectionRule.plateau.choice([1, 3, 2]) { _ in [] } == 1)
  }
}
