import Numerics
import Statistics
import Testing

@Suite("Size calibration")
struct NullRejectionTests {
  /// Noise with bursts, and a regime of persistent episodes that knows nothing of it.
  private func noise(_ count: Int, seed: UInt64) -> (regime: [Bool], next: [Double]) {
    var random = CounterRandom(seed: seed)
    var holds = false
    var volatility = 1.0
    var regime: [Bool] = []
    var next: [Double] = []
    for _ in 0..<count {
      if random.uniform() < (holds ? 1.0 / 40 : 1.0 / 260) { holds.toggle() }
      volatility = 0.98 * volatility + 0.02 * (1 + random.normal() * random.normal())
      regime.append(holds)
      next.append(random.normal() * abs(volatility) * 1e-3)
    }
    return (regime, next)
  }

  @Test("iid OLS finds signals in noise; Hodrick 1B does not")
  func sizes() throws {
    let (regime, next) = noise(3000, seed: 21)
    let sample = try ForwardSample(regime: regime, nextReturns: next, horizon: 12)
    let shares = try NullRejection.estimate(sample, replicates: 100, seed: 1)
    func share(_ name: String) throws -> Double { try #require(shares.first { $0.name == name }?.share ?? nil) }
    #expect(try share("OLS iid") > 0.35)
    #expect(try share("HC0") > 0.35)
    #expect(try share("Hodrick 1B") < 0.13)
    #expect(try share("t/sqrt(h)") < 0.13)
    #expect(try share("Newey-West h-1") < share("OLS iid"))
  }

  @Test("estimators that resample are not calibrated a second time")
  func resampling() throws {
    let (regime, next) = noise(800, seed: 3)
    let sample = try ForwardSample(regime: regime, nextReturns: next, horizon: 3)
    let shares = try NullRejection.estimate(sample, replicates: 20, seed: 1)
    #expect(shares.map(\.name) == ForwardBattery.standard.map(\.name))
    let circular = try #require(shares.first { $0.name == "circular shift" })
    #expect(circular.share == nil)
    #expect(circular.standardError == nil)
    #expect(shares[0].replicates == 20)
  }

  @Test("the answer is a function of the seed, however the work is spread")
  func deterministic() throws {
    let (regime, next) = noise(800, seed: 4)
    let sample = try ForwardSample(regime: regime, nextReturns: next, horizon: 3)
    let first = try NullRejection.estimate(sample, replicates: 60, seed: 9)
    #expect(try NullRejection.estimate(sample, replicates: 60, seed: 9) == first)
    let serial = try (0..<60).map { replicate -> Double in
      var random = CounterRandom(seed: 9, stream: UInt64(replicate))
      let minimum = try CircularShift(sample).minimumShift
      let moved = try sample.shifted(by: minimum + random.below(800 - 2 * minimum + 1))
      return try #require(ClassicalEstimator().estimate(moved).p)
    }
    let share = Double(serial.lazy.filter { $0 <= 0.05 }.count) / 60
    #expect(first[0].share == share)
  }

  /// What the calibration of a regime takes apart must come to what the estimators say of each moved sample.
  @Test(
    "every estimator rejects on the moves on which it rejects the moved sample",
    arguments: [(1, 0.05, false), (7, 0.05, true), (24, 0.3, false), (24, 0.3, true), (60, 0.1, true)])
  func agreesWithEstimators(horizon: Int, level: Double, isUsual: Bool) throws {
    let count = 3000
    let (rare, next) = noise(count, seed: UInt64(40 + horizon))
    let regime = isUsual ? rare.map { !$0 } : rare
    // A warm-up, an outage of the signal and one of the market.
    let present = (0..<count).map { $0 >= 130 && !(900..<937).contains($0) }
    var holes = next
    for row in 2000..<2011 { holes[row] = .nan }
    let sample = try ForwardSample(regime: regime, present: present, nextReturns: holes, horizon: horizon)
    let battery = ForwardBattery.standard.filter { !$0.resamples }
    let found = try NullRejection.estimate(sample, battery: battery, replicates: 80, level: level, seed: 5)
    let minimum = try CircularShift(sample).minimumShift
    let known = present.count { $0 }
    let moved = try (0..<80).map { replicate in
      var random = CounterRandom(seed: 5, stream: UInt64(replicate))
      return try sample.shifted(by: minimum + random.below(known - 2 * minimum + 1))
    }
    for (estimator, share) in zip(battery, found) {
      let ps = moved.compactMap { try? estimator.estimate($0).p }
      #expect(share.share == Double(ps.count { $0 <= level }) / Double(ps.count), "\(estimator.name)")
      #expect(share.replicates == ps.count)
    }
  }

  @Test("prices that never move give no p, and no rejection, at any place")
  func still() throws {
    let (regime, _) = noise(800, seed: 6)
    let sample = try ForwardSample(regime: regime, nextReturns: [Double](repeating: 0, count: 800), horizon: 3)
    let found = try NullRejection.estimate(sample, replicates: 10, seed: 1)
    #expect(found.allSatisfy { $0.share == nil && $0.replicates == 0 })
  }

  @Test("moving the regressor keeps its episodes and the rows it is known on")
  func shifting() throws {
    let regime = (0..<20).map { $0 >= 5 && $0 < 9 }
    let present = (0..<20).map { $0 >= 3 && $0 != 12 }
    let sample = try ForwardSample(
      regime: regime, present: present, nextReturns: (0..<20).map { Double($0 * $0 % 7) }, horizon: 1)
    let moved = try sample.shifted(by: 6)
    // Known rows are 3…11 and 13…19; the regime held on the third to sixth of them and now holds on the ninth to twelfth.
    #expect(moved.x.indices.filter { moved.x[$0] > 0 } == [11, 13, 14, 15])
    #expect(moved.observations == sample.observations)
    #expect(try sample.shifted(by: 16).x == sample.x)
  }

  @Test("no replicates and no room to move are refused")
  func refusals() throws {
    let (regime, next) = noise(800, seed: 5)
    let sample = try ForwardSample(regime: regime, nextReturns: next, horizon: 3)
    #expect(throws: StatisticsError.self) { try NullRejection.estimate(sample, replicates: 0, seed: 1) }
  }
}
