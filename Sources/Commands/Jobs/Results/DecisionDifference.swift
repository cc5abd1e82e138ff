import Market
import Replay
import Results
import Signals
import Store

/// Where two kept replays part before anything is traded: the first bar at whose close something they read or work out is not
/// the same, and the first at which they decide otherwise.
///
/// Nothing of that is kept with a run, so both are worked out again, on the data as they are by now. Of a universe each member
/// is looked at by itself, for what both runs hold of it.
struct DecisionDifference {
  /// One thing at one instant.
  struct Parting {
    let what: String
    /// The close at which it is known.
    let at: Instant
    let first: String
    let second: String
  }

  /// What is held in one run alone, as it is called there; nil where both hold the same instruments.
  private(set) var members: (first: [String], second: [String])?
  private(set) var signal: Parting?
  private(set) var decision: Parting?
  /// Why something was not compared, a sentence each.
  private(set) var missing: [String] = []

  init(_ first: ResultRecord, _ second: ResultRecord, in workspace: Workspace) {
    do {
      let both = try [first, second].map { try Self.recomputed($0, in: workspace) }
      members = Self.members(both)
      guard both[0].frame.grid.interval == both[1].frame.grid.interval else {
        missing.append(
          "Signals and decisions are not compared: one is of \(both[0].frame.grid.interval) bars, the other of \(both[1].frame.grid.interval)."
        )
        return
      }
      let spans = both.map(\.span)
      guard max(spans[0].from, spans[1].from) < min(spans[0].to, spans[1].to) else {
        missing.append("Signals and decisions are not compared: no bar is in both windows.")
        return
      }
      let shared = spans[0].intersection(spans[1])
      signal = try Self.firstSignal(both, shared)
      decision = try Self.firstDecision(both, shared)
    } catch let problem as Problem {
      missing.append("Signals and decisions are not compared: \(problem.what).")
    } catch {
      missing.append("Signals and decisions are not compared: \(error).")
    }
  }

  // MARK: Done again

  private struct Recomputed {
    let market: LoadedMarket
    let strategy: BoundStrategy

    var frame: Frame { market.frame }
    var span: TimeRange { frame.grid.slice(frame.evaluation).range }
  }

  /// - Throws: a `Problem` where what can be worked out now is not what the run saw.
  private static func recomputed(_ result: ResultRecord, in workspace: Workspace) throws -> Recomputed {
    let hash = result.hash.prefix(8)
    let (market, strategy) = try KeptReplay(result, in: workspace).loaded(in: workspace)
    guard ResultIdentity.value(of: "data", in: result.identityText) == market.frame.fingerprint else {
      throw Problem("the data of \(hash) are not what they were when it was kept", remedy: "replay it again")
    }
    guard result.engine == Engine.version else {
      throw Problem(
        "\(hash) was kept by engine \(result.engine), and this is \(Engine.version)", remedy: "replay it again")
    }
    return Recomputed(market: market, strategy: strategy)
  }

  /// Nil where both hold the same, and where each trades one instrument, which is told before.
  private static func members(_ both: [Recomputed]) -> (first: [String], second: [String])? {
    guard both.contains(where: \.frame.isHeldTogether) else { return nil }
    let names = both.map { run in
      run.frame.held.map {
        $0.name.isEmpty || run.frame.isUniverse ? "\($0.instrument)" : "\($0.name) (\($0.instrument))"
      }
    }
    let alone = [0, 1].map { place in names[place].filter { !names[1 - place].contains($0) }.uniqued }
    return alone.allSatisfy(\.isEmpty) ? nil : (alone[0], alone[1])
  }

  // MARK: Signals

  private typealias Named = (name: String, values: Worked)

  /// What a run reads and works out, in the order in which one follows from the others.
  private static func series(_ run: Recomputed) throws(Problem) -> [Named] {
    var all = run.frame.columns.sorted { $0.key < $1.key }.map {
      ("column \($0.key)", Worked(.column($0.value.values)))
    }
    // Bars of legs need not be columns, and orders fill at them.
    for member in run.frame.members.dropFirst() where member.roll == nil {
      let bars = [("open", member.bars.open), ("high", member.bars.high), ("low", member.bars.low)]
      for (name, values) in bars + [("close", member.bars.close)]
      where run.frame.columns["\(member.name).\(name)"] == nil {
        all.append(("column \(member.name).\(name)", Worked(.column(values))))
      }
    }
    return all + (try worked(run, run.market.evaluator, columns: Set(run.frame.columns.keys)))
  }

