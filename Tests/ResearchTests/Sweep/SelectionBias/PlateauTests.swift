import Research
import Testing

@Suite("What lies around the best")
struct PlateauTests {
  @Test("median and worst are over the neighbours that have the figure, the others are counted")
  func around() throws {
    let values: [Int: Double] = [0: 3, 1: 1, 2: 2.5, 3: -1, 4: .nan]
    let plateau = try #require(
      Plateau(0, figure: .sharpeLower, neighbours: [1, 2, 3, 4, 5]) { values[$0] })
    #expect(plateau.value == 3 && plateau.neighbours == 3 && plateau.without == 2)
    #expect(plateau.median == 1 && plateau.worst == -1)
  }

  @Test("the worst of a figure of which less is better is the largest")
  func smallest() {
    let plateau = Plateau(0, figure: .turnover, neighbours: [1, 2]) { Double($0) }
    #expect(plateau?.worst == 2 && plateau?.median == 1.5)
  }

  @Test("without neighbours there is neither, without a figure there is no plateau")
  func none() {
    let alone = Plateau(0, figure: .sharpeLower, neighbours: []) { _ in 1 }
    #expect(alone?.median == nil && alone?.worst == nil && alone?.neighbours == 0)
    #expect(Plateau(0, figure: .sharpeLower, neighbours: [1]) { $0 == 0 ? nil : 1 } == nil)
  }
}
