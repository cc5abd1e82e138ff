// What columns are called and what they count where a venue counts contracts.

extension ColumnDescriptor {
  /// The same column of an inverse contract, of which venues count contracts where they count coins of others, and coins
  /// where they count the currency of the price.
  public func ofInverse(_ kind: SeriesKind) -> ColumnDescriptor {
    switch (kind, name) {
    case (.klines, "quote_volume"): ColumnDescriptor("base_volume", .base)
    case (.klines, "taker_buy_quote_volume"): ColumnDescriptor("taker_buy_base_volume", .base)
    case (.openInterest, "open_interest"): ColumnDescriptor("open_interest_contracts", .contracts)
    case (.openInterest, "open_interest_value"): ColumnDescriptor("open_interest", .base)
    default: unit == .base ? ColumnDescriptor(name, .contracts) : self
    }
  }
}

extension SeriesKind {
  /// Klines that count volume in contracts, and in place of quote volume give the coins these were worth.
  public static let coinMarginedKlines: [ColumnDescriptor] = klines.columns.map { $0.ofInverse(.klines) }
}

extension SeriesDescriptor {
  public func countsContracts(in column: String) -> Bool {
    columns.contains { $0.name == column && $0.unit == .contracts }
  }

  /// What one is of its amounts that count contracts; nil where nothing says.
  ///
  /// Deribit says dollars of its inverse contracts wherever it says the amount of a trade, however many a contract is.
  public func contractSize(_ contract: Contract) -> Contract.Size? {
    let areDollars = kind.rows == .events && instrument.venue == "deribit" && contract.form == .inverse
    return areDollars && contract.size != nil ? Contract.Size(1, .quote) : contract.size
  }

  /// What a column counts as it is shown: of what is stored as contracts the currency of the price where one of them is one of
  /// that, and the venue calls something else a contract.
  public func shownUnit(of column: ColumnDescriptor, _ contract: Contract) -> Unit {
    guard column.unit == .contracts, let size = contractSize(contract), size != contract.size else {
      return column.unit
    }
    return size == Contract.Size(1, .quote) ? .quote : column.unit
  }
}