  /// The same of a member of a universe.
  private static func series(_ run: Recomputed, of place: Int) throws(Problem) -> [Named] {
    let member = run.frame.members[place]
    let membership = try run.strategy.strategy.universe?.membership(run.strategy.signals)
    let section = try run.market.evaluator.crossSection(where: membership)
    let all = member.columns.map { ("column \($0.name)", Worked(.column($0.values))) }
    let belongs = [("belonging", Worked(.condition(section.belongs[place])))]
    return all + belongs
      + (try worked(run, section.evaluator(of: place), columns: Set(member.columns.map(\.name))))
  }

  /// Signals, and what the rules make of them.
  private static func worked(
    _ run: Recomputed, _ evaluator: Evaluator, columns: Set<String>
  ) throws(Problem) -> [Named] {
    var all: [Named] = []
    let strategy = run.strategy.strategy
    func add(_ name: String, _ expression: Expression?) throws(Problem) {
      guard let expression, !strategy.asksPosition(expression) else { return }
      all.append((name, try Worked(try run.strategy.signals.resolve(expression), evaluator)))
    }
    // Of signals that no rule asks, the columns were not loaded.
    for signal in strategy.signals.signalsInOrder
    where strategy.signals.columns(for: [signal.expression]).isSubset(of: columns) {
      try add("signal \(signal.name)", signal.expression)
    }
    switch strategy.rules {
    case nil: break
    case .sides(let long, let short):
      try add("long: enter", long?.enter)
      try add("long: exit", long?.exit)
      try add("short: enter", short?.enter)
      try add("short: exit", short?.exit)
    case .weight(let weight): try add(strategy.universe == nil ? "position" : "weight", weight)
    }
    for leg in strategy.legs?.legs ?? [] where !leg.isConversion { try add("ratio of \(leg.name)", leg.ratio) }
    try add("size", strategy.size)
    return all
  }

  private static func firstSignal(_ both: [Recomputed], _ shared: TimeRange) throws(Problem) -> Parting? {
    var search = Search(both.map(\.frame.grid), shared)
    guard both.allSatisfy(\.frame.isUniverse) else {
      search.compare(try series(both[0]), try series(both[1]))
      return search.parting
    }
    let places = both.map { run in
      Dictionary(
        run.frame.members.enumerated().map { ($0.element.instrument, $0.offset) },
        uniquingKeysWith: { first, _ in first })
    }
    for (place, member) in both[0].frame.members.enumerated() {
      guard let other = places[1][member.instrument] else { continue }
      search.compare(try series(both[0], of: place), try series(both[1], of: other), of: member.name)
    }
    return search.parting
  }

  /// Looks for the first bar at which something of the same name is not the same.
  private struct Search {
    private let grid: Grid
    private let rows: [Int]
    /// Bars from the first that both have in which all that was compared is the same.
    private var earliest: Int
    private(set) var parting: Parting?

    init(_ grids: [Grid], _ shared: TimeRange) {
      grid = grids[0]
      rows = grids.map { $0.row(containing: shared.from) }
      earliest = grid.rows(in: shared).count
    }

    mutating func compare(_ first: [Named], _ second: [Named], of member: String? = nil) {
      let others = Dictionary(second.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
      for (name, values) in first {
        guard let other = others[name],
          let place = (0..<earliest).first(where: { !values.isSame(at: rows[0] + $0, other, rows[1] + $0) })
        else { continue }
        earliest = place
        parting = Parting(
          what: member.map { "\(name) of \($0)" } ?? name, at: grid.close(rows[0] + place),
          first: values.words(at: rows[0] + place), second: other.words(at: rows[1] + place))
      }
    }
  }

  // MARK: Decisions

