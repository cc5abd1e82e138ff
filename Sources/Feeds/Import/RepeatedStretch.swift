import Market

/// Trades and forced orders without ids that a file has several times over: put behind itself, or two recordings in one. Two
/// equal trades of one millisecond are no rarity; that for a long stretch none stands alone is no market's doing.
struct RepeatedStretch {
  /// So many stamps in a row at which every row has an equal one.
  private static let least = 20
  /// The same of a file that has no other.
  private static let leastWhole = 5

  private var run = 0
  private var start: Int64 = 0
  /// How often rows stand there at least.
  private var times = Int.max
  private var isWhole = true

  /// - Parameters:
  ///   - rows: the next ones of the series in order of time, none of whose stamps goes on behind them.
  ///   - profile: what they were read by, where that is a profile.
  /// - Throws: `Problem` for a stretch that is there several times.
  mutating func check(_ rows: Series, at location: String, profile: String?) throws {
    guard [.trades, .liquidationEvents].contains(rows.descriptor.kind) else { return }
    var row = 0
    while row < rows.count {
      let stamp = rows.stamps[row]
      var end = row + 1
      while end < rows.count, rows.stamps[end] == stamp { end += 1 }
      let own = end - row == 1 ? 1 : Self.leastTimes(rows, row..<end)
      row = end
      guard own > 1 else {
        (run, times, isWhole) = (0, .max, false)
        continue
      }
      if run == 0 { start = stamp }
      run += 1
      times = min(times, own)
      guard run < Self.least else { throw problem(location, profile) }
    }
  }

  /// The same of all rows of a file.
  static func check(_ part: CheckedFile.Part) throws {
    guard case .rows(let rows) = part.content else { return }
    var stretch = RepeatedStretch()
    try stretch.check(rows.series, at: part.location, profile: part.profile)
    guard stretch.isWhole, stretch.run >= leastWhole else { return }
    throw stretch.problem(part.location, part.profile)
  }

  /// From here on two numbers may be one as a `Double`.
  private static let rounded = 0x1p53

  /// How often that row stands there of which there are the fewest.
  private static func leastTimes(_ rows: Series, _ range: Range<Int>) -> Int {
    // Rows of one number were put together by all of its digits; those that are left are of several.
    if let numbers = rows.values(TradeNumbers.column), numbers[range.lowerBound] >= rounded { return 1 }
    // Many stamps have several trades, of which the first is nearly always like no other.
    let first = range.lowerBound
    let isRepeated = range.dropFirst().contains { row in
      rows.columns.allSatisfy { $0[row].bitPattern == $0[first].bitPattern }
    }
    guard isRepeated else { return 1 }
    var counts: [[UInt64]: Int] = [:]
    for row in range { counts[rows.bits(row), default: 0] += 1 }
    return counts.values.min() ?? 1
  }

  private func problem(_ location: String, _ profile: String?) -> Problem {
    let own = profile.map {
      "; where its publisher writes each row twice, say 'duplicates: first' in a profile of your own ('hindcast data formats "
        + "\($0)' prints one to start from)"
    }
    return Problem(
      "from \(Instant(milliseconds: start)) on every row stands \(times) times, at \(run) stamps in a row, and each would "
        + "count as often: a file behind itself, or one stretch recorded more than once",
      at: Problem.Place(file: location),
      remedy: "take the repeats out, such as with awk '!seen[$0]++' FILE > once" + (own ?? ""))
  }
}
