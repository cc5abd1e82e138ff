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
  private static let detail: Places = [.json, .csv, .detail]

  static let fields = Fields<DashboardRow> {
    Field("asset", .words, in: .all) { $0.asset }
    Field("instrument", .words, "whose price and taker ratio are meant") { $0.instrument?.description }
    Field("price", .price, in: .all, "of one coin: its mark, else what it last traded at") { $0.price }
    Field("change_1d", "24h", .change, in: .all) { $0.change1d }
    Field("past", "7d", .words, in: .table) { Sparkline.text($0.past) }
    Field(
      "funding_per_8h", "funding 8h", .rate, in: .all, "of all venues, weighted by open interest where a venue has any"
    ) { $0.funding?.per8h }
    Field("sentiment", .words, in: .all, "of funding") { $0.funding?.sentiment.rawValue }
    Field("open_interest_usd", "open interest", .dollars, in: .all) { $0.interest?.dollars }
    Field("oi_change_1d_coins", "OI 24h", .change, in: .all, unit: "coins") { $0.interest?.coinsChange1d }
    Field("quadrant", .words, in: .all, "price against open interest over a day") { $0.quadrant?.kind?.rawValue }
    Field("basis_bps", "basis", .bps, in: .all, "of the first perpetual against spot") { $0.basis }
    Field("longs_liquidated_1d_usd", "longs liquidated", .dollars, in: detail) { $0.liquidated1d?.longs }
    Field("shorts_liquidated_1d_usd", "shorts liquidated", .dollars, in: detail) { $0.liquidated1d?.shorts }
    Field(
      "taker_ratio_1d", "taker ratio", .ratio(3), in: detail,
      "bought / sold by takers of the same instrument over a day"
    ) {
      $0.takerRatio1d
    }
    Field("crowding", .signedRatio, in: detail, "mean z-score of funding, basis and open interest, 1d") { $0.crowding }
    Field("states", listOf: MarketState.fields, "those that hold") { $0.states }
  }
}