  private static func firstDecision(_ both: [Recomputed], _ shared: TimeRange) throws -> Parting? {
    if both.allSatisfy(\.frame.isUniverse) { return try firstWeight(both, shared) }
    var lists: [[(at: Instant, text: String)]] = []
    for run in both {
      let tape = try run.market.tape()
      let taken = try run.strategy.decisions(run.market.evaluator, on: tape).taken(
        on: tape, costs: run.strategy.costs, initialEquity: run.strategy.strategy.initialEquity)
      let closes = (taken ?? []).map { (at: run.frame.grid.close($0.row), text: $0.text) }
      lists.append(closes.filter { $0.at > shared.from && $0.at <= shared.to })
    }
    let count = min(lists[0].count, lists[1].count)
    let place = (0..<count).first { lists[0][$0] != lists[1][$0] } ?? count
    let next = lists.map { place < $0.count ? $0[place] : nil }
    guard let at = next.compactMap({ $0?.at }).min() else { return nil }
    let words = next.map { decision in decision.flatMap { $0.at == at ? $0.text : nil } ?? "none" }
    return Parting(what: "decision", at: at, first: words[0], second: words[1])
  }

  /// The first close at which two universes want something else of an instrument, of those at which orders go out.
  private static func firstWeight(_ both: [Recomputed], _ shared: TimeRange) throws -> Parting? {
    let wanted = try both.map { run in
      let decisions = try run.strategy.decisions(run.market.evaluator, on: run.market.tape())
      guard case .portfolio(let portfolio) = decisions else { return nil as PortfolioDecisions? }
      return portfolio
    }
    guard let one = wanted[0], let other = wanted[1] else { return nil }
    let grid = both[0].frame.grid
    let from = both.map { $0.frame.grid.row(containing: shared.from) }
    let places = both.map { $0.frame.members.map(\.instrument) }
    let all = Set(places.flatMap(\.self)).sorted().map { instrument in
      (instrument, places.map { $0.firstIndex(of: instrument) })
    }
    for row in 0..<grid.rows(in: shared).count {
      let close = grid.close(from[0] + row)
      let isDue = [one, other].map { $0.limits.isDue(at: close) }
      guard isDue.contains(true) else { continue }
      for (instrument, place) in all {
        let weights = zip([one, other], [0, 1]).map { decisions, run in
          place[run].map { decisions.weights[$0][from[run] + row] }
        }
        guard isDue[0] != isDue[1] || !isSame(weights[0], weights[1]) else { continue }
        let words = zip(weights, isDue).map { weight, isDue in
          guard isDue else { return "none" }
          return weight.map { $0.isNaN ? "not known" : "\($0)" } ?? "no member"
        }
        return Parting(what: "weight of \(instrument)", at: close, first: words[0], second: words[1])
      }
    }
    return nil
  }

  private static func isSame(_ one: Double?, _ other: Double?) -> Bool {
    one == other || one?.isNaN == true && other?.isNaN == true
  }
}

/// What something came to, bar by bar. A condition that is not known is told from one that does not hold, since a window that
/// is still filling says nothing of the market. The two are no difference all the same: nothing is decided on either, and what
/// it makes of a `not` is a condition of its own.
private struct Worked {
  private let values: SignalValue
  /// Of a condition; nil where it is known on every bar.
  private let known: Bitmap?

  init(_ values: SignalValue) { (self.values, known) = (values, nil) }

  init(_ node: Node, _ evaluator: Evaluator) throws(Problem) {
    values = try evaluator.value(of: node)
    if case .condition = values { known = try evaluator.known(node) } else { known = nil }
  }

  func isSame(at row: Int, _ other: Worked, _ otherRow: Int) -> Bool {
    switch (number(at: row), other.number(at: otherRow)) {
    case (let a?, let b?): a == b || a.isNaN && b.isNaN
    case (nil, nil): holds(at: row) == true ? other.holds(at: otherRow) == true : other.holds(at: otherRow) != true
    default: false
    }
  }

  private func number(at row: Int) -> Double? {
    switch values {
    case .number(let value): value
    case .column(let values): values[row]
    case .flag, .condition: nil
    }
  }

  /// Nil where it is not known.
  private func holds(at row: Int) -> Bool? {
    if let known, !known[row] { return nil }
    switch values {
    case .flag(let value): return value
    case .condition(let holds): return holds[row]
    case .number, .column: return nil
    }
  }

  func words(at row: Int) -> String {
    guard let number = number(at: row) else {
      return holds(at: row).map { $0 ? "holds" : "does not hold" } ?? "not known"
    }
    return number.isNaN ? "not known" : "\(number)"
  }
}
