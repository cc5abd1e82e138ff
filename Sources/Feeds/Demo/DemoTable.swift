import Market

/// Rows of one series while they are made: whole numbers of the column's smallest step, as a venue prints them.
///
/// Kept whole until the end, so that sums of an hour are exact, and divided once, so that 61234.5 is the same double
/// that a reader of the text "61234.5" would get.
struct DemoTable {
  let descriptor: SeriesDescriptor
  private(set) var stamps: [Int64] = []
  private(set) var columns: [[Int]]

  init(_ kind: SeriesKind, _ cadence: Interval, of instrument: Instrument = DemoMarket.instrument) {
    descriptor = SeriesDescriptor(instrument: instrument, kind: kind, cadence: cadence)
    columns = [[Int]](repeating: [], count: descriptor.columns.count)
  }

  mutating func append(_ row: [Int], at stamp: Instant) {
    precondition(row.count == columns.count, "a value for each column")
    stamps.append(stamp.milliseconds)
    for index in row.indices { columns[index].append(row[index]) }
  }

  var series: Series {
    let values = zip(descriptor.columns, columns).map { column, ticks in
      let step = Double(column.unit.demoStepsPerOne)
      return ticks.map { Double($0) / step }
    }
    return Series(descriptor: descriptor, stamps: stamps, columns: values)
  }

  /// Klines of a longer interval from these: first open, highest high, lowest low, last close, and sums of the flows.
  /// A longer bar needs only one shorter one; where there is none, there is none.
  func aggregated(to cadence: Interval) -> DemoTable {
    var result = DemoTable(descriptor.kind, cadence, of: descriptor.instrument)
    var from = 0
    while from < stamps.count {
      let open = stamps[from] / cadence.milliseconds * cadence.milliseconds
      let to = stamps[from...].firstIndex { $0 >= open + cadence.milliseconds } ?? stamps.count
      let highest = columns[1][from..<to].reduce(.min, max)
      let lowest = columns[2][from..<to].reduce(.max, min)
      let flows = columns[4...].map { $0[from..<to].reduce(0, +) }
      result.append(
        [columns[0][from], highest, lowest, columns[3][to - 1]] + flows, at: Instant(milliseconds: open))
      from = to
    }
    return result
  }
}

extension Unit {
  /// How many smallest steps the demo venue divides one of this unit into: prices to 0.1, coins to 0.001, quote to 0.01,
  /// rates to 10⁻⁸, counts to 1.
  var demoStepsPerOne: Int {
    switch self {
    case .price: 10
    case .base: 1000
    case .quote: 100
    case .fraction: 100_000_000
    default: 1
    }
  }
}
