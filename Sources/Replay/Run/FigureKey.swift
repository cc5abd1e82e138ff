import Market

/// A figure of a run, all of it in its line of `allCases`: the key documents and stores know it by, what people call it,
/// how it reads, its convention, and what it is of a finished run.
///
/// A sweep can rank by any of them, a table prints any of them, and a new one is a new line.
public struct FigureKey: Hashable, Sendable, CaseIterable {
  /// The key in documents, rows and stores.
  public let rawValue: String
  public let title: String
  public let form: Form
  /// In a few words, printed with the number.
  public let convention: String
  /// How long a run must be before the figure is said of it; nil for one that can be said of any run.
  public let least: Interval?
  /// Whether less of it is better. Costs and drawdowns are negative numbers, of which the larger is better, too.
  public let ranksSmallestFirst: Bool
  /// Whether every run has it.
  let isAlways: Bool
  let value: @Sendable (FinishedReplay) -> Double?

  /// How its number reads.
  public enum Form: Hashable, Sendable {
    case quote, signedQuote, percent, signedPercent, count
    case ratio(decimals: Int)

    /// Quote currency.
    public var isMoney: Bool { self == .quote || self == .signedQuote }
  }

  /// The figure with that key.
  public init?(rawValue: String) {
    guard let place = Self.places[rawValue] else { return nil }
    self = Self.allCases[place]
  }

  private init(
    _ key: String, _ title: String, _ form: Form, _ convention: String, least: Interval?, smallestFirst: Bool,
    isAlways: Bool, value: @escaping @Sendable (FinishedReplay) -> Double?
  ) {
    rawValue = key
    self.title = title
    self.form = form
    self.convention = convention
    self.least = least
    ranksSmallestFirst = smallestFirst
    self.isAlways = isAlways
    self.value = value
  }

  /// A figure that every run has.
  private static func always(
    _ key: String, _ title: String, _ form: Form, _ convention: String, smallestFirst: Bool = false,
    value: @escaping @Sendable (FinishedReplay) -> Double
  ) -> FigureKey {
    FigureKey(key, title, form, convention, least: nil, smallestFirst: smallestFirst, isAlways: true, value: value)
  }

  /// A figure that some runs have not: too short a run, no trade, no deviation.
  private static func maybe(
    _ key: String, _ title: String, _ form: Form, _ convention: String, least: Interval? = nil,
    smallestFirst: Bool = false, value: @escaping @Sendable (FinishedReplay) -> Double?
  ) -> FigureKey {
    FigureKey(key, title, form, convention, least: least, smallestFirst: smallestFirst, isAlways: false, value: value)
  }

