import Market
import Testing

@Suite("Grids of bars")
struct GridTests {
  let grid = Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .minutes(5), count: 12)

  @Test("a bar is labelled by its open and closes when the next one opens")
  func labels() {
    #expect(grid.open(0).description == "2025-01-01T00:00:00Z")
    #expect(grid.close(0) == grid.open(1))
    #expect(grid.range.to.description == "2025-01-01T01:00:00Z")
  }

  @Test("an instant belongs to the bar that is open, also beside the grid")
  func rowContaining() {
    #expect(grid.row(containing: grid.open(3)) == 3)
    #expect(grid.row(containing: grid.close(3) - Interval(milliseconds: 1)) == 3)
    #expect(grid.row(containing: grid.start - Interval(milliseconds: 1)) == -1)
    #expect(grid.row(containing: grid.range.to) == 12)
  }

  @Test("a range takes the bars that open inside it, its end excluded")
  func rowsInRange() {
    #expect(grid.rows(in: TimeRange(from: grid.open(2), to: grid.open(5))) == 2..<5)
    let between = grid.open(2) + Interval(milliseconds: 1)
    #expect(grid.rows(in: TimeRange(from: between, to: grid.open(5) + Interval(milliseconds: 1))) == 3..<6)
    #expect(grid.rows(in: .always) == 0..<12)
    #expect(grid.rows(in: TimeRange(from: grid.range.to, to: grid.range.to + .day)).isEmpty)
    #expect(grid.rows(in: TimeRange(from: grid.start - .day, to: grid.start)).isEmpty)
  }

  @Test("a slice begins where its first row does")
  func slice() {
    let part = grid.slice(4..<7)
    #expect(part.start == grid.open(4))
    #expect(part.count == 3)
    #expect(part.close(2) == grid.close(6))
  }
}
