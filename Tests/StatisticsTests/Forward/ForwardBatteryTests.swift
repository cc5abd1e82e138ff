import Numerics
import Statistics
import Testing

/// The generated regime and its 6-bar forward returns; statsmodels 0.15.0 and numpy:
///
///     h = 6; r = np.r_[np.diff(y), np.nan]*.01; yh = [r[t:t+h].sum() …]; ok = ~np.isnan(yh)
///     m = sm.OLS(yh[ok], sm.add_constant(reg[ok]))
@Suite("The battery of a forward study")
struct ForwardBatteryTests {
  let generated = Generated()
  var regime: ForwardSample {
    get throws { try ForwardSample(regime: generated.regime, nextReturns: generated.nextReturns, horizon: 6) }
  }
  var signal: ForwardSample {
    get throws { try ForwardSample(signal: generated.x1.values, nextReturns: generated.nextReturns, horizon: 6) }
  }

  private func result(_ name: String, _ results: [EstimatorResult]) throws -> EstimatorResult {
    try #require(results.first { $0.name == name })
  }

  @Test("standard errors of a regime's contrast")
  func standardErrors() throws {
    let results = try regime.estimates()
    let expected = [
      // m.fit(cov_type='HC1').bse[1] and so on; HAC with maxlags 7, 9, 1 and 59 for the rules of the sample.
      "HC1": 0.000482103230223912, "HC2": 0.00048232736632220993, "HC3": 0.000482793890578727,
      "Newey-West 1987": 0.0007435790664260816, "Newey-West T^(1/3)": 0.0007376812513845745,
      "Newey-West 1994": 0.0005905603889853589, "Newey-West fixed-b": 0.0004935655450783336,
      "OLS iid": 0.0004642592894324702, "HC0": 0.00048186139262142397, "Newey-West h-1": 0.0007387479985830373,
      "Newey-West 2h": 0.0007166148868881123, "Hansen-Hodrick": 0.0008122737142922964,
      "Hodrick 1B": 0.001498310945447599, "t/sqrt(h)": 0.0004642592894324702 * 6.0.squareRoot(),
    ]
    for (name, error) in expected {
      let got = try result(name, results)
      #expect(agree(got.standardError ?? .nan, error, to: 1e-11), "\(name)")
      #expect(agree(got.estimate, -0.001926449269171881, to: 1e-11), "\(name)")
      #expect(agree(got.t ?? .nan, got.estimate / error, to: 1e-11), "\(name)")
    }
  }

  @Test("non-overlapping rows: the median over all offsets, with the range")
  func nonOverlapping() throws {
    // per offset o: sm.OLS(yh[ok][o::h], …).fit(cov_type='HC0'); np.median over o of (params[1], bse[1], tvalues[1])
    let got = try result("non-overlapping", try regime.estimates())
    #expect(agree(got.estimate, -0.001953279267119315, to: 1e-10))
    #expect(agree(got.standardError ?? .nan, 0.001169298661925393, to: 1e-10))
    #expect(agree(got.t ?? .nan, -1.6684291923505676, to: 1e-10))
    #expect(got.note == "median of 6 offsets, t from -2.51 to -0.8")
  }

  /// Bars of a day's hours at a horizon of eight: the regime lies on every eighth bar, so that seven of eight offsets never
  /// see it, whatever rounding leaves of their contrast.
  @Test("offsets on which the regime does not vary are left out, and no verdict rests on the one that is left")
  func withoutContrast() throws {
    let next = generated.nextReturns
    for hour in [0, 9, 12] {
      let regime = (0..<2000).map { $0 % 24 == hour }
      let sample = try ForwardSample(regime: regime, nextReturns: next, horizon: 8)
      let got = try NonOverlappingEstimator().estimate(sample)
      let rows = Array(stride(from: hour % 8, to: 2000, by: 8))
      let y = ForwardReturns.sums(of: next, horizon: 8)
      let fit = try OLS.fit(
        NamedColumn("y", rows.map { y[$0] }), x: [NamedColumn("x", rows.map { regime[$0] ? 1 : 0 })])
      let term = try #require(try fit.inference(.hc0)["x"])
      #expect(agree(got.t ?? .nan, term.t, to: 1e-10))
      #expect(agree(got.estimate, term.coefficient, to: 1e-10))
      #expect(got.note?.contains("1 of 8 offsets") == true)
      #expect(got.abstention != nil)
    }
  }

  @Test("a regime of a few bars an offset is not judged, and the row says how many it would take")
  func tooRare() throws {
    let regime = (0..<2000).map { $0 % 400 < 24 }
    let sample = try ForwardSample(regime: regime, nextReturns: generated.nextReturns, horizon: 96)
    let got = try result("non-overlapping", sample.estimates())
    #expect(got.p == nil && got.t == nil)
    #expect(got.note == "not available: none of 96 offsets has 5 bars inside the regime and 5 outside")
  }

