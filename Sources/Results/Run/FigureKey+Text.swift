import Replay

extension FigureKey {
  /// What people call it.
  public var title: String {
    switch self {
    case .finalEquity: "Final equity"
    case .totalReturn: "Total return"
    case .cagr: "CAGR"
    case .sharpeAnnual: "Sharpe ratio"
    case .sharpeLower: "Sharpe, lower bound"
    case .sortinoAnnual: "Sortino ratio"
    case .volatilityAnnual: "Volatility"
    case .maxDrawdown: "Max drawdown"
    case .calmar: "Calmar ratio"
    case .pricePnl: "Price PnL"
    case .fundingPnl: "Funding PnL"
    case .fees: "Fees"
    case .slippage: "Slippage"
    case .liquidationPnl: "Liquidation PnL"
    case .trades: "Trades"
    case .liquidations: "Liquidations"
    case .winRate: "Win rate"
    case .turnover: "Turnover"
    case .exposure: "Exposure"
    case .days: "Days"
    case .sharpeDaily: "Daily Sharpe"
    case .skewDaily: "Daily skew"
    case .kurtosisDaily: "Daily kurtosis"
    }
  }

  /// A value of it as people read it.
  public func figure(_ value: Double?) -> Figure {
    guard let value else { return .missing }
    switch form {
    case .count: return .count(Int(value))
    case .ratio: return .ratio(value, decimals: self == .sharpeDaily ? 4 : 2)
    case .percent:
      switch self {
      case .totalReturn, .cagr: return .signedPercent(value)
      default: return .percent(value)
      }
    case .quote: return self == .finalEquity ? .quote(value) : .signedQuote(value)
    }
  }
}

extension Figures {
  /// The figures under their names, each with its convention.
  public func keyFigures(_ keys: [FigureKey] = FigureKey.allCases, quote: String = "quote") -> [KeyFigure] {
    keys.map { key in
      KeyFigure(
        key.title, key: key.rawValue, key.figure(self[key]), unit: key.form == .quote ? quote : nil,
        convention: key.convention)
    }
  }

  /// The figures one looks at first.
  public static let highlights: [FigureKey] = [
    .totalReturn, .sharpeAnnual, .maxDrawdown, .trades, .fundingPnl, .fees, .exposure, .turnover,
  ]
}
