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
    let late = beginsLate ? rows.first : nil
    let beginning = late.map {
      "begins at \(Instant(milliseconds: $0.stamp).minuteText): a listing, or all that is left; --recheck asks again"
    }
    return [beginning, missingRows].compactMap(\.self) + valuesNotSaid
  }

  // MARK: Rows

  /// A stretch without rows between two of them, or at an end of the month.
  struct Hole {
    /// Neither belongs to it.
    let after: Int64
    let before: Int64
    /// Where the first of the missing rows belongs.
    let first: Int64
    let missing: Int
  }

  /// A late beginning is a listing, mostly, and is said as such.
  private var beginsLate: Bool {
    rows.first.map { $0.stamp - range.from.milliseconds > Interval.day.milliseconds } ?? false
  }

  private var missingRows: String? {
    let holes = self.holes.filter { !beginsLate || $0.after >= range.from.milliseconds }
    guard let first = holes.first else { return nil }
    let missing = holes.reduce(0) { $0 + $1.missing }
    return "\(rows.count) of \(rows.count + missing) rows, the first that is missing is "
      + "\(Instant(milliseconds: first.first).minuteText); --recheck asks again"
  }

  /// Bars and snapshots come a width apart. Settlements come as far apart as those around them: a symbol may settle every
  /// eight hours in one week and every four in the next.
  var holes: [Hole] {
    guard endpoint.identity == nil, width != nil || (endpoint.series == "funding" && rows.count > 2),
      let first = rows.first?.stamp, let last = rows.last?.stamp
    else { return [] }
    let gaps = zip(rows.dropFirst(), rows).map { $0.stamp - $1.stamp }
    let (head, tail) = (width?.milliseconds ?? gaps.first ?? 0, width?.milliseconds ?? gaps.last ?? 0)
    guard head > 0, tail > 0 else { return [] }
    let (from, to) = (range.from.milliseconds, range.to.milliseconds)
    var holes: [Hole] = []
    // Rows come some seconds late, and settlements at any hour of the day.
    let before = (first - from + min(60_000, head / 2)) / head
    if before > 0 {
      holes.append(Hole(after: from - 1, before: first, first: first - before * head, missing: Int(before)))
    }
    for index in gaps.indices {
      let step =
        width?.milliseconds ?? [index - 1, index + 1].filter(gaps.indices.contains).map { gaps[$0] }.max()
        ?? gaps[index]
      guard step > 0, gaps[index] > step + step / 2 else { continue }
      let missing = Int((Double(gaps[index]) / Double(step)).rounded()) - 1
      let stamp = rows[index].stamp
      holes.append(Hole(after: stamp, before: rows[index + 1].stamp, first: stamp + step, missing: missing))
    }
    let behind = (to - last - min(60_000, tail / 2)) / tail
    if isOver, behind > 0 { holes.append(Hole(after: last, before: to, first: last + tail, missing: Int(behind))) }
    return holes
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
