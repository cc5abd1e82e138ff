import Market

/// What nodes count on one market, where their columns count something else than their names say: contracts in place of
/// coins, or coins by the thousand.
struct FrameMeasures {
  let market: MarketCoins
  /// Of columns by name; empty where all count what their names say.
  private var columns: [String: Measure] = [:]
  private var sizes: [Size] = []

  /// So much of `whole` is one of `part`: 0.01 BTC a contract.
  private struct Size {
    let part: Dimension
    let amount: Double
    let whole: Dimension
  }

  /// - Parameter names: the columns that nodes to be measured read.
  init(_ frame: Frame, of names: Set<String>) {
    market = MarketCoins(frame)
    var differs = false
    take(frame.contract, countsContracts: false)
    for name in names {
      guard let column = frame.columns[name], case .of(let said) = Measure(column: name), said.isOneUnit,
        let dimension = counted(column)
      else { continue }
      columns[name] = .of(dimension)
      differs =
        differs || !dimension.hasPowers(of: said) || column.unit == .contracts && column.owner != nil
        || Measure.of(dimension).counts(otherCoinsThan: .of(said), on: market)
    }
    if !differs { columns = [:] }
  }

  /// Whether names alone tell all there is to know.
  var isByName: Bool { columns.isEmpty }

  private mutating func counted(_ column: Column) -> Dimension? {
    switch (column.unit, column.owner) {
    case (.contracts, nil): Dimension(.contracts)
    case (.contracts, let owner?): contracts(of: owner)
    case (.base, let owner?):
      take(owner.contract, countsContracts: false).map { Dimension(.base, of: .named($0)) }
    default: nil
    }
  }

  private mutating func contracts(of owner: Column.Owner) -> Dimension {
    guard let size = owner.contract.size, size.unit != .settlement,
      let coin = take(owner.contract, countsContracts: true)
    else { return Dimension(contractsOf: owner.instrument.description) }
    return Dimension(contractsOf: Self.text(size, coin, owner.contract))
  }

  private static func text(_ size: Contract.Size, _ coin: String, _ contract: Contract) -> String {
    guard size.unit == .base else { return "\(size.amount.shortText) \(contract.quote)" }
    return contract.coinsPerUnit == 1
      ? "\(size.amount.shortText) \(coin)" : "\(size.amount.shortText) times \(coin)"
  }

  /// Keeps what turns units of a contract into others.
  ///
  /// - Returns: what its amounts are counted in.
  @discardableResult
  private mutating func take(_ contract: Contract, countsContracts: Bool) -> String? {
    guard let coin = Dimension.Coin.unit(of: contract) else { return nil }
    let counted = Dimension(.base, of: .named(coin))
    if contract.coinsPerUnit != 1 {
      let whole = Dimension(.base, of: .named(Dimension.Coin.unit(of: contract.base, by: 1)))
      sizes.append(Size(part: counted, amount: contract.coinsPerUnit, whole: whole))
    }
    if countsContracts, let size = contract.size {
      sizes.append(
        Size(
          part: Dimension(contractsOf: Self.text(size, coin, contract)), amount: size.amount,
          whole: size.unit == .quote ? Dimension(.quote) : counted))
    }
    return coin
  }
}

extension FrameMeasures {
  func measure(of node: Node) -> Measure {
    guard !isByName else { return node.measure }
    switch node.form {
    case .column(let name): return columns[name] ?? node.measure
    case .negation(let x): return measure(of: x)
    case .arithmetic(let sign, let a, let b):
      return isTurned(sign, a, b) ? .unknown : .of(sign, a, b, measure(of:))
    case .call(let function, let arguments) where node.kind == .number:
      return .of(function, arguments, measure(of:))
    default: return node.measure
    }
  }

  /// Whether a number written out may turn one unit into another: contracts of 0.01 BTC times 0.01 are coins. What the
  /// writer meant by it nobody knows, so it is not followed.
  private func isTurned(_ sign: ArithmeticSign, _ a: Node, _ b: Node) -> Bool {
    switch (sign, a.form, b.form) {
    case (.times, _, .number(let factor)): isTurned(measure(of: a), by: factor)
    case (.times, .number(let factor), _): isTurned(measure(of: b), by: factor)
    case (.over, _, .number(let factor)): isTurned(measure(of: a), by: 1 / factor)
    default: false
    }
  }

  private func isTurned(_ measure: Measure, by factor: Double) -> Bool {
    guard case .of(let dimension) = measure else { return false }
    return sizes.contains { size in
      dimension == size.part && Self.isOne(factor / size.amount)
        || dimension == size.whole && Self.isOne(factor * size.amount)
    }
  }

  private static func isOne(_ value: Double) -> Bool { abs(value - 1) < 1e-9 }

  /// The number that turns contracts into what they are of, for messages; nil for what counts no contracts.
  func size(of node: Node) -> Double? {
    guard case .of(let dimension) = measure(of: node) else { return nil }
    return sizes.first { $0.part == dimension }?.amount
  }

  /// Whether its amounts of coins are of the traded instrument's unit, as far as is known.
  func countsTradedUnits(_ dimension: Dimension) -> Bool {
    guard let own = market.traded, let theirs = dimension.namedUnit else { return true }
    return own == theirs
  }
}
