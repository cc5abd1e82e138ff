import Numerics
import Statistics
import Testing

@Suite("Placebo regimes")
struct PlaceboRegimesTests {
  let generated = Generated()

  @Test("come as often and last as long as the regime, whatever the draw")
  func lengths() throws {
    let runs = RegimeRuns(generated.regime)
    #expect(runs.inside.count == 106)
    #expect(runs.inside.max() == 34)
    let own = runs.inside.reduce(0, +)
    var bars = 0
    var episodes = 0
    for replicate in 0..<200 {
      let drawn = try #require(runs.drawn(count: 2000, seed: 1, replicate: replicate))
      // All but the two that the edges cut have lengths of the regime's own.
      #expect(drawn.dropFirst().dropLast().allSatisfy { runs.inside.contains($0.count) })
      #expect(zip(drawn, drawn.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
      bars += drawn.reduce(0) { $0 + $1.count }
      episodes += drawn.count
    }
    // Standard errors of the means over 200 draws are 2 and 0.7 per cent.
    #expect(agree(Double(bars) / 200, Double(own), to: 0.06))
    #expect(agree(Double(episodes) / 200, 106, to: 0.03))
  }

  @Test("a seed gives the same placebos again, and a regime without a change has none")
  func seeds() {
    let runs = RegimeRuns(generated.regime)
    #expect(runs.drawn(count: 500, seed: 4, replicate: 2) == runs.drawn(count: 500, seed: 4, replicate: 2))
    #expect(runs.drawn(count: 500, seed: 4, replicate: 2) != runs.drawn(count: 500, seed: 5, replicate: 2))
    #expect(RegimeRuns([true, true]).drawn(count: 5, seed: 1, replicate: 0) == nil)
    #expect(RegimeRuns([]).drawn(count: 5, seed: 1, replicate: 0) == nil)
  }

  @Test("an effect that is there is beyond all of them, one that is not is among them")
  func judgement() throws {
    let regime = generated.regime
    var random = CounterRandom(seed: 3)
    let noise = (0..<2000).map { _ in 0.002 * random.normal() }
    func placebos(_ effect: Double) throws -> PlaceboRegimes {
      let next = zip(noise, regime).map { $0 + ($1 ? effect : 0) }
      return try PlaceboRegimes(
        ForwardSample(regime: regime, nextReturns: next, horizon: 6), replicates: 199, seed: 1)
    }
    let planted = try placebos(0.001)
    #expect(planted.pOfT == 1.0 / 200)
    #expect(planted.pOfSlope == 1.0 / 200)
    let nothing = try placebos(0)
    #expect(nothing.pOfT > 0.05)
    #expect(nothing.slopes.count == 199)
    #expect(nothing.rejection < 0.12)
  }

  @Test(
    "a placebo is judged as Hodrick 1B judges a regime, holes and overlapping windows or not", arguments: [1, 6, 40])
  func score(horizon: Int) throws {
    let known = (0..<2000).map { $0 % 97 > 2 }
    let next = generated.nextReturns.enumerated().map { $0 % 131 == 7 ? .nan : $1 }
    let sample = try ForwardSample(regime: generated.regime, present: known, nextReturns: next, horizon: horizon)
    let placebos = try PlaceboRegimes(sample, replicates: 20, seed: 2)
    let rows = known.indices.filter { known[$0] }
    let runs = RegimeRuns(rows.map { generated.regime[$0] })
    for replicate in 0..<20 {
      var holds = [Bool](repeating: false, count: 2000)
      for stretch in try #require(runs.drawn(count: rows.count, seed: 2, replicate: replicate)) {
        for row in stretch { holds[rows[row]] = true }
      }
      let expected = try Hodrick1BEstimator().estimate(
        ForwardSample(regime: holds, present: known, nextReturns: next, horizon: horizon))
      #expect(agree(placebos.slopes[replicate], expected.estimate, to: 1e-9))
      #expect(agree(placebos.ts[replicate], expected.t ?? 0, to: 1e-9))
    }
  }

  @Test("a signal has no episodes to draw from")
  func signal() throws {
    let sample = try ForwardSample(
      signal: generated.x1.values, nextReturns: generated.nextReturns, horizon: 6)
    #expect(throws: StatisticsError.self) {
      try PlaceboRegimes(sample, replicates: 9, seed: 1)
    }
  }
}
