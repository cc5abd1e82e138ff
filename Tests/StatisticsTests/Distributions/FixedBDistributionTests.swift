import Statistics
import Testing

/// numpy 2: W(1)/√Q with Q by its eigenvalues on n midpoints, extrapolated from n = 1000 and 2000 by (4p₂ - p₁)/3:
///
///     K = np.maximum(0, 1 - abs(r[:, None] - r)/b); C = K - K.mean(0) - K.mean(1)[:, None] + K.mean()
///     lam = np.linalg.eigvalsh(C)/n; s = c*c/(2*np.sin(theta)**2); np.exp(-.5*np.log1p(2*s[:, None]*lam).sum(1)).mean()
@Suite("Fixed-b distribution")
struct FixedBDistributionTests {
  @Test(
    "two-sided p to 0.0003",
    arguments: [
      (0.05, 2.0, 0.0603893), (0.1, 1.96, 0.0815021), (0.1, 2.5, 0.0304834), (0.3, 2.5, 0.0770101),
      (1.0, 4.0, 0.0850553),
      (0.01, 1.96, 0.05301), (0.02, 2.5, 0.01556),
    ])
  func twoSided(b: Double, c: Double, p: Double) {
    #expect(abs(FixedBDistribution(b: b).twoSidedP(c) - p) < 3e-4)
    #expect(FixedBDistribution(b: b).twoSidedP(-c) == FixedBDistribution(b: b).twoSidedP(c))
  }

  /// Kiefer & Vogelsang (2005, Econometric Theory 21), table 1, Bartlett 97.5%: 1.96 + 2.9694b + 0.4160b² - 0.5324b³, a
  /// cubic through simulated quantiles.
  @Test("published critical values reject one time in twenty", arguments: [0.02, 0.1, 0.2, 0.5, 1.0])
  func critical(b: Double) {
    let critical = 1.96 + 2.9694 * b + 0.4160 * b * b - 0.5324 * b * b * b
    #expect(abs(FixedBDistribution(b: b).twoSidedP(critical) - 0.05) < 0.003)
  }

  @Test("few lags lead to the normal, and the two ways to p meet where one takes over")
  func limits() {
    #expect(abs(FixedBDistribution(b: 1e-6).twoSidedP(1.96) - NormalDistribution.twoSidedP(1.96)) < 1e-5)
    let below = FixedBDistribution(b: 0.0399).twoSidedP(2)
    let above = FixedBDistribution(b: 0.0401).twoSidedP(2)
    #expect(abs(below - above) < 4e-4)
  }

  @Test("zero is no evidence, infinity all of it, and no share no distribution")
  func ends() {
    #expect(FixedBDistribution(b: 0.1).twoSidedP(0) == 1)
    #expect(FixedBDistribution(b: 0.1).twoSidedP(.infinity) == 0)
    #expect(FixedBDistribution(b: 0).twoSidedP(2).isNaN)
    #expect(FixedBDistribution(b: 0.1).twoSidedP(.nan).isNaN)
  }
}
