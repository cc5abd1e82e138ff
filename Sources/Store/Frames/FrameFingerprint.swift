import Digest
import Market

extension Frame {
  /// SHA-256 over everything a result can depend on: bars, instrument, evaluation, values, settlements. The dataset's
  /// name and how its files were cut are not part of it, so a renamed or re-imported dataset gives the same runs.
  static func fingerprint(
    grid: Grid, instrument: Instrument, evaluation: Range<Int>, columns: [Column], settlements: [Settlement]
  ) -> String {
    var hasher = SHA256()
    hasher.update(field: "frame 1")
    hasher.update(field: instrument.venue)
    hasher.update(field: instrument.symbol)
    for number in [
      grid.start.milliseconds, grid.interval.milliseconds, Int64(grid.count), Int64(evaluation.lowerBound),
      Int64(evaluation.upperBound), Int64(columns.count),
    ] { hasher.update(number) }
    for column in columns.sorted(by: { $0.name < $1.name }) {
      hasher.update(field: column.name)
      hasher.update(steps: column.values)
    }
    for settlement in settlements {
      hasher.update(settlement.instant.milliseconds)
      hasher.update([settlement.rate, settlement.price])
      hasher.update(field: settlement.priceSource.rawValue)
    }
    return hasher.finish().hex
  }
}

extension SHA256 {
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
