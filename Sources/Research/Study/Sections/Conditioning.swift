import Statistics

/// Whether the effect depends on something else: the same estimate within the cells of several partitions.
///
/// Many cells are many tests. The cells of a condition that was asked for by name are one family, those that are looked at
/// in every study another, and `adjusted` holds every p of this horizon after Holm's correction over its family.
public struct Conditioning: Sendable {
  public let partitions: [PartitionEffects]
  /// Partitions that could not be made, and why.
  public let impossible: [(name: String, why: Unavailable)]
  /// By partition and cell: p adjusted over all cells of the family that have one; NaN for those that have none.
  public let adjusted: [[Double]]

  /// Cells that were judged, which is how many tests were made, of each family.
  public var judgedGiven: Int { judged { $0.isGiven } }
  public var judgedOthers: Int { judged { !$0.isGiven } }

  private func judged(_ belongs: (PartitionEffects) -> Bool) -> Int {
    zip(partitions, adjusted).reduce(0) { $0 + (belongs($1.0) ? $1.1.count { !$0.isNaN } : 0) }
  }

  public init(_ horizon: HorizonSample, partitions: [Result<BarPartition, Unavailable>], names: [String]) {
    let effects = partitions.compactMap(\.answer).map { PartitionEffects(horizon, by: $0) }
    impossible = zip(names, partitions).compactMap { name, partition in
      partition.why.map { (name, Unavailable($0)) }
    }
    var values = effects.map { $0.cells.map { $0.effect.answer?.p ?? .nan } }
    for isGiven in [true, false] {
      let family = effects.indices.filter { effects[$0].isGiven == isGiven }
      var corrected = Correction.holm.adjusted(family.flatMap { values[$0].filter { !$0.isNaN } }).makeIterator()
      for index in family { values[index] = values[index].map { $0.isNaN ? .nan : corrected.next() ?? .nan } }
    }
    self.partitions = effects
    adjusted = values
  }
}

extension PartitionEffects {
  /// Whether its condition was asked for by name.
  public var isGiven: Bool { key == BarPartition.givenKey }
}
