import Market
import Replay
import Results
import Signals
import Store

/// Where two kept replays part before anything is traded: the first bar at whose close something they read or work out is not
/// the same, and the first at which they decide otherwise.
///
/// Nothing of that is kept with a run, so both are worked out again, on the data as they are by now.
struct DecisionDifference {
  /// One thing at one instant.
  struct Parting {
    let what: String
    /// The close at which it is known.
    let at: Instant
    let first: String
    let second: String
  }

  private(set) var signal: Parting?
  private(set) var decision: Parting?
  /// Why something was not compared, a sentence each.
  private(set) var missing: [String] = []

  init(_ first: ResultRecord, _ second: ResultRecord, in workspace: Workspace) {
    do {
      let both = try [first, second].map { try Self.recomputed($0, in: workspace) }
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
    guard !market.frame.isUniverse || market.frame.members.count == 1 else {
      throw Problem("\(hash) holds a universe, whose members each have signals of their own", remedy: "see its ledger")
    }
    return Recomputed(market: market, strategy: strategy)
  }

  // MARK: Signals

  /// What a run reads and works out, in the order in which one follows from the others.
  private static func series(_ run: Recomputed) throws(Problem) -> [(name: String, values: SignalValue)] {
    var all: [(String, SignalValue)] = []
    for (name, column) in run.frame.columns.sorted(by: { $0.key < $1.key }) {
      all.append(("column \(name)", .column(column.values)))
    }
    let strategy = run.strategy.strategy
    func add(_ name: String, _ expression: Expression?) throws(Problem) {
      guard let expression, !strategy.asksPosition(expression) else { return }
      let node = try run.strategy.signals.resolve(expression)
      all.append((name, try run.market.evaluator.value(of: node)))
    }
    let columns = Set(run.frame.columns.keys)
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
    case .weight(let weight): try add("position", weight)
    }
    try add("size", strategy.size)
    return all
  }

  private static func firstSignal(_ both: [Recomputed], _ shared: TimeRange) throws(Problem) -> Parting? {
    let others = Dictionary(try series(both[1]).map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    let rows = both.map { $0.frame.grid.row(containing: shared.from) }
    let grid = both[0].frame.grid
    let count = grid.rows(in: shared).count
    var parting: Parting?
    var earliest = count
    for (name, values) in try series(both[0]) {
      guard let other = others[name] else { continue }
      guard let place = (0..<earliest).first(where: { !values.isSame(at: rows[0] + $0, other, rows[1] + $0) }) else {
        continue
      }
      earliest = place
      parting = Parting(
        what: name, at: grid.close(rows[0] + place), first: values.words(at: rows[0] + place),
        second: other.words(at: rows[1] + place))
    }
    return parting
  }

  // MARK: Decisions

  private static func firstDecision(_ both: [Recomputed], _ shared: TimeRange) throws -> Parting? {
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
}

extension SignalValue {
  fileprivate func isSame(at row: Int, _ other: SignalValue, _ otherRow: Int) -> Bool {
    switch (number(at: row), other.number(at: otherRow)) {
    case (let a?, let b?): a == b || a.isNaN && b.isNaN
    case (nil, nil): holds(at: row) == other.holds(at: otherRow)
    default: false
    }
  }

  private func number(at row: Int) -> Double? {
    switch self {
    case .number(let value): value
    case .column(let values): values[row]
    case .flag, .condition: nil
    }
  }

  private func holds(at row: Int) -> Bool {
    switch self {
    case .flag(let value): value
    case .condition(let holds): holds[row]
    case .number, .column: false
    }
  }

  fileprivate func words(at row: Int) -> String {
    guard let number = number(at: row) else { return holds(at: row) ? "holds" : "does not hold" }
    return number.isNaN ? "not known" : "\(number)"
  }
}
