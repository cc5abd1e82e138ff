import Statistics
import TestSupport
import Testing

/// A time of day summed over whole days is the same wherever the days begin: then an estimate of overlapping returns
/// rests on the edges of the sample, and neither Hodrick's error nor a move round the circle sees those.
@Suite("Regressors whose period goes into the horizon")
struct StillWindowsTests {
  /// Returns without any relation to the hour.
  private let returns: [Double] = {
    var random = KnuthRandom(seed: 7)
    return (0..<720).map { _ in (random.unit() - 0.5) * 0.01 }
  }()

  @Test(
    "are refused: an hour over a day, two hours over half a day, the number of the hour over two days",
    arguments: [(24, 0), (12, 1), (48, 2)])
  func refused(horizon: Int, kind: Int) throws {
    let hours = returns.indices.map { $0 % 24 }
    #expect(throws: StatisticsError.stillWindows(horizon: horizon)) {
      if kind == 2 {
        _ = try ForwardSample(signal: hours.map(Double.init), nextReturns: returns, horizon: horizon)
      } else {
        let regime = hours.map { kind == 0 ? $0 == 5 : $0 % 12 == 0 }
        _ = try ForwardSample(regime: regime, nextReturns: returns, horizon: horizon)
      }
    }
  }

  @Test("are refused of a panel too, and another horizon of it is not")
  func panel() throws {
    func sample(_ horizon: Int) throws -> PanelSample {
      let members = [1, 2, 3].map { market in
        let own = returns.map { $0 * Double(market) }
        return PanelMember(
          market: "\(market)", x: returns.indices.map { $0 % 24 == 5 ? 1 : 0 },
          y: ForwardReturns.sums(of: own, horizon: horizon), nextReturns: own)
      }
      return try PanelSample(members, horizon: horizon)
    }
    #expect(throws: StatisticsError.stillWindows(horizon: 24)) { try sample(24) }
    _ = try sample(23)
  }

  @Test("are studied over any other horizon, and so is what only reverts: its sums are small and not still")
  func others() throws {
    let hours = returns.indices.map { $0 % 24 == 5 }
    for horizon in [1, 6, 23, 36] { _ = try ForwardSample(regime: hours, nextReturns: returns, horizon: horizon) }
    // Changes of changes of a level without memory: over h bars all but four of them cancel.
    let level = Array(returns.reversed())
    let change = level.indices.map { $0 < 2 ? Double.nan : level[$0] - 2 * level[$0 - 1] + level[$0 - 2] }
    _ = try ForwardSample(signal: change, nextReturns: returns, horizon: 24)
  }

  @Test("have no error by Hodrick 1B in a regression, and the other terms keep theirs")
  func regression() throws {
    let hour = NamedColumn("hour", returns.indices.map { $0 % 24 == 5 ? 1 : 0 })
    let other = NamedColumn("other", returns.reversed())
    let y = NamedColumn("y", ForwardReturns.sums(of: returns, horizon: 24))
    let fit = try OLS.fit(y, x: [hour, other])
    let inference = try Hodrick1B.inference(for: fit, x: [hour, other], nextReturns: returns, horizon: 24)
    #expect(inference.still == ["hour"])
    let term = try #require(inference["hour"])
    #expect(term.standardError.isNaN && term.t.isNaN && term.p.isNaN)
    #expect(try #require(inference["other"]).standardError > 0)
    #expect(inference.note?.contains("hardly varies") == true)
    #expect(WaldTest(slopesOf: inference, of: fit) == nil)
  }
}
