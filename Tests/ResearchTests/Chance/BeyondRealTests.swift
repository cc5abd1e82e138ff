import Research
import Testing

@Suite("Results that no market has given anybody")
struct BeyondRealTests {
  private func alarm(_ sharpe: Double, days: Int, _ totalReturn: Double = 0.5, isHedged: Bool = false) -> String? {
    BeyondReal.alarm(
      .account(sharpe: sharpe, days: days, totalReturn: totalReturn, isHedged: isHedged), asking: "mine")
  }

  @Test(
    "an account is one with a ratio above ten a year by more days than chance explains",
    arguments: [
      (15.8, 30, true), (12.0, 7, false), (9.9, 365, false), (12.0, 365, true), (-15.8, 30, false),
    ])
  func sharpe(annual: Double, days: Int, isBeyond: Bool) {
    #expect((alarm(annual, days: days) != nil) == isBeyond)
  }

  @Test("a hundred times the money is growth that nobody had")
  func growth() {
    #expect(alarm(3, days: 365, 369) != nil)
    #expect(alarm(3, days: 365, 12) == nil)
    #expect(alarm(3, days: 365, 369, isHedged: true) != nil)
  }

  @Test(
    "a hedged carry may have a ratio above ten, and is told what that leaves out; doubling its money in a year it may not"
  )
  func hedged() {
    let carry = BeyondReal.Claim.account(sharpe: 11.2, days: 366, totalReturn: 0.109, isHedged: true)
    #expect(BeyondReal.alarm(carry, asking: "basis-carry") == nil)
    #expect(BeyondReal.hedgedRemark(carry)?.contains("11.2") == true)
    let cheat = BeyondReal.Claim.account(sharpe: 40, days: 90, totalReturn: 0.3, isHedged: true)
    #expect(BeyondReal.alarm(cheat, asking: "basis-carry") != nil)
    #expect(BeyondReal.hedgedRemark(cheat) == nil)
    #expect(
      BeyondReal.hedgedRemark(.account(sharpe: 1.5, days: 366, totalReturn: 0.1, isHedged: true)) == nil)
  }

  @Test(
    "a correlation with what follows is one above two fifths, of enough returns that do not overlap",
    arguments: [
      (0.9, 5000, 12, true), (-0.9, 5000, 12, true), (0.3, 100_000, 1, false), (0.9, 100, 12, false),
    ])
  func correlation(value: Double, observations: Int, horizon: Int, isBeyond: Bool) {
    let claim = ForwardClaim(
      correlation: value, t: nil, rows: Double(observations) / 3, observations: observations, horizon: horizon)
    #expect((BeyondReal.alarm(.forward(claim), asking: "x") != nil) == isBeyond)
  }

  @Test(
    "the return after a rare flag is one that is most of its own deviation away, whatever little the flag correlates",
    arguments: [
      // A turn that is known an hour early, on one bar in forty; a flag of the same rarity that moves returns by a fifth.
      (64.0, 2500.0, true), (10.0, 2500.0, false), (4.0, 20.0, false),
    ])
  func events(t: Double, rows: Double, isBeyond: Bool) {
    let claim = ForwardClaim(correlation: 0.1, t: t, rows: rows, observations: 100_000, horizon: 12)
    #expect((BeyondReal.alarm(.forward(claim), asking: "x") != nil) == isBeyond)
  }

  @Test("of a signal that reads the traded bars alone it is said that they bounce, and nothing is an alarm")
  func bounce() throws {
    let claim = ForwardClaim(
      correlation: -0.49, t: -70, rows: 7000, observations: 20_000, horizon: 1, bounce: -0.48)
    let said = try #require(BeyondReal.alarm(.forward(claim), asking: "returns(1)"))
    #expect(!said.contains("ALARM") && said.contains("bounce between bid and ask"))
    let peeking = ForwardClaim(correlation: 0.9, t: 70, rows: 7000, observations: 20_000, horizon: 1, bounce: 0.01)
    #expect(BeyondReal.alarm(.forward(peeking), asking: "peek(close)")?.contains("ALARM") == true)
  }

  @Test("of a price of its time beside bars that bounce the same is said, up to what they are off by")
  func fairBounce() throws {
    func said(_ correlation: Double, horizon: Int = 1) -> String? {
      BeyondReal.alarm(
        .forward(
          ForwardClaim(
            correlation: correlation, t: 40, rows: 5000, observations: 6000, horizon: horizon, fairBounce: -0.235)),
        asking: "spot / close - 1")
    }
    #expect(try #require(said(0.49)).contains("move with the bar they stand on"))
    #expect(said(0.49)?.contains("ALARM") == false)
    #expect(said(0.7)?.contains("ALARM") == true, "closes that are off by so little show no more than 0.48")
    #expect(said(0.49, horizon: 5)?.contains("ALARM") == true, "nor as much over five bars")
  }

  @Test("the remedy names the command that looks for it")
  func remedy() { #expect(alarm(20, days: 365)?.contains("'hindcast audit mine'") == true) }
}
