import Statistics
import Testing

/// Three-bar forward returns of the generated panel, statsmodels 0.15.0 on columns less each market's means:
///
///     y[:, t] = p[:, t+3]/p[:, t] - 1; xd = x - x.mean(axis=1), yd = y - y.mean(axis=1) over t < 57, in order of t
///     sm.OLS(yd, xd).fit(cov_type='hac-groupsum', cov_kwds={'time': t, 'maxlags': L, 'use_correction': False})
@Suite("A panel with an intercept a market")
struct PanelSampleTests {
  let panel = GeneratedPanel()

  private func sample(_ change: (Int, [Double]) -> [Double] = { $1 }) throws -> PanelSample {
    try PanelSample(panel.members(horizon: 3, change: change), horizon: 3)
  }

  @Test("slope and errors of Driscoll and Kraay")
  func driscollKraay() throws {
    let sample = try sample()
    #expect(sample.observations == 342 && sample.stamps == 57)
    #expect(agree(sample.slope, 0.018340525724585666, to: 1e-11))
    #expect(agree(sample.driscollKraay("", lags: 2).standardError ?? .nan, 0.004186378056826457, to: 1e-10))
  }

  @Test("linearmodels agrees but for its factor for the intercepts it has taken out", arguments: [2, 6])
  func linearmodels(lags: Int) throws {
    // linearmodels 7.1: PanelOLS(y, x, entity_effects=True).fit(cov_type='kernel', kernel='bartlett', bandwidth=L,
    // debiased=False) still multiplies by n/(n - markets), which is 342/336
    let theirs = [2: 0.004223591038053503, 6: 0.005030547230909967]
    let ours = try sample().driscollKraay("", lags: lags).standardError ?? .nan
    #expect(agree(ours * (342.0 / 336).squareRoot(), theirs[lags] ?? .nan, to: 1e-9))
  }

  @Test("independent errors are those of a regression with an intercept a market")
  func iid() throws {
    // PanelOLS(y, x, entity_effects=True).fit(debiased=True).std_errors
    #expect(agree(try sample().estimates()[0].standardError ?? .nan, 0.0025505608432809476, to: 1e-9))
  }

  @Test("Hodrick's products are added up over markets before they are squared")
  func hodrick() throws {
    // numpy: num[t] = sum_i (r[i,t+1] - mean)*sum(xm[i, t-2:t+1]); sqrt(sum(num**2)*342/342)/Sxx
    let result = try #require(try sample().estimates().first { $0.name == "Hodrick 1B" })
    #expect(agree(result.standardError ?? .nan, 0.004890399047487249, to: 1e-10))
  }

  @Test("all markets are moved by one and the same distance")
  func shift() throws {
    // b[s] = (np.roll(xd, s, axis=1)*yd).sum()/(xd**2).sum(), s from 13 to 44: none as far
    let shift = try PanelShift(sample())
    #expect(shift.minimumShift == 13 && shift.shifted.count == 32)
    #expect(agree(shift.p, 1.0 / 33, to: 1e-12))
  }

  @Test("a regime over a panel")
  func regime() throws {
    // the same with x > 0.5
    let sample = try sample { _, x in x.map { $0 > 0.5 ? 1 : 0 } }
    #expect(agree(sample.slope, 0.01349722034658674, to: 1e-10))
    #expect(agree(sample.driscollKraay("", lags: 2).standardError ?? .nan, 0.0040368556744069, to: 1e-10))
  }

  @Test("markets with holes keep their stamps")
  func unbalanced() throws {
    // without c on stamps 10 to 19 and f before 20: 312 rows, the same call
    let sample = try sample { market, x in
      x.enumerated().map { stamp, value in
        (market == 2 && (10..<20).contains(stamp)) || (market == 5 && stamp < 20) ? .nan : value
      }
    }
    #expect(sample.observations == 312)
    #expect(agree(sample.slope, 0.018576567631118774, to: 1e-10))
    #expect(agree(sample.driscollKraay("", lags: 2).standardError ?? .nan, 0.004151050323868569, to: 1e-10))
    #expect(try PanelShift(sample).p < 0.2)
  }

  @Test("a panel of one market is that market")
  func single() throws {
    let member = panel.members(horizon: 3)[0]
    let alone = try PanelSample([member], horizon: 3)
    let sample = try ForwardSample(signal: member.x, y: member.y, nextReturns: member.nextReturns, horizon: 3)
    let one = sample.estimates()
    for (panelName, name) in [
      ("OLS iid", "OLS iid"), ("Driscoll-Kraay h-1", "Newey-West h-1"), ("Driscoll-Kraay 2h", "Newey-West 2h"),
      ("Hodrick 1B", "Hodrick 1B"), ("circular shift", "circular shift"),
      ("studentised shift", "studentised shift"),
    ] {
      let a = try #require(alone.estimates().first { $0.name == panelName })
      let b = try #require(one.first { $0.name == name })
      #expect(agree(a.estimate, b.estimate, to: 1e-10), "\(name)")
      #expect(agree(a.standardError ?? .nan, b.standardError ?? .nan, to: 1e-10), "\(name)")
      #expect(agree(a.p ?? .nan, b.p ?? .nan, to: 1e-9), "\(name)")
    }
  }

  @Test("a market counted twice makes no error smaller, except that of independent rows")
  func twins() throws {
    let member = panel.members(horizon: 3)[0]
    let twin = PanelMember(market: "twin", x: member.x, y: member.y, nextReturns: member.nextReturns)
    let one = try PanelSample([member], horizon: 3).estimates()
    let two = try PanelSample([member, twin], horizon: 3).estimates()
    for (a, b) in zip(one, two) where a.name != "OLS iid" {
      #expect(agree(a.standardError ?? .nan, b.standardError ?? .nan, to: 1e-9), "\(a.name)")
    }
    #expect((two[0].standardError ?? .nan) < 0.75 * (one[0].standardError ?? .nan))
  }

  @Test("a signal whose squares no double holds is refused by its size", arguments: [1e80, 1e-80, 0x1p-1063])
  func beyondRange(unit: Double) throws {
    #expect {
      try self.sample { market, x in market == 2 ? x.map { $0 * unit } : x }
    } throws: { error in
      guard case .beyondRange("the signal of c", _)? = error as? StatisticsError else { return false }
      return true
    }
  }

  @Test("a market on which nothing varies adds nothing, and a panel of such is refused")
  func constants() throws {
    let sample = try sample { market, x in market == 0 ? x.map { _ in 0.1 } : x }
    let without = try PanelSample(Array(panel.members(horizon: 3).dropFirst()), horizon: 3)
    #expect(agree(sample.slope, without.slope, to: 1e-12))
    #expect(throws: StatisticsError.constantRegressor(observations: 342)) {
      try self.sample { _, x in x.map { _ in 0.1 } }
    }
  }

  @Test("size calibration moves the panel as one, the same on every run")
  func calibration() throws {
    let once = try sample().nullRejections(replicates: 50, seed: 9)
    #expect(try sample().nullRejections(replicates: 50, seed: 9) == once)
    #expect(once.map(\.name) == (try sample().estimates().map(\.name)))
    #expect(once.last?.share == nil && once.first?.share != nil)
  }
}
