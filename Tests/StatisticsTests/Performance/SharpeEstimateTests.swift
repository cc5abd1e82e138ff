import Numerics
import Statistics
import Testing

/// Golden numbers by scipy 1.17.1, with the formulas as printed:
///
///     G = 0.5772156649015329
///     psr = lambda sr, n, sk, ku, b=0: norm.cdf((sr - b)*sqrt(n - 1)/sqrt(1 - sk*sr + (ku - 1)/4*sr*sr))
///     sr0 = lambda N, v: sqrt(v)*((1 - G)*norm.ppf(1 - 1/N) + G*norm.ppf(1 - 1/(N*e)))
@Suite("How sure a Sharpe ratio is")
struct SharpeEstimateTests {
  let estimate = SharpeEstimate(perBar: 0.1, observations: 365, skewness: -0.5, kurtosis: 6)
  /// The example of Bailey & López de Prado (2014): an annual ratio of 2.5 over five years of 250 days.
  let paper = SharpeEstimate(perBar: 2.5 / 250.0.squareRoot(), observations: 1250, skewness: -3, kurtosis: 10)

  @Test("probabilistic and deflated")
  func deflated() {
    let trials = SharpeTrials(count: 100, variance: 0.0025)
    #expect(prints(estimate.probabilisticSharpe(), as: ".967909031"))
    #expect(prints(trials.expectedMaximum, as: ".126530145"))
    #expect(prints(estimate.deflatedSharpe(trials), as: ".311695492"))
  }

  @Test("the example of the paper: rejected among 100 trials, accepted among 46, or 88 were returns normal")
  func example() {
    let variance = 0.5 / 250
    #expect(prints(SharpeTrials(count: 100, variance: variance).expectedMaximum, as: ".113172"))
    #expect(prints(paper.deflatedSharpe(SharpeTrials(count: 100, variance: variance)), as: ".900397"))
    #expect(prints(paper.deflatedSharpe(SharpeTrials(count: 46, variance: variance)), as: ".950502"))
    let normal = SharpeEstimate(perBar: paper.perBar, observations: 1250)
    #expect(prints(normal.deflatedSharpe(SharpeTrials(count: 88, variance: variance)), as: ".950491"))
  }

  @Test("minimum track record")
  func trackRecord() {
    #expect(prints(estimate.minimumTrackRecord(), as: "288.463992"))
    #expect(prints(estimate.minimumTrackRecord(above: 0.05), as: "1150.855968"))
    #expect(estimate.minimumTrackRecord(above: 0.1) == .infinity)
  }

  @Test("the lower bound counts skewness and kurtosis, and autocorrelation when it is given")
  func lowerBound() {
    // .1 - norm.ppf(.95)*np.sqrt(v/364)
    // v = (1+r)/(1-r) - (1 + r/(1-r) + r**2/(1-r**2))*g3*SR + (1+r**2)/(1-r**2)*(g4-1)/4*SR**2
    #expect(agree(estimate.lowerBound(), 0.011132894626203135, to: 1e-12))
    func bound(_ autocorrelation: Double) -> Double {
      SharpeEstimate(
        perBar: 0.1, observations: 365, skewness: -0.5, kurtosis: 6, autocorrelation: autocorrelation
      ).lowerBound()
    }
    #expect(agree(bound(0.2), -0.008304690312403912, to: 1e-12))
    #expect(agree(bound(-0.1), 0.01926718436067784, to: 1e-12))
    #expect(SharpeEstimate(perBar: 0.1, observations: 1).lowerBound().isNaN)
  }

  @Test("three lucky days in a year are not surer than a year of small gains of the same ratio")
  func luckyDays() {
    // r = np.zeros(365); r[[50, 150, 250]] = 1: mean/std(ddof=1), scipy.stats.skew, scipy.stats.kurtosis(fisher=False)
    let lucky = SharpeEstimate(perBar: 0.09090978, observations: 365, skewness: 10.893803, kurtosis: 119.674954)
    let even = SharpeEstimate(perBar: 0.09090978, observations: 365)
    #expect(lucky.lowerBound() < even.lowerBound())
    #expect(lucky.probabilisticSharpe() > even.probabilisticSharpe())
  }

