import Market

/// One backtest, whole: what it did, what it earned, and the name its bytes go by.
public struct Run: Sendable {
  public let figures: Figures
  /// In the order things happened; amounts add up to final less initial equity, exactly.
  public let ledger: Ledger
  public let trades: [Trade]
  /// The replayed bars.
  public let grid: Grid
  /// Micro-quote at each bar's close.
  public let equity: [Double]
  /// Base currency held at each bar's close, signed.
  public let quantity: [Double]

  /// What became of orders that did not simply fill.
  public internal(set) var orders: OrderCounts
  /// What its venue took where margin was gone, in order.
  public let liquidations: [LiquidationStep]
  /// Of a contract that is settled in a coin, what that cost at first: amounts over this are coins. Nil of others.
  public let coinPrice: Double?
  /// What that coin cost at each bar's close.
  public let coinPrices: [Double]?

  /// What each leg came to; nil where one instrument was traded.
  public let legs: LegAccount?

  /// What each instrument of a portfolio came to; nil where there is none.
  public let portfolio: PortfolioAccount?

  /// Replays decisions over a tape and writes everything down.
  ///
  /// - Throws: a `Problem` when equity or position outgrow exact arithmetic, or, should that ever happen, when the
  ///   ledger does not close.
  public init(
    _ tape: PreparedMarket, decisions: some DecisionSource, costs: Costs, initialEquity: Double
  ) throws(Problem) {
    try self.init(tape, costs, initialEquity) { (machine) throws(Problem) in try machine.run(decisions) }
  }

  /// The same of orders.
  package init(
    _ tape: PreparedMarket, orders: some OrderSource, costs: Costs, initialEquity: Double
  ) throws(Problem) {
    try self.init(tape, costs, initialEquity) { (machine) throws(Problem) in try machine.run(orders) }
  }

  private init(
    _ tape: PreparedMarket, _ costs: Costs, _ initialEquity: Double,
    _ replay: (inout ReplayMachine<Recorder>) throws(Problem) -> Void
  ) throws(Problem) {
    let totals: RunTotals
    var recorder: Recorder
    (totals, orders, recorder) = try Self.recorded(tape, costs, initialEquity, replay)
    (equity, quantity) = recorder.finish(totals, tape: tape)
    ledger = recorder.entries
    trades = recorder.trades
    liquidations = recorder.liquidations
    grid = tape.grid.slice(tape.rows)
    coinPrice = tape.firstCoinPrice
    coinPrices = tape.coinPrices
    legs = nil
    portfolio = nil
    figures = Figures(totals, tape: tape)
    try Self.refuseOpenLedger(ledger, totals)
  }

  /// Replays the decisions of a position of several legs and writes everything down.
  ///
  /// - Throws: as the replay of one instrument.
  public init(_ tape: PreparedMarket, legs decisions: LegDecisions, initialEquity: Double) throws(Problem) {
    var (outcome, recorder) = try Self.recorded(tape, decisions, initialEquity)
    recorder.finish(outcome.totals, outcome.legs)
    try self.init(tape, outcome, recorder, legs: LegAccount(tape, decisions, outcome, recorder))
  }

  /// Replays the decisions of a portfolio and writes everything down.
  ///
  /// - Throws: as the replay of one instrument.
  public init(_ tape: PreparedMarket, portfolio decisions: PortfolioDecisions, initialEquity: Double) throws(Problem) {
    var (outcome, counts, recorder) = try Self.recorded(tape, decisions, initialEquity)
    recorder.finish(outcome.totals, outcome.legs)
    try self.init(
      tape, outcome, recorder, portfolio: PortfolioAccount(tape, decisions, outcome.legs, recorder, counts))
  }

  /// What was written down of several legs, which the recorder has finished, and the account of them.
  private init(
    _ tape: PreparedMarket, _ outcome: LegOutcome, _ recorder: LegRecorder, legs: LegAccount? = nil,
    portfolio: PortfolioAccount? = nil
  ) throws(Problem) {
    ledger = recorder.entries
    trades = recorder.trades
    equity = recorder.equity
    quantity = recorder.curves[0].quantities(tape.rows.count)
    grid = tape.grid.slice(tape.rows)
    orders = outcome.orders
    figures = Figures(outcome.totals, tape: tape)
    liquidations = recorder.liquidations
    (coinPrice, coinPrices) = (nil, nil)
    (self.legs, self.portfolio) = (legs, portfolio)
    try Self.refuseOpenLedger(ledger, outcome.totals)
    try Self.refuseOpenLegs(ledger, outcome.legs)
  }

