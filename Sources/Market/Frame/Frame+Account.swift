extension Frame {
  /// The currency of the account that holds its members.
  ///
  /// What the strategy says; else what the first of them is settled in that is settled in what it is quoted in; and where all are
  /// settled in coins, what the first is quoted in. One instrument that is traded alone has an account in what it is settled
  /// in.
  public var account: String {
    if let accountSaid { return accountSaid }
    guard isHeldTogether else {
      return contract.form == .inverse || contract.form == .quanto ? contract.settlement : contract.quote
    }
    // Nothing is copied: each member of a universe asks it.
    let held = members.lazy.filter { !$0.isConversion }
    return held.first { $0.contract.form != .inverse }?.contract.settlement ?? held.first?.contract.quote ?? ""
  }

  /// Its members but those that are there for their price alone.
  public var held: [FrameMember] { members.filter { !$0.isConversion } }

  /// Whether its members are legs, or a universe.
  public var isHeldTogether: Bool { isUniverse || !members[0].name.isEmpty }
}
