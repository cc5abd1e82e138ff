import Statistics
import Testing

@Suite("The signals of all markets are moved by one distance")
struct CrossSectionShiftTests {
  let panel = GeneratedPanel()
  let figures: [CrossSectionSides.Figure] = [.spearman, .pearson, .slope, .spread(quantiles: 3)]

  private func sample(holes: Bool) throws -> PanelSample {
    try PanelSample(
      panel.members(horizon: 3) { market, x in x.enumerated().map { holes && $0 < 20 && market == 5 ? .nan : $1 } },
      horizon: 3)
  }

  @Test("unmoved, products of what stands on either side are the figures themselves", arguments: [false, true])
  func unmoved(holes: Bool) throws {
    let sample = try sample(holes: holes)
    let section = try CrossSection(sample)
    let spreads = try CrossSectionalBuckets(sample, count: 3).spreads
    for (figure, expected) in zip(figures, [section.spearman, section.pearson, section.slopes, spreads]) {
      let series = CrossSectionSides(sample, figure).series(shift: 0)
      #expect(zip(series, expected).allSatisfy { $0.isNaN == $1.isNaN }, "\(figure)")
      #expect(agree(series.map { $0.isNaN ? 0 : $0 }, expected.map { $0.isNaN ? 0 : $0 }, to: 1e-10), "\(figure)")
    }
  }

  @Test("p is the share of all moves that go as far, counted one by one", arguments: [false, true])
  func counted(holes: Bool) throws {
    let sides = CrossSectionSides(try sample(holes: holes), .spearman)
    let test = try CrossSectionShift(sides, minimumShift: 5)
    let count = sides.rows.count
    func quotient(_ shift: Int) -> Double {
      var (sum, squares) = (0.0, 0.0)
      for (signal, outcome) in zip(sides.signals, sides.returns) {
        for t in 0..<count {
          let product = signal[(t - shift + count) % count] * outcome[t]
          sum += product
          squares += product * product
        }
      }
      return abs(sum) / squares.squareRoot()
    }
    let moved = (1..<count).map(quotient)
    #expect(test.shifts == moved.count)
    #expect(test.p == Double(1 + moved.count { $0 >= quotient(0) * (1 - 1e-9) }) / Double(1 + moved.count))
  }

  @Test("a circle that leaves no room is refused")
  func noRoom() throws {
    let sides = CrossSectionSides(try sample(holes: false), .pearson)
    #expect(throws: StatisticsError.noAdmissibleShift(observations: 57, minimumShift: 29)) {
      try CrossSectionShift(sides, minimumShift: 29)
    }
  }
}
