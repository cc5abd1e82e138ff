import Market

/// What a position lives through between its orders, and what ends it: its levels, its time, its venue, its rules.
extension ReplayMachine {
  /// How far a position was followed.
  enum Walk {
    /// Every close that was asked for has been seen.
    case reached
    /// The position ended within the bar `row`, whose close decides again.
    case closed
    /// Rules that know the position leave it at the close of the bar before `row`.
    case leaves
  }

  /// `advance`, through what may end the position on the way. Rules that know the position are asked at each printed
  /// close.
  @inline(__always)
  mutating func walk(through last: Int, _ source: some OrderSource) -> Walk {
    guard !account.isFlat, source.readsState else { return hold(through: last) ? .reached : .closed }
    while row <= last {
      let asked = row
      guard hold(through: asked) else { return .closed }
      protection.see(close: tape.marks.values[asked])
      // Who is leaving already is not asked again.
      if protection.resting == nil, isLeft(at: asked, source) { return .leaves }
    }
    return .reached
  }

  /// Sees every close up to and including that of row `last`. False when the position ended on the way; `row` is then the
  /// bar it happened in.
  private mutating func hold(through last: Int) -> Bool {
    guard row <= last else { return true }
    guard !account.isFlat else { return advance(through: last) }
    while row <= last {
      let stretch = stretch(at: row)
      if !isOpened {
        open(row, of: stretch)
        if row >= protection.leaveRow {
          if isTakenAtOpen() { return false }
          leave(Protection.Exit(row: row, price: tape.opens[row], cause: .hold, isMaker: false))
          return false
        }
      }
      // An order that filled inside the bar is taken to have filled after what settled inside it.
      if row != protection.insideRow {
        if let exit = exit(before: stretch.inside) {
          leave(exit)
          return false
        }
        for settlement in stretch.inside { settle(tape.settlements[settlement]) }
      }
      var end = min(last + 1, stretch.rows.upperBound, protection.leaveRow)
      if let exit = exit(in: row..<end, of: stretch) {
        mark(row..<exit.row, of: stretch)
        if let exit = exit.cause == .liquidation ? self.exit(afterPartsOf: exit) : exit {
          leave(exit)
          return false
        }
        end = exit.row + 1
      }
      mark(row..<end, of: stretch)
      row = end
      isOpened = false
    }
    return true
  }

  /// The first of `rows`, which lie in `stretch`, that ends the position.
  ///
  /// As long as the venue cannot take it there, that is the first that reaches one of its levels.
  @inline(__always)
  mutating func exit(in rows: Range<Int>, of stretch: Segment) -> Protection.Exit? {
    guard isSafe(within: stretch.traded), rows.lowerBound != protection.insideRow else {
      return exit(visiting: rows)
    }
    // Most often nothing in the whole stretch is near.
    if rows.count == stretch.rows.count
      ? protection.levels.pass(stretch.traded) : protection.levels.isBeyond(stretch.traded)
    {
      return nil
    }
    return exit(searching: rows)
  }

  /// What ends the position at the open of `row` where something settles later in that bar: whoever is out by then neither
  /// pays nor is paid, and is not liquidated for what was not due yet. The parts that its venue takes there are taken.
  @inline(__always)
  mutating func exit(before inside: Range<Int>) -> Protection.Exit? {
    inside.isEmpty || !tape.isPresent(row) ? nil : exitAtOpen()
  }

  private mutating func exitAtOpen() -> Protection.Exit? {
    let marks = watchedMarks
    while true {
      let watched = watched(in: row, liquidationPrice, marks)
      guard let exit = protection.exit(atOpenOf: bar(row), row: row, watched) else { return nil }
      guard exit.cause == .liquidation, let left = partLeft(at: exit.price) else { return exit }
      takePart(to: left, at: exit.price)
    }
  }

  /// Whether the venue leaves the position alone while the market trades in `traded`, and nothing but that is watched.
  ///
  /// Where a multiplication says so, the price that a division would find need not be known.
  @inline(__always)
  private mutating func isSafe(within traded: PriceRange) -> Bool {
    if protection.margin == nil, account.isSafe(within: traded, maintenance: costs.maintenance) { return true }
    return isBeyondLiquidation(traded)
  }

  private mutating func isBeyondLiquidation(_ traded: PriceRange) -> Bool {
    if protection.margin?.terms.watch == .mark, market.markBars != nil { return false }
    return protection.side > 0 ? traded.lowest > liquidationPrice : traded.highest < liquidationPrice
  }

  /// The same of rows in which the venue does not take the position.
  private mutating func exit(searching rows: Range<Int>) -> Protection.Exit? {
    let never = Protection.Watched.never(protection.side)
    var from = rows.lowerBound
    if let execution, execution.followsPath, let path = market.path {
      while let row = tape.traded.first(of: from..<rows.upperBound, reaching: &protection.levels, onAnyPath: true) {
        if let exit = exit(along: path, in: row, never) { return exit }
        from = row + 1
      }
      return nil
    }
    while let row = tape.traded.first(of: from..<rows.upperBound, reaching: &protection.levels, onAnyPath: false) {
      if let exit = protection.exit(in: bar(row), row: row, never) { return exit }
      // A limit was touched, and its queue did not come to it.
      from = row + 1
    }
    return nil
  }

  /// The same of rows in which it may, or of the one inside which the position was opened.
  private mutating func exit(visiting rows: Range<Int>) -> Protection.Exit? {
    let liquidation = liquidationPrice
    let marks = watchedMarks
    for row in rows where tape.isPresent(row) {
      let watched = watched(in: row, liquidation, marks)
      if let marks, marks[row] == nil { orders.unmarkedBars += 1 }
      if let execution, execution.followsPath, let path = market.path {
        if let exit = exit(along: path, in: row, watched) { return exit }
        continue
      }
      let exit =
        row == protection.insideRow
        ? protection.exit(afterLimitIn: bar(row), row: row, watched)
        : protection.exit(in: bar(row), row: row, watched)
      if let exit { return exit }
    }
    return nil
  }

  @inline(__always)
  func bar(_ row: Int) -> Bar {
    Bar(open: tape.opens[row], high: tape.high(row), low: tape.low(row), close: tape.marks.values[row])
  }

  mutating func leave(_ exit: Protection.Exit) {
    row = exit.row
    let reason = exit.cause.reason
    if reason == .liquidation { return liquidate(at: exit.price) }
    if reason == .limit {
      if exit.isMaker { orders.limitsFilled += 1 } else { orders.limitsTaken += 1 }
    }
    trade(to: 0, by: exit)
    totals.drawdown.see(account.cash)
  }

  /// Trades at an exit's price, as its order stood in the book.
  mutating func trade(to target: Double, by exit: Protection.Exit) {
    if exit.isMaker {
      tradeAsMaker(to: target, at: exit.price, reason: exit.cause.reason, isInside: exit.isInside)
    } else {
      tradeAsTaker(
        to: target, at: exit.price, reason: exit.cause.reason, isInside: exit.isInside,
        within: exit.cause == .limit ? protection.resting?.limit.price : nil)
    }
  }
}

extension Protection.Cause {
  /// Why a fill happened that it led to.
  var reason: Fill.Reason {
    switch self {
    case .stop: .stop
    case .take: .take
    case .trail: .trail
    case .limit: .limit
    case .liquidation: .liquidation
    case .hold: .hold
    }
  }
}
