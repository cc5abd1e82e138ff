/// The figures of one run, each as `docs/accounting.md` defines it. Nil where a figure does not exist.
public struct Figures: Hashable, Sendable {
  /// Quote currency.
  public let initialEquity: Double
  /// In the order of `FigureKey.allCases`.
  package let values: [Double?]

  package init(_ totals: RunTotals, tape: PreparedMarket) {
    let replay = FinishedReplay(totals, market: tape)
    initialEquity = Money.quote(totals.initialEquity)
    values = FigureKey.values.map { $0.of(replay) }
  }

  /// Figures as a store kept them: one number for each key, NaN where the figure did not exist.
  ///
  /// Nil when one that every run has is missing, which means that something else wrote them.
  public init?(initialEquity: Double, values: [FigureKey: Double]) {
    self.initialEquity = initialEquity
    self.values = FigureKey.allCases.map { key in values[key].flatMap { $0.isNaN ? nil : $0 } }
    for (key, value) in zip(FigureKey.allCases, self.values) where key.isAlways {
      guard let value, key.form != .count || Int(exactly: value) != nil else { return nil }
    }
  }

  /// Nil where the figure does not exist for this run.
  public subscript(figure: FigureKey) -> Double? {
    FigureKey.places[figure.rawValue].flatMap { values[$0] }
  }
}

/// The figures that code reads by name.
extension Figures {
  public var finalEquity: Double { always(.finalEquity) }
  public var totalReturn: Double { always(.totalReturn) }
  public var maxDrawdown: Double { always(.maxDrawdown) }
  public var pricePnl: Double { always(.pricePnl) }
  public var fundingPnl: Double { always(.fundingPnl) }
  public var fees: Double { always(.fees) }
  public var slippage: Double { always(.slippage) }
  public var liquidationPnl: Double { always(.liquidationPnl) }
  public var turnover: Double { always(.turnover) }
  public var exposure: Double { always(.exposure) }
  public var trades: Int { Int(always(.trades)) }
  public var liquidations: Int { Int(always(.liquidations)) }
  public var days: Int { Int(always(.days)) }
  public var cagr: Double? { self[.cagr] }
  public var sharpeAnnual: Double? { self[.sharpeAnnual] }
  public var sharpeLower: Double? { self[.sharpeLower] }
  public var sortinoAnnual: Double? { self[.sortinoAnnual] }
  public var volatilityAnnual: Double? { self[.volatilityAnnual] }
  public var winRate: Double? { self[.winRate] }
  public var sharpeDaily: Double? { self[.sharpeDaily] }
  public var skewDaily: Double? { self[.skewDaily] }
  public var kurtosisDaily: Double? { self[.kurtosisDaily] }

  /// Zero is never met: both ways to make figures see to it that these exist.
  private func always(_ key: FigureKey) -> Double { self[key] ?? 0 }
}
