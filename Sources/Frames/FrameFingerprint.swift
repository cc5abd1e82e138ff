import Digest
import Market

extension Frame {
  /// SHA-256 over everything a result can depend on: bars, instruments, evaluation, values, settlements. The dataset's
  /// name and how its files were cut are not part of it, so a renamed or re-imported dataset gives the same runs.
  static func fingerprint(
    members: [FrameMember], grid: Grid, evaluation: Range<Int>, columns: [Column]
  ) -> String {
    var hasher = SHA256()
    hasher.update(field: "frame 2")
    for number in [
      grid.start.milliseconds, grid.interval.milliseconds, Int64(grid.count), Int64(evaluation.lowerBound),
      Int64(evaluation.upperBound), Int64(columns.count), Int64(members.count),
    ] { hasher.update(number) }
    for column in columns.sorted(by: { $0.name < $1.name }) {
      hasher.update(field: column.name)
      hasher.update(field: column.unit.rawValue)
      hasher.update(field: column.source)
      hasher.update(steps: column.values)
    }
    for (index, member) in members.enumerated() {
      hasher.update(field: member.instrument.description)
      hasher.update(field: member.contract.identity)
      // The bars of the first are columns already.
      if index > 0 {
        for values in [member.bars.open, member.bars.high, member.bars.low, member.bars.close] {
          hasher.update(steps: values)
        }
      }
      hasher.update(field: member.funding == nil ? "no funding" : "funding")
      if let funding = member.funding { hasher.update(funding, over: grid) }
      if let roll = member.roll {
        hasher.update(field: "roll")
        for number in [roll.rows.lowerBound, roll.rows.upperBound, roll.due ?? -1, roll.isRolled ? 1 : 0] {
          hasher.update(Int64(number))
        }
      }
      if let path = member.path {
        hasher.update(field: "path")
        hasher.update(path.interval.milliseconds)
        for values in [path.bars.open, path.bars.high, path.bars.low, path.bars.close] { hasher.update(steps: values) }
      }
    }
    return hasher.finish().hex
  }
}

extension SHA256 {
  /// The settlements that can fall on a position on the grid, and the marks they are valued with.
  fileprivate mutating func update(_ funding: FundingHistory, over grid: Grid) {
    update(field: funding.instrument.description)
    update(field: funding.assumptions.description)
    update(funding.schedule.tolerance.milliseconds)
    let window = TimeRange(from: grid.start, to: grid.range.to + Interval(milliseconds: 1))
    for settlement in funding.schedule.settlements where window.contains(settlement.instant) {
      update(settlement.instant.milliseconds)
      update(settlement.interval.milliseconds)
      update(settlement.declared?.milliseconds ?? 0)
      update([settlement.rate, settlement.otherRate ?? .nan])
    }
    for finding in funding.schedule.findings(in: window) {
      update(field: finding.kind.rawValue)
      update(Int64(finding.count))
      update(finding.first.milliseconds)
      update(finding.last.milliseconds)
    }
    update(funding.marks?.knownAt ?? [])
    update(funding.marks?.prices ?? [])
    if let closes = funding.closes {
      update(field: "closes")
      update(closes.knownAt)
      update(closes.prices)
    }
  }

  /// Values that may stand still for many bars: only where they change, if that is shorter.
  ///
  /// An hourly value on bars of five minutes changes every twelfth bar, and hashing is the slowest part of making a frame.
  /// Both forms can be turned back into the values, so no two columns share one.
  fileprivate mutating func update(steps values: [Double]) {
    let changes = values.indices.filter { $0 == 0 || values[$0].bitPattern != values[$0 - 1].bitPattern }
    let isShorter = changes.count < values.count / 2
    update(field: isShorter ? "steps" : "values")
    update(Int64(values.count))
    if isShorter {
      update(Int64(changes.count))
      update(changes.map { Int64($0) })
      update(changes.map { values[$0] })
    } else {
      update(values)
    }
  }
}
