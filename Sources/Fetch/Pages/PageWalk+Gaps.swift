import Market

extension PageWalk {
  /// So many stretches without rows are asked for again in vain before the rest is believed.
  private static let mostInVain = 20

  /// The rows of a month: what pages bring, and then each stretch that they left out, asked for by itself until nothing more
  /// comes of it.
  ///
  /// An interface that answers fewer rows than it was asked for says nothing of it, and which it leaves out differs. What is
  /// missing after this is missing at the venue.
  ///
  /// - Throws: `Problem` for rows of another width than was asked for, and as `walked`.
  func rows(in range: TimeRange) throws -> Result {
    var (rows, pages) = try { ($0.rows, $0.pages) }(walked(range))
    try checkDistances(rows)
    var (asked, inVain): (Set<TimeRange>, Int) = ([], 0)
    while inVain < Self.mostInVain, pages < Self.mostPages,
      let gap = gaps(rows, in: range).first(where: { !asked.contains($0) })
    {
      asked.insert(gap)
      // Some say of a stretch in which they have nothing that they do not know the symbol.
      let more: Result
      do { more = try walked(gap) } catch is UnknownSymbol { more = Result(rows: [], pages: 1) }
      pages += more.pages
      if more.rows.isEmpty { inVain += 1 }
      rows = (rows + more.rows).sorted { $0.name < $1.name }
    }
    return Result(rows: rows, pages: pages)
  }

  private func gaps(_ rows: [Row], in range: TimeRange) -> [TimeRange] {
    var width = endpoint.intervals.isEmpty ? nil : self.width
    switch endpoint.paging {
    case .whole, .snapshot: return []
    case .windows(let every): width = every ?? width
    case .forward, .backward, .cursor, .token: break
    }
    // Of a month that runs nobody knows whether a settlement is due; bars and snapshots are.
    let month = MonthRows(rows: rows, endpoint: endpoint, width: width, range: range, isOver: width != nil)
    return month.holes.map {
      TimeRange(from: Instant(milliseconds: $0.after + 1), to: Instant(milliseconds: $0.before))
    }
  }

  /// Rows whose width is nowhere said are as wide as they are apart: a cache may answer with another `interval`.
  private func checkDistances(_ rows: [Row]) throws {
    guard !endpoint.intervals.isEmpty, endpoint.identity == nil, rows.count > 3 else { return }
    let step = width.milliseconds
    let distances = zip(rows.dropFirst(), rows).map { $0.stamp - $1.stamp }
    guard let least = distances.min(), let most = distances.max(),
      least * 2 <= step || (least == most && least >= 2 * step)
    else { return }
    throw Problem(
      "\(venue.title) was asked for \(endpoint.series) of '\(interval)', and its rows of "
        + "\(Instant(milliseconds: rows[0].stamp).dateText.prefix(7)) are \(Interval(milliseconds: least)) apart",
      remedy: "a cache or proxy may stand between: check --base-url and call again; nothing of this month was kept",
      fault: .work)
  }
}
