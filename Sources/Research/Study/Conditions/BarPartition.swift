import Market

/// Bars sorted into cells by something that was known when they closed.
public struct BarPartition: Sendable {
  /// What people read: `hour of day`.
  public let name: String
  /// What programs read: `hour`.
  public let key: String
  /// How the cells are cut.
  public let convention: String
  public let labels: [String]
  /// The cell of each bar of the frame, an index into `labels`; -1 for bars in none.
  public let cells: [Int16]

  public init(name: String, key: String, convention: String, labels: [String], cells: [Int16]) {
    self.name = name
    self.key = key
    self.convention = convention
    self.labels = labels
    self.cells = cells
  }
}

extension BarPartition {
  static let givenKey = "given"

  /// Inside and outside a second regime; bars on which that is not known are in neither.
  public static func given(_ regime: StudySubject) throws(Unavailable) -> BarPartition {
    guard case .regime(let holds) = regime.values else {
      throw Unavailable("'\(regime.name)' is a number, and bars can only be inside or outside a condition")
    }
    return BarPartition(
      name: "given \(regime.name)", key: givenKey, convention: regime.expression, labels: ["inside", "outside"],
      cells: zip(holds, regime.known).map { $1 ? ($0 ? 0 : 1) : -1 })
  }
}
