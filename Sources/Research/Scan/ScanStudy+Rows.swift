extension ScanStudy {
  /// One test with what it is of.
  package struct Row: Sendable {
    package let member: Member
    package let signal: ScanPlan.Signal
    package let scanned: ScannedSignal
    package let market: String
    /// Counted from 1, the strongest first, and how many signals are in it.
    package let cluster: Int
    package let alike: Int

    package var label: String { "\(signal.name), \(member.test.forward)" }
    package var isFound: Bool { member.isFound }
    package var test: ScanTest { member.test }
  }

  package func rows(_ members: [Member]) -> [Row] {
    var places = [Int](repeating: 0, count: plan.signals.count)
    for (place, cluster) in clusters.enumerated() { for signal in cluster.signals { places[signal] = place } }
    return members.map { member in
      Row(
        member: member, signal: plan.signals[member.signal], scanned: scanned[member.market][member.signal],
        market: markets[member.market], cluster: places[member.signal] + 1,
        alike: clusters[places[member.signal]].signals.count)
    }
  }

  /// The strongest test of each cluster, the strongest first.
  package var representatives: [Row] { rows(clusters.compactMap(\.best).map { members[$0] }) }
}
