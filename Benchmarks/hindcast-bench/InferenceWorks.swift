import Foundation
import Market
import Numerics
import Replay
import Research
import Signals
import Statistics

/// Simulated columns for the works that estimate, the same for engine and peers: nothing in them depends on a market.
struct InferenceData {
  let regressors: [NamedColumn]
  let explained: NamedColumn
  /// A regime and what followed each bar over the next twelve.
  let sample: ForwardSample
  let signal: ForwardSample
  let pairs: (x: [Double], y: [Double])

  init() throws {
    let rows = Bench.rows
    func design(_ regressor: NullDesign.Regressor) -> NullDesign {
      NullDesign("bench", bars: rows, horizon: 12, returns: .garch, regressor: regressor)
    }
    guard let sample = design(.switching(share: 0.03, meanRun: 48)).sample(seed: 1, simulation: 0),
      let signal = design(.autoregressive(memory: 50)).sample(seed: 1, simulation: 1)
    else { throw Problem("the simulated regime never holds", fault: .work) }
    self.sample = sample
    self.signal = signal
    let known = sample.count - sample.horizon + 1
    pairs = (Array(sample.x.prefix(known)), Array(sample.outcomeDeviations.prefix(known)))
    var random = CounterRandom(seed: 2)
    func persistent(_ keep: Double) -> [Double] {
      var state = 0.0
      return (0..<rows).map { _ in
        state = keep * state + random.normal()
        return state
      }
    }
    regressors = (1...8).map { NamedColumn("x\($0)", persistent(0.9)) }
    let noise = persistent(0.7)
    explained = NamedColumn("y", zip(noise, regressors[0].values).map { $0 + 0.05 * $1 })
  }

  func export(to folder: String) throws {
    func write(_ name: String, _ values: [Double]) throws {
      try values.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: "\(folder)/\(name).f64")) }
    }
    for column in regressors + [explained] { try write("ols_\(column.name)", column.values) }
    try write("pair_x", pairs.x)
    try write("pair_y", pairs.y)
  }
}

/// OLS with an intercept and eight regressors, Newey-West errors of twelve lags.
struct RegressionWork {
  func run(_ count: Int) throws -> Timed {
    let data = try InferenceData()
    return try Timed(count) {
      let terms = try OLS.fit(data.explained, x: data.regressors).inference(.neweyWest(lags: 12)).terms
      return ["coefficients": terms.map(\.coefficient), "errors": terms.map(\.standardError)]
    }
  }
}

/// 2,000 stationary resamples of the pairs (regime, forward return), mean blocks of sixty rows.
struct BootstrapWork {
  static let meanBlock = 60.0

  func run(_ count: Int) throws -> Timed {
    let pairs = try InferenceData().pairs
    var timed = try Timed(count) {
      let slopes = try BootstrappedSlope(
        x: pairs.x, y: pairs.y, replicates: 2000, meanBlock: Self.meanBlock, seed: 1
      ).slopes
      return ["slopes": slopes]
    }
    // For the peer to draw the first resamples row by row.
    let bootstrap = try StationaryBootstrap(count: pairs.x.count, meanBlock: Self.meanBlock, seed: 1)
    timed.result["blocks"] = (0..<3).map { bootstrap.blocks(replicate: $0).map { [$0.start, $0.length] } }
    return timed
  }
}

/// Every circular shift of a regime or of a signal against the returns that followed.
struct ShiftWork {
  let isRegime: Bool

  func run(_ count: Int) throws -> Timed {
    let data = try InferenceData()
    let sample = isRegime ? data.sample : data.signal
    return try Timed(count) {
      let test = try CircularShift(sample)
      return ["shifts": test.shifted.count, "p": test.p, "observed": test.observed, "minimum": test.minimumShift]
    }
  }
}

/// The study of stress at four horizons on a year: every estimator, 200 moves of the labels, all sections.
struct StudyWork {
  private let frame: Frame

  init(_ market: BenchMarket) throws { frame = try market.open() }

  func run(_ count: Int) throws -> Timed {
    let book = try ReplayWork.strategy().signals.bound(to: [:])
    let node = try book.resolve(Expression(parsing: "funding_z > 1.5 and basis_z > 1.5 and oi_z > 1"))
    let horizons: [Interval] = [.minutes(15), .hour, .hours(4), .days(1)]
    var parts: [String: Double] = [:]
    func part<Value>(_ name: String, _ body: () throws -> Value) rethrows -> Value {
      let began = ContinuousClock.now
      defer { parts[name, default: 0] += (ContinuousClock.now - began) / .seconds(1) }
      return try body()
    }
    var timed = try Timed(count) {
      let subject = try StudySubject(name: "stress", node: node, evaluator: Evaluator(frame))
      let study = try Study(subject, StudyPlan(horizons: horizons, calibration: 200, seed: 1))
      return ["bars": frame.grid.count, "horizons": study.horizons.count]
    }
    // Once more in parts, outside the time.
    let subject = try StudySubject(name: "stress", node: node, evaluator: Evaluator(frame))
    for horizon in horizons {
      let bars = horizon.count(of: frame.grid.interval) ?? 1
      let sample = try part("samples") { try HorizonSample(subject, forward: horizon, bars: bars).sample }
      for estimator in ForwardBattery.standard {
        _ = part(estimator.resamples ? estimator.name : "closed forms") { try? estimator.estimate(sample) }
      }
      _ = try part("200 moves") { try NullRejection.estimate(sample, replicates: 200, seed: 1) }
    }
    timed.result["parts"] = parts
    return timed
  }
}
