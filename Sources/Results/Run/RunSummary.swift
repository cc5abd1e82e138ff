import Market
import Replay
import Research
import Signals

/// A replay with all that names it: what the documents and pages of a run are made from.
public struct RunSummary: Sendable {
  public let strategy: BoundStrategy
  public let frame: Frame
  public let run: Run
  /// What settled, and what is to be said of it.
  public let funding: SettledFunding
  /// SHA-256 of strategy, parameters, data and engine, in hexadecimal.
  public let hash: String
  /// How sure the Sharpe ratio is: worked out once, for document, page and terminal.
  public let samplingError: Result<SamplingError, Unavailable>
  /// What it is held against, where something was named: no part of the run, and not of its hash.
  public var against: RunAgainst?
  /// What else had been tried on its data when it was told: no part of the run either.
  public var search: DataSearch?
  /// What it rests on besides its rules.
  let footing: Footing
  /// Why it never traded, from what its rules asked; nil where it did, or where that cannot be told.
  public var idleReason: String?

  public init(
    strategy: BoundStrategy, frame: Frame, run: Run, funding: SettledFunding = .nothing, hash: String
  ) {
    self.funding = run.legs.map { SettledFunding(of: $0.legs.map(\.funding)) } ?? funding
    footing = Footing(strategy.strategy, on: frame, settled: Self.settled(run) ?? [("", funding)])
    self.strategy = strategy
    self.frame = frame
    self.run = run
    self.hash = hash
    samplingError = Result { () throws(Unavailable) in try SamplingError(run) }
  }

  /// The name of the folder in which it is kept: that of whoever kept the same work first, under another name or this one. Nil
  /// of a run that is not kept.
  public var keptAs: String?

  /// Of the result, where nobody has kept the same work before.
  public var folder: ResultFolder { ResultFolder(strategy.strategy.name, hash: hash) }

  /// The short name it goes by.
  public var id: String { keptAs ?? folder.name }

  package var header: ResultHeader {
    var header = ResultHeader(
      strategy: strategy.strategy.name, on: frame,
      parameters: strategy.strategy.signals.parameterNames.compactMap { name in
        strategy.parameters[name].map { (name, $0) }
      }, hash: hash)
    header.traded = frame.traded
    // The part of the frame that was replayed.
    header.window = run.grid.range
    header.bars = run.grid.count
    return header
  }

  /// The part of the frame that is judged.
  public var window: TimeRange { run.grid.range }

  private var length: Interval { run.grid.interval * run.grid.count }

  /// Figures that a run of this length has none of, and why.
  var notSaid: [(key: FigureKey, why: String)] { LeastLength.notSaid(of: length) }

  /// What the market did not print while it was replayed.
  var gaps: ReplayGaps { ReplayGaps(run, present: frame.printed) }

  /// What orders must be multiples of, and worth, by instrument where there are several; nil where nothing says.
  var contractSteps: String? {
    let held = frame.held
    let said = held.compactMap { member -> String? in
      let contract = member.contract
      let parts = [("lot", contract.lot), ("tick", contract.tick), ("least notional", contract.leastNotional)]
        .compactMap { name, value in value.map { "\(name) \(Figure.plain($0).text)" } }
      guard !parts.isEmpty else { return nil }
      let text = parts.joined(separator: ", ")
      return held.count == 1 ? text : "\(member.instrument): \(text)"
    }
    return said.isEmpty ? nil : said.joined(separator: "; ")
  }

  /// The currency that amounts are written in, for labels: of an inverse contract, coins at what one cost at first.
  public var quote: String {
    guard !frame.isHeldTogether, coinPrice != nil else { return frame.amountUnit }
    return "\(frame.amountUnit) of \(frame.contract.settlement)"
  }

  /// Of a contract that is settled in a coin, what that cost at first; nil of others.
  var coinPrice: Double? { run.coinPrice }

}

extension RunSummary: ResultDocument {
  public static let kind = "replay"

