import Market
import Replay

/// An instrument of a portfolio, or all of them, with what is asked of it in a table.
struct PortfolioRow: Sendable {
  /// Nil for all instruments together.
  let member: PortfolioMember?
  let sums: LegSums
  /// Bars of the run.
  let bars: Int

  static let fields = Fields<PortfolioRow>(in: .all) {
    Field("instrument", .words, "venue:symbol; null for all together") {
      $0.member?.leg.instrument.description ?? "all"
    }
    Field("price", .amount, "what prices came to, quote currency, before costs") { Money.quote($0.sums.price) }
    Field("funding", .amount, "+ received, - paid") { Money.quote($0.sums.funding) }
    Field("fees", .amount) { Money.quote($0.sums.fees) }
    Field("slippage", .amount) { Money.quote($0.sums.slippage) }
    Field("liquidation", .amount, in: .detailed, "liquidation fees less what the venue bore") {
      Money.quote($0.sums.liquidation)
    }
    Field("net", .amount, "all of these, to the last digit") { Money.quote($0.sums.net) }
    Field("trades", .count, "round trips, one still open among them") { $0.member?.trades }
    Field("fills", .count, in: [.json, .csv]) { $0.sums.fills }
    Field("held", .percent(1), "share of bars that closed with a position in it") { row in
      row.member.map { Double($0.bars) / Double(max(1, row.bars)) }
    }
    Field("first", .words, in: [.json, .csv], "its first open in the window, UTC; null without a bar") {
      $0.member?.first?.description
    }
    Field("last", .words, in: [.json, .csv], "its last close in the window, UTC") { $0.member?.last?.description }
    Field("delisted", .flag, in: [.json, .csv], "whether its bars end before the window does") { $0.member?.endsEarly }
    Field("missing", .count, in: [.json, .csv], "bars of the window that it did not print") { $0.member?.leg.missing }
    Field("funding_coverage", .words, in: [.json, .csv]) { $0.member?.leg.funding.coverage.rawValue }
  }

}

extension PortfolioAccount {
  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
  private func mean(_ values: [Int]) -> Double { Double(values.reduce(0, +)) / Double(max(1, values.count)) }

  var rows: [PortfolioRow] { members.map { PortfolioRow(member: $0, sums: $0.leg.sums, bars: gross.count) } }

  static let fields = Fields<PortfolioAccount> {
    Field("instruments", "Instruments", .count, "that the universe could hold") { $0.members.count }
    Field(
      "universe_mean", "In the universe", .ratio(1), in: .tiles, "instruments at a bar, on average",
      said: { $0.universeText }
    ) { $0.mean($0.belonging) }
    Field(
      "held_mean", "Held at a time", .ratio(1), in: .tiles, "instruments at a close, on average",
      said: { "at most \($0.held.max() ?? 0)" }
    ) { $0.mean($0.held) }
    Field("held_max", .count) { $0.held.max() }
    Field(
      "gross_mean", "Gross exposure", .ratio, in: .tiles,
      "absolute value of all positions over equity, mean over closes",
      said: { $0.grossText }
    ) { $0.mean($0.gross) }
    Field("gross_max", .ratio, "absolute value of all positions over equity, the highest at a close") { $0.gross.max() }
    Field(
      "net_mean", "Net exposure", .signedRatio, in: .tiles,
      "value of all positions over equity with its sign, mean over closes", said: { $0.netText }
    ) { $0.mean($0.net) }
    Field("net_min", .signedRatio, "value of all positions over equity with its sign, the lowest at a close") {
      $0.net.min()
    }
    Field("net_max", .signedRatio) { $0.net.max() }
    Field("price", .number, "what the prices of all instruments came to, quote currency") {
      Money.quote($0.total.price)
    }
    Field("funding", .number, "what funding came to, each instrument's own, + received") {
      Money.quote($0.total.funding)
    }
    Field("costs", .number, "fees, slippage and liquidations") { account in
      let total = account.total
      return Money.quote(total.fees + total.slippage + total.liquidation)
    }
    Field("net", .number, "price, funding and costs: what equity changed by, to the last digit") {
      Money.quote($0.total.net)
    }
    Field("rebalances", .count, "closes at which orders went out") { $0.counts.rebalances }
    Field("gross_cuts", .count, "closes at which all weights were scaled down to the gross limit") {
      $0.counts.grossCut
    }
    Field("net_cuts", .count, "closes at which one side was scaled down to the net limit") { $0.counts.netCut }
    Field("turnover_cuts", .count, "closes at which less was traded than wanted") { $0.counts.turnoverCut }
    Field("held_back", .count, "times an instrument was kept for its least holding") { $0.counts.heldBack }
    Field("weights_unknown", .count, "closes at which one that is held had no known weight, and was kept as it was") {
      $0.counts.unknown
    }
    Field("limit_excesses", .count, "closes at which instruments that were kept took more than gross or net leaves") {
      $0.counts.keptBeyond
    }
    Field("membership_unknown", .count, "closes at which nobody knew of one that is held whether it belongs") {
      $0.counts.membershipUnknown
    }
    Field("closed_at_last_close", .count, "positions in instruments whose bars ended") { $0.counts.delistings }
    Field("gross_limit", .number, "multiples of equity") { $0.limits.gross }
    Field("net_limit", .number, "multiples of equity; null for none") { $0.limits.net }
    Field("rebalance", .words, "how often; null for whenever a weight changes") { $0.limits.every?.description }
    Field("band", .number, "share of equity") { $0.limits.band }
    Field("hold", .words, "the least an instrument is held") {
      $0.limits.hold == .zero ? nil : $0.limits.hold.description
    }
    Field("turnover_limit", .number, "multiples of equity a rebalance; null for none") { $0.limits.turnover }
    Field("members", listOf: PortfolioRow.fields, "in order of name") { $0.rows }
  }

