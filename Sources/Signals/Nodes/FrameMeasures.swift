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
      guard let column = frame.columns[name] else { continue }
      if NativeInterest.qualifier(of: name) != nil {
        columns[name] = counted(column).map { .of($0) } ?? Measure(column.unit)
        differs = true
        continue
      }
      guard case .of(let said) = Measure(column: name), said.isOneUnit, let dimension = counted(column) else {
        continue
      }
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
  /// What a node may count: one measure, or several where a number written out may turn one unit into another. Contracts of
  /// 0.01 BTC times 0.01 are coins, or a hundredth of the contracts; which was meant what they stand beside tells.
  func measures(of node: Node) -> [Measure] {
    guard !isByName else { return [node.measure] }
    switch node.form {
    case .column(let name): return (columns[name]).map { turned([$0], by: 1) } ?? [node.measure]
    case .negation(let x): return measures(of: x)
    case .arithmetic(let sign, let a, let b):
      let (first, second) = (measures(of: a), measures(of: b))
      let isSum = sign == .plus || sign == .minus
      let both = first.flatMap { x in
        second.filter { !isSum || x.agrees(with: $0) }.map { Measure.of(sign, x, $0, b) }
      }
      let known = both.isEmpty ? [.of(sign, first[0], second[0], b)] : Self.distinct(both)
      return Self.factor(sign, a, b).map { turned(known, by: $0) } ?? known
    case .call(let function, let arguments) where node.kind == .number:
      return measures(of: function, arguments)
    default: return [node.measure]
    }
  }

  private func measures(of function: any SignalOperator, _ arguments: [Node]) -> [Measure] {
    var choices: [[Measure]] = [[]]
    for argument in arguments {
      let theirs = measures(of: argument)
      choices = choices.flatMap { some in theirs.map { some + [$0] } }
      guard choices.count <= 64 else { return [.unknown] }
    }
    return Self.distinct(choices.map { .of(function, arguments, $0) })
  }

  private static func distinct(_ measures: [Measure]) -> [Measure] {
    measures.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The number that something is multiplied by; nil for a product of two columns, and for what is no product.
  private static func factor(_ sign: ArithmeticSign, _ a: Node, _ b: Node) -> Double? {
    switch (sign, a.form, b.form) {
    case (.times, _, .number(let factor)), (.times, .number(let factor), _): factor
    case (.over, _, .number(let factor)): 1 / factor
    default: nil
    }
  }

  /// What something comes to times a number: that, and what the number may turn it into.
  private func turned(_ measures: [Measure], by factor: Double) -> [Measure] {
    let others = measures.flatMap { measure -> [Measure] in
      guard case .of(let dimension) = measure else { return [] }
      return sizes.compactMap { size in
        if let turned = dimension.turned(size.part, size.amount, size.whole) {
          return Self.isOne(factor / turned.factor) ? .of(turned.dimension) : nil
        }
        if dimension == size.part { return Self.isOne(factor / size.amount) ? .of(size.whole) : nil }
        return dimension == size.whole && Self.isOne(factor * size.amount) ? .of(size.part) : nil
      }
    }
    return Self.distinct(measures + others)
  }

  private static func isOne(_ value: Double) -> Bool { abs(value - 1) < 1e-9 }

  /// Whether two nodes may not be added or compared on this market, and what they count then.
  func unlike(_ a: Node, _ b: Node) -> (a: Measure, b: Measure)? {
    let (mine, theirs) = (measures(of: a), measures(of: b))
    let isAlike = mine.contains { x in
      theirs.contains { x.agrees(with: $0) && !x.counts(otherCoinsThan: $0, on: market) }
    }
    return isAlike ? nil : (mine[0], theirs[0])
  }

  /// What turns a number of contracts into what they are of, 1 where that has been done, and whether that is money; nil for
  /// what counts no contracts of a known size.
  func size(of node: Node) -> (amount: Double, isMoney: Bool)? {
    let measures = measures(of: node)
    guard let size = sizes.first(where: { .of($0.part) == measures[0] }) else { return nil }
    return (measures.contains(.of(size.whole)) ? 1 : size.amount, size.whole == Dimension(.quote))
  }

  /// Whether its amounts of coins are of the traded instrument's unit, as far as is known.
  func countsTradedUnits(_ dimension: Dimension) -> Bool {
    guard let own = market.traded, let theirs = dimension.namedCoin else { return true }
    return own == theirs
  }
}
