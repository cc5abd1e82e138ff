import Market

/// The rows of a month held against the month: an interface that leaves some out answers as it always does.
///
/// A month that an interface no longer has whole is kept as it is, since nobody will have more of it, and what is missing is
/// said.
struct MonthRows {
  let rows: [PageWalk.Row]
  let endpoint: Endpoint
  /// How far apart rows are; nil where nothing says it.
  let width: Interval?
  /// What of the month can be known.
  let range: TimeRange
  /// Whether no more of the month is to come.
  let isOver: Bool

  var notes: [String] {
    let late = rows.first.flatMap { first in
      first.stamp - range.from.milliseconds > Interval.day.milliseconds
        ? "begins at \(Instant(milliseconds: first.stamp).minuteText)" : nil
    }
    return [late, missingRows].compactMap(\.self) + valuesNotSaid
  }

  // MARK: Rows

  /// A stretch without rows between two of them, or behind the last.
  private struct Hole {
    let from: Int64
    let step: Int64
    let missing: Int
  }

  private var missingRows: String? {
    let holes = self.holes
    guard let first = holes.first else { return nil }
    let missing = holes.reduce(0) { $0 + $1.missing }
    return "\(rows.count) of \(rows.count + missing) rows, the first that is missing is "
      + "\(Instant(milliseconds: first.from + first.step).minuteText); --recheck asks again"
  }

  /// Bars and snapshots come a width apart. Settlements come as far apart as those around them: a symbol may settle every
  /// eight hours in one week and every four in the next.
  private var holes: [Hole] {
    guard endpoint.identity == nil, width != nil || endpoint.series == "funding", rows.count > 2 else { return [] }
    var stamps = rows.map(\.stamp)
    // A late beginning is a listing, mostly, and is said as such.
    if let first = stamps.first, let width, first - range.from.milliseconds <= Interval.day.milliseconds {
      stamps.insert(range.from.milliseconds - width.milliseconds, at: 0)
    }
    if isOver { stamps.append(range.to.milliseconds) }
    let gaps = zip(stamps.dropFirst(), stamps).map { $0 - $1 }
    return gaps.indices.compactMap { index in
      let around = [index - 1, index + 1].filter(gaps.indices.contains).map { gaps[$0] }
      let step = width?.milliseconds ?? around.max() ?? gaps[index]
      guard step > 0, gaps[index] > step + step / 2 else { return nil }
      let missing = Int((Double(gaps[index]) / Double(step)).rounded()) - 1
      return Hole(from: stamps[index], step: step, missing: missing)
    }
  }

  // MARK: Values

  /// Members that most rows have and some have not, or only as nothing: an import has no number there.
  private var valuesNotSaid: [String] {
    guard !endpoint.isBars else { return [] }
    var said: [String: Int] = [:]
    for row in rows {
      for (name, value) in (try? RawJSON(row.raw))?.members ?? [:] where !value.isNull && !value.text.isEmpty {
        said[name, default: 0] += 1
      }
    }
    return said.sorted { $0.key < $1.key }.compactMap { name, count in
      guard 2 * count > rows.count, count < rows.count else { return nil }
      return "\(rows.count - count) of \(rows.count) rows have no '\(name)'"
    }
  }
}
