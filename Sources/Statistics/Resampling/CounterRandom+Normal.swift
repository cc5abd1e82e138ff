import Numerics

extension CounterRandom {
  /// Standard normal, by the quantile of one uniform, so that each draw takes one number from the stream.
  public mutating func normal() -> Double {
    NormalDistribution.quantile(uniform())
  }
}
