import Statistics
import Testing

@Suite("Descriptive statistics")
struct DescriptiveTests {
  let r = [-0.3, 0.1, 0.25, -0.6, 0.02, 0.9, -0.15, 0.44]

  @Test("moments")
  func moments() {
    // scipy: stats.skew(r), stats.kurtosis(r, fisher=False); np.std(r, ddof=1)
    let moments = Moments(r)
    #expect(agree(moments.skewness, 0.3251617270313885, to: 1e-14))
    #expect(agree(moments.kurtosis, 2.525243868307032, to: 1e-14))
    #expect(agree(moments.standardDeviation(ddof: 1), 0.462068331372258, to: 1e-14))
    #expect(agree(moments.mean, 0.0825, to: 1e-14))
  }

  @Test("a sample without spread has no shape, an empty one nothing")
  func degenerate() {
    #expect(Moments([2, 2, 2]).skewness.isNaN)
    #expect(Moments([2, 2, 2]).standardDeviation(ddof: 1) == 0)
    #expect(Moments([2]).standardDeviation(ddof: 1).isNaN)
    #expect(Moments([]).mean.isNaN)
    #expect(Moments([1, .nan]).mean.isNaN)
  }

  @Test("quantiles are of type 7 and leave missing values out")
  func quantiles() {
    // np.quantile(r, [0, .1, .25, .5, .9, 1])
    let quantiles = Quantiles(r + [.nan])
    let shares = [0, 0.1, 0.25, 0.5, 0.9, 1]
    #expect(agree(shares.map { quantiles[$0] }, [-0.6, -0.39, -0.1875, 0.06, 0.578, 0.9], to: 1e-14))
    #expect(quantiles.missing == 1)
    #expect(quantiles.median == quantiles[0.5])
    #expect(Quantiles([]).median.isNaN)
    #expect(quantiles[1.1].isNaN)
  }

  @Test("equal values share the average of their ranks")
  func ranks() {
    #expect(averageRanks([30, 10, 10, 20, 10]) == [5, 2, 2, 4, 2])
    let withHole = averageRanks([2, .nan, 1])
    #expect(withHole[0] == 2)
    #expect(withHole[1].isNaN)
    #expect(withHole[2] == 1)
  }

  @Test("rank correlation with ties")
  func spearman() {
    // stats.spearmanr([3,1,4,1,5,9,2,6,5,3.], [2,7,1,8,2,8,1,8,2,8.]).statistic
    let ic = Correlation.spearman([3, 1, 4, 1, 5, 9, 2, 6, 5, 3], [2, 7, 1, 8, 2, 8, 1, 8, 2, 8])
    #expect(prints(ic.coefficient, as: ".134715063"))
    #expect(ic.observations == 10)
  }

  @Test("correlation over the rows that both columns have")
  func pearson() {
    // np.corrcoef([1,2,4,3,7,5.], [2,1,5,6,9,3.])[0, 1]
    let plain = Correlation.pearson([1, 2, 4, 3, 7, 5], [2, 1, 5, 6, 9, 3])
    #expect(agree(plain.coefficient, 0.7757307791742194, to: 1e-14))
    let holed = Correlation.pearson([1, .nan, 2, 4, 3, 7, 5, 8], [2, 9, 1, 5, 6, 9, 3, .nan])
    #expect(holed == plain)
    #expect(Correlation.pearson([1, 1, 1], [1, 2, 3]).coefficient.isNaN)
    #expect(Correlation.pearson([1, 2, 3], [-10, -20, -30]).coefficient == -1)
  }
}
