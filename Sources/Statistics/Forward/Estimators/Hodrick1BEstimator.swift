/// Hodrick (1992, RFS 5(3)) 1B: Σ(e_{t+1}·Σ_{i<h}(x_{t-i} - x̄))²/(Σ(x - x̄)²)². See `Hodrick1B` for the argument, the
/// general case and what happens at gaps.
public struct Hodrick1BEstimator: ForwardEstimator {
  public let name = "Hodrick 1B"

  public init() {}

  public func estimate(_ sample: ForwardSample) throws -> EstimatorResult {
    let outcomes = sample.outcomes
    guard outcomes.shockCount > 2 else {
      throw StatisticsError.tooFewObservations(have: outcomes.shockCount, need: 3)
    }
    let mean = sample.fit.regressorMean
    let running = outcomes.presence.withUnsafeBufferPointer { presence in
      sample.x.withUnsafeBufferPointer { x in
        Sums.running(x.count) { i in
          Sums.four(presence, i) * (Sums.four(x, i) - mean)
        } last: { i in
          Double(presence[i]) * (x[i] - mean)
        }
      }
    }
    let squares = sample.fit.regressorSumOfSquares
    let scale = Double(outcomes.observations) / Double(outcomes.shockCount)
    let note = Hodrick1B.note(outcomes.shockCount, of: outcomes.observations)
    return EstimatorResult(
      name: name, estimate: sample.fit.slope,
      variance: scale * Self.meat(outcomes.shocks, running, horizon: sample.horizon) / (squares * squares),
      method: EstimatorMethod(lags: sample.horizon - 1, correction: note == nil ? .none : .coverage), note: note)
  }

  /// Σ (e·W)², W a difference of running sums of the regressor less its mean. A shock only counts after a full window, so
  /// those of the first bars are zero and no window reaches back before the sample.
  private static func meat(_ shocks: [Double], _ running: [Double], horizon: Int) -> Double {
    shocks.withUnsafeBufferPointer { shocks in
      running.withUnsafeBufferPointer { running in
        let first = horizon - 1
        return Sums.lanes(shocks.count - first) { i in
          let product = Sums.four(shocks, i + first) * (Sums.four(running, i + horizon) - Sums.four(running, i))
          return product * product
        } last: { i in
          let product = shocks[i + first] * (running[i + horizon] - running[i])
          return product * product
        }
      }
    }
  }
}