  public static let fields = Fields<RunSummary> {
    ResultHeader.fields.of { $0.header }
    Field("run", .words, "the short name it goes by: its folder in results/; null of a run that is not kept") {
      $0.keptAs
    }
    Field("identity", .words, "what the strategy is, in canonical form") { $0.strategy.identity }
    Field("initial_equity", .number, "quote currency") { $0.run.figures.initialEquity }
    for key in FigureKey.allCases {
      Field(figure: key)
    }
    Field("hold_return", "Holding it", .signedPercent, "last close / first open - 1, before costs and funding") {
      $0.frame.holdReturn
    }
    Field("settlement_currency", .words, "what the account is in, where that is not the quote currency") {
      $0.coinPrice == nil ? nil : $0.frame.contract.settlement
    }.whereKnown()
    Field("first_coin_price", .number, "contracts settled in a coin: amounts over this are coins") { $0.coinPrice }
      .whereKnown()
    Field("initial_equity_coin", .number, "contracts settled in a coin: what the account began with") { run in
      run.coinPrice.map { run.run.figures.initialEquity / $0 }
    }.whereKnown()
    Field("final_equity_coin", .number, "contracts settled in a coin: what it came to") { run in
      run.coinPrice.map { run.run.figures.finalEquity / $0 }
    }.whereKnown()
    Field(
      "total_return_quote", "Return in quote", .signedPercent,
      "contracts settled in a coin: the coin's own change included"
    ) {
      $0.run.quoteReturn
    }.whereKnown()
    Field("profit_quote", .number, "contracts settled in a coin: entries of the ledger at the coin's price then") {
      $0.run.quoted.map { Money.quote($0.profit) }
    }.whereKnown()
    Field("coin_revaluation_quote", .number, "and what the coin's own price made of the account") {
      $0.run.quoted.map { Money.quote($0.revaluation) }
    }.whereKnown()
    Field(
      "liquidation_steps", listOf: LiquidationStep.fields, "what the venue took; of files that say margin: liquidation"
    ) { run in
      run.liquidationRules.isEmpty ? nil : .success(run.run.liquidations)
    }.whereKnown()
    SamplingError.fields.of { $0.samplingError.answer }
    Field("sharpe_interval_why", .words, "why the Sharpe ratio has no interval") { $0.samplingError.why }
    Field("trade_statistics", object: TradeStatistics.fields, "of closed trades, after all costs") {
      $0.run.tradeStatistics
    }
    Field("orders", object: OrderCounts.fields, "how orders went that were not filled at the market") { $0.run.orders }
    Field("drawdowns", listOf: DrawdownPeriod.fields, "the deepest five") { $0.run.drawdowns(most: deepest) }
    Field(
      "rolling_sharpe", object: RollingSharpe.fields,
      "the Sharpe ratio of the last days, day by day; of runs of 60 days"
    ) {
      $0.rollingSharpe
    }.whereKnown()
    Field("not_said", json: .object, "figures that a run of this length has none of, and why") { summary in
      .texts(summary.notSaid.map { ($0.key.rawValue, $0.why) })
    }
    Field("settlement_price", .words, "mark, trade, both, or none without settlements") { $0.run.settlementPrice }
    Field(
      "funding", object: SettledFunding.fields, "what settled, of legs on all of them; of a universe each member says"
    ) {
      $0.frame.isUniverse ? nil : $0.funding
    }
    Field("unverified", json: .array, "what it rests on that nobody has verified, a sentence each; among the notes too")
    {
      .strings($0.unverified)
    }
    Field("legs", object: LegAccount.fields, "what each leg of a position came to; of runs with legs") { $0.run.legs }
      .whereKnown()
    Field("portfolio", object: PortfolioAccount.fields, "what the instruments of a universe came to; of portfolios") {
      $0.run.portfolio
    }.whereKnown()
    Field("contract", .words, "null of a universe") { $0.frame.isUniverse ? nil : $0.frame.contract.description }
    Field("contract_steps", .words, "lot, tick and least notional, as far as they are known") { $0.contractSteps }
    Field("columns_from", json: .object, "by column, the series it comes from") { $0.frame.columnsFrom }
    Field("costs", object: costFields, "fractions of traded value") { $0.strategy }
    Field("fees_paid", listOf: FeePaid.fields, "by rate; of runs whose fees move with what they trade") { run in
      run.feesPaid.map { .success($0) }
    }.whereKnown()
    Field("execution", object: RunExecution.fields, "what fills rested on; of runs whose file says it") { $0.execution }
      .whereKnown()
    Field("gaps", object: ReplayGaps.fields, "bars that the market did not print") { $0.gaps }
    Field("idle_why", .words, "why it never traded, from what its rules asked; of runs without a trade") {
      $0.idleReason
    }.whereKnown()
    Field("against", object: BenchmarkComparison.fields, "the benchmark; of runs that are held against one") {
      $0.against?.comparison
    }.whereKnown()
    Field("notes", json: .array, "what a reader must know besides the figures") { .strings($0.notes) }
    Field("conventions", json: .object, "by figure") { _ in
      .texts(FigureKey.allCases.map { ($0.rawValue, $0.convention) })
    }
  }