  /// What the entries of each leg add up to is what it came to.
  private static func refuseOpenLegs(_ ledger: Ledger, _ legs: [LegHolding]) throws(Problem) {
    var sums = [Double](repeating: 0, count: legs.count)
    for entry in ledger { sums[entry.leg] += entry.amount }
    for (sum, leg) in zip(sums, legs) where sum != leg.sums.net { throw openLedger(sum, leg.sums.net) }
  }

  private static func refuseOpenLedger(_ ledger: Ledger, _ totals: RunTotals) throws(Problem) {
    let sum = ledger.reduce(0) { $0 + $1.amount }
    guard totals.closes, totals.initialEquity + sum == totals.finalEquity else {
      throw openLedger(sum, totals.finalEquity - totals.initialEquity)
    }
  }

  private static func openLedger(_ sum: Double, _ moved: Double) -> Problem {
    Problem(
      "the ledger adds up to \(Money.text(sum)) but equity moved by \(Money.text(moved))",
      remedy: "this is a fault of the engine; please report it with the strategy", fault: .work)
  }

  /// What a replay came to and who wrote it down. The machine is gone by then, and the curves have one owner who may finish
  /// them in place.
  private static func recorded(
    _ tape: PreparedMarket, _ costs: Costs, _ initialEquity: Double,
    _ replay: (inout ReplayMachine<Recorder>) throws(Problem) -> Void
  ) throws(Problem) -> (RunTotals, OrderCounts, Recorder) {
    var machine = ReplayMachine(
      tape, costs: costs, initialEquity: initialEquity,
      observer: Recorder(tape, costs: costs, initialEquity: initialEquity))
    try replay(&machine)
    return (machine.totals, machine.orders, machine.observer)
  }

  /// The same of legs.
  private static func recorded(
    _ tape: PreparedMarket, _ decisions: LegDecisions, _ initialEquity: Double
  ) throws(Problem) -> (LegOutcome, LegRecorder) {
    var machine = LegMachine(
      tape, decisions, initialEquity: initialEquity,
      observer: LegRecorder(tape, decisions.terms, initialEquity: initialEquity, onLegEnd: decisions.onLegEnd))
    try machine.run()
    return (machine.outcome, machine.observer)
  }

  /// The same of a portfolio.
  private static func recorded(
    _ tape: PreparedMarket, _ decisions: PortfolioDecisions, _ initialEquity: Double
  ) throws(Problem) -> (LegOutcome, PortfolioCounts, LegRecorder) {
    var machine = LegMachine(
      tape, terms: decisions.terms, initialEquity: initialEquity,
      observer: LegRecorder(tape, decisions.terms, initialEquity: initialEquity, isEach: true))
    let counts = try machine.run(decisions)
    return (machine.outcome, counts, machine.observer)
  }
}

extension Figures {
  /// The figures alone, for when thousands of runs are compared: the same machine without anybody writing.
  public init(
    _ tape: PreparedMarket, decisions: some DecisionSource, costs: Costs, initialEquity: Double
  ) throws(Problem) {
    var machine = ReplayMachine(tape, costs: costs, initialEquity: initialEquity, observer: Unobserved())
    try machine.run(decisions)
    self.init(machine.totals, tape: tape)
  }

  /// The same of legs.
  public init(_ tape: PreparedMarket, legs decisions: LegDecisions, initialEquity: Double) throws(Problem) {
    var machine = LegMachine(tape, decisions, initialEquity: initialEquity, observer: Unobserved())
    try machine.run()
    self.init(machine.totals, tape: tape)
  }

  /// The same of a portfolio.
  public init(_ tape: PreparedMarket, portfolio decisions: PortfolioDecisions, initialEquity: Double) throws(Problem) {
    var machine = LegMachine(
      tape, terms: decisions.terms, initialEquity: initialEquity, observer: Unobserved())
    _ = try machine.run(decisions)
    self.init(machine.totals, tape: tape)
  }

  /// The same of orders.
  package init(
    _ tape: PreparedMarket, orders: some OrderSource, costs: Costs, initialEquity: Double
  ) throws(Problem) {
    var machine = ReplayMachine(tape, costs: costs, initialEquity: initialEquity, observer: Unobserved())
    try machine.run(orders)
    self.init(machine.totals, tape: tape)
  }
}