  @Test("one-pass formulas equal the generic regression, for regimes and signals", arguments: [true, false])
  func equalsTheGenericPath(isRegime: Bool) throws {
    let sample = try isRegime ? regime : signal
    let x = NamedColumn("x", isRegime ? generated.regime.map { $0 ? 1 : 0 } : generated.x1.values)
    let y = NamedColumn("y", ForwardReturns.sums(of: generated.nextReturns, horizon: 6))
    let fit = try OLS.fit(y, x: [x])
    let results = sample.estimates()
    let generic: [(String, Inference)] = [
      ("OLS iid", try fit.inference(.classical)), ("HC0", try fit.inference(.hc0)),
      ("Newey-West h-1", try fit.inference(.neweyWest(lags: 5))),
      ("Newey-West 2h", try fit.inference(.neweyWest(lags: 12))), ("HC1", try fit.inference(.hc1)),
      ("HC2", try fit.inference(.hc2)), ("HC3", try fit.inference(.hc3)),
      ("Newey-West 1987", try fit.inference(.neweyWest(lags: 7))),
      ("Newey-West fixed-b", try fit.inference(.neweyWest(lags: 59), distribution: .fixedB)),
      ("Hansen-Hodrick", try fit.inference(.hansenHodrick(lags: 5))),
      ("Hodrick 1B", try Hodrick1B.inference(for: fit, x: [x], nextReturns: generated.nextReturns, horizon: 6)),
    ]
    for (name, inference) in generic {
      let got = try result(name, results)
      let term = try #require(inference["x"])
      #expect(agree(got.standardError ?? .nan, term.standardError, to: 1e-12), "\(name)")
      #expect(agree(got.estimate, term.coefficient, to: 1e-11), "\(name)")
      // The generic fit spans the 1,994 bars that have a y, the sample all 2,000.
      #expect(agree(got.p ?? .nan, term.p, to: name == "Newey-West fixed-b" ? 1e-2 : 1e-9), "\(name)")
    }
    for (offset, got) in NonOverlappingEstimator.offsets(sample).enumerated() {
      let rows = Array(stride(from: offset, to: 2000, by: 6))
      let every = try OLS.fit(
        NamedColumn("y", rows.map { y.values[$0] }), x: [NamedColumn("x", rows.map { x.values[$0] })])
      let term = try #require(try every.inference(.hc0)["x"])
      #expect(agree(got.slope, term.coefficient, to: 1e-11))
      #expect(agree(got.standardError, term.standardError, to: 1e-12))
    }
  }

