import Statistics
import Testing

@Suite("Student's t")
struct StudentTTests {
  /// scipy 1.17.1: `2*stats.t.sf(t, df)`.
  static let cases: [(degrees: Double, t: Double, p: Double)] = [
    (1, 1, 0.5), (1, 100, 0.00636598552981651), (2, 0.5, 0.6666666666666667), (2.5, 3, 0.07257609554903183),
    (3, 12, 0.0012450158007893362), (5, 2.015, 0.10000617232680636), (10, 1e-3, 0.999221783374741),
    (10, 0.7, 0.4998875701728844), (29, 1.7, 0.09983379148846933), (30, 1.75, 0.09034172795321106),
    (100, 1.96, 0.05277890136622966), (100, 8, 2.2728648077280694e-12), (1000, 0.1, 0.9203643690236041),
    (1e4, 3, 0.002706448189997666), (52119, 2.5, 0.012422378631419399), (1e6, 1, 0.3173107498335783),
    (1e6, 6, 1.97384981235443e-09),
  ]

  @Test("two-sided p to twelve digits, from one degree of freedom to a million", arguments: cases)
  func twoSided(degrees: Double, t: Double, p: Double) {
    #expect(agree(StudentT(degreesOfFreedom: degrees).twoSidedP(t), p, to: 1e-12))
    #expect(agree(StudentT(degreesOfFreedom: degrees).twoSidedP(-t), p, to: 1e-12))
  }

  @Test("beyond a million degrees of freedom digits go as their number grows")
  func beyondAMillion() {
    #expect(agree(StudentT(degreesOfFreedom: 1e8).twoSidedP(4), 6.334252916852823e-05, to: 1e-8))
  }

  @Test("cumulative probabilities are symmetric about one half")
  func cumulative() {
    let t = StudentT(degreesOfFreedom: 7)
    #expect(t.cumulative(0) == 0.5)
    #expect(agree(t.cumulative(1.3) + t.cumulative(-1.3), 1, to: 1e-15))
  }

  @Test("with endless degrees of freedom it is the normal, with none it is nothing")
  func limits() {
    #expect(StudentT(degreesOfFreedom: .infinity).twoSidedP(2) == NormalDistribution.twoSidedP(2))
    #expect(StudentT(degreesOfFreedom: 0).twoSidedP(2).isNaN)
    #expect(StudentT(degreesOfFreedom: 4).twoSidedP(.infinity) == 0)
    #expect(StudentT(degreesOfFreedom: 4).twoSidedP(.nan).isNaN)
  }
}
