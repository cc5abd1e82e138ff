import Market
import Numerics
import Replay
import Research
import Statistics

extension CompareSummary: ResultDocument {
  public static let kind = "comparison"

  public static let fields = Fields<CompareSummary> {
    Field("hash", .words) { $0.hash }
    Field("markets", json: .array, "datasets, in order") { .strings($0.parts.map(\.market)) }
    Field(
      "names", json: .array,
      "what is compared: strategies, with what --set varies; market by market, 'strategies' has them in this order"
    ) {
      .strings($0.comparison.contenders.map(\.name))
    }
    Field("strategies", listOf: RunSummary.fields, isDocument: true, "the document of each run", elements: { $0.runs })
    Field("totals", listOf: totalFields, "each over all markets; none of one market", elements: { $0.totals })
    Field("pairs", listOf: pairFields, "a less b; over all markets first, then market by market") { $0.pairRows }
    Field("correlation", json: .array, "of UTC-daily returns, in the order of the names") { summary in
      matrix(summary.comparison.correlation)
    }
    Field("drawdown_correlation", json: .array, "of drawdowns at the ends of UTC days, in that order") { summary in
      matrix(summary.comparison.drawdownCorrelation)
    }
    Field("mix", object: mixFields, "all that traded, at equal risk", answer: { $0.comparison.mix })
    Field("taken_as_equal", json: .array, "currencies of returns that are compared as one; of several kinds of dollars")
    {
      $0.takenAsEqual.isEmpty ? .null : .strings($0.takenAsEqual)
    }.whereKnown()
    Field("conclusion", .words, "which differences are more than chance explains") { $0.conclusion }
    Field("replicates", .count) { $0.comparison.replicates }
    Field("seed", .seed) { $0.comparison.seed }
    Field("convention", .words) { _ in
      "annualised Sharpe ratios of UTC-daily returns, x sqrt(365); pairs resampled together, stationary bootstrap, 95% percentile interval; beside it Ledoit-Wolf 2008, quadratic-spectral error, studentised circular blocks"
    }
  }

  private static func matrix(_ cells: [[Double?]]) -> JSONValue {
    .array(cells.map { row in .array(row.map(JSONValue.optional)) })
  }

  static let pairFields = Fields<ComparedPair>(in: .shown) {
    Field("market", .words, "null over all markets") { $0.market }
    Field("a", .words) { $0.test.a }
    Field("b", .words) { $0.test.b }
    Field("sharpe_difference", "a less b", .signedRatio, "of annualised Sharpe ratios") { $0.test.sharpeDifference }
    Field("ci_low", "95% from", .ratio, "percentiles of the stationary bootstrap") { $0.test.low }
    Field("ci_high", "to", .ratio) { $0.test.high }
    Field("p", .p, "of the stationary bootstrap, not corrected for the number of pairs") { $0.test.p }
    Field("mean_block_days", .number, in: .json, "of the stationary bootstrap") { $0.test.meanBlock }
    Field("ledoit_wolf", object: ledoitWolfFields, "the same difference by Ledoit & Wolf (2008)") { $0.test.ledoitWolf }
    Field("ledoit_wolf_p", "Ledoit-Wolf p", .p, in: .table) { $0.test.ledoitWolf?.p }
    Field("holm_p", "p after Holm", .p, "of Ledoit-Wolf's p, over all pairs; of markets over pairs and markets") {
      $0.holmP
    }
    Field("correlation", .ratio, in: .table) { $0.correlation }
    Field("drawdown_correlation", "of drawdowns", .ratio, in: .table) { $0.drawdownCorrelation }
  }

  private static let ledoitWolfFields = Fields<SharpeDifference> {
    Field("se", .number, "annualised; quadratic-spectral, bandwidth of Andrews 1991, x T/(T - 4)") {
      $0.standardError * Annual.root
    }
    Field("bandwidth_days", .number) { $0.bandwidth }
    Field("block_days", .count, "of the circular bootstrap, Politis & White's rule") { $0.block }
    Field("ci_low", .number, "95%, symmetric, studentised") { ($0.difference - $0.halfWidth) * Annual.root }
    Field("ci_high", .number) { ($0.difference + $0.halfWidth) * Annual.root }
    Field("p", .p, "two-sided, not corrected for the number of pairs") { $0.p }
  }

