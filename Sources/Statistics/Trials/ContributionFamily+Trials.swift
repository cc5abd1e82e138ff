extension ContributionFamily {
  /// The returns of trials as a family whose every member claims a mean above zero: that it earns more than cash held flat,
  /// which is what a strategy with nothing to say does. Buying and holding is another strategy, with a risk of its own.
  ///
  /// - Throws: what `init(_:alternatives:meanBlock:replicates:seed:)` and `BlockLength` throw.
  public init(_ returns: TrialReturns, replicates: Int = 1000, seed: UInt64) throws {
    try self.init(manyMembers: returns.columns, .greater, replicates: replicates, seed: seed)
  }

  /// A family of thousands, all of one alternative.
  ///
  /// Blocks are as long as the rule asks for the median member. The longest over thousands, which a family of a few
  /// hypotheses takes, is the luckiest draw of a noisy rule and would leave a handful of blocks.
  ///
  /// - Throws: what `init(_:alternatives:meanBlock:replicates:seed:)` and `BlockLength` throw.
  public init(manyMembers members: [[Double]], _ alternative: Alternative, replicates: Int, seed: UInt64) throws {
    let lengths = concurrentMap(members.count) { index in Result { try BlockLength(members[index]).stationary } }
    let typical = Quantiles(try lengths.map { try $0.get() }).median
    try self.init(
      members, alternatives: members.map { _ in alternative }, meanBlock: max(1, typical), replicates: replicates,
      seed: seed)
  }
}
