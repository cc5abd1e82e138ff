import Market

/// What is found in the rows that a frame is made of, as 'data check' finds it in whole series: of the columns that are
/// read, between the first bar and the last.
struct FrameFindings {
  private let window: TimeRange
  /// Whole sentences about how the frame was made.
  private var notes: [String] = []
  /// By instrument, the intervals that settled rates are paid for, in hours.
  var rates: [(instrument: Instrument, hours: [Double])] = []
  /// By instrument, that its settled rates come more often than they declare.
  var contradictions: [(instrument: Instrument, sentence: String)] = []
  private var found: [(series: String, findings: [SeriesFinding])] = []
  private var wider: [WiderColumn] = []
  /// Titles of the series that come of plain tables.
  private var plain: [String] = []
  private var silent: [SilentStretch] = []
  private let grid: Grid
  /// The bars at which what is read ought to have rows: those of the window, and of a member of a universe those between its
  /// first and its last.
  var listed: Range<Int>
  private var interval: Interval { grid.interval }

  /// - Parameter evaluation: the bars of the grid that are no warm-up.
  init(_ grid: Grid, evaluation: Range<Int>) {
    self.grid = grid
    window = grid.range
    listed = evaluation
  }

  mutating func look(at rows: Series) {
    let title = rows.descriptor.title
    for sentence in [Self.otherUnit(rows, in: window), Self.acrossHoles(rows, in: window)].compactMap(\.self) {
      note(sentence)
    }
    let known = found.firstIndex { $0.series == title }
    // Forward returns and fills are of the closes, whatever is read beside them: a dead tape is said of every frame.
    let looked =
      rows.impossibleBars(in: window) + rows.findings(in: window) + rows.standing(in: window) + schedule(rows)
      + [rows.impossibleRates].compactMap(\.self)
    let fresh = looked.filter { finding in
      known.map { !found[$0].findings.contains(finding) } ?? true
    }
    guard !fresh.isEmpty else { return }
    if let known { found[known].findings += fresh } else { found.append((title, fresh)) }
  }

  /// That a price goes to about ten, a hundred, a thousand … times or parts of itself from one row to the next, as that of a
  /// contract does which counts other units from then on; nil where none does.
  private static func otherUnit(_ rows: Series, in window: TimeRange) -> String? {
    guard rows.descriptor.kind == .klines,
      let place = rows.descriptor.columns.firstIndex(where: { $0.name == "close" })
    else { return nil }
    let closes = rows.columns[place]
    var before = Double.nan
    for row in closes.indices where closes[row] > 0 {
      defer { before = closes[row] }
      let at = Instant(milliseconds: rows.stamps[row])
      guard window.contains(at), let times = powerOfTen(closes[row] / before) else { continue }
      return
        "The close of \(rows.descriptor.title) goes from \(before) to \(closes[row]) at \(at.minuteText) UTC, about \(times) it was: the contract may count other units of the coin since, and nothing adjusts that. Take the part before or after with --from and --to, unless the market really did that."
    }
    return nil
  }

  private static let (leastRows, worthSaying) = (30, 0.05)
  /// Beside what a walk does in as many bars, which the scaling of those errors knows.
  private static let unusual = 3.0

  /// That much of what a price did, it did while bars were missing: forward returns hold that, and errors which are made of
  /// one-bar returns do not. Nil where it is little.
  private static func acrossHoles(_ rows: Series, in window: TimeRange) -> String? {
    guard rows.descriptor.kind == .klines, let width = rows.descriptor.cadence?.milliseconds,
      let closes = rows.values("close")
    else { return nil }
    var (all, across, bars, count, most) = (0.0, 0.0, 0.0, 0, (row: 0, square: 0.0))
    for row in closes.indices.dropFirst() where window.contains(Instant(milliseconds: rows.stamps[row])) {
      let change = (closes[row] / closes[row - 1]) - 1
      guard change.isFinite else { continue }
      count += 1
      all += change * change
      guard rows.stamps[row] - rows.stamps[row - 1] > width else { continue }
      across += change * change
      bars += Double((rows.stamps[row] - rows.stamps[row - 1]) / width)
      if change * change > most.square { most = (row, change * change) }
    }
    let usual = (all - across) / Double(count)
    guard count >= leastRows, across > worthSaying * all, across > unusual * bars * usual else { return nil }
    let (row, missing) = (most.row, (rows.stamps[most.row] - rows.stamps[most.row - 1]) / width - 1)
    let hole = missing == 1 ? "a missing bar" : "\(missing) missing bars"
    return
      "The close of \(rows.descriptor.title) goes from \(closes[row - 1]) to \(closes[row]) across \(hole) before \(Instant(milliseconds: rows.stamps[row]).minuteText) UTC, and \(Int((across / all * 100).rounded()))% of the variance of its returns lies across such holes: forward returns hold that, and errors made of one-bar returns (Hodrick 1B) do not, so that they are too small. Take the stretches before and after apart, with --from and --to."
  }

