import Statistics
import Testing

@Suite("Estimates less what they are on average where nothing is predicted")
struct BiasTakenOffTests {
  let generated = Generated()

  private func sample(horizon: Int = 6) throws -> ForwardSample {
    try ForwardSample(signal: generated.x1.values, nextReturns: generated.nextReturns, horizon: horizon)
  }

  @Test("a shift test less a bias counts shifts beyond what is left, which no shift loses", arguments: [-0.8, 0.3, 5])
  func shifts(share: Double) throws {
    let sample = try sample()
    let plain = try CircularShift(sample)
    let slope = share * plain.observed
    let less = try CircularShift(sample, less: slope)
    #expect(less.shifted == plain.shifted && agree(less.observed, plain.observed - slope, to: 1e-9))
    let asFar = plain.shifted.count { abs($0) >= abs(plain.observed - slope) }
    #expect(agree(less.p, Double(1 + asFar) / Double(1 + plain.shifted.count), to: 1e-12))

    let studentised = try StudentisedShift(sample)
    let t = share * studentised.observed
    let rest = try StudentisedShift(sample, less: t)
    #expect(rest.shifted == studentised.shifted && rest.observed == studentised.observed)
    let asFarInErrors = studentised.shifted.count { abs($0) >= abs(studentised.observed - t) }
    #expect(agree(rest.p, Double(1 + asFarInErrors) / Double(1 + studentised.shifted.count), to: 1e-12))
  }

  @Test("a declared direction is counted on the same side of what is left")
  func direction() throws {
    let plain = try CircularShift(sample())
    let less = try CircularShift(sample(), less: 2 * plain.observed)
    let up = plain.shifted.count { $0 >= -plain.observed }
    #expect(agree(less.p(.greater), Double(1 + up) / Double(1 + plain.shifted.count), to: 1e-12))
  }

  @Test("a panel's shift likewise")
  func panel() throws {
    let sample = try PanelSample(GeneratedPanel().members(horizon: 3), horizon: 3)
    let plain = try PanelStudentisedShift(sample)
    let less = try PanelStudentisedShift(sample, less: 0.7 * plain.observed)
    #expect(less.shifted == plain.shifted)
    let asFar = plain.shifted.count { abs($0) >= 0.3 * abs(plain.observed) }
    #expect(agree(less.p, Double(1 + asFar) / Double(1 + plain.shifted.count), to: 1e-12))
  }

  @Test("every estimator of the battery loses one slope, and p is read where the estimator reads it")
  func battery() throws {
    let sample = try sample()
    let bias = BiasOfT(
      SharedShocks.Span(bars: 1, autocorrelation: 0.99, correlation: -0.9), observations: 1000, horizon: 6)
    let estimates = sample.estimates()
    let less = sample.less(bias, from: estimates)
    let slope = bias.t * (try #require(estimates.hodrick1B?.standardError))
    #expect(less.map(\.name) == estimates.map(\.name))
    for (before, after) in zip(estimates, less) {
      #expect(agree(after.estimate, before.estimate - slope, to: 1e-12), "\(before.name)")
      #expect(after.standardError == before.standardError && after.method == before.method)
      let t = try #require(after.t)
      #expect(agree(t, try #require(before.t) - slope / #require(before.standardError), to: 1e-9), "\(before.name)")
      switch try #require(before.method).distribution {
      case .normal, .resamples: #expect(after.p == NormalDistribution.twoSidedP(t), "\(before.name)")
      case .fixedB(let b): #expect(after.p == FixedBDistribution(b: b).twoSidedP(t))
      case .shifts: break
      }
    }
    #expect(less.circularShift?.p == (try CircularShift(sample, less: slope)).p)
    let own = try #require(estimates.studentisedShift?.standardError)
    #expect(less.studentisedShift?.p == (try StudentisedShift(sample, less: slope / own)).p)
    #expect(agree(try #require(less.hodrick1B?.t), try #require(estimates.hodrick1B?.t) - bias.t, to: 1e-9))
  }

  @Test("without an error of Hodrick's to count the bias in, estimates come back as they are")
  func noError() throws {
    let sample = try sample()
    let bias = try #require(WalkSample(seed: 50, bars: 400).bias(WalkSample(seed: 50, bars: 400).price, horizon: 6))
    let alone = sample.estimates([ClassicalEstimator()])
    #expect(sample.less(bias, from: alone) == alone)
  }

