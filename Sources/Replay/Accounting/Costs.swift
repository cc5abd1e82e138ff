/// What trading costs, as fractions of traded value.
public struct Costs: Hashable, Sendable {
  /// Of every fill; negative where the venue pays for it.
  public var taker: Double
  /// Of a fill by a limit order that rested; negative where the venue pays for it.
  public var maker: Double
  /// How far the fill price lies from the bar's open, against the order.
  public var slippage: Double
  /// Margin below which a position is liquidated, as a fraction of its value.
  public var maintenance: Double
  /// Charged on the value of a liquidated position.
  public var liquidationFee: Double
  /// Multiplies what a spread or an impact adds to `slippage`, and fees by volume: 1, but where somebody asks what half or double would do.
  public var modelled = 1.0
  /// Fees that fall with what has been traded; nil for those above. What is traded by other rules pays the first of them.
  public var byVolume: VolumeSchedule?

  public init(
    taker: Double = 0, maker: Double = 0, slippage: Double = 0, maintenance: Double = 0.005,
    liquidationFee: Double = 0.005
  ) {
    self.taker = taker
    self.maker = maker
    self.slippage = slippage
    self.maintenance = maintenance
    self.liquidationFee = liquidationFee
  }

  public static let free = Costs(maintenance: 0, liquidationFee: 0)
}
