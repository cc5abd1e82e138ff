import Statistics
import Testing

/// The generated panel beside alphalens-reloaded 0.5.1, daily stamps:
///
///     fd = al.utils.get_clean_factor_and_forward_returns(factor, prices, quantiles=3, periods=(1, 3), max_loss=.2)
///
/// which keeps the 57 stamps on which both horizons have a return.
@Suite("A panel stamp by stamp")
struct CrossSectionTests {
  let panel = GeneratedPanel()

  private func section(_ horizon: Int) throws -> CrossSection {
    try CrossSection(PanelSample(panel.members(horizon: horizon), horizon: horizon))
  }

  @Test("information coefficients are those of alphalens")
  func coefficients() throws {
    // al.performance.factor_information_coefficient(fd)
    let expected: [Int: (first: [Double], mean: Double, deviation: Double)] = [
      1: (
        [0.3714285714285715, 0.08571428571428573, 0.3714285714285715, 0.2], 0.22105263157894736, 0.41847029201603386
      ),
      3: (
        [-0.48571428571428577, -0.08571428571428573, 0.2, -0.5428571428571429], 0.3112781954887218, 0.42080320984370057
      ),
    ]
    for (horizon, expected) in expected {
      let series = try CoefficientSeries(Array(section(horizon).spearman.prefix(57)), lags: 0)
      #expect(agree(Array(series.values.prefix(4)), expected.first, to: 1e-12))
      #expect(agree(series.mean, expected.mean, to: 1e-12))
      #expect(agree(series.standardDeviation, expected.deviation, to: 1e-12))
      #expect(agree(series.ratio, expected.mean / expected.deviation, to: 1e-12))
    }
  }

  @Test("the mean coefficient has the error of a mean under overlap")
  func meanError() throws {
    // sm.OLS(ic, np.ones(57)).fit(cov_type='HAC', cov_kwds={'maxlags': 6, 'use_correction': True}).bse[0]
    let series = try section(3).coefficients(.spearman, lags: 6)
    #expect(series.lags == 6)
    #expect(agree(series.standardError ?? .nan, 0.0926105470305311, to: 1e-10))
  }

  @Test("Fama and MacBeth's premium and errors are those of linearmodels")
  func famaMacBeth() throws {
    // linearmodels 7.1: FamaMacBeth(y, [1, x]).fit(cov_type='kernel', kernel='bartlett', bandwidth=2, debiased=True),
    // bandwidth=6, and cov_type='robust'
    let section = try section(3)
    for (lags, error) in [(2, 0.004539189732175094), (6, 0.005478884798185797), (0, 0.0034069737720310504)] {
      let premium = try section.famaMacBeth(lags: lags)
      #expect(agree(premium.mean, 0.014960767301322427, to: 1e-10))
      #expect(agree(premium.standardError ?? .nan, error, to: 1e-10))
    }
  }

  @Test("with markets that come and go: each stamp has the markets it has")
  func unbalanced() throws {
    let members = panel.members(horizon: 3) { market, x in
      x.enumerated().map { $0 < 20 && market == 5 ? .nan : $1 }
    }
    let section = try CrossSection(PanelSample(members, horizon: 3))
    #expect(section.markets[5] == 5 && section.markets[25] == 6 && section.markets[58] == 0)
    #expect(!section.spearman[5].isNaN && section.spearman[58].isNaN)
  }

  @Test(
    "mean returns by quantile are those of alphalens, and the spread twice its own, which is halved to a gross of one")
  func quantiles() throws {
    // mq, _ = al.performance.mean_return_by_quantile(fd, by_date=True, demeaned=False)
    // mq.groupby('factor_quantile').mean()['3D']; al.performance.compute_mean_returns_spread(mq, 3, 1)[0]['3D']
    let buckets = try CrossSectionalBuckets(PanelSample(panel.members(horizon: 3), horizon: 3), count: 3)
    #expect(
      agree(buckets.means, [-0.006093266589192614, -0.008080892413476669, 0.008409180798453127], to: 1e-9))
    let halves = [-0.006298877018607513, -0.0029620146654419643, 0.011073240594333011]
    #expect(agree(buckets.spreads.prefix(3).map { $0 / 2 }, halves, to: 1e-9))
    let spread = try CoefficientSeries(buckets.spreads, lags: 6)
    // .mean() of theirs is 0.007251223693822871
    #expect(agree(spread.mean / 2, 0.007251223693822871, to: 1e-9))
    #expect(agree(spread.mean, 0.008409180798453127 + 0.006093266589192614, to: 1e-9))
  }

  @Test("what the spread earns over what it trades is the cost at which it is gone")
  func breakEven() throws {
    let sample = try PanelSample(panel.members(horizon: 1), horizon: 1)
    let buckets = try CrossSectionalBuckets(sample, count: 3)
    let earned = buckets.spreads.filter { !$0.isNaN }.reduce(0, +)
    #expect(agree(buckets.breakEven, earned / buckets.votes.traded, to: 1e-12))
    #expect(agree(buckets.votes.held, 2 * 59, to: 1e-12))
  }

  @Test("under five markets nothing is said of a cross-section")
  func few() throws {
    let four = try PanelSample(Array(panel.members(horizon: 3).prefix(4)), horizon: 3)
    #expect(throws: StatisticsError.tooFewObservations(have: 4, need: 5)) { try CrossSection(four) }
    #expect(throws: StatisticsError.self) { try CrossSectionalBuckets(four, count: 2) }
  }
}
