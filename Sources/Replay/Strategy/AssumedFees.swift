import Market

/// Fees that a file does not say and a replay charges, to be said wherever it is spoken of.
public struct AssumedFees: Hashable, Sendable {
  public let fees: TradingFees
  /// Which of them the file leaves out.
  public let items: [CostItem]

  public init(_ fees: TradingFees, _ items: [CostItem]) {
    self.fees = fees
    self.items = items
  }

  /// Whose they are, in a few words.
  public var source: String { fees.source }
}
