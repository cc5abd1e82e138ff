import Numerics
import Statistics
import Testing

@Suite("Studentised circular shift")
struct StudentisedShiftTests {
  let generated = Generated()

  @Test(
    "t at no shift is Hodrick's but for the seam, and p counts every distance round the circle",
    arguments: [true, false])
  func byHand(isRegime: Bool) throws {
    let next = generated.nextReturns
    let sample =
      try isRegime
      ? ForwardSample(regime: generated.regime, nextReturns: next, horizon: 6)
      : ForwardSample(signal: generated.x1.values, nextReturns: next, horizon: 6)
    let test = try StudentisedShift(sample)
    let hodrick = try Hodrick1BEstimator().estimate(sample)
    #expect(agree(test.standardError, hodrick.standardError ?? .nan, to: 0.02))
    #expect(agree(test.observed * test.standardError, sample.fit.slope, to: 1e-9))

    // The definition, a sum for each shift: rows 0 ..< 1994 have a forward return.
    let count = 1994
    let x = sample.x.prefix(count).map { $0 - sample.fit.regressorMean }
    let y = ForwardReturns.sums(of: next, horizon: 6).prefix(count)
    let meanY = y.reduce(0, +) / Double(count)
    let knownShocks = next.indices.filter { $0 >= 5 && !next[$0].isNaN }
    let meanE = knownShocks.reduce(0) { $0 + next[$1] } / Double(knownShocks.count)
    let e = (0..<count).map { $0 >= 5 ? next[$0] - meanE : 0 }
    func statistic(_ s: Int) -> Double {
      var product = 0.0
      var variance = 0.0
      for t in 0..<count {
        let at = (t - s + count) % count
        product += x[at] * (y[t] - meanY)
        let window = (0..<6).reduce(0.0) { $0 + x[(at - $1 + count) % count] }
        variance += e[t] * e[t] * window * window
      }
      return product / variance.squareRoot()
    }
    let first = abs(statistic(0))
    let shifts = 1..<count
    let asFar = shifts.count { abs(statistic($0)) >= first * (1 - 1e-9) }
    #expect(test.shifted.count == shifts.count)
    #expect(agree(test.p, Double(1 + asFar) / Double(1 + shifts.count), to: 1e-12))
  }

  @Test("a regime that is wilder but no higher is found by the plain shift too often, and not by this one")
  func wilderInside() throws {
    var plain = 0
    var studentised = 0
    let draws = 200
    for draw in 0..<draws {
      var random = CounterRandom(seed: 40, stream: UInt64(draw))
      let regime = (0..<1200).map { $0 / 20 % 10 == 0 }
      let next = regime.map { random.normal() * ($0 ? 4 : 1) }
      let sample = try ForwardSample(regime: regime, nextReturns: next, horizon: 1)
      if try CircularShift(sample).p < 0.05 { plain += 1 }
      if try StudentisedShift(sample).p < 0.05 { studentised += 1 }
    }
    // One in twenty of 200 is 10, with a deviation of 3.1.
    #expect(plain > 40)
    #expect(studentised < 10 + 4 * 3)
  }

  @Test("a signal that lasts through a third of its window finds what is not there one time in twenty")
  func lasting() throws {
    // Thirty horizons of six bars and a memory of a hundred: among distances beyond its memory alone 8% of these are found.
    var found = 0
    let draws = 1000
    for draw in 0..<draws {
      var random = CounterRandom(seed: 41, stream: UInt64(draw))
      var state = random.normal()
      let signal = (0..<180).map { _ in
        state = 0.99 * state + (1 - 0.99 * 0.99).squareRoot() * random.normal()
        return state
      }
      let next = (0..<180).map { _ in random.normal() }
      if try StudentisedShift(ForwardSample(signal: signal, nextReturns: next, horizon: 6)).p < 0.05 { found += 1 }
    }
    // One in twenty of 1,000 is 50, with a deviation of 6.9.
    #expect(found > 0 && Double(found) < 50 + 3 * 6.9, "\(found)")
  }

  @Test("returns of zero have no error to divide by, and no p that looks like a find")
  func still() throws {
    let regime = (0..<100).map { $0 % 10 < 3 }
    let sample = try ForwardSample(regime: regime, nextReturns: [Double](repeating: 0, count: 100), horizon: 1)
    #expect(try StudentisedShift(sample).p == 1)
  }
}
