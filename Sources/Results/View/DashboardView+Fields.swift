import Market
import Replay
import Research
import Views

extension DashboardView: ResultDocument {
  public static let kind = "view-dashboard"

  public static let fields = Fields<DashboardView> {
    Field("engine", .words, "version of hindcast") { _ in Engine.version }
    Field("dataset", .words) { $0.dataset }
    Field("as_of", .instant, "nothing in the document was known later") { $0.asOf }
    Field("known_as_of", .instant, "imports up to it were read; null for all") { $0.knownAsOf }
    Field("assets", listOf: DashboardRow.fields, "one an asset") { $0.rows }
  }

  public var tables: [Table] {
    var notes = rows.compactMap { (row: DashboardRow) -> String? in
      row.instrument.map { "\(row.asset): price and taker ratio are those of \($0)." }
    }
    for row in rows {
      guard let at = row.basisAt, row.asOf.since(at) >= .minute else { continue }
      notes.append("\(row.asset): the basis is of \(at.minuteText) UTC, when both of its prices were last taken.")
    }
    for row in rows { notes += row.notes.map { "\(row.asset), \($0)" } }
    var named: [String] = []
    for row in rows {
      for state in row.states {
        let after = state.after.map { "; \($0.sentence)" } ?? ""
        named.append("\(row.asset): \(state.name)\(after).")
      }
    }
    if named.count > 1 { named.append("\(named.count) states are \(named.count) tests, not corrected for.") }
    notes += named
    return [
      DashboardRow.fields.table(rows, title: "Dashboard: \(dataset) as of \(asOf.minuteText) UTC", notes: notes)
        .withoutEmptyDetails
    ]
  }

  public var csv: String { DashboardRow.fields.csv(rows) }
}

extension DashboardRow {
  /// What the row comes to, in words; what its dataset does not have is left out.
  package var answer: (head: String, text: String) {
    func percent(_ value: Double, _ decimals: Int) -> String { "\((value * 100).fixed(decimals, sign: .always))%" }
    let trades = price.map { "\(asset) trades at \(Figure.price($0).text)" } ?? "\(asset) has no price"
    let parts = [
      funding.map { "funding \(percent($0.per8h, 4)) per 8 h, \($0.sentiment.rawValue)" },
      interest.flatMap { total in
        total.nativeChange1d.map { "open interest \(percent($0, 2)) in \(total.nativeUnit.words)" }
      }.map {
        "\($0)\(quadrant?.kind.map { ", \($0.rawValue)" } ?? "")"
      },
      basis.map { "basis \(Figure.bps($0 * 1e4).text) bps" },
      crowding.map { "crowding \($0.fixed(2, sign: .always))" },
    ].compactMap(\.self)
    let now = states.map(\.name).joined(separator: ", ")
    let figures = parts.joined(separator: "; ")
    let text = [
      figures.isEmpty ? "" : "\(figures.prefix(1).uppercased())\(figures.dropFirst()).",
      now.isEmpty ? "" : "Now: \(now).",
    ]
    return (
      trades + (change1d.map { ", \(percent($0, 2)) in 24 h" } ?? ""),
      text.filter { !$0.isEmpty }.joined(separator: " ")
    )
  }

  static let fields = Fields<DashboardRow>(in: .all) {
    Field("asset", .words) { $0.asset }
    Field("instrument", .words, in: .json, "whose price and taker ratio are meant") { $0.instrument?.description }
    Field("price", .price, "of one coin: its mark, else what it last traded at") { $0.price }
    Field("change_1d", "24h", .change) { $0.change1d }
    Field("past", "7d", .words, in: .table) { Sparkline.text($0.past) }
    Field(
      "funding_per_8h", "funding 8h", .rate, "of all venues, weighted by open interest where a venue has any"
    ) { $0.funding?.per8h }
    Field("sentiment", .words, "of funding") { $0.funding?.sentiment.rawValue }
    Field("open_interest_usd", "open interest", .dollars) { $0.interest?.dollars }
    Field(
      "oi_change_1d_native", "OI 24h", .change, unit: "native",
      "in what contracts are of: coins of linear ones, USD of coin-margined ones"
    ) { $0.interest?.nativeChange1d }
    Field("oi_native_unit", .words, in: .json, "of that change: coins, USD, or each venue's own") {
      $0.interest?.nativeUnit.name
    }
    Field("quadrant", .words, "price against open interest over a day") { $0.quadrant?.kind?.rawValue }
    Field("basis_bps", "basis", .bps, "of the first perpetual against spot") { $0.basis }
    Field("basis_at", .instant, in: .json, "the last instant at which both of its prices were taken") { $0.basisAt }
    Field("longs_liquidated_1d_usd", "longs liquidated", .dollars, in: .detailed) { $0.liquidated1d?.longs }
    Field("shorts_liquidated_1d_usd", "shorts liquidated", .dollars, in: .detailed) { $0.liquidated1d?.shorts }
    Field(
      "taker_ratio_1d", "taker ratio", .ratio(3), in: .detailed,
      "bought / sold by takers of the same instrument over a day"
    ) {
      $0.takerRatio1d
    }
    Field("crowding", .signedRatio, in: .detailed, "mean z-score of funding, basis and open interest, 1d") {
      $0.crowding
    }
    Field("states", listOf: MarketState.fields, "those that hold") { $0.states }
    Field("notes", json: .array, "what was left out of funding, or assumed of it, and what sums lack") {
      .strings($0.notes)
    }
  }
}
