import Market

/// How the position of a replay is margined, where its file says more than one rate of maintenance.
public struct MarginTerms: Hashable, Sendable {
  public enum Mode: String, Hashable, Sendable, CaseIterable {
    /// A position has a margin of its own and can lose no more than that.
    case isolated
    /// All of equity stands behind it.
    case cross
  }

  /// What is watched for a liquidation.
  public enum Watch: String, Hashable, Sendable, CaseIterable {
    /// The bar's traded extreme, which is the stricter.
    case traded
    /// The extreme of the mark price, which is what venues watch.
    case mark
  }

  /// What maintenance is a share of.
  public enum Basis: String, Hashable, Sendable, CaseIterable {
    /// What the position is worth: Binance, Hyperliquid, Deribit, Bybit since 2026.
    case mark
    /// What it was worth when it was entered: BitMEX, Bybit before.
    case entry
    /// What it is worth, and the taker's fee of leaving it beside: OKX.
    case markAndFee = "mark_and_fee"
  }

  public let mode: Mode
  /// Value at the entry over margin, in isolated mode; in either mode the most that is held, as a multiple of equity.
  public let leverage: Double
  public let tiers: MarginTiers
  public let watch: Watch
  /// How the venue takes a position whose margin is gone.
  public let liquidation: LiquidationRule
  public let basis: Basis

  /// - Parameter tiers: with the fee in their rates where `basis` has it.
  public init(
    mode: Mode, leverage: Double, tiers: MarginTiers, watch: Watch = .traded, liquidation: LiquidationRule = .whole,
    basis: Basis = .mark
  ) {
    self.liquidation = liquidation
    self.basis = basis
    self.mode = mode
    self.leverage = leverage
    self.tiers = tiers
    self.watch = watch
  }

  /// In one canonical line.
  var identity: String {
    let taken = liquidation == .whole ? "" : " liquidation \(liquidation.rawValue)"
    let based = basis == .mark ? "" : " on \(basis.rawValue)"
    return " margin(\(mode.rawValue) \(leverage) \(tiers.text) \(watch.rawValue)\(taken)\(based))"
  }

  /// Where what stands behind `quantity` is its maintenance margin. A price of zero, which a long never reaches and a short
  /// always has, where there is none.
  ///
  /// Of a contract that is settled in a coin all of it is in that coin, and a value that is never reached stands for a price
  /// that is not there.
  ///
  /// - Parameters:
  ///   - behind: what stands behind it less its value, micro-quote.
  ///   - value: of a unit of position, from which the holding is measured.
  ///   - entry: the same when it was entered; asked for where maintenance is reckoned on it.
  func liquidationPrice(
    behind: Double, quantity: Double, near value: Double, entry: Double? = nil, _ quotation: Quotation
  ) -> Double {
    let (side, price) = (quantity < 0 ? -1.0 : 1, quotation.price(value))
    let wallet = quotation.settlementAmount(Money.quote(behind) + quantity * value)
    if quotation.isInverse {
      let position = InversePosition(side: side, face: abs(quantity), entryPrice: price)
      return liquidation(of: position, wallet, held(quantity, entry, quotation)).map(quotation.value)
        ?? (quantity < 0 ? .infinity : -.infinity)
    }
    let position = LinearPosition(side: side, quantity: quotation.size(of: quantity), entryPrice: price)
    return liquidation(of: position, wallet, held(quantity, entry, quotation)).map(quotation.value) ?? 0
  }

  /// What a position was worth when it was entered, in its settlement currency; nil where that is not what counts.
  private func held(_ quantity: Double, _ entry: Double?, _ quotation: Quotation) -> Double? {
    basis == .entry ? entry.map { quotation.settlementAmount(abs(quantity * $0)) } : nil
  }

  private func liquidation(of position: LinearPosition, _ wallet: Double, _ entered: Double?) -> Double? {
    entered.map { position.liquidationPrice(wallet: wallet, entryMaintenance: tiers.maintenance(of: $0)) }
      ?? position.liquidationPrice(wallet: wallet, tiers)
  }

  private func liquidation(of position: InversePosition, _ wallet: Double, _ entered: Double?) -> Double? {
    entered.map { position.liquidationPrice(wallet: wallet, entryMaintenance: tiers.maintenance(of: $0)) }
      ?? position.liquidationPrice(wallet: wallet, tiers)
  }

  /// The position at a value of its unit at which its margin is gone.
  ///
  /// - Parameters:
  ///   - behind: what stands behind it there, micro-quote.
  ///   - followsPart: whether a part was taken in the same bar.
  ///   - entry: what a unit was worth when it was entered; asked for where maintenance is reckoned on it.
  func call(
    _ quantity: Double, at value: Double, behind: Double, taker: Double, followsPart: Bool, entry: Double? = nil,
    _ quotation: Quotation
  ) -> MarginCall {
    MarginCall(
      notional: held(quantity, entry, quotation) ?? quotation.settlementAmount(abs(quantity * value)),
      margin: quotation.settlementAmount(Money.quote(behind)), tiers: tiers, taker: taker, followsPart: followsPart,
      grain: quotation.settlementAmount(Money.quote(1)))
  }
}

/// The margin behind one position while it is held. Amounts are micro-quote.
struct PositionMargin: Sendable {
  let terms: MarginTerms
  /// Equity that does not stand behind the position; 0 in cross margin.
  let reserve: Double
  /// What was paid for a unit, on the mean of all that is held.
  private(set) var entry: Double

  /// - Parameters:
  ///   - equity: after the entry has been paid for.
  ///   - paid: for the position, unsigned: what its margin is a part of.
  ///   - lost: of that at once, since the market was moved to be paid so. It comes out of the position's own margin.
  ///   - entry: what was paid for a unit, on the mean.
  init(_ terms: MarginTerms, equity: Double, paid: Double, lost: Double, entry: Double) {
    self.terms = terms
    self.entry = entry
    switch terms.mode {
    case .cross: reserve = 0
    case .isolated: reserve = max(0, equity + lost - Money.rounded(paid / terms.leverage))
    }
  }

  /// The position is made larger at a price; one that is made smaller was entered at what it was entered at.
  mutating func grow(from before: Double, to after: Double, paying price: Double) {
    guard abs(after) > abs(before), !price.isNaN else { return }
    entry += (price - entry) * (abs(after) - abs(before)) / abs(after)
  }
}
