/// A figure by name: what a sweep can rank by, a table can print and a document is keyed by.
public enum FigureKey: String, CaseIterable, Hashable, Sendable {
  case finalEquity = "final_equity"
  case totalReturn = "total_return"
  case cagr
  case sharpeAnnual = "sharpe_annual"
  case sharpeLower = "sharpe_lower"
  case sortinoAnnual = "sortino_annual"
  case volatilityAnnual = "volatility_annual"
  case maxDrawdown = "max_drawdown"
  case calmar
  case pricePnl = "price_pnl"
  case fundingPnl = "funding_pnl"
  case fees
  case slippage
  case liquidationPnl = "liquidation_pnl"
  case trades
  case liquidations
  case winRate = "win_rate"
  case turnover
  case exposure
  case days
  case sharpeDaily = "sharpe_daily"
  case skewDaily = "skew_daily"
  case kurtosisDaily = "kurtosis_daily"

  /// How its number reads.
  public enum Form: Hashable, Sendable {
    case quote, percent, ratio, count
  }

  public var form: Form {
    switch self {
    case .finalEquity, .pricePnl, .fundingPnl, .fees, .slippage, .liquidationPnl: .quote
    case .totalReturn, .cagr, .volatilityAnnual, .maxDrawdown, .winRate, .exposure: .percent
    case .sharpeAnnual, .sharpeLower, .sortinoAnnual, .calmar, .turnover, .sharpeDaily, .skewDaily, .kurtosisDaily:
      .ratio
    case .trades, .liquidations, .days: .count
    }
  }

  /// Whether less of it is better. Costs and drawdowns are negative numbers, of which the larger is better, too.
  public var ranksSmallestFirst: Bool {
    switch self {
    case .volatilityAnnual, .turnover, .liquidations: true
    default: false
    }
  }

  /// The convention, in a few words, printed with the number.
  public var convention: String {
    switch self {
    case .finalEquity: "quote currency, marked at the last close"
    case .totalReturn: "final / initial equity - 1"
    case .cagr: "compound, per 365 days"
    case .sharpeAnnual: "UTC-daily returns, n-1, x sqrt(365), rf 0"
    case .sharpeLower: "95 % lower bound of sharpe_annual, one-sided; kurtosis and adverse skew in, autocorrelation not"
    case .sortinoAnnual: "UTC-daily returns, all days in the denominator, x sqrt(365)"
    case .volatilityAnnual: "UTC-daily returns, n-1, x sqrt(365)"
    case .maxDrawdown: "on bar closes, start included"
    case .calmar: "cagr / |max drawdown|"
    case .pricePnl: "quote currency, before costs"
    case .fundingPnl: "quote currency, + received, - paid"
    case .fees: "quote currency, maker where a limit order rested, else taker"
    case .slippage: "quote currency, against the undisturbed price"
    case .liquidationPnl: "quote currency, liquidation fees less what the venue bore"
    case .trades: "round trips begun"
    case .liquidations: "positions liquidated"
    case .winRate: "closed trades that added to equity after costs"
    case .turnover: "traded value / equity before it, summed over fills"
    case .exposure: "bars closed with a position"
    case .days: "UTC days"
    case .sharpeDaily: "UTC-daily returns, not annualised"
    case .skewDaily: "UTC-daily returns, population"
    case .kurtosisDaily: "UTC-daily returns, population, normal = 3"
    }
  }
}

extension Figures {
  /// Nil where the figure does not exist for this run.
  public subscript(figure: FigureKey) -> Double? {
    switch figure {
    case .finalEquity: finalEquity
    case .totalReturn: totalReturn
    case .cagr: cagr
    case .sharpeAnnual: sharpeAnnual
    case .sharpeLower: sharpeLower
    case .sortinoAnnual: sortinoAnnual
    case .volatilityAnnual: volatilityAnnual
    case .maxDrawdown: maxDrawdown
    case .calmar: calmar
    case .pricePnl: pricePnl
    case .fundingPnl: fundingPnl
    case .fees: fees
    case .slippage: slippage
    case .liquidationPnl: liquidationPnl
    case .trades: Double(trades)
    case .liquidations: Double(liquidations)
    case .winRate: winRate
    case .turnover: turnover
    case .exposure: exposure
    case .days: Double(days)
    case .sharpeDaily: sharpeDaily
    case .skewDaily: skewDaily
    case .kurtosisDaily: kurtosisDaily
    }
  }
}
