import Market

/// Whether a series is the one that is off, where it fits others of its coin only when it is moved.
///
/// Two series that do not fit each other say that one of them is off, and not which: the shift between them is the same seen
/// from either. A third tells. What fits fewer instruments as it stands than it fits by one shift is the odd one out; series of
/// one instrument often come of one table, and are one voice.
struct ClockVote {
  enum Verdict {
    /// Nothing contradicts it, or those that do are the odd ones.
    case stands
    /// More instruments say that it is off than say that it is not.
    case moved
    /// As many say the one as the other.
    case undecided
  }

  let verdict: Verdict
  private let series: SeriesDescriptor
  private let fit: ClockFit
  /// Whether it fits a series as it stands.
  private let fitsSome: Bool
  /// Series that it fits by one shift, the best witness first.
  private let opponents: [SeriesDescriptor]

  /// The best witness against it.
  var opponent: SeriesDescriptor { opponents[0] }

  /// Nil where it fits all that it can be compared with.
  init?(on series: Series, _ witnesses: [Series], most: Int) {
    guard let priced = series.priced else { return nil }
    let own = series.descriptor.instrument
    var supporters: Set<Instrument> = []
    var fitsSome = false
    var sides: [[Interval]: (fit: ClockFit, others: [SeriesDescriptor])] = [:]
    var order: [[Interval]] = []
    for witness in witnesses {
      guard let fit = ClockFit.between(priced, witness, most: most) else { continue }
      let other = witness.descriptor
      guard fit.isMoved else {
        fitsSome = true
        if other.instrument != own { supporters.insert(other.instrument) }
        continue
      }
      let shifts = fit.shifts
      if sides[shifts] == nil { order.append(shifts) }
      sides[shifts, default: (fit, [])].others.append(other)
    }
    func voices(_ shifts: [Interval]) -> Int { Set(sides[shifts]?.others.map(\.instrument) ?? []).count }
    // Of sides of as many voices, the one of the best witness.
    guard let largest = order.map(voices).max(), let strongest = order.first(where: { voices($0) == largest }),
      let side = sides[strongest]
    else { return nil }
    self.series = series.descriptor
    (fit, opponents, self.fitsSome) = (side.fit, side.others, fitsSome)
    let camp = supporters.count + 1
    verdict = largest > camp ? .moved : largest == camp ? .undecided : .stands
  }

  /// What an import says of rows that come in: nothing where they fit one series of the coin as they stand.
  static func ofIncoming(_ series: Series, _ neighbours: [Series], most: Int) -> SeriesFinding? {
    guard let vote = ClockVote(on: series, neighbours, most: most), vote.verdict != .stands,
      !vote.fitsSome
    else { return nil }
    return vote.finding
  }

  var finding: SeriesFinding {
    let titles = opponents.map(\.title).joined(separator: " and ")
    let isOpen = verdict == .undecided
    let which = opponents.count == 1 ? "which of the two is" : "which of them are"
    let first = fit.segments.first { $0.shift != .zero } ?? fit.segments[0]
    return SeriesFinding(
      what: fit.sentence(besides: titles) + (isOpen ? ", and nothing tells \(which) off" : ""), count: fit.moved,
      first: first.range.from, weight: .wrong, remedy: fit.remedy(series, or: isOpen ? opponent : nil))
  }
}
