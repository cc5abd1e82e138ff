/// Which of a coin's dated futures a leg means at each close, and when it goes from one to the next.
///
/// Decided as it was known: at a close only futures that have traded by then are chosen from, so that one which was listed
/// later changes nothing before it. What is held stays where it is until its own roll is due, also when a future that
/// expires earlier is listed meanwhile. From then on the leg means the next as soon as that has a price: whoever holds nothing
/// need not wait for one of a future that he never holds, and who holds it waits for both (`LegMachine`).
public struct RollSchedule: Hashable, Sendable {
  /// A dated future among those that are rolled through.
  public struct Future: Sendable {
    public let expiry: Instant
    /// Bars that it printed.
    public let printed: Bitmap

    public init(expiry: Instant, printed: Bitmap) {
      self.expiry = expiry
      self.printed = printed
    }
  }

  /// The closes at which one future is meant.
  public struct Part: Hashable, Sendable {
    /// Its place in the list that the schedule was made of.
    public let future: Int
    public let place: RollPlace
  }

  /// In order of time. Between two of them nothing is meant: no future had traded.
  public let parts: [Part]

  /// - Parameters:
  ///   - futures: in order of expiry.
  ///   - place: 0 for the nearest to expire, 1 for the one after it.
  ///   - ahead: how long before an expiry the next one is taken; nil for holding each to its expiry.
  /// - Precondition: `printed` as long as the grid.
  public init(_ futures: [Future], place: Int, ahead: Interval?, on grid: Grid) {
    precondition(futures.allSatisfy { $0.printed.count == grid.count }, "a bit for every bar of the grid")
    let firsts = futures.map { $0.printed.next(from: 0) }
    let lead = ahead ?? .zero
    /// The future that is meant by who holds none at the close of `row`.
    func choice(_ row: Int) -> Int? {
      let now = grid.close(row)
      let listed = futures.indices.filter { firsts[$0] <= row && futures[$0].expiry - lead > now }
      return listed.indices.contains(place) ? listed[place] : nil
    }
    /// Whether the next one is due after the close of `row`.
    func isDue(_ current: Int, _ row: Int) -> Bool {
      let now = grid.close(row)
      guard place > 0 else { return futures[current].expiry - lead <= now }
      // The second is the front from the close on at which no other stands before it.
      let before = futures.indices.filter {
        firsts[$0] <= row && futures[$0].expiry < futures[current].expiry && futures[$0].expiry - lead > now
      }
      return before.count < place
    }
    var parts: [Part] = []
    var current: (future: Int, from: Int, due: Int?)?
    /// The one that is held is meant until the close of the row before `end`.
    func finish(before end: Int, isRolled: Bool = false, isMissed: Bool = false) {
      guard let held = current else { return }
      let place = RollPlace(rows: held.from..<end, due: held.due, isRolled: isRolled, isMissed: isMissed)
      parts.append(Part(future: held.future, place: place))
      current = nil
    }
    for row in 0..<grid.count {
      if let held = current {
        let expiry = futures[held.future].expiry
        guard expiry > grid.close(row) else {
          finish(before: row, isMissed: ahead != nil && held.due != nil)
          if let next = choice(row) { current = (next, row, nil) }
          continue
        }
        guard held.due != nil || isDue(held.future, row) else { continue }
        current?.due = held.due ?? row
        guard let next = choice(row), next != held.future, futures[next].printed[row] else { continue }
        finish(before: row, isRolled: true)
        current = (next, row, nil)
      } else if let next = choice(row) {
        current = (next, row, nil)
      }
    }
    finish(before: grid.count)
    self.parts = parts.filter { !$0.place.rows.isEmpty }
  }
}

/// Where a dated future stands among those that a leg holds one after the other.
public struct RollPlace: Hashable, Sendable {
  /// The rows at whose close the leg means it.
  public let rows: Range<Int>
  /// The row from whose close on the next one was to be taken; nil where the grid ends before.
  public let due: Int?
  /// Whether what is held goes to the next one after the first close of both from the row on at which `rows` end; else it
  /// settles at its expiry.
  public let isRolled: Bool
  /// Whether it was to be rolled, and the next one had no price before it expired.
  public let isMissed: Bool

  public init(rows: Range<Int>, due: Int? = nil, isRolled: Bool = false, isMissed: Bool = false) {
    self.rows = rows
    self.due = due
    self.isRolled = isRolled
    self.isMissed = isMissed
  }
}
