import Market
import Store

extension Dataset {
  /// Of several series of which one is to be read, those that still say something at the instant up to which the dataset is
  /// read: none of their rows is older than it may be. Where all of them have fallen silent, those that said something when
  /// the last of them did.
  ///
  /// A narrower series is not better than a wider one for rows that it had last year. Where the dataset is read whole there
  /// is no instant at which to ask, and all of them may be meant.
  public func current<One>(_ all: [One], _ series: (One) -> StoredSeries) throws -> [One] {
    guard let instant = knownBy, all.count > 1 else { return all }
    let known = try all.compactMap { one in try reach(of: series(one)).map { (one: one, reach: $0) } }
    func fresh(at instant: Instant) -> [One] {
      known.filter { one, reach in
        series(one).descriptor.maximumAge.map { instant.since(reach) < $0 } ?? true
      }.map(\.one)
    }
    let now = fresh(at: instant)
    guard now.isEmpty, let last = known.map(\.reach).max() else { return now }
    return fresh(at: last)
  }

  public func current(_ all: [StoredSeries]) throws -> [StoredSeries] { try current(all) { $0 } }
}
