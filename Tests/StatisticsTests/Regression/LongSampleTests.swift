import Numerics
import Statistics
import Testing

/// Long samples are walked a few thousand bars at a time; the cuts must leave no seam.
@Suite("Long samples")
struct LongSampleTests {
  private static func noise(_ count: Int, stream: UInt64) -> [Double] {
    var random = CounterRandom(seed: 77, stream: stream)
    return (0..<count).map { _ in random.normal() }
  }

  /// Σ over pairs of rows no more than `lags` bars apart of weight × score × score, by the double loop.
  private func doubleLoop(_ scores: [Double], bars: [Int], lags: Int, weight: (Int) -> Double) -> Double {
    var sum = 0.0
    for (i, score) in scores.enumerated() {
      var j = i
      while j >= 0, bars[i] - bars[j] <= lags {
        let distance = bars[i] - bars[j]
        sum += (distance == 0 ? 1 : 2) * weight(distance) * score * scores[j]
        j -= 1
      }
    }
    return sum
  }

  @Test("HAC errors equal the double loop over all pairs, with and without holes", arguments: [7, 700], [false, true])
  func seamless(lags: Int, hasHoles: Bool) throws {
    let kept = (0..<5000).filter { !hasHoles || ($0 % 11 != 0 && !(2000..<2100).contains($0)) }
    let x = Self.noise(5000, stream: 1)
    let y = Self.noise(5000, stream: 2)
    let fit = try OLS.fit(
      NamedColumn("y", kept.map { y[$0] }), x: [NamedColumn("x", kept.map { x[$0] })], intercept: false, bars: kept)
    let scores = zip(kept, fit.residuals).map { x[$0] * $1 }
    let squares = kept.reduce(0) { $0 + x[$1] * x[$1] }
    let bartlett = doubleLoop(scores, bars: kept, lags: lags) { 1 - Double($0) / Double(lags + 1) }
    let uniform = doubleLoop(scores, bars: kept, lags: lags) { _ in 1 }
    let neweyWest = try fit.inference(.neweyWest(lags: lags))
    let hansenHodrick = try fit.inference(.hansenHodrick(lags: lags))
    #expect(agree(neweyWest.covariance[0, 0], bartlett / (squares * squares), to: 1e-11))
    if uniform > 0 {
      #expect(agree(hansenHodrick.covariance[0, 0], uniform / (squares * squares), to: 1e-11))
    } else {
      #expect(hansenHodrick.used.kind == "newey_west")
    }
  }

  @Test("wide designs take another road to the same sums")
  func wide() throws {
    // 30 regressors go through dsyrk; the first two alone through dot products. Residuals of a fit on all are orthogonal
    // to every column.
    let columns = (0..<30).map { NamedColumn("x\($0)", Self.noise(3000, stream: UInt64(10 + $0))) }
    let fit = try OLS.fit(NamedColumn("y", Self.noise(3000, stream: 3)), x: columns)
    #expect(fit.solver == .cholesky)
    for column in columns {
      let product = zip(column.values, fit.residuals).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(product) < 1e-9)
    }
    let careful = try OLS.fit(NamedColumn("y", Self.noise(3000, stream: 3)), x: columns, solver: .pivotedQR)
    let a = try fit.inference(.neweyWest(lags: 3)).terms.map(\.standardError)
    let b = try careful.inference(.neweyWest(lags: 3)).terms.map(\.standardError)
    #expect(agree(a, b, to: 1e-10))
  }
}
