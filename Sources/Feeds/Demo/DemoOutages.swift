/// What the demo venue fails to print, by bar. The dates are fixed and documented; only lone lost snapshots are random.
struct DemoOutages {
  /// Wednesday 2024-10-30, 09:00 to 12:10: maintenance. No bars, no snapshots; spot trades on elsewhere.
  static let halt = DemoClock.bar(day: 121, hour: 9)..<DemoClock.bar(day: 121, hour: 12, minute: 10)
  /// Lone bars missing from the archive of klines.
  static let lostBars: Set<Int> = [
    DemoClock.bar(day: 20, hour: 3, minute: 35), DemoClock.bar(day: 58, hour: 17, minute: 20),
    DemoClock.bar(day: 97, hour: 11, minute: 5), DemoClock.bar(day: 140, hour: 22, minute: 50),
  ]
  /// Bars in which nobody trades: one price, no volume.
  static let quietBars: Set<Int> = [
    DemoClock.bar(day: 33, hour: 4), DemoClock.bar(day: 33, hour: 4, minute: 5),
    DemoClock.bar(day: 150, hour: 2, minute: 15),
  ]
  /// 25 minutes without snapshots of open interest: longer than an old one may stand in.
  static let lostSnapshots = DemoClock.bar(day: 72, hour: 15)..<DemoClock.bar(day: 72, hour: 15, minute: 25)

  static func printsKline(_ bar: Int) -> Bool { !halt.contains(bar) && !lostBars.contains(bar) }

  private let losses: DemoRandom

  init(seed: UInt64) {
    losses = DemoRandom(seed: seed, .snapshotLoss)
  }

  func losesSnapshot(_ bar: Int) -> Bool {
    if Self.hasNoSnapshots(bar) { return true }
    // Never two in a row by chance: one is bridged by the one before it, two would blind a day of windows.
    return bar > 0 && isUnlucky(bar) && !isUnlucky(bar - 1) && !Self.hasNoSnapshots(bar - 1)
  }

  private static func hasNoSnapshots(_ bar: Int) -> Bool { halt.contains(bar) || lostSnapshots.contains(bar) }

  private func isUnlucky(_ bar: Int) -> Bool { losses.word(bar) % 250 == 0 }
}