  /// Ten and its powers, within a fifth, in words; nil for any other ratio.
  private static func powerOfTen(_ ratio: Double) -> String? {
    guard ratio.isFinite, ratio > 0, ratio > 8 || ratio < 0.125 else { return nil }
    let times = ratio > 1 ? ratio : 1 / ratio
    var power = 10.0
    while power * 1.25 < times { power *= 10 }
    guard abs(times / power - 1) < 0.2 else { return nil }
    return ratio > 1 ? "\(Int(power)) times what" : "1/\(Int(power)) of what"
  }

  /// Takes down at which ends of the window nothing is there of what is read.
  ///
  /// - Parameters:
  ///   - names: of the columns that are read; none where they are the bars of an instrument.
  mutating func take(_ rows: StandingRows?, _ names: [String], of series: SeriesDescriptor) {
    guard let rows else { return }
    let what = names.isEmpty ? series.title : "\(names.joined(separator: ", ")) of \(series.title)"
    for stretch in rows.silent(at: listed, of: grid, what) where !silent.contains(stretch) { silent.append(stretch) }
  }

  /// Takes down what stands still while the bars of the frame go on.
  mutating func note(_ column: WiderColumn) {
    guard let known = wider.firstIndex(where: column.isLike) else { return wider.append(column) }
    wider[known].join(column)
  }

  mutating func note(_ sentence: String) { if !notes.contains(sentence) { notes.append(sentence) } }

  /// Takes down which series are made of the word of whoever imported them.
  mutating func take(_ titles: [String]) { plain = titles }

  /// Takes back what was found in settlements that are charged: they are looked at, and spoken of, where they are charged.
  mutating func leaveOut(_ charged: SeriesDescriptor) { found.removeAll { $0.series == charged.title } }

  /// That settlements which are charged are of rates that no venue charges; nothing where they are not.
  mutating func charge(_ rows: Series) {
    guard let wrong = rows.impossibleRates else { return }
    note("Funding of \(rows.descriptor.instrument) cannot be the market's: \(wrong.what); \(wrong.remedy).")
  }

  /// A column of funding rates is of settlements, and what is missing of them shows in their schedule.
  private func schedule(_ rows: Series) -> [SeriesFinding] {
    guard rows.descriptor.kind == .funding, let schedule = FundingSchedule(rows) else { return [] }
    return schedule.findings(in: window).filter { $0.kind.isDoubtful || $0.kind == .doubled }.map {
      SeriesFinding(what: $0.sentence, count: $0.count, first: $0.first)
    } + schedule.largeDoubts(in: window)
  }

  /// How it was made, and one a series, with their full stops.
  var sentences: [String] {
    notes + contradictions.map(\.sentence) + ofIntervals + silent.map(\.sentence)
      + wider.map { $0.sentence(on: interval) }
      + found.enumerated().map { index, element in
        let (series, findings) = element
        let words = findings.map { finding in
          finding.what.hasPrefix("\(finding.count) ")
            ? finding.what : "\(finding.what) (\(finding.count), the first at \(finding.first.minuteText) UTC)"
        }
        let remedy = index == found.count - 1 ? " See 'hindcast data check'." : ""
        return "Data of \(series): \(words.joined(separator: "; ")).\(remedy)"
      } + [PlainTables.sentence(plain)].compactMap(\.self)
  }
}