  @Test("holes in the data keep their bars: equal to the generic path with missing values")
  func gaps() throws {
    var next = generated.nextReturns
    for t in [300, 301, 900] { next[t] = .nan }
    let present = (0..<2000).map { $0 >= 40 && $0 % 97 != 0 }
    let sample = try ForwardSample(regime: generated.regime, present: present, nextReturns: next, horizon: 6)
    let x = NamedColumn("x", zip(generated.regime, present).map { $1 ? ($0 ? 1 : 0) : .nan })
    let y = NamedColumn("y", ForwardReturns.sums(of: next, horizon: 6))
    let fit = try OLS.fit(y, x: [x])
    #expect(fit.observations == sample.observations)
    let results = sample.estimates()
    let bartlett = try fit.inference(.neweyWest(lags: 12))
    let hodrick = try Hodrick1B.inference(for: fit, x: [x], nextReturns: next, horizon: 6)
    #expect(
      agree(
        try result("Newey-West 2h", results).standardError ?? .nan, bartlett["x"]?.standardError ?? .nan, to: 1e-12))
    #expect(
      agree(try result("Hodrick 1B", results).standardError ?? .nan, hodrick["x"]?.standardError ?? .nan, to: 1e-12))
  }

  @Test("lag rules count the bars of the sample: a warm-up before it and unknown bars behind it change nothing")
  func warmUp() throws {
    let unknown = [Double](repeating: .nan, count: 3000)
    let before = [Double](repeating: 0.001, count: 3000)
    let own = try signal.estimates()
    let padded = try ForwardSample(
      signal: unknown + generated.x1.values + unknown, nextReturns: before + generated.nextReturns + before, horizon: 6
    ).estimates()
    for name in [
      "Newey-West 1987", "Newey-West T^(1/3)", "Newey-West 1994", "Newey-West h-1", "Newey-West fixed-b",
      "Hansen-Hodrick",
    ] {
      let alone = try result(name, own)
      let found = try result(name, padded)
      #expect(found.method?.lags == alone.method?.lags, "\(name)")
      #expect(abs((found.p ?? .nan) - (alone.p ?? .nan)) < 1e-9, "\(name)")
    }
    #expect(try result("Newey-West fixed-b", padded).method?.distribution == .fixedB(60.0 / 2000))
  }

  @Test("at a horizon of one bar overlap corrections vanish")
  func oneBar() throws {
    let results = try ForwardSample(regime: generated.regime, nextReturns: generated.nextReturns, horizon: 1)
      .estimates()
    let white = try result("HC0", results)
    for name in ["Newey-West h-1", "Hansen-Hodrick", "non-overlapping"] {
      #expect(agree(try result(name, results).standardError ?? .nan, white.standardError ?? .nan, to: 1e-12), "\(name)")
    }
    #expect(
      agree(
        try result("t/sqrt(h)", results).standardError ?? .nan,
        try result("OLS iid", results).standardError ?? .nan, to: 1e-12))
  }

  @Test("a negative Hansen-Hodrick variance gives way to Newey-West, and the note says so")
  func fallback() throws {
    let next = (0..<60).map { $0 % 2 == 0 ? 0.01 : -0.01 }
    let regime = (0..<60).map { $0 % 10 < 5 }
    let alternating = next.map { $0 * 100 }
    let sample = try ForwardSample(regime: regime, y: alternating, nextReturns: next, horizon: 2)
    let got = HansenHodrickEstimator().estimate(sample)
    #expect(got.note == "negative variance at 1 lags; Newey-West stands in")
    #expect(got.standardError == NeweyWestEstimator.overlap.estimate(sample).standardError)
  }

  @Test("every row says its kernel, lags, correction and distribution")
  func methods() throws {
    let results = try regime.estimates()
    func method(_ name: String) throws -> EstimatorMethod { try #require(try result(name, results).method) }
    #expect(try method("OLS iid") == EstimatorMethod(correction: .degreesOfFreedom))
    #expect(try method("HC3") == EstimatorMethod(correction: .leverageSquared))
    #expect(try method("Newey-West 2h") == EstimatorMethod(kernel: .bartlett, lags: 12))
    #expect(try method("Newey-West 1994").lags == 1)
    #expect(
      try method("Newey-West fixed-b") == EstimatorMethod(kernel: .bartlett, lags: 59, distribution: .fixedB(0.03)))
    #expect(try method("Hansen-Hodrick") == EstimatorMethod(kernel: .uniform, lags: 5))
    #expect(try method("t/sqrt(h)").correction == .horizon)
    #expect(try method("circular shift").distribution == .shifts(1927))
    #expect(try method("stationary bootstrap").distribution == .resamples(999))
    #expect(results.allSatisfy { ($0.method == nil) == ($0.p == nil) })
    #expect(try method("Newey-West fixed-b").description == "Bartlett, 59 lags; fixed-b (b = 0.03)")
  }

  @Test("lags as long as the sample change nothing but the weights")
  func longLags() throws {
    // Bartlett by pairs: sum over |i - j| <= L of (1 - |i - j|/(L + 1))·g_i·g_j
    let next = generated.x2.values.prefix(30).map { $0 * 0.01 }
    let short = try ForwardSample(signal: Array(generated.x1.values.prefix(30)), nextReturns: next, horizon: 3)
    let y = ForwardReturns.sums(of: next, horizon: 3)
    let fit = try OLS.fit(NamedColumn("y", y), x: [NamedColumn("x", Array(generated.x1.values.prefix(30)))])
    for (estimator, lags) in [(NeweyWestEstimator.overlap, 2), (.twiceHorizon, 6), (.fixedB, 8)] {
      let got = estimator.estimate(short)
      #expect(got.method?.lags == lags)
      #expect(
        agree(got.standardError ?? .nan, try fit.inference(.neweyWest(lags: lags))["x"]?.standardError ?? 0, to: 1e-11))
    }
  }

  @Test("the plain contrast counts bars and episodes")
  func contrast() throws {
    let regime = [false, true, true, false, true, true, true, false, false, true]
    let next = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, .nan].map { $0 / 100 }
    let contrast = try #require(RegimeContrast(ForwardSample(regime: regime, nextReturns: next, horizon: 1)))
    #expect(contrast.barsIn == 5)
    #expect(contrast.barsOut == 4)
    #expect(contrast.episodes == 2)
    #expect(contrast.longestEpisode == 3)
    #expect(agree(contrast.meanIn, 0.046, to: 1e-12))
    #expect(agree(contrast.medianIn, 0.05, to: 1e-12))
    #expect(agree(contrast.meanOut, 0.055, to: 1e-12))
    #expect(agree(contrast.meanAll, 0.05, to: 1e-12))
    #expect(agree(contrast.medianOut, 0.06, to: 1e-12))
    #expect(contrast.hitRateIn == 1)
    #expect(contrast.hitRateOut == 1)
    #expect(RegimeContrast(try signal) == nil)
    #expect(try signal.episodes == nil)
  }

  @Test("medians of a contrast are those of the sorted returns, ties and all", arguments: [7, 8, 500, 501])
  func medians(count: Int) throws {
    var random = CounterRandom(seed: UInt64(count))
    let regime = (0..<count).map { $0 % 3 == 0 }
    let next = (0..<count).map { _ in Double(random.below(9)) / 64 }
    let sample = try ForwardSample(regime: regime, nextReturns: next, horizon: 1)
    let contrast = try #require(RegimeContrast(sample))
    let returns = sample.outcomeDeviations.map { $0 + sample.mean }
    #expect(contrast.medianIn == Quantiles(zip(returns, regime).compactMap { $1 ? $0 : nil }).median)
    #expect(contrast.medianOut == Quantiles(zip(returns, regime).compactMap { $1 ? nil : $0 }).median)
    #expect(contrast.episodes == sample.episodes)
  }

  @Test("names are distinct, and those a verdict rests on are in the battery")
  func names() {
    let names = ForwardBattery.standard.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(ForwardBattery.trusted.isSubset(of: names))
  }

  @Test("an estimator that cannot judge says why and keeps the estimate")
  func unavailable() throws {
    // An episode of 30 of 70 rows leaves no shift that clears it both ways.
    let regime = (0..<70).map { (20..<60).contains($0) }
    var random = CounterRandom(seed: 1)
    let sample = try ForwardSample(regime: regime, nextReturns: (0..<70).map { _ in random.normal() }, horizon: 36)
    let got = try result("circular shift", sample.estimates())
    #expect(got.p == nil)
    #expect(got.estimate == sample.fit.slope)
    #expect(got.note == "not available: 35 rows are too few to shift by at least 36 both ways")
  }

  @Test("a regime that always or never holds has no contrast")
  func constant() {
    let always = [Bool](repeating: true, count: 50)
    #expect(throws: StatisticsError.constantRegressor(observations: 50)) {
      try ForwardSample(regime: always, nextReturns: (0..<50).map(Double.init), horizon: 1)
    }
    #expect(throws: StatisticsError.constantRegressor(observations: 50)) {
      try ForwardSample(signal: [Double](repeating: 0.1, count: 50), nextReturns: (0..<50).map(Double.init), horizon: 1)
    }
  }

  @Test("columns of other lengths, infinities and absurd horizons are refused")
  func refusals() {
    let regime = [true, false, true, false]
    #expect(throws: StatisticsError.differentLengths(column: "next returns", have: 3, expected: 4)) {
      try ForwardSample(regime: regime, y: [1, 2, 3, 4], nextReturns: [1, 2, 3], horizon: 1)
    }
    #expect(throws: StatisticsError.infiniteValue(column: "next returns", row: 1)) {
      try ForwardSample(regime: regime, y: [1, 2, 3, 4], nextReturns: [1, .infinity, 3, 4], horizon: 1)
    }
    #expect(throws: StatisticsError.infiniteValue(column: "signal", row: 0)) {
      try ForwardSample(signal: [.infinity, 1, 2, 3], nextReturns: [1, 2, 3, 4], horizon: 1)
    }
    for horizon in [0, -1, 5, Int.max] {
      #expect(throws: StatisticsError.self) {
        try ForwardSample(regime: regime, nextReturns: [1, 2, 3, 4], horizon: horizon)
      }
    }
  }
}

@Suite("Forward returns")
struct ForwardReturnsTests {
  @Test("sum the next bars, and are unknown where one of them is")
  func sums() {
    let sums = ForwardReturns.sums(of: [1, 2, 3, .nan, 5, 6, 7], horizon: 2)
    #expect(sums.map { $0.isNaN ? -1 : $0 } == [3, 5, -1, -1, 11, 13, -1])
  }

  @Test("over one bar are the next returns")
  func oneBar() {
    #expect(ForwardReturns.sums(of: [1, 2, 3], horizon: 1) == [1, 2, 3])
  }

  @Test("over more bars than there are, are unknown")
  func tooFar() {
    #expect(ForwardReturns.sums(of: [1, 2, 3], horizon: 4).allSatisfy { $0.isNaN })
  }

  @Test("the smallest effect that can be seen is 2.80 standard errors")
  func detectable() {
    // stats.norm.ppf(.975) + stats.norm.ppf(.8) = 2.8015852181129683
    #expect(agree(DetectableEffect.minimum(standardError: 2), 2 * 2.8015852181129683, to: 1e-14))
  }
}
