extension ContributionFamily {
  /// The returns of trials as a family whose every member claims a mean above zero: that it earns more than cash held flat,
  /// which is what a strategy with nothing to say does. Buying and holding is another strategy, with a risk of its own.
  ///
  /// Blocks are as long as the rule asks for the median trial. The longest over thousands, which a family of a few
  /// hypotheses takes, is the luckiest draw of a noisy rule and would leave a handful of blocks.
  ///
  /// - Throws: what `init(_:alternatives:meanBlock:replicates:seed:)` and `BlockLength` throw.
  public init(_ returns: TrialReturns, replicates: Int = 1000, seed: UInt64) throws {
    let trials = returns.columns
    let lengths = concurrentMap(trials.count) { index in Result { try BlockLength(trials[index]).stationary } }
    let typical = Quantiles(try lengths.map { try $0.get() }).median
    try self.init(
      trials, alternatives: trials.map { _ in .greater }, meanBlock: max(1, typical), replicates: replicates, seed: seed
    )
  }
}
