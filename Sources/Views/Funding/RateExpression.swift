import Market

/// The settled rate over eight hours in the language of signals, each rate by the interval that it was paid for.
struct RateExpression {
  let text: String
  /// Where no name means it: the column, by the name that the expression calls it.
  let own: [String: KnownColumn]

  private static let listed = "funding_8h_as_listed"

  /// - Parameter instrument: whose bars; nil without any. It may have no funding of its own and borrow that of another.
  init(_ moment: MarketMoment, _ instrument: Instrument?) throws {
    guard let instrument, let summary = try moment.series(.funding, of: instrument, column: "funding_rate") else {
      (text, own) = ("funding_8h", [:])
      return
    }
    let rows = try moment.rows(summary)
    let rates = rows.values("funding_rate") ?? []
    let declared = rows.values("funding_interval")
    // Rows that are paid as often as they are listed say nothing by the interval that they declare.
    let isListed = moment.assumptions.contradictory == .listed
    let intervals = FundingIntervals(stamps: rows.stamps, declared: isListed ? nil : declared)
    let said = FundingIntervals(stamps: rows.stamps, declared: declared)
    if isListed, zip(intervals.hours, said.hours).contains(where: { !$0.isNaN && $0 != $1 }) {
      let column = KnownColumn(
        knownAt: rows.stamps.map { $0 + summary.descriptor.knownAfter.milliseconds },
        values: intervals.per8h(rates), maximumAge: summary.descriptor.maximumAge)
      (text, own) = (Self.listed, [Self.listed: column])
    } else {
      text = said.hours.allSatisfy { $0.isNaN || $0 == 8 } ? "funding_rate" : "funding_8h"
      own = [:]
    }
  }
}
