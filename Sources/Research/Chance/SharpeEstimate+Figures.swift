import Replay
import Statistics

extension SharpeEstimate {
  /// The ratio of a run's days with what its error needs; nil for a run without one.
  ///
  /// - Parameter memory: of its daily returns, where they are at hand.
  init?(_ figures: Figures, memory: SharpeMemory?) {
    guard let sharpe = figures.sharpeDaily else { return nil }
    self.init(
      perBar: sharpe, observations: figures.days, skewness: figures.skewDaily ?? 0,
      kurtosis: figures.kurtosisDaily ?? 3, memory: memory)
  }
}
