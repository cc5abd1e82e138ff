import Market

extension Form<Double> {
  /// A rate of funding: a fraction in percent, with the decimals that venues print.
  static let rate = Form.written { .signedPercent($0, decimals: 4) }
  /// A rate over a year.
  static let yearly = Form.written { .signedPercent($0, decimals: 2) }
  static let change = Form.written { .signedPercent($0, decimals: 2) }
  /// Whole dollars: `1,234,567`.
  static let dollars = Form.written("USD") { .quote($0, decimals: 0) }
  static let signedDollars = Form.written("USD") { .signedQuote($0, decimals: 0) }
  static let coins = Form.written { .quote($0, decimals: $0.magnitude >= 1000 ? 0 : 3) }
  static let contracts = Form.written { .quote($0, decimals: 1) }
  static let signedCoins = Form.written { .signedQuote($0, decimals: $0.magnitude >= 1000 ? 0 : 3) }
  static let price = Form.written { .price($0) }
}

extension Form<Interval> {
  /// A length of time in its two largest units.
  static let span = Form(type: "string") { .duration($0) }
}
