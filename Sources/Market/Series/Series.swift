/// Rows of one series in order of time: a stamp each, and a value for every column. NaN means the venue gave none.
///
/// Events and chains have any number of rows a stamp, in the order they came in.
public struct Series: Sendable {
  public let descriptor: SeriesDescriptor
  /// Milliseconds since 1970, strictly increasing where a stamp has one row, else never decreasing.
  public private(set) var stamps: [Int64]
  /// One array a column of the descriptor, each as long as `stamps`.
  public private(set) var columns: [[Double]]

  public init(descriptor: SeriesDescriptor, stamps: [Int64], columns: [[Double]]) {
    precondition(columns.count == descriptor.columns.count, "one array for each column of the descriptor")
    precondition(columns.allSatisfy { $0.count == stamps.count }, "columns as long as the stamps")
    precondition(Self.areInOrder(stamps, descriptor.rows), "stamps in order of time")
    self.descriptor = descriptor
    self.stamps = stamps
    self.columns = columns
  }

  /// Whether stamps are as a series with such rows has them.
  public static func areInOrder(_ stamps: [Int64], _ rows: RowRule) -> Bool {
    rows == .one
      ? zip(stamps, stamps.dropFirst()).allSatisfy { $0 < $1 } : zip(stamps, stamps.dropFirst()).allSatisfy { $0 <= $1 }
  }

  public var count: Int { stamps.count }

  /// From the first stamp to just past the last, or nil without rows.
  public var range: TimeRange? {
    guard let first = stamps.first, let last = stamps.last else { return nil }
    return TimeRange(from: Instant(milliseconds: first), to: Instant(milliseconds: last + 1))
  }

  /// The values of the column called `name`.
  public func values(_ name: String) -> [Double]? {
    descriptor.columns.firstIndex { $0.name == name }.map { columns[$0] }
  }
}
