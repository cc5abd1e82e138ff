import Numerics
import Statistics
import Testing

@Suite("A panel's t, all markets moved by one distance")
struct PanelStudentisedShiftTests {
  let panel = GeneratedPanel()

  @Test("the slope of every distance over Hodrick's error there, counted one by one", arguments: [false, true])
  func byHand(holes: Bool) throws {
    let horizon = 3
    let members = panel.members(horizon: horizon) { market, x in
      x.enumerated().map { holes && market == 5 && $0 < 20 ? .nan : $1 }
    }
    let sample = try PanelSample(members, horizon: horizon)
    let test = try PanelStudentisedShift(sample)
    // The circle: 57 stamps have a forward return in some market.
    let count = 57
    let markets = members.map { member -> (x: [Double], y: [Double], windows: [Double], e: [Double]) in
      let counts = (0..<count).filter { !member.x[$0].isNaN }
      func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
      let (meanX, meanY) = (mean(counts.map { member.x[$0] }), mean(counts.map { member.y[$0] }))
      let x = (0..<count).map { member.x[$0].isNaN ? 0 : member.x[$0] - meanX }
      let whole = member.x.indices.filter { row in
        row >= 2 && (0..<3).allSatisfy { !member.x[row - $0].isNaN } && !member.nextReturns[row].isNaN
      }
      let meanE = mean(whole.map { member.nextReturns[$0] })
      return (
        x, (0..<count).map { member.x[$0].isNaN ? 0 : member.y[$0] - meanY },
        (0..<count).map { row in (0..<3).reduce(0.0) { $0 + x[(row - $1 + count) % count] } },
        (0..<count).map { whole.contains($0) ? member.nextReturns[$0] - meanE : 0 }
      )
    }
    func statistic(_ s: Int) -> Double {
      var (product, variance) = (0.0, 0.0)
      for t in 0..<count {
        let at = (t - s + count) % count
        product += markets.reduce(0) { $0 + $1.x[at] * $1.y[t] }
        let shock = markets.reduce(0) { $0 + $1.windows[at] * $1.e[t] }
        variance += shock * shock
      }
      return product / variance.squareRoot()
    }
    let first = abs(statistic(0))
    #expect(test.shifted.count == count - 1)
    #expect(
      agree(
        test.p, Double(1 + (1..<count).count { abs(statistic($0)) >= first * (1 - 1e-9) }) / Double(count), to: 1e-12))
    #expect(agree(test.observed * test.standardError, sample.slope, to: 1e-9))
    let hodrick = try #require(sample.estimates().first { $0.name == "Hodrick 1B" }?.standardError)
    #expect(agree(test.standardError, hodrick, to: 0.2), "but for the seam of a short circle")
  }

  /// Two markets that share what moves them, wilder by `wild` while a regime holds in them.
  private func wild(_ draw: Int, by wild: Double, stamps: Int = 600) throws -> PanelSample {
    var random = CounterRandom(seed: 43, stream: UInt64(draw))
    let regime = (0..<stamps).map { $0 / 12 % 10 == 0 }
    let shared = (0..<stamps).map { _ in random.normal() }
    let members = (0..<2).map { market in
      let next = zip(regime, shared).map { ($1 + random.normal()) * ($0 ? wild : 1) }
      return PanelMember(
        market: "m\(market)", x: regime.map { $0 ? 1 : 0 }, y: ForwardReturns.sums(of: next, horizon: 4),
        nextReturns: next)
    }
    return try PanelSample(members, horizon: 4)
  }

  @Test("a regime that is wilder but no higher is found by the plain shift too often, and not by this one")
  func wilderInside() throws {
    var (plain, studentised) = (0, 0)
    let draws = 100
    for draw in 0..<draws {
      let sample = try wild(draw, by: 4)
      if try PanelShift(sample).p < 0.05 { plain += 1 }
      if try PanelStudentisedShift(sample).p < 0.05 { studentised += 1 }
    }
    // One in twenty of 100 is 5, with a deviation of 2.2.
    #expect(plain > 20)
    #expect(studentised < 5 + 4 * 3, "\(studentised)")
  }

  @Test("a longer circle is looked at from distances that are spread evenly")
  func many() throws {
    let test = try PanelStudentisedShift(wild(0, by: 1, stamps: 2400))
    #expect(test.shifted.count == PanelStudentisedShift.most)
  }

  @Test("returns of zero have no error to divide by, and no p that looks like a find")
  func still() throws {
    let member = PanelMember(
      market: "a", x: (0..<100).map { $0 % 10 < 3 ? 1 : 0 }, y: [Double](repeating: 0, count: 100),
      nextReturns: [Double](repeating: 0, count: 100))
    #expect(try PanelStudentisedShift(PanelSample([member], horizon: 1)).p == 1)
  }
}
