/// What a series measures. The kind fixes its columns, their units, and when a row becomes known.
public enum SeriesKind: String, Hashable, Sendable, CaseIterable {
  /// Traded price and volume of the perpetual, one row a bar.
  case klines
  /// Mark price, one row a bar.
  case mark
  /// Premium index of the perpetual over its index, one row a bar.
  case premium
  /// Price and volume of the spot market of the same coin, one row a bar.
  case spot
  /// Settled funding rates, one row a settlement.
  case funding
  /// Snapshots of open interest.
  case openInterest = "open_interest"
  /// Coins force-closed, one row a bar.
  case liquidations
  /// Values computed elsewhere and imported.
  case external

  /// When a row of this kind can be known by somebody who watched it happen.
  public var knownRule: KnownRule {
    switch self {
    case .klines, .mark, .premium, .spot, .liquidations: .atClose
    case .funding, .openInterest, .external: .atStamp
    }
  }

  /// The columns that files of this kind fill, in storage order. External series name their own.
  public var columns: [ColumnDescriptor] {
    switch self {
    case .klines:
      Self.prices(prefix: "", unit: .price) + Self.flows(prefix: "")
    case .mark:
      Self.prices(prefix: "mark", unit: .price)
    case .premium:
      Self.prices(prefix: "premium", unit: .fraction)
    case .spot:
      Self.prices(prefix: "spot", unit: .price) + Self.flows(prefix: "spot_")
    case .funding:
      [ColumnDescriptor("funding_rate", .fraction), ColumnDescriptor("funding_interval", .hours)]
    case .openInterest:
      [ColumnDescriptor("open_interest", .base)]
    case .liquidations:
      [ColumnDescriptor("long_liquidations", .base), ColumnDescriptor("short_liquidations", .base)]
    case .external:
      []
    }
  }

  /// Bars of the traded price are `open, high, low, close`; those of another price are `mark_open, …` and plain `mark`
  /// for the close, which is the value people mean.
  private static func prices(prefix: String, unit: Unit) -> [ColumnDescriptor] {
    let stem = prefix.isEmpty ? "" : prefix + "_"
    return ["open", "high", "low"].map { ColumnDescriptor(stem + $0, unit) }
      + [ColumnDescriptor(prefix.isEmpty ? "close" : prefix, unit)]
  }

  private static func flows(prefix: String) -> [ColumnDescriptor] {
    [
      ColumnDescriptor(prefix + "volume", .base), ColumnDescriptor(prefix + "quote_volume", .quote),
      ColumnDescriptor(prefix + "trades", .count), ColumnDescriptor(prefix + "taker_buy_volume", .base),
      ColumnDescriptor(prefix + "taker_buy_quote_volume", .quote),
    ]
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
