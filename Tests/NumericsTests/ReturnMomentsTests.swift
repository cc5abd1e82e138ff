import Numerics
import Testing

@Suite("Moments of returns")
struct ReturnMomentsTests {
  let returns = [0.01, -0.02, 0.015, 0.003, -0.007, 0.012, 0.004, -0.011, 0.02, -0.005]

  private func summed(_ returns: [Double]) -> ReturnMoments? {
    ReturnMoments(
      count: returns.count, sum: returns.reduce(0, +), squares: returns.reduce(0) { $0 + $1 * $1 })
  }

  @Test("ten daily returns have the ratios of numpy")
  func ratios() throws {
    // r.mean()/r.std(ddof=1) = .165737832; r.mean()/np.sqrt((np.minimum(r, 0)**2).mean()); r.std(ddof=1)*365**.5
    let moments = try #require(summed(returns))
    #expect(abs(moments.sharpe - 0.165737832) < 5e-10)
    #expect(abs(moments.sharpe * Annual.root - 3.166416837) < 5e-9)
    let losses = returns.reduce(0) { $0 + min($1, 0) * min($1, 0) }
    #expect(abs((moments.sortino(losses: losses) ?? .nan) * Annual.root - 5.201244195) < 5e-9)
    #expect(abs(moments.deviation * Annual.root - 0.24207172949814323) < 1e-14)
    #expect(abs(moments.mean - 0.0021) < 1e-17)
  }

  @Test("two passes say the same as power sums, to rounding")
  func twoPasses() throws {
    let moments = try #require(summed(returns))
    #expect(abs(returns.spread.mean - moments.mean) < 1e-17)
    #expect(abs(returns.spread.squares / 9 - moments.deviation * moments.deviation) < 1e-18)
    #expect([Double]().spread.mean.isNaN && [Double]().spread.squares.isNaN)
    #expect([3.0].spread == (3, 0))
  }

  @Test("without a second return, without variation, without a loss there is no ratio")
  func undefined() throws {
    #expect(summed([]) == nil)
    #expect(summed([0.1]) == nil)
    #expect(summed([0, 0, 0]) == nil)
    #expect(try #require(summed([0.1, 0.2])).sortino(losses: 0) == nil)
  }

  @Test("a year has 365 days")
  func year() {
    #expect(Annual.days == 365)
    #expect(Annual.root == 365.0.squareRoot())
  }

  @Test("returns that are one and the same but for rounding do not vary, and a hair of noise does")
  func still() {
    let steady = (0..<60).map { 0.01 + ($0 % 3 == 0 ? 1e-17 : 0) }
    #expect(summed(steady) == nil && steady.isStill)
    let sure = (0..<60).map { 0.01 + ($0 % 3 == 0 ? 1e-6 : 0) }
    #expect(summed(sure) != nil && !sure.isStill)
    #expect([Double](repeating: 0, count: 60).isStill)
  }
}
