import Market
import Research
import Views

extension BasisView: ViewDocument {
  public static let kind = "view-basis"

  public static let fields = Fields<BasisView> {
    ViewHead.fields.of { $0.head }
    Field("answer", json: .array, "what it comes to, a sentence each") { .strings($0.answer) }
    Field("term_structure", .words, "contango, backwardation or mixed; null under two dated futures") { $0.shape }
    Field("rows", listOf: rowFields, "one a derivative: perpetuals, then futures by expiry") { view in view.numbered }
    Field("constant_maturity", listOf: ConstantMaturity.fields, "between the futures that straddle it") { $0.constant }
    Field("min_yield", .yearly, "of --min-yield") { $0.options.minimumYield }
    Field("carry_days", .count, "over which the costs of a perpetual's carry are borne") { $0.options.days }
    Field("states", listOf: MarketState.fields, "of the reference perpetual") { $0.states }
  }

  private typealias Row = (days: Int, row: BasisRow)
  private var numbered: [(days: Int, row: BasisRow)] { rows.map { (options.days, $0) } }

  private static let rowFields = Fields<(days: Int, row: BasisRow)> {
    BasisRow.fields.of { $0.row }
    Field(
      "net_yield", "net a year", .yearly, in: .all,
      "long spot, short it, after takers' fees: to expiry, or a perpetual's funding of seven days gone on"
    ) { $0.row.netYield(days: $0.days) }
    Field("past", .words, in: .table) { Sparkline.text($0.row.history.values) }
  }

  public var answer: [String] {
    var lines: [String] = []
    // One dated future by itself has no term structure to be said.
    if let row = rows.first(where: { $0.expiry == nil }) ?? (shape == nil ? rows.first : nil) {
      let side = row.basis < 0 ? "discount" : "premium"
      let trades = row.age < .minute ? "trades" : "traded"
      let when =
        row.age < .minute
        ? "" : " at \(row.at.minuteText) UTC, when both were last taken (\(row.age.inTwoUnits) before)"
      let yearly = row.annualised.map { ", \(Figure.signedPercent($0).text) a year to its expiry" } ?? ""
      lines.append(
        "\(row.instrument) \(trades) at a \(side) of \(Figure.unsignedBps(abs(row.basis) * 1e4).text) bps to \(row.against.words)\(yearly)\(when)."
      )
    }
    if let shape { lines.append("Term structure of dated futures: \(shape).") }
    if rows.isEmpty, known > 0 {
      let floor = options.minimumYield.map {
        " yields \(Figure.percent($0, decimals: 1).text) a year after costs, either way"
      }
      lines.append(
        "None of the \(known) derivatives of \(head.coin)\(options.quarterly ? " expires at a quarter's end" : "")\(options.quarterly && floor != nil ? " and" : "")\(floor ?? "")."
      )
    }
    if lines.isEmpty { lines.append("Nothing of \(head.coin) can be held against its spot at that moment.") }
    return lines + stateSentences.map { "\($0)." }
  }

  public var tables: [Table] {
    let notes =
      [
        "A dated basis is annualised by the time to expiry, years of 365.25 days; a perpetual's carry is its funding, in years of 365. Net: after takers' fees, a perpetual over \(options.days) days."
      ] + head.notes
    return [Self.rowFields.table(numbered, title: "Basis: \(title)", notes: notes)]
      + (constant.isEmpty ? [] : [ConstantMaturity.fields.table(constant, title: "Constant maturity")])
  }

  public var csv: String { head.csv(Self.rowFields, numbered) }
}

extension BasisRow.Against {
  package var words: String {
    switch self {
    case .spot(let instrument): instrument.description
    case .index(let instrument): "the index of \(instrument)"
    case .perpetual(let instrument): instrument.description
    }
  }
}

extension BasisRow {
  static let fields = Fields<BasisRow>(in: .all) {
    Field("instrument", .words) { $0.instrument.description }
    Field("against", .words, "spot, else an index, else the perpetual of its venue") { $0.against.words }
    Field("price", .price, in: .documents, "of one coin") { $0.price }
    Field("other_price", .price, in: .documents) { $0.other }
    Field("basis_bps", "basis", .bps, "price / other - 1: above zero a premium, below a discount") { $0.basis }
    Field("mean_1d_bps", "24h mean", .bps, "of what was known each hour") { $0.mean1d }
    Field("mean_7d_bps", "7d mean", .bps) { $0.mean7d }
    Field("expiry", .instant, in: .detailed, "null for a perpetual") { $0.expiry }
    Field("days", .ratio(1), in: .detailed, "to expiry") { row in row.years.map { $0 / Interval.day.calendarYears } }
    Field("annualised", .yearly, in: .detailed, "basis over years to expiry; null for a perpetual and in the last day")
    {
      $0.annualised
    }
    Field(
      "funding_per_day_bps", "funding a day", .bps,
      "of what was settled in seven days, or as many as there are: received by a short"
    ) {
      $0.fundingPerDay
    }
    Field(
      "costs_bps", "costs", .unsignedBps, in: .documents, "takers' fees: spot twice, a perpetual twice, a future once"
    ) {
      $0.costs
    }
    Field("at", .instant, in: .documents, "the last instant at which both prices were taken") { $0.at }
    Field("age", .span, "since then") { $0.age }
  }
}

extension ConstantMaturity {
  static let fields = Fields<ConstantMaturity>(in: .all) {
    Field("maturity_days", "days", .count) { $0.days }
    Field("annualised", .yearly) { $0.annualised }
    Field("front", .words) { $0.front.description }
    Field("back", .words) { $0.back.description }
  }
}
