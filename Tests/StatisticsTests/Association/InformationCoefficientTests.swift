import Numerics
import Statistics
import Testing

/// The generated signal x1 and its 6-bar forward returns; scipy 1.17.1 and statsmodels 0.15.0:
///
///     h = 6; r = np.r_[np.diff(y), np.nan]*.01; yh = [r[t:t+h].sum() …]; ok = ~np.isnan(yh); x = x1
///     z = lambda v: (v - v.mean())/v.std()
@Suite("Information coefficients over time")
struct InformationCoefficientTests {
  let generated = Generated()

  private func coefficient(_ kind: InformationCoefficient.Kind) throws -> InformationCoefficient {
    try InformationCoefficient(
      kind, signal: generated.x1.values, y: ForwardReturns.sums(of: generated.nextReturns, horizon: 6),
      nextReturns: generated.nextReturns, horizon: 6)
  }

  private func error(_ name: String, _ coefficient: InformationCoefficient) throws -> Double {
    let result = try #require(coefficient.sample.estimates().first { $0.name == name })
    return try #require(result.standardError)
  }

  @Test("the golden rank coefficient with ties")
  func ties() throws {
    // stats.spearmanr([3,1,4,1,5,9,2,6,5,3], [2,7,1,8,2,8,1,8,2,8]).statistic
    let signal: [Double] = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    let y: [Double] = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8]
    let rank = try InformationCoefficient(.spearman, signal: signal, y: y, nextReturns: y, horizon: 1)
    #expect(agree(rank.coefficient, 0.13471506281091267, to: 1e-14))
    #expect(prints(rank.coefficient, as: ".134715063"))
  }

  @Test("Pearson's is scipy's, with errors of the regression of one scaled column on the other")
  func pearson() throws {
    let pearson = try coefficient(.pearson)
    #expect(pearson.observations == 1994)
    // stats.pearsonr(x[ok], yh[ok]); sm.OLS(z(yh[ok]), sm.add_constant(z(x[ok]))).fit(cov_type='HAC', …maxlags=5, 12).bse
    #expect(agree(pearson.coefficient, -0.11534436279205493, to: 1e-11))
    #expect(agree(try error("Newey-West h-1", pearson), 0.041623811021930836, to: 1e-11))
    #expect(agree(try error("Newey-West 2h", pearson), 0.04101914418855134, to: 1e-11))
  }

  @Test("Spearman's is scipy's, with errors of the regression of rank(y) on rank(x)")
  func spearman() throws {
    let spearman = try coefficient(.spearman)
    // stats.spearmanr(x[ok], yh[ok]); the same with stats.rankdata(x[ok]), stats.rankdata(yh[ok])
    #expect(agree(spearman.coefficient, -0.10946912242637692, to: 1e-11))
    #expect(agree(try error("Newey-West h-1", spearman), 0.03624209895425182, to: 1e-11))
    #expect(agree(try error("Newey-West 2h", spearman), 0.03488094552104442, to: 1e-11))
    let result = try #require(spearman.sample.estimates().first { $0.name == "Newey-West h-1" })
    // sm.OLS(rank y, sm.add_constant(rank x)).fit(cov_type='HAC', cov_kwds={'maxlags': 5}).tvalues[1], unscaled
    #expect(agree(result.t ?? .nan, -3.02049620703699, to: 1e-10))
  }

  @Test("Hodrick's error of a rank coefficient is that of rank(x) against y itself")
  func hodrickOfRanks() throws {
    // xs = (midrank among x[ok])/std; e = r/yh[ok].std(); W = sums of the last 6 of xs - mean
    // sqrt(sum(((e - e.mean())*W)**2)/n**2) over rows with both
    #expect(agree(try error("Hodrick 1B", coefficient(.spearman)), 0.08221929547680518, to: 1e-11))
  }

  @Test("a change of units, or any rising function for ranks, changes nothing")
  func invariance() throws {
    let y = ForwardReturns.sums(of: generated.nextReturns, horizon: 6)
    let other = try InformationCoefficient(
      .spearman, signal: generated.x1.values.map { $0 * $0 * $0 * 1e6 }, y: y, nextReturns: generated.nextReturns,
      horizon: 6)
    let rank = try coefficient(.spearman)
    #expect(agree(other.coefficient, rank.coefficient, to: 1e-12))
    #expect(agree(try error("Hodrick 1B", other), try error("Hodrick 1B", rank), to: 1e-12))
  }

  @Test("a signal of one value, and returns of one value, have none")
  func constants() {
    let noise = generated.nextReturns.map { $0.isNaN ? 0 : $0 }
    let flat = [Double](repeating: 3.3, count: noise.count)
    for kind in InformationCoefficient.Kind.allCases {
      #expect(throws: StatisticsError.constantRegressor(observations: 2000)) {
        try InformationCoefficient(kind, signal: flat, y: noise, nextReturns: noise, horizon: 1)
      }
      #expect(throws: StatisticsError.self) {
        try InformationCoefficient(kind, signal: noise, y: flat, nextReturns: noise, horizon: 1)
      }
    }
  }

  @Test("unknown rows are left out of both ranks and keep their place in time")
  func missing() throws {
    var signal = generated.x1.values
    for row in 300..<420 { signal[row] = .nan }
    let y = ForwardReturns.sums(of: generated.nextReturns, horizon: 6)
    let rank = try InformationCoefficient(
      .spearman, signal: signal, y: y, nextReturns: generated.nextReturns, horizon: 6)
    #expect(rank.observations == 1994 - 120)
    #expect(agree(rank.coefficient, Correlation.spearman(signal, y).coefficient, to: 1e-12))
  }

  @Test("the rank test keeps its size where nothing is to be found")
  func size() throws {
    // 200 walks with volatility that comes in clusters, a signal that remembers, overlap of 12.
    let rejections = (0..<200).map { replicate in
      var random = CounterRandom(seed: 5, stream: UInt64(replicate))
      func draw() -> Double { Double((0..<6).reduce(0) { sum, _ in sum + random.below(1000) }) / 1000 - 2.997 }
      var signal = [0.0]
      var volatility = 1.0
      let returns = (0..<1500).map { _ -> Double in
        signal.append(0.97 * (signal.last ?? 0) + draw())
        let shock = draw() * volatility
        volatility = (0.05 + 0.85 * volatility * volatility + 0.2 * shock * shock).squareRoot()
        return shock * 0.001
      }
      let test = try? InformationCoefficient(
        .spearman, signal: Array(signal.dropLast()), y: ForwardReturns.sums(of: returns, horizon: 12),
        nextReturns: returns, horizon: 12)
      return test?.sample.estimates([ClassicalEstimator(), Hodrick1BEstimator()]).map { ($0.p ?? 1) < 0.05 } ?? []
    }
    let shares = (0..<2).map { index in Double(rejections.count { $0[index] }) / 200 }
    #expect(shares[0] > 0.3, "independent errors find a signal in noise: \(shares[0])")
    #expect((0.01...0.11).contains(shares[1]), "Hodrick 1B on ranks: \(shares[1])")
  }
}
