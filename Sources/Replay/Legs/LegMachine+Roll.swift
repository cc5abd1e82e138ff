import Market

/// What is held of one dated future going to the next one of its leg.
public struct LegRoll: Hashable, Sendable {
  /// The open at which both were traded.
  public let instant: Instant
  /// Places among the legs of the run.
  public let from: Int
  public let to: Int
  /// What was held of each, signed.
  public let left: Double
  public let held: Double
  /// Opens, before slippage.
  public let leftAt: Double
  public let heldAt: Double
  /// Bars after the one at whose open it was due.
  public let waited: Int
}

/// A dated future that was to be left for the next one and was held to its end, since the two had no price together.
public struct MissedRoll: Hashable, Sendable {
  public let instrument: Instrument
  /// The open at which it was settled.
  public let settled: Instant

  package init(instrument: Instrument, settled: Instant) {
    self.instrument = instrument
    self.settled = settled
  }
}

/// Which legs are dated futures that follow each other, and what of an order goes from one to the next.
struct LegRolling {
  /// By leg; nil for one that does not roll.
  let places: [RollPlace?]
  /// By leg: a number that the futures of one leg share.
  let groups: [Int]
  /// By leg: the row at whose open an order fills, beyond all rows for none.
  var dues: [Int]
  /// What is left and what is entered at one open.
  var pairs: [(from: Int, to: Int)] = []
  var done: [LegRoll] = []

  /// Nil where no leg rolls.
  init?(_ legs: [PreparedMarket]) {
    places = legs.map(\.roll)
    guard places.contains(where: { $0 != nil }) else { return nil }
    groups = legs.map { leg in legs.firstIndex { $0.leg == leg.leg } ?? 0 }
    dues = [Int](repeating: .max, count: legs.count)
  }

  /// The future that leg `leg` is to be left for at the close of `row`; nil where it is to stay.
  func next(of leg: Int, at row: Int) -> Int? {
    guard let place = places[leg], place.isRolled, row >= place.rows.upperBound else { return nil }
    return places.indices.first { other in
      groups[other] == groups[leg] && (places[other]?.rows.contains(row) ?? false)
    }
  }
}

/// Rolls: at the first close of both from which on a leg means the next future, an order goes out that leaves the one that is
/// held and enters the other for as many coins, both at one open: the first at which both have a bar.
extension LegMachine {
  /// The first row from `first` on at which both have a bar; nil where there is none before one of them expires.
  private func common(_ one: Int, _ other: Int, from first: Int) -> Int? {
    let end = min(tape.rows.upperBound, markets[one].expiryRow, markets[other].expiryRow)
    var row = first
    while row < end {
      row = max(markets[one].nextPresent(from: row), markets[other].nextPresent(from: row))
      if row < end, haveBar(one, other, at: row) { return row }
    }
    return nil
  }

  private func haveBar(_ one: Int, _ other: Int, at row: Int) -> Bool {
    markets[one].present[row] && markets[other].present[row]
  }

  /// What rolls at the close of `row`.
  private func rollable(at row: Int, _ rolling: LegRolling) -> [(from: Int, to: Int)] {
    legs.indices.compactMap { leg in
      guard !legs[leg].isFlat, let next = rolling.next(of: leg, at: row), haveBar(leg, next, at: row),
        common(leg, next, from: row + 1) != nil
      else { return nil }
      return (leg, next)
    }
  }

  /// Whether what is held at the close of `row` belongs to the next future, and the two have no price together there: until
  /// they have, nothing is decided of it but that it is left. An order for more would buy the next beside what is still held.
  func isHeldUp(at row: Int) -> Bool {
    guard row >= rollFrom, let rolling else { return false }
    return legs.indices.contains { leg in
      guard !legs[leg].isFlat, let next = rolling.next(of: leg, at: row) else { return false }
      return !haveBar(leg, next, at: row)
    }
  }

  /// Whether something that is held goes to another future after the close of `row`, which is `rollFrom` or later.
  func isRolling(at row: Int) -> Bool {
    guard let rolling else { return false }
    return !rollable(at: row, rolling).isEmpty
  }

  /// Sends the orders. False as `fill`.
  mutating func roll(at row: Int) -> Bool {
    guard let rolling else { return true }
    var targets = legs.map(\.quantity)
    for (from, to) in rollable(at: row, rolling) {
      let coins = legs[from].base * timeline.units[from] / timeline.units[to]
      if timeline.payoffs[to] == .inverse {
        // Face value is ordered for as many coins, in whole contracts, at the close that decides.
        targets[to] = possible(quantity(for: legs[to].base + coins, to, at: row), of: to, at: row)
      } else {
        targets[to] += coins
      }
      targets[from] = 0
    }
    return fill(to: targets, from: row + 1)
  }

  /// When each leg of an order fills.
  mutating func planDues(_ targets: [Double]?, from first: Int) {
    guard var rolling else { return }
    rolling.pairs = []
    for leg in legs.indices {
      let isIdle = rolling.places[leg] != nil && legs[leg].isFlat && (targets?[leg] ?? 0) == 0
      rolling.dues[leg] = isIdle ? .max : markets[leg].nextPresent(from: first)
    }
    for from in legs.indices where rolling.places[from] != nil && !legs[from].isFlat && (targets?[from] ?? 0) == 0 {
      let to = legs.indices.first { other in
        other != from && rolling.groups[other] == rolling.groups[from] && (targets?[other] ?? 0) != 0
      }
      guard let to, let row = common(from, to, from: first) else { continue }
      rolling.dues[from] = row
      rolling.dues[to] = row
      rolling.pairs.append((from, to))
    }
    self.rolling = rolling
  }

  /// Before anything is traded at the open of `row`: what goes from one future to the next there.
  func rolls(at row: Int) -> [(from: Int, to: Int, left: Double)] {
    (rolling?.pairs ?? []).filter { rolling?.dues[$0.from] == row }.map { ($0.from, $0.to, legs[$0.from].quantity) }
  }

  /// After it.
  mutating func noteRolls(_ rolls: [(from: Int, to: Int, left: Double)], at row: Int) {
    for (from, to, left) in rolls {
      let due = (rolling?.places[from]?.due ?? row - 1) + 1
      let roll = LegRoll(
        instant: tape.grid.open(row), from: from, to: to, left: left, held: legs[to].quantity, leftAt: prices[from],
        heldAt: prices[to], waited: max(0, row - due))
      rolling?.done.append(roll)
    }
  }

  /// After a leg was traded: when the next roll is due.
  mutating func findNextRoll() {
    guard let rolling else { return }
    rollFrom = .max
    for leg in legs.indices where !legs[leg].isFlat {
      if let place = rolling.places[leg], place.isRolled { rollFrom = min(rollFrom, place.rows.upperBound) }
    }
  }
}
