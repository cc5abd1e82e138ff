/// What a series measures: its usual columns, when a row is known, and whether a stamp has one row or many.
///
/// The registry is open. A kind is what it says here, and a dataset keeps with each series all that is needed to read it,
/// so that a kind which this version does not list opens all the same.
public struct SeriesKind: Sendable {
  /// What it is called in datasets, flags and titles.
  public let name: String
  public let about: String
  /// The columns that series of this kind have unless they say otherwise, in storage order. External series name their own.
  public let columns: [ColumnDescriptor]
  /// Columns that venues publish in place of the usual ones or beside them.
  public let otherColumns: [ColumnDescriptor]
  /// When a row can be known by somebody who watched it happen.
  public let knownRule: KnownRule
  public let rows: RowRule
  let meaning: RowMeaning

  public init(
    _ name: String, about: String = "", columns: [ColumnDescriptor], otherColumns: [ColumnDescriptor] = [],
    known: KnownRule, rows: RowRule = .one, rowsAre meaning: RowMeaning = .standing
  ) {
    self.name = name
    self.about = about
    self.columns = columns
    self.otherColumns = otherColumns
    knownRule = known
    self.rows = rows
    self.meaning = meaning
  }
}

/// What a row is of: `SeriesDescriptor.nature(of:)` asks it column by column.
public enum RowMeaning: Hashable, Sendable {
  /// An instant: open interest, a rate, the best bid.
  case standing
  /// The time of a row: its quantities add up, its ratios are of it alone.
  case flow
  /// A bar of something that moves: where it began, how far it went, where it ended. What was traded in a bar of the traded
  /// price adds up.
  case bars
}

/// How many rows a stamp can have.
public enum RowRule: String, Hashable, Sendable, CaseIterable {
  /// One: a bar, a snapshot, a settlement.
  case one
  /// Any number: events in the order they happened. Bars of any width are made of them when they are read.
  case events
  /// One for each contract of a chain: the first columns, named by `chainKey`, say which.
  case chain

  /// Columns that tell the rows of one stamp apart.
  public static let chainKey = ["expiry", "strike", "right"]

  /// How many of the columns of a chain, the first ones, say which contract a row is of.
  package static func contractWidth(of columns: [ColumnDescriptor]) -> Int {
    columns.prefix { chainKey.contains($0.name) }.count
  }
}

extension SeriesKind: Hashable {
  /// A kind is its name.
  public static func == (a: SeriesKind, b: SeriesKind) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension SeriesKind: CustomStringConvertible {
  public var description: String { name }
}

// MARK: - The kinds there are

extension SeriesKind {
  /// In the order that lists show them.
  public static let all: [SeriesKind] = [
    klines, mark, index, premium, funding, predictedFunding, fundingIndex, openInterest, takerFlow, longShort,
    liquidations, liquidationEvents, trades, quotes, optionChain, external,
  ]

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// The kind of that name; nil for one that this version does not list.
  public static func named(_ name: String) -> SeriesKind? { byName[name] }

  public static let klines = SeriesKind(
    "klines", about: "traded price and volume, one row a bar",
    columns: prices(prefix: "", unit: .price) + [
      .init("volume", .base), .init("quote_volume", .quote), .init("trades", .count), .init("taker_buy_volume", .base),
      .init("taker_buy_quote_volume", .quote),
    ],
    otherColumns: [.init("base_volume", .base), .init("taker_buy_base_volume", .base)], known: .atClose, rowsAre: .bars)

  public static let mark = SeriesKind(
    "mark", about: "mark price, one row a bar", columns: prices(prefix: "mark", unit: .price), known: .atClose,
    rowsAre: .bars)

  public static let index = SeriesKind(
    "index", about: "index price, one row a bar", columns: prices(prefix: "index", unit: .price), known: .atClose,
    rowsAre: .bars)

  public static let premium = SeriesKind(
    "premium", about: "premium of the perpetual over its index, one row a bar",
    columns: prices(prefix: "premium", unit: .fraction), known: .atClose, rowsAre: .bars)

  public static let funding = SeriesKind(
    "funding", about: "settled funding rates, one row a settlement",
    columns: [.init("funding_rate", .fraction), .init("funding_interval", .hours)], known: .atStamp)

  public static let predictedFunding = SeriesKind(
    "predicted_funding", about: "the rate of the next settlement as the venue foretells it",
    columns: [.init("predicted_funding_rate", .fraction)],
    otherColumns: [.init("next_funding_in", .hours)], known: .atStamp)

