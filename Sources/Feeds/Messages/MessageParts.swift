import Market

/// What messages of all venues say alike, with the names that each has for it.
extension MessageForm.Part {
  typealias Columns = [(name: String, source: MessageForm.Source)]

  /// - Parameters:
  ///   - number: the venue's number of a trade, which is kept.
  ///   - id: what else it tells trades by.
  static func trades(
    _ price: String, _ amount: String, _ side: String, buy: String, sell: String, number: String? = nil,
    id: String? = nil, _ amounts: MessageForm.Amounts
  ) -> Self {
    let columns: Columns = [
      ("trade_price", .field(price)), ("taker_bought", .sided(amount, side, buy)),
      ("taker_sold", .sided(amount, side, sell)),
    ]
    let numbers: Columns = number.map { [("trade_id", .field($0))] } ?? []
    return Self(.trades, columns + numbers, amounts: amounts, id: [number ?? id].compactMap(\.self))
  }

  /// - Parameters:
  ///   - long: the side that says that a long position was closed.
  ///   - id: what tells one from another.
  static func liquidations(
    _ price: String, _ amount: String, _ side: String, long: String, short: String, id: [String] = [],
    _ amounts: MessageForm.Amounts
  ) -> Self {
    let columns: Columns = [
      ("liquidation_price", .field(price)), ("long_liquidated", .sided(amount, side, long)),
      ("short_liquidated", .sided(amount, side, short)),
    ]
    return Self(.liquidationEvents, columns, amounts: amounts, id: id)
  }

  static func mark(_ path: String) -> Self { Self(.mark, [("mark", .field(path))]) }
  static func index(_ path: String) -> Self { Self(.index, [("index", .field(path))]) }
  static func rate(_ path: String) -> Self {
    Self(.predictedFunding, [("predicted_funding_rate", .field(path))])
  }

  static func quotes(
    _ bid: String, _ ask: String, _ bidSize: String, _ askSize: String, _ amounts: MessageForm.Amounts
  ) -> Self {
    let columns: Columns = [
      ("bid", .field(bid)), ("ask", .field(ask)), ("bid_size", .field(bidSize)), ("ask_size", .field(askSize)),
    ]
    return Self(.quotes, columns, amounts: amounts)
  }

  /// The best bid and ask of a book that is kept up to date.
  static func best(_ amounts: MessageForm.Amounts) -> Self {
    Self(.quotes, SeriesKind.quotes.columns.map { (name: $0.name, source: .missing) }, amounts: amounts)
  }

  /// Bars that are over. What is not among the numbers is not known.
  ///
  /// - Parameter end: where they say when they end.
  static func bars(
    of kind: SeriesKind = .klines, _ prices: [String], _ volumes: [MessageForm.Source] = [],
    over: MessageForm.Condition?, width: String, end: String? = nil, isStampedAtClose: Bool = false,
    _ amounts: MessageForm.Amounts
  ) -> Self {
    let said = prices.map { MessageForm.Source.field($0) } + volumes
    let columns = kind.columns.enumerated().map { place, column in
      (name: column.name, source: place < said.count ? said[place] : .missing)
    }
    let bars = MessageForm.Bars(width: width, over: over, end: end, isStampedAtClose: isStampedAtClose)
    return Self(kind, columns, amounts: amounts, bars: bars)
  }
}