  @Test("the ratio is above its lower bound with the confidence of the bound")
  func boundsAgree() {
    let bound = estimate.lowerBound(confidence: 0.9)
    #expect(agree(estimate.probabilisticSharpe(above: bound), 0.9, to: 1e-12))
  }

  @Test("with exactly the minimum track record the probability is the confidence")
  func trackRecordIsConsistent() {
    let bars = Int(estimate.minimumTrackRecord().rounded(.up))
    func probability(_ bars: Int) -> Double {
      SharpeEstimate(perBar: 0.1, observations: bars, skewness: -0.5, kurtosis: 6).probabilisticSharpe()
    }
    #expect(probability(bars) >= 0.95)
    #expect(probability(bars - 1) < 0.95)
  }

  @Test("minimum backtest length stays under its bound 2 ln N / E²")
  func backtestLength() {
    // sr0(45, 1)**2 = 5.0007...; 2*log(45) = 7.613
    let years = SharpeTrials.minimumBacktestYears(count: 45, expectedMaximum: 1)
    let maximum = SharpeTrials.expectedMaximumOfNormals(count: 45)
    #expect(agree(years, maximum * maximum, to: 1e-14))
    #expect(years < 7.614)
    #expect(agree(SharpeTrials.minimumBacktestYears(count: 45, expectedMaximum: 2), years / 4, to: 1e-14))
  }

  @Test("a single trial was not picked from anything")
  func oneTrial() {
    #expect(SharpeTrials(count: 1, variance: 1).expectedMaximum == 0)
    #expect(estimate.deflatedSharpe(SharpeTrials(count: 1, variance: 0.0025)) == estimate.probabilisticSharpe())
    #expect(SharpeTrials(count: 1.2, variance: 1).expectedMaximum >= 0)
  }

  @Test("without a second bar there is nothing to be sure of")
  func noBars() {
    #expect(SharpeEstimate(perBar: 0.1, observations: 1).probabilisticSharpe().isNaN)
    #expect(SharpeEstimate(perBar: .nan, observations: 10).probabilisticSharpe().isNaN)
  }

  @Test("days that follow one another take certainty away, days that turn add none")
  func memory() throws {
    var random = CounterRandom(seed: 6)
    let shocks = (0..<500).map { _ in random.normal() * 0.01 + 0.0009 }
    func probability(_ rho: Double, _ knowsDays: Bool) throws -> Double {
      let days = shocks.reduce(into: [Double]()) { $0.append(rho * ($0.last ?? 0) + (1 - rho) * $1) }
      let moments = Moments(days)
      return SharpeEstimate(
        perBar: moments.mean / moments.standardDeviation(ddof: 1), observations: 500, skewness: moments.skewness,
        kurtosis: moments.kurtosis, memory: knowsDays ? SharpeMemory(days) : nil
      ).probabilisticSharpe()
    }
    #expect(try probability(0.6, true) < probability(0.6, false) - 0.01)
    #expect(try probability(-0.4, true) <= probability(-0.4, false))
    #expect(try abs(probability(0, true) - probability(0, false)) < 0.03)
  }

  @Test("the long-run variance of the ratio is Bartlett's sum over its influence function")
  func influence() throws {
    // numpy: z = (r - r.mean())/r.std(); i = z - sr*(z*z - 1)/2; g[0] + 2*sum((1 - j/6)*g[j] for j in 1...5)
    let returns = [0.01, -0.02, 0.015, 0.003, -0.007, 0.012, 0.004, -0.011, 0.02, -0.005]
    let memory = try #require(SharpeMemory(returns))
    #expect(memory.lags == 5)
    #expect(agree(memory.variance, 0.09967856864498281, to: 1e-12))
    #expect(SharpeMemory([Double](repeating: 0.01, count: 50)) == nil && SharpeMemory([0.1, 0.2]) == nil)
  }
}
