import Market
import Research

/// A family study with what names it, for documents and pages.
public struct FamilySummary: Sendable {
  public let study: FamilyStudy
  /// The markets it read, in order of first mention.
  public let markets: [MarketWindow]
  /// Nil for a file whose signals are all its own.
  public let strategy: String?
  /// Of its identity; nil for one that nobody will look up.
  public var hash: String?

  /// One market and the bars on which its hypotheses were judged.
  public struct MarketWindow: Sendable {
    public let market: String
    public let instrument: Instrument
    public let interval: Interval
    public let window: TimeRange
    public let fingerprint: String

    public init(_ frame: Frame) {
      market = frame.market
      instrument = frame.instrument
      interval = frame.grid.interval
      window = frame.window
      fingerprint = frame.fingerprint
    }
  }

  public init(study: FamilyStudy, markets: [MarketWindow], strategy: String?) {
    self.study = study
    self.markets = markets
    self.strategy = strategy
  }

  var plan: FamilyPlan { study.plan }

  /// Whether the market must be said beside each hypothesis.
  var hasSeveralMarkets: Bool { markets.count > 1 }

  /// `5 %` or `2.5 %`.
  var level: String { "\(((plan.alpha * 10_000).rounded() / 100).plainText) %" }
}
