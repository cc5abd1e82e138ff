import Statistics
import Testing

/// Expected: scipy 1.16, `stats.chi2.sf(x, df)`, `stats.f.sf(f, d1, d2)`, `stats.t.isf(p/2, df)`.
@Suite("Distributions of joint tests and critical values")
struct JointTestDistributionTests {
  @Test(
    "chi-squared",
    arguments: [
      (1, 3.84, 0.05004352124870519), (10, 13.51101313808924, 0.19648630488317206), (3, 0.2, 0.9775892977616494),
      (50, 120, 1.0958807112599678e-07),
    ] as [(Double, Double, Double)])
  func chiSquared(degrees: Double, x: Double, p: Double) {
    #expect(agree(ChiSquared(degreesOfFreedom: degrees).upperTail(x), p, to: 1e-11))
  }

  @Test(
    "F",
    arguments: [
      (10, 2953, 1.3460871051544774, 0.19966687709044778), (1, 5, 6.6, 0.05009325150525865),
      (3, 100000, 2.6, 0.05033707901099457), (25, 12, 0.4, 0.9742604789676736),
    ] as [(Double, Double, Double, Double)])
  func f(numerator: Double, denominator: Double, f: Double, p: Double) {
    #expect(agree(FDistribution(numerator, denominator).upperTail(f), p, to: 1e-9))
  }

  @Test(
    "critical values of Student's t",
    arguments: [
      (5, 0.05, 2.5705818356363155), (2953, 0.05, 1.9607676510929293), (1, 0.01, 63.65674116287158),
      (100000, 0.05, 1.95998770753461),
    ] as [(Double, Double, Double)])
  func t(degrees: Double, p: Double, t: Double) {
    #expect(agree(StudentT(degreesOfFreedom: degrees).criticalValue(twoSided: p), t, to: 1e-10))
  }

  @Test("a fixed-b critical value is exceeded as often as it says")
  func fixedB() {
    let distribution = FixedBDistribution(b: 0.1)
    #expect(agree(distribution.twoSidedP(distribution.criticalValue(twoSided: 0.05)), 0.05, to: 1e-9))
    #expect(distribution.criticalValue(twoSided: 0.05) > 1.96)
  }

  @Test("no probability is made of what has none")
  func edges() {
    #expect(ChiSquared(degreesOfFreedom: 0).upperTail(1).isNaN)
    #expect(ChiSquared(degreesOfFreedom: 2).upperTail(-1).isNaN)
    #expect(ChiSquared(degreesOfFreedom: 2).upperTail(0) == 1)
    #expect(FDistribution(1, 0).upperTail(1).isNaN)
    #expect(StudentT(degreesOfFreedom: 3).criticalValue(twoSided: 1).isNaN)
  }
}