  @Test("the statistic of a family loses the bias of t, and what it is held against stays")
  func contributions() throws {
    let contributions = try sample().contributions()
    func family(_ bias: Double) throws -> ContributionFamily {
      try ContributionFamily(signsOf: [contributions], alternatives: [.either], less: [bias], replicates: 199, seed: 1)
    }
    let (plain, less) = (try family(0), try family(1.5))
    #expect(abs(plain.statistics[0] - less.statistics[0] - 1.5) < 1e-9)
    #expect(try StepM(plain).steps[0].criticalValue == StepM(less).steps[0].criticalValue)
  }

  /// numpy, on the same 200 walks: Hodrick's t rejects 57 of the levels and 26 of the flows, less its bias 6 and 8; the studentised
  /// shift 63 and 34, less the bias 4 and 10. One in twenty of 200 is 10, with a deviation of 3.1.
  @Test(
    "the level of a walk, found in three of ten samples, is found in one of twenty or fewer; a flow that moves with it too"
  )
  func size() throws {
    for isLevel in [true, false] {
      var found = (hodrick: 0, shift: 0, lessHodrick: 0, lessShift: 0)
      for draw in 0..<200 {
        let walk = WalkSample(seed: 51, stream: UInt64(draw), bars: 800)
        let x = isLevel ? walk.price : walk.flow
        let sample = try walk.sample(x, horizon: 12)
        let estimates = sample.estimates([Hodrick1BEstimator(), StudentisedShiftEstimator()])
        let less = walk.bias(x, horizon: 12).map { sample.less($0, from: estimates) } ?? estimates
        func rejects(_ result: EstimatorResult?) -> Int { (result?.p ?? 1) < 0.05 ? 1 : 0 }
        found.hodrick += rejects(estimates.hodrick1B)
        found.shift += rejects(estimates.studentisedShift)
        found.lessHodrick += rejects(less.hodrick1B)
        found.lessShift += rejects(less.studentisedShift)
      }
      #expect(found.hodrick > (isLevel ? 40 : 20) && found.shift > (isLevel ? 40 : 20), "\(found)")
      #expect(found.lessHodrick <= 10 + 2 * 3 && found.lessShift <= 10 + 2 * 3, "\(found)")
    }
  }

  /// numpy, on the same walks: -2.511 of four and -1.547 of one.
  @Test("four walks with an intercept each are farther off than one, and four copies of one are not")
  func panelBias() throws {
    let horizon = 6
    func member(_ walk: WalkSample, _ name: String) -> PanelMember {
      PanelMember(
        market: name, x: walk.price, y: ForwardReturns.sums(of: walk.nextReturns, horizon: horizon),
        nextReturns: walk.nextReturns)
    }
    let walks = (0..<4).map { WalkSample(seed: 53, stream: UInt64($0), bars: 1000) }
    let one = try #require(walks[0].bias(walks[0].price, horizon: horizon))
    let apart = try PanelSample(walks.enumerated().map { member($1, "m\($0)") }, horizon: horizon)
    let copies = try PanelSample((0..<4).map { member(walks[0], "m\($0)") }, horizon: horizon)
    #expect(agree(try #require(copies.biasOfT()).t, one.t, to: 1e-9))
    let bias = try #require(apart.biasOfT())
    #expect(abs(bias.t + 2.511) < 0.001 && abs(one.t + 1.547) < 1e-6, "\(bias.t)")
    #expect(abs(bias.autocorrelation - 1) < 1e-6 && abs(bias.correlation - 1) < 1e-6)
    let noise = walks.enumerated().map { index, walk in
      PanelMember(
        market: "m\(index)", x: walk.noise, y: ForwardReturns.sums(of: walk.nextReturns, horizon: horizon),
        nextReturns: walk.nextReturns)
    }
    #expect(try PanelSample(noise, horizon: horizon).biasOfT() == nil)
  }

  /// numpy, on the same sixty panels: 47 and 2.
  @Test("pooled walks, found in three of four panels, are found in one of twenty or fewer")
  func panelSize() throws {
    let horizon = 4
    var (raw, less) = (0, 0)
    for draw in 0..<60 {
      let members = (0..<4).map { market in
        let walk = WalkSample(seed: 54, stream: UInt64(4 * draw + market), bars: 500)
        return PanelMember(
          market: "m\(market)", x: walk.price, y: ForwardReturns.sums(of: walk.nextReturns, horizon: horizon),
          nextReturns: walk.nextReturns)
      }
      let sample = try PanelSample(members, horizon: horizon)
      let estimates = sample.estimates()
      let bias = try #require(sample.biasOfT())
      if (estimates.hodrick1B?.p ?? 1) < 0.05 { raw += 1 }
      if (sample.less(bias, from: estimates).hodrick1B?.p ?? 1) < 0.05 { less += 1 }
    }
    #expect(raw > 24 && less <= 7, "\(raw), \(less)")
  }
}
