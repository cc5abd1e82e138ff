import Market

/// What is ordered at a close, and how it fills: of each leg at its own next bar, of all or of none of them.
extension LegMachine {
  /// Whether an order that a leg has no bar left for does not end all deciding: where a leg goes through several futures the
  /// one is settled by itself and the rules decide on the next, and what a leg leaves behind is theirs to leave.
  var goesOn: Bool { rolling != nil || keepsRest }

  var keepsRest: Bool { decisions?.onLegEnd == .keep }

  /// The next decision. Of a position that a leg is missing of, or that waits to be rolled, only that it is left.
  func next(_ decisions: LegDecisions, from row: Int, holding weight: Double) -> Decision? {
    var next = decisions.next(from: row, holding: weight)
    while let decision = next {
      let isLeft = decision.weight * weight <= 0
      if isOrphaned {
        if isLeft { return Decision(row: decision.row, weight: 0) }
      } else if decision.weight == 0 || !isHeldUp(at: decision.row) {
        return decision
      } else if isLeft, decisions.leaves(at: decision.row, holding: weight) {
        return Decision(row: decision.row, weight: 0)
      }
      next = decisions.next(from: decision.row + 1, holding: weight)
    }
    return nil
  }

  /// Counts the closes before the one that is decided at on which something was wanted and could not be ordered.
  mutating func count(_ decisions: LegDecisions, from first: Int, until end: Int) {
    guard first < end else { return }
    let unknown = decisions.unknown(in: first..<end)
    orders.unknownSizes += unknown.sizes
    orders.unknownRatios += unknown.ratios
  }

  /// Legs have ended while `weight` of the whole was wanted: the others go with them, or are held on.
  ///
  /// - Returns: what is wanted now, and the row at whose close to decide again.
  mutating func ended(wanting weight: Double) -> (weight: Double, decideFrom: Int) {
    guard keepsRest, weight != 0, held > 0 else { return (0, leaveRest()) }
    isOrphaned = true
    return (weight, row)
  }

  /// What became of an order for the whole position.
  enum Sent {
    /// What is wanted now, and where to decide next.
    case sent(weight: Double, decideFrom: Int)
    /// Nothing changes: a venue would have taken at once what it was for.
    case refused
    /// The replay ends before a leg has another bar.
    case tooLate
  }

  /// What is held for `weight` from the next opens on: decided at the close of `row`, filled for each leg at its next bar.
  mutating func order(_ weight: Double, at row: Int, reverses: Bool) -> Sent {
    guard let decisions else { return .tooLate }
    let end = tape.rows.upperBound
    if weight != 0, lacksLeg(after: row, decisions) { return .tooLate }
    let isCut = decisions.targets(at: row, weight: weight, equity: equity, timeline, into: &targets)
    if timeline.hasCoins {
      for leg in targets.indices { targets[leg] = quantity(for: targets[leg], leg, at: row) }
    }
    if isBeyondMargin(targets, at: row, equity) {
      orders.beyondMargin += 1
      return .refused
    }
    if isCut { cutOrders += 1 }
    for leg in targets.indices { targets[leg] = possible(targets[leg], of: leg, at: row) }
    let targets = self.targets
    var last = row
    planDues(targets, from: row + 1)
    for leg in legs.indices where isTraded(leg) {
      last = max(last, due(leg, from: row + 1))
    }
    guard last < end else { return .tooLate }
    func left(_ ended: (weight: Double, decideFrom: Int)) -> Sent {
      .sent(weight: ended.weight, decideFrom: ended.decideFrom)
    }
    if reverses {
      // The other side is entered when every leg of this one is out.
      guard fill(to: nil, from: row + 1, reverses: true) else { return left(ended(wanting: 0)) }
      planDues(targets, from: self.row)
      for leg in legs.indices where isTraded(leg) {
        guard due(leg, from: self.row) < end else { return .tooLate }
      }
      guard fill(to: targets, from: self.row) else { return left(ended(wanting: weight)) }
    } else {
      guard fill(to: targets, from: row + 1) else { return left(ended(wanting: weight)) }
    }
    return self.row < end ? .sent(weight: weight, decideFrom: max(last, self.row)) : .tooLate
  }

  func isTraded(_ leg: Int) -> Bool {
    guard let decisions else { return true }
    // A future that is neither held nor wanted waits for nobody, and so does what is traded no more.
    return !decisions.ratios[leg].isNothing && rolling?.dues[leg] != .max
      && (markets[leg].expiryRow > row || !legs[leg].isFlat)
  }

  /// Whether a leg that is part of the position has no bar after the close of `row`. One that rolls has another future.
  func lacksLeg(after row: Int, _ decisions: LegDecisions) -> Bool {
    legs.indices.contains { leg in
      markets[leg].roll == nil && markets[leg].expiryRow <= row + 1 && !decisions.ratios[leg].isNothing
    }
  }

  /// The row at whose open a leg's order fills.
  func due(_ leg: Int, from first: Int) -> Int {
    rolling?.dues[leg] ?? markets[leg].nextPresent(from: first)
  }

  /// Trades every leg to its target at its first bar from `first` on, `nil` for flat. False when the position was liquidated
  /// before all had filled, or when a leg has no bar left.
  ///
  /// - Parameter reverses: whether the other side is entered at once, so that nobody is ever flat.
  mutating func fill(to targets: [Double]?, from first: Int, reverses: Bool = false) -> Bool {
    let end = tape.rows.upperBound
    var next = end
    planDues(targets, from: first)
    for leg in legs.indices where isTraded(leg) { next = min(next, due(leg, from: first)) }
    while next < end {
      // A bar that has been opened for the fills of another side is met as it is.
      if row < next || !isOpened {
        if row < next, case .ended = walk(through: next - 1, weight: nil) { return false }
        open(next, of: stretch(at: next))
      }
      valueAtOpens(next)
      if legs.indices.contains(where: { isTraded($0) && due($0, from: first) == next && isOrdered($0, targets) }),
        isTakenAtOpens(of: next)
      {
        // What was on its way out goes at this open; what was to be kept goes at the next, as after any liquidation.
        if targets?.allSatisfy({ $0 == 0 }) ?? true { leaveFrom = next }
        return false
      }
      var after = end
      let rolls = rolling == nil ? [] : rolls(at: next)
      for leg in legs.indices where isTraded(leg) {
        let at = due(leg, from: first)
        if at == next { trade(leg, to: targets?[leg] ?? 0) } else if at > next { after = min(after, at) }
      }
      if isOnTerms { boundMargins(of: legs.indices.filter { isTraded($0) && due($0, from: first) == next }) }
      if !rolls.isEmpty { noteRolls(rolls, at: next) }
      if held == 0, !reverses { totals.drawdown.see(cash) }
      next = after
    }
    return true
  }

  /// Whether an order changes what is held of a leg.
  func isOrdered(_ leg: Int, _ targets: [Double]?) -> Bool { legs[leg].quantity != targets?[leg] ?? 0 }

  /// What the venue left of the other legs goes at their next bars, if it does not take those as well.
  ///
  /// - Returns: the row at whose close to decide again.
  mutating func leaveRest() -> Int {
    while held > 0, !fill(to: nil, from: leaveFrom) { continue }
    return row
  }
}