  public static func == (one: FigureKey, other: FigureKey) -> Bool { one.rawValue == other.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

extension FigureKey {
  /// Every figure, in the order in which blocks of trials keep them.
  public static let allCases: [FigureKey] = [
    always("final_equity", "Final equity", .quote, "quote currency, marked at the last close") {
      Money.quote($0.totals.finalEquity)
    },
    always("total_return", "Total return", .signedPercent, "final / initial equity - 1") { $0.growth - 1 },
    maybe("cagr", "CAGR", .signedPercent, "compound, per 365 days", least: LeastLength.compounded) { $0.cagr },
    maybe("sharpe_annual", "Sharpe ratio", ratio, "UTC-daily returns, n-1, x sqrt(365), rf 0", least: year) {
      $0.annual($0.daily.sharpe)
    },
    maybe(
      "sharpe_lower", "Sharpe, lower bound", ratio,
      "95% lower bound of the Sharpe ratio, one-sided; adjusted for kurtosis and negative skew, not for autocorrelation",
      least: year
    ) { $0.annual($0.daily.sharpeLower) },
    maybe(
      "sortino_annual", "Sortino ratio", ratio, "UTC-daily returns, all days in the denominator, x sqrt(365)",
      least: year
    ) { $0.annual($0.daily.sortino) },
    maybe(
      "volatility_annual", "Volatility", .percent, "UTC-daily returns, n-1, x sqrt(365)", least: year,
      smallestFirst: true
    ) { $0.annual($0.daily.deviation) },
    always("max_drawdown", "Max drawdown", .percent, "on bar closes, start included") { $0.depth - 1 },
    maybe("calmar", "Calmar ratio", ratio, "cagr / |max drawdown|", least: LeastLength.compounded) { run in
      run.depth < 1 ? run.cagr.map { $0 / (1 - run.depth) } : nil
    },
    always("price_pnl", "Price PnL", .signedQuote, "quote currency, before costs") { Money.quote($0.totals.price) },
    always("funding_pnl", "Funding PnL", .signedQuote, "quote currency, + received, - paid") {
      Money.quote($0.totals.funding)
    },
    always("fees", "Fees", .signedQuote, "quote currency, maker where a limit order rested, else taker") {
      Money.quote($0.totals.fees)
    },
    always("slippage", "Slippage", .signedQuote, "quote currency, against the undisturbed price") {
      Money.quote($0.totals.slippage)
    },
    always(
      "liquidation_pnl", "Liquidation PnL", .signedQuote,
      "quote currency, liquidation fees less what the venue bore"
    ) { Money.quote($0.totals.liquidation) },
    always("trades", "Trades", .count, "round trips begun") { Double($0.totals.trades) },
    always("liquidations", "Liquidations", .count, "positions liquidated", smallestFirst: true) {
      Double($0.totals.liquidations)
    },
    maybe("win_rate", "Win rate", .percent, "closed trades that added to equity after costs") {
      $0.totals.closed > 0 ? Double($0.totals.won) / Double($0.totals.closed) : nil
    },
    always(
      "turnover", "Turnover", ratio, "traded value / equity before it, summed over fills", smallestFirst: true
    ) { $0.totals.turnover },
    always("exposure", "Exposure", .percent, "bars closed with a position") {
      Double($0.totals.barsHeld) / Double($0.bars)
    },
    always("days", "Days", .count, "UTC days") { Double($0.days) },
    maybe("sharpe_daily", "Daily Sharpe", .ratio(decimals: 4), "UTC-daily returns, not annualised") {
      $0.daily.sharpe
    },
    maybe("skew_daily", "Daily skew", ratio, "UTC-daily returns, population") { $0.daily.skew },
    maybe("kurtosis_daily", "Daily kurtosis", ratio, "UTC-daily returns, population, normal = 3") {
      $0.daily.kurtosis
    },
  ]

  private static let ratio = Form.ratio(decimals: 2)
  private static let year = LeastLength.annualised

  /// `value` of each, without the words beside it: every trial of a sweep asks for all of them, and copying a figure's
  /// words costs more than the figure.
  ///
  /// Each in a box of its own type: bare closures in an array are wrapped, and two threads that call the same wrapper wait
  /// for each other to count it.
  static let values = allCases.map { Reading(of: $0.value) }

  struct Reading: Sendable {
    let of: @Sendable (FinishedReplay) -> Double?
  }

  /// Where each stands in `allCases`, by key.
  static let places = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { place, figure in (figure.rawValue, place) })
}

/// The figures that code asks for by name.
extension FigureKey {
  public static let finalEquity = named("final_equity")
  public static let totalReturn = named("total_return")
  public static let cagr = named("cagr")
  public static let sharpeAnnual = named("sharpe_annual")
  public static let sharpeLower = named("sharpe_lower")
  public static let sortinoAnnual = named("sortino_annual")
  public static let volatilityAnnual = named("volatility_annual")
  public static let maxDrawdown = named("max_drawdown")
  public static let calmar = named("calmar")
  public static let pricePnl = named("price_pnl")
  public static let fundingPnl = named("funding_pnl")
  public static let fees = named("fees")
  public static let slippage = named("slippage")
  public static let liquidationPnl = named("liquidation_pnl")
  public static let trades = named("trades")
  public static let liquidations = named("liquidations")
  public static let winRate = named("win_rate")
  public static let turnover = named("turnover")
  public static let exposure = named("exposure")
  public static let days = named("days")
  public static let sharpeDaily = named("sharpe_daily")
  public static let skewDaily = named("skew_daily")
  public static let kurtosisDaily = named("kurtosis_daily")

  /// A misspelt name is a bug of ours, found by the first test that runs.
  private static func named(_ key: String) -> FigureKey {
    guard let figure = FigureKey(rawValue: key) else { preconditionFailure("no figure is called \(key)") }
    return figure
  }
}
