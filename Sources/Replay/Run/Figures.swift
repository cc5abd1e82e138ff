import Market
import Numerics

/// The figures of one run, each as `docs/accounting.md` defines it. Nil where a figure does not exist.
public struct Figures: Hashable, Sendable {
  /// Quote currency.
  public let initialEquity: Double
  public let finalEquity: Double
  public let totalReturn: Double
  public let cagr: Double?
  public let sharpeAnnual: Double?
  /// What the true `sharpeAnnual` is above with 95 % confidence, were there only this one trial.
  public let sharpeLower: Double?
  public let sortinoAnnual: Double?
  public let volatilityAnnual: Double?
  public let maxDrawdown: Double
  public let calmar: Double?
  public let pricePnl: Double
  public let fundingPnl: Double
  public let fees: Double
  public let slippage: Double
  public let liquidationPnl: Double
  public let trades: Int
  public let liquidations: Int
  public let winRate: Double?
  public let turnover: Double
  public let exposure: Double
  /// UTC days, cut ones at the ends as `ReturnDays` has them: the n of the daily figures.
  public let days: Int
  /// Not annualised: mean / standard deviation of UTC-daily returns.
  public let sharpeDaily: Double?
  public let skewDaily: Double?
  public let kurtosisDaily: Double?

  package init(_ totals: RunTotals, tape: PreparedMarket) {
    initialEquity = Money.quote(totals.initialEquity)
    finalEquity = Money.quote(totals.finalEquity)
    let growth = totals.finalEquity / totals.initialEquity
    totalReturn = growth - 1
    let length = tape.length
    let compounded = power(growth, length.perYear) - 1
    cagr = compounded.isFinite && length >= LeastLength.compounded ? compounded : nil
    let depth = totals.drawdown.depth
    maxDrawdown = depth - 1
    calmar = depth < 1 ? cagr.map { $0 / (1 - depth) } : nil
    pricePnl = Money.quote(totals.price)
    fundingPnl = Money.quote(totals.funding)
    fees = Money.quote(totals.fees)
    slippage = Money.quote(totals.slippage)
    liquidationPnl = Money.quote(totals.liquidation)
    trades = totals.trades
    liquidations = totals.liquidations
    winRate = totals.closed > 0 ? Double(totals.won) / Double(totals.closed) : nil
    turnover = totals.turnover
    exposure = Double(totals.barsHeld) / Double(tape.rows.count)
    days = tape.days
    let daily = DailyMoments(totals, days: tape.days)
    sharpeDaily = daily.sharpe
    let year = length >= LeastLength.annualised ? Annual.root : nil
    func annual(_ figure: Double?) -> Double? { year.flatMap { year in figure.map { $0 * year } } }
    sharpeAnnual = annual(daily.sharpe)
    sharpeLower = annual(daily.sharpeLower)
    sortinoAnnual = annual(daily.sortino)
    volatilityAnnual = annual(daily.deviation)
    skewDaily = daily.skew
    kurtosisDaily = daily.kurtosis
  }
}

extension Figures {
  /// Figures as a store kept them: one number for each key, NaN where the figure did not exist.
  ///
  /// Nil when one that always exists is missing, which means that something else wrote them.
  public init?(initialEquity: Double, values: [FigureKey: Double]) {
    func maybe(_ key: FigureKey) -> Double? { values[key].flatMap { $0.isNaN ? nil : $0 } }
    guard let finalEquity = maybe(.finalEquity), let totalReturn = maybe(.totalReturn),
      let maxDrawdown = maybe(.maxDrawdown), let pricePnl = maybe(.pricePnl), let fundingPnl = maybe(.fundingPnl),
      let fees = maybe(.fees), let slippage = maybe(.slippage), let liquidationPnl = maybe(.liquidationPnl),
      let trades = maybe(.trades).flatMap(Int.init(exactly:)),
      let liquidations = maybe(.liquidations).flatMap(Int.init(exactly:)),
      let turnover = maybe(.turnover), let exposure = maybe(.exposure),
      let days = maybe(.days).flatMap(Int.init(exactly:))
    else { return nil }
    self.initialEquity = initialEquity
    self.finalEquity = finalEquity
    self.totalReturn = totalReturn
    cagr = maybe(.cagr)
    sharpeAnnual = maybe(.sharpeAnnual)
    sharpeLower = maybe(.sharpeLower)
    sortinoAnnual = maybe(.sortinoAnnual)
    volatilityAnnual = maybe(.volatilityAnnual)
    self.maxDrawdown = maxDrawdown
    calmar = maybe(.calmar)
    self.pricePnl = pricePnl
    self.fundingPnl = fundingPnl
    self.fees = fees
    self.slippage = slippage
    self.liquidationPnl = liquidationPnl
    self.trades = trades
    self.liquidations = liquidations
    winRate = maybe(.winRate)
    self.turnover = turnover
    self.exposure = exposure
    self.days = days
    sharpeDaily = maybe(.sharpeDaily)
    skewDaily = maybe(.skewDaily)
    kurtosisDaily = maybe(.kurtosisDaily)
  }
}

/// Moments of daily returns from their power sums over `days` days.
private struct DailyMoments {
  /// Φ⁻¹(0.95). A constant, because every trial of a sweep asks for it.
  static let confidence = 1.6448536269514722

  var deviation: Double?
  var sharpe: Double?
  var sharpeLower: Double?
  var sortino: Double?
  var skew: Double?
  var kurtosis: Double?

  init(_ totals: RunTotals, days: Int) {
    guard let moments = ReturnMoments(count: days, sum: totals.daily1, squares: totals.daily2) else { return }
    let (n, mean, m2) = (moments.count, moments.mean, moments.variance)
    let sharpe = moments.sharpe
    self.deviation = moments.deviation
    self.sharpe = sharpe
    sortino = moments.sortino(losses: totals.dailyDown2)
    let m3 = totals.daily3 / n - 3 * mean * totals.daily2 / n + 2 * mean * mean * mean
    let m4 =
      totals.daily4 / n - 4 * mean * totals.daily3 / n + 6 * mean * mean * totals.daily2 / n - 3 * mean * mean * mean
      * mean
    let skew = m3 / (m2 * m2.squareRoot())
    let kurtosis = m4 / (m2 * m2)
    self.skew = skew
    self.kurtosis = kurtosis
    // Bailey & López de Prado (2012), Journal of Risk 15(2), but that skewness only counts against a trial: three lucky
    // days have a large one, which would make their ratio look sure. Days are taken as uncorrelated, of which power sums
    // know nothing.
    let variance = 1 - min(0, skew * sharpe) + (kurtosis - 1) / 4 * sharpe * sharpe
    sharpeLower = sharpe - Self.confidence * (variance / (n - 1)).squareRoot()
  }
}
