import Statistics

/// Whether the effect depends on something else: the same estimate within the cells of several partitions.
///
/// Many cells are many tests. `adjusted` holds every p of this horizon after Holm's correction over all of them.
public struct Conditioning: Sendable {
  public let partitions: [PartitionEffects]
  /// Partitions that could not be made, and why.
  public let impossible: [(name: String, why: Unavailable)]
  /// By partition and cell: p adjusted over all cells that have one; NaN for those that have none.
  public let adjusted: [[Double]]

  /// Cells that were judged, which is how many tests were made.
  public var judged: Int { adjusted.reduce(0) { $0 + $1.count { !$0.isNaN } } }

  public init(_ horizon: HorizonSample, partitions: [Result<BarPartition, Unavailable>], names: [String]) {
    self.partitions = partitions.compactMap(\.answer).map { PartitionEffects(horizon, by: $0) }
    impossible = zip(names, partitions).compactMap { name, partition in
      partition.why.map { (name, Unavailable($0)) }
    }
    let raw = self.partitions.map { $0.cells.map { $0.effect.answer?.p ?? .nan } }
    var corrected = Correction.holm.adjusted(raw.flatMap { $0.filter { !$0.isNaN } }).makeIterator()
    adjusted = raw.map { $0.map { $0.isNaN ? .nan : corrected.next() ?? .nan } }
  }
}
