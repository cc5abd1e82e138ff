/// What amounts of trades count, and what of it bars say.
///
/// Most venues count coins, which their price makes a value of. Some count contracts: of a number of coins, which is what bars
/// say, or of a face value in the currency of the price, of which bars say contracts and the coins that they were worth. Where
/// nothing says how much a contract is they are contracts and nothing else.
struct TradeAmounts {
  enum Form {
    /// Coins.
    case coins
    /// Contracts of a face value.
    case face
    /// Contracts of an unknown size, or whose value is no matter of price alone.
    case contracts
  }

  let form: Form
  /// Coins of one unit of amount where they are coins, else contracts.
  private let volume: Double
  /// Of a face value: that of one unit of amount.
  private let value: Double

  /// - Parameter trades: what the trades are stored as; the unit of their amounts is that of their columns.
  init(of trades: SeriesDescriptor, contract: Contract) {
    let counts = trades.columns.contains { $0.name == "taker_bought" && $0.unit == .contracts }
    guard counts else {
      (form, volume, value) = (.coins, 1, 0)
      return
    }
    switch contract.size?.unit {
    case .base: (form, volume, value) = (.coins, contract.size?.amount ?? 1, 0)
    case .quote:
      let size = contract.size?.amount ?? 1
      // Deribit says dollars of its inverse contracts wherever it says amounts, however many a contract is.
      let areDollars = trades.instrument.venue == "deribit" && contract.form == .inverse
      (form, volume, value) = (.face, areDollars ? 1 / size : 1, areDollars ? 1 : size)
    case .settlement, nil: (form, volume, value) = (.contracts, 1, 0)
    }
  }

  /// One trade, as bars add it up; what is not known is NaN.
  @inline(__always)
  func counted(_ amount: Double, at price: Double) -> (volume: Double, coins: Double, value: Double) {
    switch form {
    case .coins:
      let coins = amount * volume
      return (coins, coins, coins * price)
    case .face:
      let worth = amount * value
      return (amount * volume, worth / price, worth)
    case .contracts: return (amount, .nan, .nan)
    }
  }

  /// The columns of klines whose volume counts so.
  var klines: [ColumnDescriptor] {
    guard form != .coins else { return SeriesKind.klines.columns }
    return SeriesKind.klines.columns.map { column in
      switch column.name {
      case "volume", "taker_buy_volume": ColumnDescriptor(column.name, .contracts)
      case "quote_volume": ColumnDescriptor("base_volume", .base)
      case "taker_buy_quote_volume": ColumnDescriptor("taker_buy_base_volume", .base)
      default: column
      }
    }
  }

  /// The same of what takers bought and sold; a value that is not known is no column.
  func flow(large: Bool) -> [ColumnDescriptor] {
    let kind = SeriesKind.takerFlow
    let counts = kind.otherColumns.filter { $0.name != "taker_ratio" }.map { column in
      form != .coins && column.unit == .base ? ColumnDescriptor(column.name, .contracts) : column
    }
    guard form != .contracts else { return counts }
    let values = [ColumnDescriptor("large_bought_value", .quote), ColumnDescriptor("large_sold_value", .quote)]
    return kind.columns + counts + (large ? values : [])
  }
}
