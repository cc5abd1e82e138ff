import Market

extension FrameMember {
  /// - Throws: a `Problem` for an instrument whose profit the engine does not know how to count. It can be studied like any
  ///   other: returns are returns.
  func refuseUnlessReplayed() throws(Problem) {
    // Nothing is held of what is there for its price.
    guard !isConversion else { return }
    func refusal(_ what: String, _ remedy: String) -> Problem { Problem("\(instrument) \(what)", remedy: remedy) }
    let studied = "study it, which needs prices only; replays know linear, inverse and quanto contracts"
    switch contract.form {
    case .linear, .inverse: break
    case .quanto where name.isEmpty: break
    case .quanto:
      throw refusal(
        "is a quanto contract (\(contract)): its profit is paid in \(contract.settlement)",
        "replay it alone, or study it")
    case .unstated:
      throw refusal(
        "is quoted in \(contract.quote.isEmpty ? "an unknown currency" : contract.quote), and nothing says whether it is linear or inverse",
        "say so with 'hindcast data contract NAME \(instrument) form=linear' (or inverse)")
    }
    switch instrument.type {
    case .perpetual, .future: break
    case .spot where !name.isEmpty: break
    case .spot:
      throw refusal("is a spot pair, which is held without margin or funding", studied + " on margin")
    case .option:
      throw refusal("is an option", "study it; replays know perpetuals and dated futures")
    case .index:
      throw refusal("is an index that nobody trades", "study it; replays know perpetuals and dated futures")
    }
  }
}

extension Quotation {
  /// How the prices of a contract become values.
  ///
  /// - Throws: a `Problem` for a quanto contract of which nothing says what it pays, or what the coin it pays in is worth.
  init(_ member: FrameMember, of frame: Frame) throws(Problem) {
    let contract = member.contract
    switch contract.form {
    case .linear, .unstated: self = .linear
    // A leg keeps its prices: what its coin is worth is another leg's to say.
    case .inverse where !member.name.isEmpty: self = .linear
    case .inverse: self = .inverse(first: member.bars.firstOpen(from: frame.evaluation.lowerBound))
    case .quanto:
      let coin = contract.settlement.isEmpty ? "a third currency" : contract.settlement
      guard let size = contract.size, size.unit == .settlement else {
        throw Problem(
          "\(member.instrument) is a quanto contract, and nothing says what it pays in \(coin) when its price moves by 1 \(contract.quote)",
          remedy:
            "say so with 'hindcast data contract NAME \(member.instrument) contract_size_settlement=0.000001'")
      }
      let prices = frame.columns[MarketColumns.settlementPrice]?.values ?? []
      let begin = frame.evaluation.lowerBound
      guard let first = prices[min(begin, prices.count)...].first(where: { $0 > 0 && $0.isFinite }) else {
        throw Problem(
          "\(member.instrument) pays in \(coin), and the market has no price of \(coin) in \(contract.quote)",
          remedy: "import bars of \(coin) in a dollar beside it, such as those of bitmex:XBTUSD, over the same time")
      }
      self = .quanto(first: first, multiplier: size.amount)
    }
  }

  /// What orders of a contract must be multiples of. What is held of an inverse contract is counted in quote currency, and its
  /// lot in contracts where their face value is known; of a quanto contract the least notional is in quote, and values are in
  /// coin.
  func steps(_ contract: Contract) -> TradingSteps? {
    let countsQuote = isInverse || isLinear && contract.form == .inverse
    guard !isLinear || countsQuote else { return TradingSteps(contract) }
    var contract = contract
    guard countsQuote else {
      contract.leastNotional = nil
      return TradingSteps(contract)
    }
    if let size = contract.size, size.unit == .quote { contract.lot = contract.lot.map { $0 * size.amount } }
    return TradingSteps(contract, countsQuote: true)
  }
}

extension Bars {
  /// The first price that was printed at or after a row; 1 where none was.
  fileprivate func firstOpen(from row: Int) -> Double { open[row...].first { !$0.isNaN } ?? 1 }
}