  private var universeText: String {
    "\(belonging.min() ?? 0) to \(belonging.max() ?? 0) of \(members.count) at a bar"
  }
  private var grossText: String {
    "mean at closes; at most \(Figure.ratio(gross.max() ?? 0).text), ordered up to \(Figure.plain(limits.gross).text)"
  }
  private var netText: String {
    "mean at closes; \(Figure.signedRatio(net.min() ?? 0).text) to \(Figure.signedRatio(net.max() ?? 0).text)"
  }

  /// Of a universe whose instruments all live to its end.
  ///
  /// - Parameter part: of the window, that all of them live to.
  static func survivorship(_ count: Int, to part: String = "week") -> String {
    "Survivorship: all \(count) instruments live to the last \(part) of the window. Those that were delisted before are not in the dataset, so the universe is chosen with hindsight, and results on it are better than anybody could have had."
  }

  /// What came and went, and what became of orders.
  @Listed<String> package var notes: [String] {
    let expired = delisted.filter(\.isExpired)
    if !expired.isEmpty {
      "\(Self.list(expired, \.last)) expired before the window ends: \(Self.closed(expired))."
    }
    let ended = delisted.filter { !$0.isExpired }
    if !ended.isEmpty {
      "\(Self.list(ended, \.last)) end\(ended.count == 1 ? "s" : "") before the window does: \(Self.closed(ended)). Nobody has verified whether it was delisted or its data end."
    }
    if !listed.isEmpty {
      "\(Self.list(listed, \.first)) begin\(listed.count == 1 ? "s" : "") after the window does, and cannot be held before."
    }
    if counts.grossCut > 0 {
      "Weights were scaled down to a gross of \(Figure.plain(limits.gross).text) \(Self.times(counts.grossCut)): that is how much is held for what the file asks."
    }
    if counts.netCut > 0 { "One side was scaled down to the net limit \(Self.times(counts.netCut))." }
    if counts.turnoverCut > 0 {
      "Less was traded than wanted, for the turnover cap, \(Self.times(counts.turnoverCut))."
    }
    if counts.heldBack > 0 { "Instruments were kept for their least holding \(Self.times(counts.heldBack))." }
    if !unknown.isEmpty {
      let count = unknown.count
      "The weight of \(Self.list(unknown)) was not known at any bar, so \(count == 1 ? "it was" : "they were") never held: a column that \(count == 1 ? "it lacks" : "they lack"), or a window longer than \(count == 1 ? "its" : "their") bars."
    }
    if counts.unknown > 0 {
      "An instrument that was held had no known weight \(Self.times(counts.unknown)), and was kept as it was."
    }
    if counts.keptBeyond > 0 {
      "Instruments that were kept as they were (for their least holding, or since nothing was known of them or printed) took more than the limits of gross and net leave \(Self.times(counts.keptBeyond)), though the others were scaled down."
    }
    if counts.membershipUnknown > 0 {
      "It was not known \(Self.times(counts.membershipUnknown)) whether an instrument that was held belongs to the universe (after bars that are missing a window is not known until it is full again): it was kept as it was."
    }
  }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(Double.grouped(count)) times" }

