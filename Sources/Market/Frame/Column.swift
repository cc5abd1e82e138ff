/// Values on a grid, one a bar, as they were known at each bar's close. NaN where nothing was known.
public struct Column: Sendable {
  public let name: String
  public let unit: Unit
  public let values: [Double]
  /// Title of the series it comes from; empty for one that was made up.
  public let source: String
  /// What a reader must know of where it comes from: that the name means another instrument than the traded one, or that
  /// its unit was changed to be comparable. Nil when it is the traded instrument's own.
  public let note: String?
  /// Whose it is, and by which contract its amounts are counted; nil for one that was made up, computed elsewhere, or brought
  /// to the traded instrument's unit.
  public let owner: Owner?

  public struct Owner: Sendable {
    public let instrument: Instrument
    public let contract: Contract

    public init(_ instrument: Instrument, _ contract: Contract? = nil) {
      self.instrument = instrument
      self.contract = contract ?? instrument.contract
    }
  }

  public init(
    _ name: String, _ unit: Unit, _ values: [Double], source: String = "", note: String? = nil, owner: Owner? = nil
  ) {
    self.name = name
    self.unit = unit
    self.values = values
    self.source = source
    self.note = note
    self.owner = owner
  }
}
