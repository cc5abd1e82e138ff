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
    guard trades.countsContracts(in: "taker_bought") else {
      (form, volume, value) = (.coins, 1, 0)
      return
    }
    guard let size = contract.size, let own = trades.contractSize(contract), own.unit != .settlement else {
      (form, volume, value) = (.contracts, 1, 0)
      return
    }
    (form, volume, value) = own.unit == .base ? (.coins, own.amount, 0) : (.face, own.amount / size.amount, own.amount)
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
    form == .coins ? SeriesKind.klines.columns : SeriesKind.coinMarginedKlines
  }

  /// The same of what takers bought and sold; a value that is not known is no column.
  func flow(large: Bool) -> [ColumnDescriptor] {
    let kind = SeriesKind.takerFlow
    let counts = kind.otherColumns.filter { $0.name != "taker_ratio" }.map { column in
      form == .coins ? column : column.ofInverse(kind)
    }
    guard form != .contracts else { return counts }
    let values = [ColumnDescriptor("large_bought_value", .quote), ColumnDescriptor("large_sold_value", .quote)]
    return kind.columns + counts + (large ? values : [])
  }
}
