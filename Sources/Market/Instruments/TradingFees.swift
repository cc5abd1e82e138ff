/// What a venue charges for a fill of a customer without discounts, as fractions of the traded value.
///
/// Taken where a strategy does not say what its trading costs, and said wherever it is taken: a replay that trades for free
/// by silence is a better strategy than anybody has.
public struct TradingFees: Hashable, Sendable {
  public let taker: Double
  /// Negative where the venue pays.
  public let maker: Double
  /// Whose fees they are and of when, in a few words.
  public let source: String

  public init(taker: Double, maker: Double, source: String) {
    self.taker = taker
    self.maker = maker
    self.source = source
  }

  /// Venues whose list here is of contracts margined in dollars.
  private static let listedForDollars: Set<String> = ["binance"]

  /// Whether a list of contracts margined in dollars is to stand for one margined in coin.
  private static func isForDollars(_ schedule: FeeSchedule, _ instrument: Instrument) -> Bool {
    listedForDollars.contains(schedule.venue) && Contract(of: instrument).form == .inverse
  }

  /// What is to be said where fees of a list are charged on an instrument that it is not of; nil where it is.
  public static func caution(_ schedule: FeeSchedule, on instrument: Instrument) -> String? {
    guard !schedule.venue.isEmpty else { return nil }
    if schedule.venue != instrument.venue {
      return "Fees are those of \(schedule.market), and \(instrument) trades at \(instrument.venue)."
    }
    if instrument.type == .spot { return "Fees are those of \(schedule.market), and \(instrument) is spot." }
    return isForDollars(schedule, instrument)
      ? "Fees are those of \(schedule.market), and \(instrument) is margined in coin." : nil
  }

  /// What fills in `instrument` cost unless something else is said.
  public static func standard(for instrument: Instrument) -> TradingFees {
    guard instrument.type != .spot else {
      return TradingFees(taker: 10 / 1e4, maker: 10 / 1e4, source: "a large venue's spot market, regular user")
    }
    guard let schedule = FeeSchedule.published[instrument.venue] else {
      return TradingFees(
        taker: 5 / 1e4, maker: 2 / 1e4,
        source: "nothing is known of \(instrument.venue): a large venue's regular user")
    }
    let tier = schedule.tiers[0]
    return TradingFees(
      taker: tier.taker, maker: tier.maker,
      source: schedule.words(tier)
        + (isForDollars(schedule, instrument) ? ", taken for its coin-margined ones too" : ""))
  }
}
