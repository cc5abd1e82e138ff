import Market
import Research
import Views

extension OptionView: ViewDocument {
  public static let kind = "view-options"

  public static let fields = Fields<OptionView> {
    ViewHead.fields.of { $0.head }
    Field("answer", json: .array, "what it comes to, a sentence each") { .strings($0.answer) }
    Field("chain", .words, "whose options they are") { $0.venue.description }
    Field("snapshot_at", .instant, "of the last that was known") { $0.snapshot.at }
    Field("age", .span, in: .tiles, "of the snapshot") { $0.age }
    Field("fresh", .flag, "younger than twice the usual time between two snapshots") { $0.isFresh }
    overview
    Field("expiries", listOf: OptionExpiry.fields, "in order") { $0.expiries }
    Field("busiest", listOf: busiestFields, "the most traded options of the snapshot") { $0.busiest }
    Field("states", listOf: MarketState.fields, "of the chain, on bars of the reference instrument") { $0.states }
  }

  private static let overview = Fields<OptionView>(in: .tiles) {
    Field("iv_30d", "IV, 30 days", .percent(1), "at the money, total variance between expiries") { $0.volatility30d }
    Field("iv_rank", "IV rank", .percent(0), "(now - lowest) / (highest - lowest) of the past year") {
      $0.volatilityRank
    }
    Field("iv_percentile", "IV percentile", .percent(0), "share of the past year's values below it") {
      $0.volatilityPercentile
    }
    Field(
      "iv_snapshots", "snapshots", .count,
      "behind rank and percentile, this one among them; fewer than a year's say less"
    ) {
      $0.volatility.values.count
    }
    Field("term_slope", "term slope", .change, "IV in 90 days less in 30") { $0.termSlope }
    Field("put_call_oi", "put/call, OI", .ratio(3), "by open interest, in contracts, of all expiries") {
      $0.snapshot.interest.putCallRatio
    }
    Field(
      "put_call_volume", "put/call, volume", .ratio(3), "by volume of 24 h, in contracts, of all expiries"
    ) {
      $0.snapshot.volume.putCallRatio
    }
    Field(
      "open_interest_contracts", "open interest", .contracts,
      "calls and puts of all expiries, contracts, of those that say it"
    ) {
      $0.snapshot.interest.all.sum
    }
    Field("contracts", .count, in: .json, "listed, of all expiries") { $0.snapshot.interest.all.listed }
    Field("oi_known", .count, in: .json, "of them those that say their open interest") {
      $0.snapshot.interest.all.known
    }
    Field("volume_known", .count, in: .json, "of them those that say their volume") { $0.snapshot.volume.all.known }
  }

  private static let busiestFields = Fields<
    (expiry: Instant, strike: Double, isCall: Bool, volume: Double, interest: Double)
  >(in: .all) {
    Field("expiry", .instant) { $0.expiry }
    Field("strike", .price) { $0.strike }
    Field("right", .words) { $0.isCall ? "call" : "put" }
    Field("volume", .contracts, "of 24 h, contracts") { $0.volume }
    Field("open_interest", "open interest", .contracts, "contracts") { $0.interest }
  }

  public var answer: [String] {
    var lines: [String] = []
    if !isFresh {
      lines.append(
        "How options of \(head.coin) stand cannot be said: \(head.last("chain", old: age)). What follows is of then.")
    }
    if let now = volatility30d {
      let place =
        volatilityPercentile.map {
          ", above \(Figure.percent($0, decimals: 0).text) of the \(volatility.values.count - 1) snapshots before it in the past year"
        } ?? ""
      lines.append(
        "Implied volatility of \(head.coin) in 30 days \(isFresh ? "is" : "was") \(Figure.percent(now, decimals: 1).text)\(place)."
      )
    }
    if let near = expiries.first, let pain = near.maxPain, let distance = near.maxPainDistance {
      lines.append(
        "Max pain of \(near.expiry.dateText) is \(Figure.price(pain).text), \(Figure.signedPercent(distance).text) from its forward."
      )
    }
    if lines.isEmpty { lines = ["The chain of \(head.coin) has \(expiries.count) expiries."] }
    return lines + stateSentences.map { "\($0)." }
  }

  public var judgedAt: String { "the last snapshot" }

  @Listed<Table> public var tables: [Table] {
    OptionExpiry.fields.table(expiries, title: "Options: \(title)", notes: head.notes)
    Table(Self.fields.keyFigures(self), title: "The whole chain")
    if !busiest.isEmpty { Self.busiestFields.table(busiest, title: "Most traded") }
  }

  public var csv: String { head.csv(OptionExpiry.fields, expiries) }
}

extension OptionExpiry {
  static let fields = Fields<OptionExpiry>(in: .all) {
    Field("expiry", .instant) { $0.expiry }
    Field("days", .ratio(1), "until then") { $0.days }
    Field("forward", .price, "middle of what its rows say of the underlying") { $0.forward }
    Field("iv_atm", "IV", .percent(1), "at the forward, between the strikes around it") { $0.atTheMoney }
    Field("skew_25d", "skew 25d", .change, "IV of the put of delta -0.25 less that of the call of 0.25") { $0.skew }
    Field("max_pain", "max pain", .price, "listed strike at which holders are paid least, by open interest") {
      $0.maxPain
    }
    Field("max_pain_distance", "distance", .change, "of max pain from the forward") { $0.maxPainDistance }
    Field("call_oi", "calls OI", .contracts, "contracts, of those that say it") { $0.interest.calls.sum }
    Field("put_oi", "puts OI", .contracts) { $0.interest.puts.sum }
    Field("put_call_oi", "P/C OI", .ratio(3)) { $0.interest.putCallRatio }
    Field("call_volume", "calls vol", .contracts, in: .detailed, "of 24 h, contracts, of those that say it") {
      $0.volume.calls.sum
    }
    Field("put_volume", "puts vol", .contracts, in: .detailed) { $0.volume.puts.sum }
    Field("put_call_volume", "P/C vol", .ratio(3)) { $0.volume.putCallRatio }
    Field("contracts", .count, in: .documents, "listed") { $0.interest.all.listed }
    Field("oi_known", .count, in: .documents, "contracts that say their open interest") { $0.interest.all.known }
    Field("volume_known", .count, in: .documents, "contracts that say their volume") { $0.volume.all.known }
  }
}
