import Market

/// The figures of one run with the UTC-daily returns behind them, and no other record.
///
/// What statistics over many trials need: a year is 365 numbers, where a `Run` keeps one for every bar. The returns are
/// those of `Run.daily`, bit for bit, and the figures those of `Run.figures`.
public struct DailyReturns: Hashable, Sendable {
  public let figures: Figures
  /// One for each of the tape's `returnDays`, in order; 0 on days without a position. The first day is measured
  /// against the initial equity.
  public let returns: [Double]

  /// - Throws: a `Problem` when equity or position outgrow exact arithmetic.
  public init(
    _ tape: PreparedMarket, decisions: some DecisionSource, costs: Costs, initialEquity: Double
  ) throws(Problem) {
    var machine = ReplayMachine(tape, costs: costs, initialEquity: initialEquity, observer: DayWatcher(tape))
    try machine.run(decisions)
    self.init(machine, tape)
  }

  /// The same of orders.
  package init(
    _ tape: PreparedMarket, orders: some OrderSource, costs: Costs, initialEquity: Double
  ) throws(Problem) {
    var machine = ReplayMachine(tape, costs: costs, initialEquity: initialEquity, observer: DayWatcher(tape))
    try machine.run(orders)
    self.init(machine, tape)
  }

  /// The same of legs.
  public init(_ tape: PreparedMarket, legs decisions: LegDecisions, initialEquity: Double) throws(Problem) {
    var machine = LegMachine(tape, decisions, initialEquity: initialEquity, observer: DayWatcher(tape))
    try machine.run()
    figures = Figures(machine.totals, tape: tape)
    returns = machine.observer.returns
  }

  /// The same of a portfolio.
  public init(_ tape: PreparedMarket, portfolio decisions: PortfolioDecisions, initialEquity: Double) throws(Problem) {
    var machine = LegMachine(
      tape, terms: decisions.terms, initialEquity: initialEquity, observer: DayWatcher(tape))
    _ = try machine.run(decisions)
    figures = Figures(machine.totals, tape: tape)
    returns = machine.observer.returns
  }

  private init(_ machine: ReplayMachine<DayWatcher>, _ tape: PreparedMarket) {
    figures = Figures(machine.totals, tape: tape)
    returns = machine.observer.returns
  }
}

extension OrderList {
  /// What they come to, day by day.
  package func dailyReturns(
    on tape: PreparedMarket, costs: Costs, initialEquity: Double
  ) throws(Problem) -> DailyReturns {
    try DailyReturns(tape, orders: self, costs: costs, initialEquity: initialEquity)
  }
}

/// Keeps what each day returned.
private struct DayWatcher: ReplayObserver, LegObserver {
  static let watchesBars = false
  private let first: Int32
  var returns: [Double]

  init(_ tape: PreparedMarket) {
    first = tape.day(of: tape.rows.lowerBound)
    returns = [Double](repeating: 0, count: tape.days)
  }

  mutating func dayEnded(_ day: Int32, return value: Double) { returns[Int(day - first)] = value }
  func marked(_ row: Int, equity: Double, quantity: Double) {}
  func filled(_ fill: Fill) {}
  func settled(_ settlement: Settlement, amount: Double, quantity: Double) {}
  func marked(_ row: Int, equity: Double, legs: [LegHolding]) {}
  func filled(_ fill: Fill, leg: Int, opens: Bool, closes: Bool) {}
  func settled(_ settlement: Settlement, amount: Double, quantity: Double, leg: Int, coin: Double?) {}
  func financed(_ instant: Instant, amount: Double, quantity: Double, price: Double, rate: Double, leg: Int) {}
}