  private static func closed(_ members: [PortfolioMember]) -> String {
    let count = members.count(where: \.isClosedAtEnd)
    guard count > 0 else { return "nothing of \(members.count == 1 ? "it" : "them") was held then" }
    return "what was held was closed at the last close, without costs (\(times(count)))"
  }

  private static func list(_ members: [PortfolioMember], _ instant: KeyPath<PortfolioMember, Instant?>? = nil) -> String
  {
    members.map { member in
      let at = instant.flatMap { member[keyPath: $0] }.map { " (\($0.minuteText))" } ?? ""
      return member.leg.name + at
    }.listed(most: 5)
  }
}

extension RunSummary {
  var portfolioBasis: [String] {
    guard let account = run.portfolio else { return [] }
    let every = account.limits.every.map { "rebalanced every \($0)" } ?? "ordered whenever a weight changes"
    return [
      "A portfolio of \(account.members.count) instrument\(account.members.count == 1 ? "" : "s") out of one account, cross margin, \(every); each fills at its own next open and settles its own funding."
    ] + [coinBasis(account)].compactMap(\.self)
  }

  /// What coins are exchanged at that members are settled in; nil where none is.
  private func coinBasis(_ account: PortfolioAccount) -> String? {
    let settled = account.members.compactMap { member in
      member.leg.settledIn.map { (member: member.leg.name, coin: $0.coin, at: $0.at) }
    }
    guard !settled.isEmpty else { return nil }
    let others = settled.filter { $0.at != $0.member }.map { "\($0.coin) at \($0.at)" }.uniqued
    let prices = others.isEmpty ? "each at the price of its own bar" : "\(others.listed(most: 5)), others at their own"
    return
      "The account is in \(quote). \(Double.counted(settled.count, "instrument")) settled in coins: what \(settled.count == 1 ? "it gains" : "they gain") is exchanged at once, \(prices)."
  }

  /// What each instrument came to; nil for a run without a portfolio. Of many those that earned and cost most.
  package var portfolioTable: Table? {
    guard let account = run.portfolio else { return nil }
    let total = account.total
    let all = account.rows
    let most = 24
    var shown = all
    if all.count > most {
      let order = all.indices.sorted { a, b in
        (all[a].sums.net, b) > (all[b].sums.net, a)
      }
      shown = (order.prefix(most / 2) + order.suffix(most / 2)).map { all[$0] }
    }
    func words(_ micro: Double) -> String { Figure.signedQuote(Money.quote(micro)).text }
    let costs = total.fees + total.slippage + total.liquidation
    return PortfolioRow.fields.table(
      shown, title: "What each instrument came to",
      total: PortfolioRow(member: nil, sums: total, bars: run.equity.count),
      notes: [
        "Price \(words(total.price)), funding \(words(total.funding)), costs \(words(costs)): together \(words(total.net)), the change of equity to the last digit."
      ]
        + (shown.count < all.count
          ? [
            "The \(most / 2) that earned most and the \(most / 2) that cost most of \(all.count); instruments.csv has all."
          ]
          : [])
    ).amounts(in: quote)
  }

  /// Exposure and holdings in a few figures.
  package var exposureTable: Table? {
    run.portfolio.map { account in
      Table(PortfolioAccount.fields.keyFigures(account), title: "Exposure")
    }
  }

  /// What each instrument came to, a row each.
  public var instrumentsCSV: String? { run.portfolio.map { PortfolioRow.fields.csv($0.rows) } }
}
