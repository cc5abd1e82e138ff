import Market
import Replay

/// What figures of positions rest on besides the strategy's rules: what of it is another's, and what nobody has verified. Said
/// of a replay, of the trials of a sweep, of the folds of a validation and of a benchmark alike.
public struct Footing: Sendable {
  /// What positions are held in.
  let instruments: [String]
  /// What settles on them; nil of a universe, whose members each have their own.
  let funding: SettledFunding?
  /// Columns that are another instrument's.
  let borrowed: [String]
  /// Funding that is missing, assumed, doubtful or another's; fees that are assumed; tables of other instruments; hindsight.
  let unverified: [String]

  /// Of a run.
  ///
  /// - Parameter settled: what settled on each of what is held, by its name.
  init(_ strategy: Strategy, on frame: Frame, settled: [(name: String, funding: SettledFunding)]) {
    self.init(strategy, on: frame, settled: settled, more: [])
  }

  /// Of many runs on one market, which differ in what they did there: what may have become of each is said of all.
  public init(_ strategy: Strategy, on frame: Frame, _ tape: PreparedMarket) {
    self.init(
      strategy, on: frame, settled: tape.settled,
      more: Self.endings(tape) + [Self.unmarked(strategy, frame)].compactMap(\.self))
  }

  /// Where nothing is held and columns are read alone.
  public init(reading frame: Frame) {
    (instruments, funding, unverified) = ([frame.instrument.description], nil, [])
    borrowed = Self.borrowed(frame)
  }

  private init(
    _ strategy: Strategy, on frame: Frame, settled: [(name: String, funding: SettledFunding)], more: [String]
  ) {
    instruments = frame.members.map(\.instrument.description).uniqued
    funding =
      frame.isUniverse ? nil : settled.count == 1 ? settled[0].funding : SettledFunding(of: settled.map(\.funding))
    borrowed = Self.borrowed(frame)
    // That nothing falls due on a dated future is a fact of it.
    let due = settled.filter { $0.funding.coverage != .notDue }
    unverified =
      SettledFunding.notes(of: due, inUniverse: frame.isUniverse) + [strategy.feeNote].compactMap(\.self)
      + strategy.feeCautions(on: frame)
      + [strategy.marginNote(on: frame), Self.intervals(strategy, frame, settled), Self.survivorship(frame)]
      .compactMap(\.self) + more
  }

  private static func borrowed(_ frame: Frame) -> [String] { frame.borrowed.compactMap(\.note).map { $0 + "." } }

  /// That rates of instruments which settle at different intervals are read as if they were alike; nil where they are not.
  private static func intervals(
    _ strategy: Strategy, _ frame: Frame, _ settled: [(name: String, funding: SettledFunding)]
  ) -> String? {
    // An operator such as funding_cumulative reads the column as well, and knows of settlements.
    guard frame.isUniverse, strategy.columnNames.contains("funding_rate"), strategy.source.contains("funding_rate")
    else { return nil }
    var names: [Int64: [String]] = [:]
    for (name, funding) in settled {
      guard let interval = funding.settlements.last(where: { $0.interval != nil })?.interval else { continue }
      names[interval.milliseconds, default: []].append(name)
    }
    guard names.count > 1 else { return nil }
    let listed = names.sorted { $0.key < $1.key }.map { width, names in
      "\(Interval(milliseconds: width)): \(names.listed(most: 5))"
    }
    return
      "Instruments settle at different intervals (\(listed.joined(separator: "; "))), and funding_rate is per settlement: compare funding_cumulative(7d), or a rate per hour."
  }

  /// Whether a universe was chosen with hindsight.
  private static func survivorship(_ frame: Frame) -> String? {
    guard frame.isUniverse else { return nil }
    let lives = UniverseLives(frame)
    guard lives.dead.isEmpty else { return nil }
    return PortfolioAccount.survivorship(
      lives.count, to: lives.slack == UniverseLives.longestSlack ? "week" : "tenth")
  }

  /// What becomes of what is held in instruments that end before the window does.
  private static func endings(_ tape: PreparedMarket) -> [String] {
    func list(_ ended: [(name: String, at: Instant, isExpired: Bool)]) -> String {
      ended.map { "\($0.name) (\($0.at.minuteText))" }.listed(most: 5)
    }
    let (expired, others) = (tape.ended.filter(\.isExpired), tape.ended.filter { !$0.isExpired })
    let closed = "what is held of it then is closed at its last close, without costs"
    return
      (expired.isEmpty ? [] : ["Expired before the window ends: \(list(expired)); \(closed)."])
      + (others.isEmpty
        ? []
        : [
          "Bars end before the window does: \(list(others)); \(closed). Nobody has verified whether it was delisted or its data end."
        ])
  }

  /// That the mark which liquidations are held against is missing at some bars.
  private static func unmarked(_ strategy: Strategy, _ frame: Frame) -> String? {
    let bars = strategy.unmarkedBars(of: frame)
    guard bars > 0 else { return nil }
    return
      "Margin: the mark of \(Double.counted(bars, "bar")) of the window is missing; there the traded extreme is watched in its place, which is the stricter."
  }

  /// A sentence or a few each, with what it is about.
  ///
  /// - Parameter schedules: whose lists of fees are charged.
  package func said(_ schedules: [String]) -> [(title: String, text: String)] {
    let rests = schedules + borrowed
    return (rests.isEmpty ? [] : [("Rests on", rests.joined(separator: " "))])
      + unverified.map { ("Not verified", $0) }
  }

  /// The same for a terminal.
  func lines(_ schedules: [String]) -> [String] { said(schedules).map { "\($0): \($1)" } }

  static let fields = Fields<Footing> {
    Field("instruments", json: .array, "what positions are held in") { .strings($0.instruments) }
    Field("funding", object: SettledFunding.fields, "what settles, of legs on all of them; null of a universe") {
      $0.funding
    }
    Field("borrowed", json: .array, "columns that are another instrument's, a sentence each") { .strings($0.borrowed) }
    Field("unverified", json: .array, "what figures rest on that nobody has verified, a sentence each") {
      .strings($0.unverified)
    }
  }
}