  private static let costFields = Fields<BoundStrategy> {
    // Legs have costs of their own.
    Field("taker", .number) { $0.legs == nil ? $0.costs.taker : nil }
    Field("maker", .number) { $0.legs == nil ? $0.costs.maker : nil }
    Field("slippage", .number) { $0.legs == nil ? $0.costs.slippage : nil }
    Field("assumed", .words, "whose fees they are; null where the file says its own") {
      $0.strategy.assumedFees?.source
    }
    Field("fees", .words, "whose list of fees is charged, and which level; of files that name one") { bound in
      bound.strategy.fees.map { $0.words(bound.signals) }
    }.whereKnown()
    Field("fees_source", .words, "who has published it, and when; the first level of fees by volume") { bound in
      bound.strategy.fees.flatMap { rule in
        rule.schedule.venue.isEmpty
          ? nil : rule.schedule.words((try? rule.tier(bound.signals)) ?? rule.schedule.tiers[0])
      }
    }.whereKnown()
  }

  /// The figures alone, as the store keeps them.
  public var figuresJSON: JSONValue {
    .object(.figures { run.figures[$0] })
  }

  /// `samplingErrorText` as a terminal shows it.
  public var samplingErrorLine: String? { samplingErrorText.map { "Sampling error: \($0)" } }

  /// `samplingError` in a sentence; nil where nothing can be said.
  public var samplingErrorText: String? {
    guard case .success(let error) = samplingError else { return nil }
    return
      "Sharpe ratio \(Figure.ratio(error.sharpeAnnual).text) over \(Double.grouped(error.days)) days, 95% interval \(Figure.ratio(error.interval.lowerBound).text) to \(Figure.ratio(error.interval.upperBound).text); above zero with probability \(error.probability.probabilityText), were this the only test.\(search?.sentence.map { " \($0)" } ?? "")"
  }
}

extension Field<RunSummary> {
  fileprivate init(figure key: FigureKey) {
    let form = Form<Double>(type: key.form == .count ? "integer" : "number") { key.figure($0) }
    self.init(key.rawValue, key.title, form, key.convention) { $0.run.figures[key] }
  }
}

extension SamplingError {
  static let fields = Fields<SamplingError> {
    Field("sharpe_interval_low", .ratio, "95% interval of the Sharpe ratio, adjusted for autocorrelation") {
      $0.interval.lowerBound
    }
    Field("sharpe_interval_high", .ratio) { $0.interval.upperBound }
    Field("probabilistic_sharpe", .ratio(3), "probability that the true one is above zero, were this the only test") {
      $0.probability
    }
  }
}

extension SettledFunding {
  static let fields = Fields<SettledFunding> {
    Field("coverage", .words) { $0.coverage.rawValue }
    Field("instrument", .words, "whose funding it is") { $0.instrument?.description }
    Field("settlements", .count, "that fall due in the window") { $0.due }
    Field("assumed", .count, "of them by assumption") { $0.assumed }
    Field("assumptions", .words) { $0.assumptions.description }
    Field("findings", json: .array, "kind, count, first, last, sentence") { funding in
      .array(
        funding.findings.map { finding in
          [
            "kind": .string(finding.kind.rawValue), "count": .integer(finding.count),
            "first": .string(finding.first.description), "last": .string(finding.last.description),
            "sentence": .string(finding.sentence),
          ]
        })
    }
  }
}

extension ReplayGaps {
  static let fields = Fields<ReplayGaps> {
    Field("bars_missing", .count) { $0.missing }
    Field("decisions_skipped", .count) { $0.decisionsSkipped }
    Field("bars_held_through", .count) { $0.heldThrough }
  }
}

extension Frame {
  /// By column, the series that each comes from.
  var columnsFrom: JSONValue {
    guard isUniverse else { return .texts(columns.map { ($0.key, $0.value.source) }) }
    return .texts(members.flatMap { member in member.columns.map { ("\(member.name).\($0.name)", $0.source) } })
  }
}

extension [String: JSONValue] {
  /// Every figure under its key: whole numbers as such, null where it is not defined.
  package static func figures(_ value: (FigureKey) -> Double?) -> [String: JSONValue] {
    .init(uniqueKeysWithValues: FigureKey.allCases.map { ($0.rawValue, $0.figure(value($0)).json) })
  }
}