  public static let fundingIndex = SeriesKind(
    "funding_index", about: "funding averaged over venues or hours, one row a bar: a signal that settles nothing",
    columns: prices(prefix: "funding_index", unit: .fraction), known: .atClose, rowsAre: .bars)

  public static let openInterest = SeriesKind(
    "open_interest", about: "snapshots of open interest: coins, contracts or quote currency",
    columns: [.init("open_interest", .base)],
    otherColumns: [
      .init("open_interest_contracts", .contracts), .init("open_interest_value", .quote),
      .init("open_interest_open", .base), .init("open_interest_high", .base), .init("open_interest_low", .base),
      .init("open_interest_value_open", .quote), .init("open_interest_value_high", .quote),
      .init("open_interest_value_low", .quote),
    ], known: .atStamp, rowsAre: .bars)

  public static let takerFlow = SeriesKind(
    "taker_flow", about: "what takers bought and sold, one row a bar",
    columns: [.init("bought_value", .quote), .init("sold_value", .quote)],
    otherColumns: [
      .init("bought_volume", .base), .init("sold_volume", .base), .init("buy_trades", .count),
      .init("sell_trades", .count), .init("taker_ratio", .score),
    ], known: .atClose, rowsAre: .flow)

  public static let longShort = SeriesKind(
    "long_short", about: "ratios of longs to shorts, by accounts or by positions",
    columns: [.init("long_short_ratio", .score)],
    otherColumns: [
      .init("long_share", .fraction), .init("short_share", .fraction), .init("top_account_ratio", .score),
      .init("top_position_ratio", .score),
    ], known: .atStamp)

  public static let liquidations = SeriesKind(
    "liquidations", about: "force-closed positions, one row a bar",
    columns: [.init("long_liquidations", .base), .init("short_liquidations", .base)],
    otherColumns: [.init("long_liquidations_value", .quote), .init("short_liquidations_value", .quote)],
    known: .atClose, rowsAre: .flow)

  public static let liquidationEvents = SeriesKind(
    "liquidation_events", about: "force-closed positions, one row each",
    columns: [
      .init("liquidation_price", .price), .init("long_liquidated", .base), .init("short_liquidated", .base),
    ], known: .atStamp, rows: .events, rowsAre: .flow)

  public static let trades = SeriesKind(
    "trades", about: "trades, one row each, with the taker's side",
    columns: [.init("trade_price", .price), .init("taker_bought", .base), .init("taker_sold", .base)],
    otherColumns: [.init("trade_id", .score)], known: .atStamp, rows: .events, rowsAre: .flow)

  public static let quotes = SeriesKind(
    "quotes", about: "best bid and ask, one row a change",
    columns: [
      .init("bid", .price), .init("ask", .price), .init("bid_size", .base), .init("ask_size", .base),
    ], known: .atStamp, rows: .events)

  public static let optionChain = SeriesKind(
    "option_chain", about: "every option of a coin, one row each a snapshot",
    columns: [
      .init("expiry", .time), .init("strike", .price), .init("right", .score), .init("option_mark", .coin),
      .init("mark_iv", .fraction), .init("underlying_price", .price),
    ],
    otherColumns: [
      .init("option_bid", .coin), .init("option_ask", .coin), .init("bid_iv", .fraction), .init("ask_iv", .fraction),
      .init("option_open_interest", .contracts), .init("option_volume", .contracts), .init("delta", .score),
    ], known: .atStamp, rows: .chain)

  public static let external = SeriesKind(
    "external", about: "values computed elsewhere", columns: [], known: .atStamp)

  /// Bars of the traded price are `open, high, low, close`; those of another price are `mark_open, …` and plain `mark`
  /// for the close, which is the value people mean.
  private static func prices(prefix: String, unit: Unit) -> [ColumnDescriptor] {
    let stem = prefix.isEmpty ? "" : prefix + "_"
    return ["open", "high", "low"].map { ColumnDescriptor(stem + $0, unit) }
      + [ColumnDescriptor(prefix.isEmpty ? "close" : prefix, unit)]
  }
}

/// One column of a series: the name it is reached by in expressions, and its unit.
public struct ColumnDescriptor: Hashable, Sendable {
  public let name: String
  public let unit: Unit

  public init(_ name: String, _ unit: Unit) {
    self.name = name
    self.unit = unit
  }
}

/// When the value of a row becomes known, before any further delay.
public enum KnownRule: String, Hashable, Sendable {
  /// One interval after the stamp: the stamp is a bar's open.
  case atClose = "at_close"
  /// At the stamp itself: a snapshot, a settlement.
  case atStamp = "at_stamp"
}
