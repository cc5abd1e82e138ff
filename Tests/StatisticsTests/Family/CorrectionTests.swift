import Statistics
import Testing

@Suite("Correcting the p-values of a family")
struct CorrectionTests {
  private static let p = [0.01, 0.04, 0.03, 0.005, 0.7, 0.04, 1.0, 0.0003]

  @Test(
    "adjusted p-values are those of statsmodels",
    arguments: [
      // statsmodels 0.15: multipletests(p, method='holm' | 'fdr_bh' | 'fdr_by')[1]
      (Correction.holm, [0.06, 0.16, 0.15, 0.035, 1.0, 0.16, 1.0, 0.0024]),
      (
        .benjaminiHochberg,
        [
          0.02666666666666667, 0.05333333333333334, 0.05333333333333334, 0.02, 0.7999999999999999, 0.05333333333333334,
          1.0, 0.0024,
        ]
      ),
      (
        .benjaminiYekutieli,
        [
          0.07247619047619047, 0.14495238095238094, 0.14495238095238094, 0.054357142857142854, 1.0, 0.14495238095238094,
          1.0, 0.006522857142857142,
        ]
      ),
    ])
  func statsmodels(_ correction: Correction, _ expected: [Double]) {
    #expect(agree(correction.adjusted(Self.p), expected, to: 1e-12))
  }

  @Test("one hypothesis is its own family", arguments: Correction.allCases)
  func alone(_ correction: Correction) {
    #expect(correction.adjusted([0.03]) == [0.03])
    #expect(correction.adjusted([]) == [])
  }

  @Test("a hypothesis that could not be judged still counts as one", arguments: Correction.allCases)
  func unknown(_ correction: Correction) {
    #expect(correction.adjusted([0.01, .nan]) == correction.adjusted([0.01, 1]))
  }

  @Test("adjusting never lowers a p, never changes the order, and Holm is the strictest of the three at the top")
  func order() {
    for correction in Correction.allCases {
      let adjusted = correction.adjusted(Self.p)
      #expect(zip(Self.p, adjusted).allSatisfy { $0 <= $1 && $1 <= 1 })
      let order = Self.p.indices.sorted { Self.p[$0] < Self.p[$1] }
      #expect(zip(order, order.dropFirst()).allSatisfy { adjusted[$0] <= adjusted[$1] })
    }
    #expect(Correction.holm.adjusted(Self.p)[3] > Correction.benjaminiHochberg.adjusted(Self.p)[3])
  }
}
