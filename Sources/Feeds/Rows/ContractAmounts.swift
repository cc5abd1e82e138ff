import Market

/// What amounts of a contract count: coins, contracts, or the currency of its price. Asked wherever amounts come in, since
/// no reader can tell it by a number.
enum ContractAmounts {
  /// Names of amounts in coins of which the same column may as well hold contracts.
  private static let doubtful: [SeriesKind: [String]] = [
    .klines: ["volume", "taker_buy_volume"],
    .openInterest: ["open_interest", "open_interest_open", "open_interest_high", "open_interest_low"],
    .takerFlow: ["bought_volume", "sold_volume"], .liquidations: ["long_liquidations", "short_liquidations"],
    .trades: ["taker_bought", "taker_sold"], .liquidationEvents: ["long_liquidated", "short_liquidated"],
    .quotes: ["bid_size", "ask_size"],
  ]

  /// - Parameters:
  ///   - columns: those whose unit nobody said.
  ///   - isGeneral: whether the table may be of any venue, so that those that count linear contracts are asked about too.
  ///   - flags: what else has to be said for a unit to be heard.
  ///   - profile: the profile that a file of events is of, which flags do not reach: with them it would be a table of its own.
  /// - Throws: `Problem` where one of them may be in contracts.
  static func ask(
    _ columns: [String], of instrument: Instrument, _ kind: SeriesKind, isGeneral: Bool, at location: String,
    besides flags: String = "", profile: String? = nil
  ) throws {
    guard instrument.type == .perpetual || instrument.type == .future,
      let column = doubtful[kind]?.first(where: columns.contains)
    else { return }
    let shown = column.replacing("_", with: " ")
    let place = Problem.Place(file: location)
    let own = profile.map {
      "say 'inverse: contracts' or 'inverse: coins' in a profile of your own ('hindcast data formats \($0)' prints one to start "
        + "from)"
    }
    switch instrument.contract.form {
    case .inverse, .quanto:
      let form = instrument.contract.form == .inverse ? "an inverse" : "a quanto"
      throw Problem(
        "\(instrument) is \(form) contract, and its \(shown) may be counted in contracts, coins or dollars", at: place,
        remedy: own ?? "say --unit \(column)=contracts, coin or quote\(flags)")
    case .linear, .unstated:
      let isCounted = Venue.named(instrument.venue).countsContracts || instrument.symbol.hasSuffix("-SWAP")
      guard isGeneral, isCounted else { return }
      throw Problem(
        "\(instrument) is traded in contracts of its venue, and its \(shown) may be counted in them or in coins",
        at: place, remedy: own ?? "say --unit \(column)=coin, or contracts\(flags)")
    }
  }
}
