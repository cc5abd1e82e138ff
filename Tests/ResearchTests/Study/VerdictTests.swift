import Research
import Statistics
import Testing

@Suite("A verdict rests on the estimators that hold their size")
struct VerdictTests {
  /// What every candidate says; the rest of the battery has no voice.
  private func estimates(_ ps: [String: Double?], slope: Double = -0.0012) -> [EstimatorResult] {
    ForwardBattery.standard.map { estimator in
      let p = ps[estimator.name, default: 0.4]
      return EstimatorResult(name: estimator.name, estimate: slope, p: p, note: p == nil ? "too short" : nil)
    }
  }

  private let candidates = [
    "Hansen-Hodrick", "non-overlapping", "stationary bootstrap", "Hodrick 1B", "studentised shift",
  ]

  private func verdict(
    _ ps: [String: Double?], rejections: [NullRejection] = [], episodes: Int? = 20, slope: Double = -0.0012
  ) -> Verdict {
    Verdict(estimates(ps, slope: slope), rejections: rejections, episodes: episodes, detectable: 0.0023)
  }

  @Test("the candidates are part of the battery, and are these")
  func candidateNames() {
    #expect(ForwardBattery.standard.map(\.name).filter(ForwardBattery.trusted.contains) == candidates)
    #expect(candidates.allSatisfy(Verdict.rule(moves: 200).contains))
  }

  @Test("the studentised shift decides when half of the others agree, with the effect's sign, size and p's")
  func predicts() {
    let found = verdict(["Hodrick 1B": 0.01, "studentised shift": 0.02, "stationary bootstrap": 0.09])
    #expect(found.finding == .predicts)
    #expect(found.text.contains("lower than elsewhere, by 12 bps"))
    #expect(found.text.contains("Hodrick 1B p 0.01"))
    #expect(found.restsOn == candidates)
  }

  @Test(
    "too few that agree, or all but the decider, is unclear; none is no evidence; each says what would have gone unseen"
  )
  func notEnough() {
    let divided = verdict(["Hodrick 1B": 0.01, "studentised shift": 0.02])
    #expect(divided.finding == .unclear)
    #expect(divided.text.hasPrefix("Unclear: 2 of the 5"))
    #expect(divided.text.contains("too few of the others agree"))
    let overruled = verdict([
      "Hansen-Hodrick": 0.001, "non-overlapping": 0.001, "stationary bootstrap": 0.001, "Hodrick 1B": 0.01,
      "studentised shift": 0.06,
    ])
    #expect(overruled.finding == .unclear)
    #expect(overruled.text.contains("4 of the 5"))
    #expect(overruled.text.contains("but not the studentised shift, which decides"))
    let none = verdict([:])
    #expect(none.finding == .noEvidence)
    #expect(none.text.contains("not evidence of absence"))
    for verdict in [divided, none] { #expect(verdict.text.contains("A true difference under 23 bps")) }
  }

  @Test("estimators that are not candidates are not heard, however sure they are")
  func notHeard() {
    let loud = verdict([
      "OLS iid": 1e-9, "HC3": 1e-9, "Newey-West h-1": 1e-4, "circular shift": 0.001, "t/sqrt(h)": 0.01,
    ])
    #expect(loud.finding == .noEvidence)
  }

  @Test("a candidate that rejects too many true nulls here is left out, and the rule says so")
  func leftOut() throws {
    let wild = NullRejection(name: "Hansen-Hodrick", share: 0.115, replicates: 200)
    let fair = NullRejection(name: "Hodrick 1B", share: 0.07, replicates: 200)
    let ps = ["Hansen-Hodrick": 0.01, "Hodrick 1B": 0.01, "studentised shift": 0.04]
    #expect(verdict(ps).finding == .predicts)
    let checked = verdict(ps, rejections: [wild, fair])
    #expect(checked.restsOn == candidates.filter { $0 != "Hansen-Hodrick" })
    #expect(checked.finding == .unclear)
    let rule = try #require(checked.rule)
    #expect(rule.contains("Hansen-Hodrick left out because it rejected 11.5% of true nulls here"))
    #expect(try #require(verdict(ps).rule).contains("sizes were not checked"))
  }

  @Test("what chance allows hangs on how many moves can be told apart")
  func tolerance() {
    // python: 0.05 + statistics.NormalDist().inv_cdf(0.95) * (0.05 * 0.95 / 200) ** 0.5
    #expect(abs(VerdictEstimators.tolerance(independentMoves: 200) - 0.07534889682703491) < 1e-9)
    let few = NullRejection(name: "Hodrick 1B", share: 0.1, replicates: 200, independentMoves: 20)
    #expect(verdict([:], rejections: [few]).restsOn == candidates)
  }

  @Test("the rule says what chance allows of as many moves as were made", arguments: [(50, "10.1%"), (200, "7.5%")])
  func saidTolerance(moves: Int, share: String) {
    for rule in [Verdict.rule(moves: moves), Verdict.panelRule(moves: moves)] {
      #expect(rule.contains("(\(share) of \(moves) moves, more where fewer of them can be told apart)"))
    }
    #expect(Verdict.rule(moves: 0).hasSuffix("than 5% and chance allow, which was not checked here"))
  }

  @Test("without the shift test nobody's size is known, and nothing is said")
  func noAnchor() {
    let silent = verdict(["studentised shift": nil, "Hodrick 1B": 0.001])
    #expect(silent.finding == .cannotSay)
    #expect(silent.text.contains("studentised shift has no p here (too short)"))
  }

  @Test("few episodes are an anecdote; a signal has none to count and is spoken of per unit")
  func episodes() {
    let sure = Dictionary(uniqueKeysWithValues: candidates.map { ($0, Optional(0.001)) })
    #expect(verdict(sure, episodes: 7).finding == .cannotSay)
    #expect(verdict(sure, episodes: 8).finding == .predicts)
    let signal = verdict(sure, episodes: nil, slope: 0.0012)
    #expect(signal.text.contains("higher where the signal is high, by 12 bps per unit"))
  }
}