  private static let totalFields = Fields<PooledRuns>(in: .shown) {
    Field("strategy", .words) { $0.name }
    Field("markets", "Markets", .count) { $0.runs.count }
    Field("markets_traded", "Traded", .count, "markets on which it held anything on these days") { $0.marketsTraded }
    Field("days", "Days", .count, "UTC days that all markets have") { $0.days.count }
    Field("total_return", "Total return", .signedPercent, "equal parts, made equal each day") { $0.sums.totalReturn }
    Field("sharpe_annual", "Sharpe", .ratio, "of the mean daily return, x sqrt(365)") { $0.sums.statedSharpe }
    Field("max_drawdown", "Max drawdown", .percent(2), "at the ends of UTC days") { $0.maxDrawdown }
    Field("mean_sharpe_annual", "Mean Sharpe", .ratio, "over the markets that it traded, each on these days") {
      $0.meanSharpe
    }
    Field("markets_won", "Above zero", .count, "markets with a total return above zero on these days") { $0.marketsWon }
    Field("trades", "Trades", .count, "round trips begun on these days, on all markets") { $0.trades }
    Field(
      "against", object: BenchmarkComparison.fields,
      "the benchmark, its returns pooled over the markets as the strategy's are; of comparisons that name one",
      answer: { $0.against }
    ).whereKnown()
  }

  private static let mixFields = Fields<RiskMix>(in: .tiles) {
    Field("weights", json: .object, "by the inverse of volatility over the same days; they add up to 1") { mix in
      .members(mix.weights.map { ($0.name, .real($0.weight)) })
    }
    Field("total_return", "Total return", .signedPercent, "weights made good each day, at no cost") { $0.totalReturn }
    Field("sharpe_annual", "Sharpe", .ratio, "UTC-daily, x sqrt(365)") { $0.sharpeAnnual }
    Field("volatility_annual", "Volatility", .percent(2), "UTC-daily, x sqrt(365)") { $0.volatilityAnnual }
    Field("max_drawdown", "Max drawdown", .percent(2), "at the ends of UTC days") { $0.maxDrawdown }
    Field(
      "diversification", "Diversification", .ratio,
      "mean volatility of the parts over that of the mix; 1 where they move as one"
    ) { $0.diversification }
    Field("caveat", .words, in: .json) { _ in mixCaveat }
  }

  static let mixCaveat =
    "The weights are chosen on the days they are judged on, and nothing is paid for making them good: in sample."

  // MARK: Tables

  /// A row a pair.
  public var pairs: Table {
    let rows = pairRows
    var table = Self.pairFields.table(
      rows, title: "Paired differences of annualised Sharpe ratios",
      notes: [
        "Both resampled together in blocks of days: stationary bootstrap, \(Double.grouped(comparison.replicates)) replicates, seed \(comparison.seed), percentile interval and p. Ledoit-Wolf 2008: quadratic-spectral error, studentised circular blocks, as many replicates.",
        "Holm takes Ledoit-Wolf's p over \(total == nil ? "all pairs" : "the pairs of all markets together, and over pairs and markets for those of one market"); other ps are not corrected.",
      ])
    if total == nil { table = table.without(column: 0) } else { table = table.naming(missingIn: 0, "all") }
    return table
  }

  /// The mix, or nil where fewer than two strategies traded.
  public var mixTable: Table? {
    guard let mix = comparison.mix.answer else { return nil }
    let weights = mix.weights.map { part in
      KeyFigure("Weight of \(part.name)", key: "weight", .percent(part.weight, decimals: 1))
    }
    return Table(
      Self.mixFields.keyFigures(mix) + weights, title: "All strategies at equal risk",
      notes: ["Weights by the inverse of the volatility of UTC-daily returns. \(Self.mixCaveat)"])
  }

  private static let shown: [FigureKey] = [
    .totalReturn, .sharpeAnnual, .sortinoAnnual, .maxDrawdown, .trades, .pricePnl, .fundingPnl, .fees, .slippage,
    .exposure,
  ]

  private static func rowFields(withMarket: Bool) -> Fields<Row> {
    Fields<Row>(in: .table) {
      Field("strategy", .words) { $0.name }
      if withMarket { Field("market", .words) { (row: Row) in row.run.header.market } }
      RunSummary.fields.only(shown.map(\.rawValue), in: .table).of { $0.run }
    }
  }

  private static let againstKeys = [
    "benchmark_return", "alpha_annual", "alpha_p", "beta", "correlation", "tracking_error_annual", "information_ratio",
    "difference_annual", "difference_p",
  ]

  private static func againstFields(withMarket: Bool) -> Fields<Row> {
    Fields<Row>(in: .table) {
      Field("strategy", .words) { $0.name }
      if withMarket { Field("market", .words) { (row: Row) in row.run.header.market } }
      BenchmarkComparison.fields.only(againstKeys, in: .table).of { (row: Row) in row.run.against?.comparison }
    }
  }

  /// The totals against the benchmark; nil of one market and without one.
  package var totalsAgainstTable: Table? {
    guard let benchmark, let all = totalsAgainst?.answer else { return nil }
    let fields = Fields<PooledRuns> {
      Field("strategy", .words, in: .table) { $0.name }
      BenchmarkComparison.fields.only(Self.againstKeys, in: .table).of { $0.against?.answer }
    }
    return fields.table(
      totals, title: "Over \(parts.count) markets against \(benchmark)",
      notes: [
        "\(benchmark) on each market, its daily returns pooled as the strategies' are: the mean over the markets, on the days that all of them have (\(all.first?.comparison.days ?? 0)). Alpha and beta as below."
      ])
  }

