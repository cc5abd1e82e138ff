/// What dated futures have beside their prices.
public enum CurveColumns {
  /// Hours until the future of a name expires: `front.hours_to_expiry`.
  public static let hoursToExpiry = ColumnDescriptor("hours_to_expiry", .hours)
}
