import Statistics
import Testing

/// The generated signal, five buckets of its own past after 250 values, 6-bar forward returns. Python (numpy, statsmodels
/// 0.15.0), with x, yh, ok and r as in `InformationCoefficientTests`:
///
///     sh[t] = ((x[:t] < x[t]).sum() + .5*(x[:t] == x[t]).sum())/t for t >= 250
///     bk = np.minimum(4, np.floor(sh*5)); use = ok & (t >= 250)
@Suite("Buckets of a signal by its own past")
struct BucketTests {
  let signal = Generated().x1.values
  let nextReturns = Generated().nextReturns
  var y: [Double] { ForwardReturns.sums(of: nextReturns, horizon: 6) }

  private func returns() throws -> BucketReturns {
    try BucketReturns(
      ExpandingBuckets(signal, warmUp: 250), y: y, nextReturns: nextReturns, horizon: 6)
  }

  @Test("edges are those of the values before each bar")
  func means() throws {
    // [(use & (bk == k)).sum() …], [yh[use & (bk == k)].mean() …]
    let returns = try returns()
    #expect(returns.buckets.map(\.bars) == [382, 343, 349, 355, 315])
    #expect(
      agree(
        returns.buckets.map(\.mean),
        [
          0.0016415197894446632, 0.0003595108050532526, 7.683524410412772e-05, -0.0006208774431315903,
          -0.0017652606152624933,
        ], to: 1e-10))
  }

  @Test("no later value changes an earlier bucket")
  func causal() throws {
    let whole = try ExpandingBuckets(signal, warmUp: 250)
    let cut = try ExpandingBuckets(Array(signal.prefix(700)), warmUp: 250)
    #expect(Array(whole.buckets.prefix(700)) == cut.buckets)
    let poisoned = signal.enumerated().map { $0 < 700 ? $1 : 1e9 - Double($0) }
    #expect(try Array(ExpandingBuckets(poisoned, warmUp: 250).buckets.prefix(700)) == cut.buckets)
  }

  @Test("unknown values have no bucket and take no part in edges; ties count half")
  func tiesAndGaps() throws {
    let buckets = try ExpandingBuckets([1, 2, .nan, 2, 3, 2, .nan, 0], count: 2, warmUp: 2)
    // Before the second 2: {1, 2}, share (1 + 1/2)/2. Before 3: all of three. Before the third 2: (1 + 2/2)/4.
    #expect(buckets.shares[3] == 0.75 && buckets.shares[4] == 1 && buckets.shares[5] == 0.5)
    #expect(buckets.buckets == [nil, nil, nil, 1, 1, 1, nil, 0])
  }

  @Test("the spread's error is that of the regression on dummies")
  func spread() throws {
    // sm.OLS(yh[use], dummies).fit(cov_type='HAC', cov_kwds={'maxlags': 5 and 12}).t_test([-1, 0, 0, 0, 1])
    let returns = try returns()
    #expect(agree(returns.spread, -0.0034067804047071566, to: 1e-10))
    #expect(agree(returns.estimates[0].standardError ?? .nan, 0.0011407947799732389, to: 1e-10))
    #expect(agree(returns.estimates[1].standardError ?? .nan, 0.0011117142026306887, to: 1e-10))
    for result in returns.estimates { #expect(agree(result.estimate, returns.spread, to: 1e-9), "\(result.name)") }
  }

  @Test("the weights of the spread, held over the horizon, earn exactly the spread bar by bar")
  func breakEven() throws {
    // v = 1/n_top, -1/n_bottom or 0 where use; Z = sums of the last 6 of v; traded = |diff(0, Z, 0)|.sum()
    let returns = try returns()
    let turnover = SignalTurnover(signal: signal, returns: returns, horizon: 6)
    #expect(agree(turnover.votes.traded, 2.1402975151666253, to: 1e-10))
    #expect(agree(turnover.votes.held, 11.854184326435636, to: 1e-10))
    #expect(agree(turnover.breakEven, -0.0015917321683391918, to: 1e-10))
  }

  @Test("how long ranks last")
  func memory() throws {
    // stats.spearmanr(x[1:], x[:-1]), (x[6:], x[:-6]); share of t with bk[t] == 4, bk[t-6] != 4
    let turnover = SignalTurnover(signal: signal, returns: try returns(), horizon: 6)
    #expect(agree(turnover.rankAutocorrelation, 0.8979357276235715, to: 1e-11))
    #expect(agree(turnover.rankAutocorrelationOverHorizon, 0.5497260116140232, to: 1e-11))
    #expect(agree(turnover.topTurnover, 0.5419354838709678, to: 1e-12))
  }

  @Test("hits, and as many as there would be without any relation")
  func hits() throws {
    let hits = try #require(HitRate(ExpandingBuckets(signal, warmUp: 250), y: y))
    #expect(hits.bars == 1742)
    #expect(agree(hits.share, 0.4701492537313433, to: 1e-12))
    #expect(agree(hits.expected, 0.49943451513957193, to: 1e-12))
  }

  @Test("monotone means, judged by moving the labels")
  func monotone() throws {
    // J = max(min(diff(means)), -max(diff(means))) of np.roll(labels, s), s from 20 to n - 20: none as large
    let order = try Monotonicity(returns())
    #expect(order.direction == .falling)
    #expect(agree(order.rankCorrelation, -1, to: 1e-12))
    #expect(agree(order.smallestStep, 0.00028267556094912485, to: 1e-8))
    #expect(agree(order.p, 1.0 / 1706, to: 1e-12))
  }

  @Test("means that turn round are not monotone, whatever their ends do")
  func turning() throws {
    let levels = [0, 0.03, 0.01, 0.02, 0.04]
    let buckets = try ExpandingBuckets(signal, warmUp: 250)
    let bent = buckets.buckets.enumerated().map { row, bucket -> Double in
      let noise = 0.001 * Double((row * 7919) % 13 - 6)
      return bucket.map { levels[$0] + noise } ?? .nan
    }
    let order = try Monotonicity(BucketReturns(buckets, y: bent, nextReturns: bent, horizon: 1))
    #expect(order.direction == .neither)
    #expect(order.smallestStep <= 0)
  }

  @Test("an end visited a few times has a mean and no error")
  func anecdotes() throws {
    // All of the top is one climb, and all of the bottom the fall after it.
    let cycle: [Double] = (0..<300).map { Double(($0 * 37) % 50) }
    let climb: [Double] = (300..<350).map(Double.init)
    let steps = cycle + climb + climb.map { -$0 }
    let noise = (0..<400).map { row -> Double in 0.001 * Double((row * 7919) % 13 - 6) }
    let returns = try BucketReturns(
      ExpandingBuckets(steps, warmUp: 300), y: noise, nextReturns: noise, horizon: 1)
    #expect(returns.estimates.allSatisfy { $0.p == nil && $0.note?.contains("visited") == true })
  }

  @Test("a warm-up longer than the data, and too few buckets, are refused")
  func refusals() {
    #expect(throws: StatisticsError.tooFewObservations(have: 2000, need: 2001)) {
      try ExpandingBuckets(signal, warmUp: 2000)
    }
    #expect(throws: StatisticsError.self) { try ExpandingBuckets(signal, count: 1, warmUp: 10) }
    #expect(throws: StatisticsError.self) { try ExpandingBuckets(signal, count: 5, warmUp: 4) }
  }

  @Test("votes: everything turned over every bar costs two sides a vote")
  func votes() {
    let flips = HeldVotes([1, -1, 1, -1], horizon: 1)
    #expect(flips.traded == 1 + 2 + 2 + 2 + 1)
    #expect(flips.held == 4)
    let still = HeldVotes([1, 1, 1, 1], horizon: 1)
    #expect(still.traded == 2)
    #expect(still.breakEven(0.004) == 0.002)
  }
}
