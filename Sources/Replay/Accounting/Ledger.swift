/// The entries of a replay, in the order in which things happened.
///
/// Kept in parts of one size. A portfolio of a thousand instruments writes millions of entries, and one array of them would be
/// held twice whenever it grows, and have room for twice as many.
public struct Ledger: Hashable, Sendable {
  private var parts: [[LedgerEntry]] = []
  public private(set) var count = 0

  /// Some hundred kilobytes: few enough that the last part wastes nothing worth counting.
  private static let partCount = 4096

  package init() {}

  package mutating func append(_ entry: LedgerEntry) {
    if count == parts.count * Self.partCount {
      parts.append([])
      // A short ledger needs no whole part.
      if parts.count > 1 { parts[parts.count - 1].reserveCapacity(Self.partCount) }
    }
    parts[parts.count - 1].append(entry)
    count += 1
  }
}

extension Ledger: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  public subscript(index: Int) -> LedgerEntry {
    parts[index / Self.partCount][index % Self.partCount]
  }
}
