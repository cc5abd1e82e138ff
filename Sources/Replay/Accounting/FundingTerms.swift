import Market

/// How a venue charges funding, where that is other than at once, on the mark, from whoever holds a position at the stamp.
struct FundingTerms: Hashable, Sendable {
  /// Whether it accrues all the time.
  var isContinuous = false
  /// What a position is valued at, where that is not the mark.
  var price: String?

  /// As their documentation has it. Others charge at the stamp, on the mark.
  private static let venues: [String: FundingTerms] = [
    "hyperliquid": FundingTerms(price: "oracle"), "dydx": FundingTerms(price: "oracle"),
  ]

  static func of(_ venue: String) -> FundingTerms {
    venues[venue] ?? FundingTerms(isContinuous: Venue.named(venue).accruesFunding)
  }

  /// What a reader must know of it; nil for the usual way.
  func note(of instrument: Instrument) -> String? {
    if isContinuous {
      return
        "Funding: \(instrument.venue) charges it all the time; each rate is charged to each bar for its part of the time that it pays for."
    }
    return price.map {
      "Funding: \(instrument.venue) values positions at its \($0)'s price, for which the mark stands here, or the last price."
    }
  }
}
