import Market

/// What of a run came from where, by its ledger, and what it came to month by month.
extension Run {
  /// The kinds of entries there are, how many each and what they add up to: a ledger of millions is not copied for that.
  package var sources: [(kind: LedgerEntry.Kind, count: Int, amount: Double)] {
    var sums: [LedgerEntry.Kind: (count: Int, amount: Double)] = [:]
    for entry in ledger {
      sums[entry.kind, default: (0, 0)].count += 1
      sums[entry.kind, default: (0, 0)].amount += entry.amount
    }
    return LedgerEntry.Kind.allCases.compactMap { kind in sums[kind].map { (kind, $0.count, $0.amount) } }
  }

  /// The running sum of one kind of entries, a point at each, from the first open to the end of the run.
  ///
  /// What several legs book at one instant is one step: half a hedge is no result of anybody's.
  package func sumPath(of kind: LedgerEntry.Kind) -> (instants: [Instant], sums: [Double]) {
    var sums = [0.0]
    var instants = [grid.start]
    for entry in ledger where entry.kind == kind {
      let sum = sums[sums.count - 1] + Money.quote(entry.amount)
      if sums.count > 1, instants[instants.count - 1] == entry.instant {
        sums[sums.count - 1] = sum
      } else {
        sums.append(sum)
        instants.append(entry.instant)
      }
    }
    return (instants + [grid.range.to], sums + [sums[sums.count - 1]])
  }

  /// The running sum of entries of some kinds at each close, in millionths.
  package func sums(of kinds: Set<LedgerEntry.Kind>) -> [Double] {
    var sums = [Double](repeating: 0, count: equity.count)
    var next = ledger[...]
    var sum = 0.0
    for row in sums.indices {
      let close = grid.close(row)
      let isLast = row == sums.count - 1
      while let entry = next.first, entry.instant < close || isLast {
        if kinds.contains(entry.kind) { sum += entry.amount }
        next.removeFirst()
      }
      sums[row] = sum
    }
    return sums
  }

  /// What funding was settled on: `mark`, `trade`, `mark and trade`, or `none` without settlements.
  public var settlementPrice: String {
    let sources = Set(ledger.compactMap(\.priceSource?.rawValue)).sorted()
    return sources.isEmpty ? "none" : sources.joined(separator: " and ")
  }

  /// What the account came to in quote currency, the coin's own change of price included; nil where it is in no coin.
  package var quoteReturn: Double? {
    guard let first = coinPrice, let last = coinPrices?.last, last.isFinite else { return nil }
    return figures.finalEquity / figures.initialEquity * last / first - 1
  }

  /// Simple returns of equity by calendar month, UTC, as `[year][month - 1]`; NaN outside the window.
  package var months: [(year: Int, cells: [Double])] {
    var years: [(year: Int, cells: [Double])] = []
    var before = figures.initialEquity
    var last = before
    var open: (year: Int, month: Int)?
    for mark in daily {
      let date = mark.day.date
      if let open, open != (date.year, date.month) { before = last }
      open = (date.year, date.month)
      last = Money.quote(mark.equity)
      if years.last?.year != date.year { years.append((date.year, [Double](repeating: .nan, count: 12))) }
      years[years.count - 1].cells[date.month - 1] = before > 0 ? last / before - 1 : 0
    }
    return years
  }
}

/// What a run paid at one rate.
package struct FeePaid: Sendable {
  /// Fraction of traded value; negative was received.
  package let rate: Double
  /// Of the ledger.
  package let entries: Int
  /// Quote currency.
  package let amount: Double

  /// By rate, in the order in which each was first paid.
  package static func all(_ ledger: Ledger) -> [FeePaid] {
    var rates: [Double] = []
    var sums: [Double: (entries: Int, amount: Double)] = [:]
    for entry in ledger where entry.kind == .fee {
      if sums[entry.rate] == nil { rates.append(entry.rate) }
      sums[entry.rate, default: (0, 0)].entries += 1
      sums[entry.rate, default: (0, 0)].amount += entry.amount
    }
    return rates.map { rate in
      FeePaid(rate: rate, entries: sums[rate]?.entries ?? 0, amount: Money.quote(sums[rate]?.amount ?? 0))
    }
  }
}

extension Frame {
  /// What holding its first instrument through the window came to; nil of a universe, and without a price at either end.
  package var holdReturn: Double? {
    guard !isUniverse else { return nil }
    let bars = members[0].bars
    guard let first = bars.open[evaluation].first(where: { !$0.isNaN }), first > 0,
      let last = bars.close[evaluation].last(where: { !$0.isNaN })
    else { return nil }
    return last / first - 1
  }
}
