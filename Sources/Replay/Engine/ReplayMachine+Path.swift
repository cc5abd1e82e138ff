import Market

/// What happened inside a bar where the bars inside it say so, in place of the worse of the paths that four prices allow.
///
/// Each of them is taken through as a bar is, on its own worse path: a minute leaves far less to choose than an hour. A bar
/// whose parts are missing, or do not add up to it, is taken on the worse path as a whole, and counted.
extension ReplayMachine {
  /// What the bar `row` does to the position along the path through it.
  mutating func exit(along path: PricePath, in row: Int, _ watched: Protection.Watched) -> Protection.Exit? {
    let whole = bar(row)
    protection.exitPart = nil
    let isInside = row == protection.insideRow
    var worse = protection
    let pessimistic =
      isInside ? worse.exit(afterLimitIn: whole, row: row, watched) : worse.exit(in: whole, row: row, watched)
    let isOpen = pessimistic != nil || isInside || protection.levels.trailMayBeReached(in: whole)
    // Where no level lies within the bar, every path through it ends at the same place.
    // Parts of traded prices do not say when the mark came to its price.
    guard isOpen, path.isWhole[row], !watched.isTakenByMark(protection.side), !isInside || protection.insidePart != nil
    else {
      if isOpen, !isInside { orders.pathMissing += 1 }
      protection = worse
      return pessimistic
    }
    if !isInside { orders.pathBars += 1 }
    let traded = watched.ofTrades(protection.side)
    let inside = isInside ? protection.insidePart : nil
    var found: Protection.Exit?
    for part in (inside ?? 0)..<path.parts {
      let bar = path.bar(part, of: row)
      // A limit that the price jumped over before the part opened was filled by then: all of the part comes after it, and its
      // open is the first price at which anybody could leave.
      let jumped = protection.side * bar.open < protection.side * protection.entryPrice
      found =
        part == inside && !jumped
        ? protection.exit(afterLimitIn: bar, row: row, traded)
        : protection.exit(in: bar, row: row, traded, isFirst: part == 0 && !isInside)
      guard found == nil else {
        protection.exitPart = part
        break
      }
    }
    if found != pessimistic { orders.pathDiffered += 1 }
    return found
  }

  /// What a bar does to a limit order, and in which of its parts, where that can be told. The price is the same on every
  /// path; what comes after it in the bar is not.
  mutating func outcome(
    of limit: Limit, in row: Int, side: Double, arrives: Bool
  ) -> (outcome: Limit.Outcome, part: Int?) {
    let outcome = limit.outcome(in: bar(row), side: side, arrives: arrives)
    guard let execution, execution.followsPath, let path = market.path, case .filled(_, _, isAtOpen: false) = outcome
    else { return (outcome, nil) }
    guard path.isWhole[row] else {
      orders.pathMissing += 1
      return (outcome, nil)
    }
    orders.pathBars += 1
    let part = (0..<path.parts).first { limit.outcome(inLater: path.bar($0, of: row), side: side) != .rests }
    return (outcome, part)
  }
}