  /// Each run against the benchmark; nil where none was named.
  package var againstTable: Table? {
    guard let benchmark else { return nil }
    let notes =
      [totalsAgainst?.why.map { "The totals against \(benchmark) cannot be said: \($0)." }].compactMap(\.self) + [
        "Alpha, beta and difference by regression of UTC-daily returns. \(againstErrors)."
      ]
    return Self.againstFields(withMarket: total != nil).table(
      parts.flatMap(\.rows), title: "Against \(benchmark)",
      notes: notes + runs.compactMap { $0.against?.note }.uniqued)
  }

  /// What the p-values against the benchmark rest on: once where it is the same of all runs, else of each.
  private var againstErrors: String {
    let texts = named.compactMap { name, run in run.against?.comparison.errorsText.map { (name, $0) } }
    guard texts.map(\.1).uniqued.count > 1 else { return texts.first?.1 ?? "No p is to be had" }
    // Errors of one kind differ in their lags alone.
    let lags = named.compactMap { name, run -> String? in
      guard let against = run.against?.comparison, let errors = against.errors, errors.kind == "newey_west_1994",
        let lags = errors.lags, (against.differenceErrors ?? errors).kind == errors.kind,
        let apart = (against.differenceErrors ?? errors).lags
      else { return nil }
      return "\(name) \(lags) and \(apart)"
    }
    if lags.count == texts.count {
      return
        "p by Newey-West, Bartlett weights, lags by the rule of 1994 for alpha and beta and for the difference: \(lags.joined(separator: ", ")); two-sided, normal, not corrected"
    }
    return texts.map { "\($0.0): \($0.1)" }.joined(separator: ". ")
  }

  /// A row a strategy and market, what it is held against beside it: the rows for programs.
  public var table: Table {
    let rows = parts.flatMap(\.rows)
    var table = Self.rowFields(withMarket: total != nil).table(rows, title: header.title("\(runs.count) runs"))
    guard let against = againstTable else { return table }
    let names = total == nil ? 1 : 2
    table = Table(
      title: table.title, columns: table.columns + against.columns.dropFirst(names),
      rows: zip(table.rows, against.rows).map { $0 + $1.dropFirst(names) })
    return table
  }

  /// Of each market, a row a strategy.
  package var tables: [Table] {
    parts.map { part in
      let first = part.runs[0]
      var header = first.header
      header.traded = part.runs.map(\.frame.traded).uniqued.joined(separator: "; ")
      return Self.rowFields(withMarket: false).table(
        part.rows, title: header.title("\(part.runs.count) strategies"),
        notes: [
          "Net of fees, slippage and funding; amounts in \(part.words(\.quote)) from \(part.initialEquity).",
          "Sharpe and Sortino of UTC-daily returns, x sqrt(365).",
        ] + [equalNote].compactMap(\.self) + part.reservations
          + ResultHeader.found(part.runs.flatMap(\.header.findings).uniqued))
    }
  }

  private var equalNote: String? {
    takenAsEqual.isEmpty
      ? nil : "Returns are counted in \(takenAsEqual.joined(separator: " and ")), which are taken as equal."
  }

  /// A row a strategy over all markets; nil of one.
  package var totalTable: Table? {
    guard total != nil else { return nil }
    let totals = totals
    let range = totals[0].span.map { "\($0.from.dateText) to \($0.to.dateText)" } ?? ""
    return Self.totalFields.table(
      totals, title: "Over \(parts.count) markets, \(range) UTC",
      notes: [
        "Each market has an equal part of the account, made equal again each day. All of a row is of the days that all "
          + "markets have; the table of a market is of its own window."
      ])
  }

  /// What a terminal shows.
  public var allTables: [Table] {
    [totalTable, totalsAgainstTable].compactMap(\.self) + tables + [againstTable].compactMap(\.self)
      + (comparison.pairs.isEmpty ? [] : [pairs])
      + [mixTable].compactMap(\.self)
  }
}

extension Table {
  /// The same with words in the cells of a column that hold nothing.
  fileprivate func naming(missingIn column: Int, _ text: String) -> Table {
    Table(
      title: title, columns: columns,
      rows: rows.map { row in
        row.enumerated().map { $0 == column && ($1.json == .null || $1.text.isEmpty) ? .text(text) : $1 }
      }, total: total, notes: notes)
  }
}

extension CompareSummary.Part {
  /// `an initial equity of 10,000.00`, or of each its own: amounts are then not of one size.
  fileprivate var initialEquity: String {
    "an initial equity of \(words { Figure.quote($0.run.figures.initialEquity).text })"
  }
}
