import Market
import Synchronization

/// Computes nodes on one frame, each distinct one once.
///
/// A sweep evaluates thousands of parameter sets that differ in a threshold; what they have in common is found here by
/// its key. Threads share one evaluator, and a thread that needs what another is computing waits for it.
public final class Evaluator: Sendable {
  public let frame: Frame
  private let results: ResultCache
  /// Nil where one instrument is looked at.
  private let seat: Seat?
  /// Of a frame that holds a universe, by who belongs to it.
  let universes = Mutex<[String: CrossSection]>([:])

  /// - Parameter budget: bytes of results to keep, by default those of `ColumnMemory.budget`. Beyond it those go that were not
  ///   used for the longest time; they are computed again when needed, to the same bits.
  public init(_ frame: Frame, budget: Int? = nil) {
    self.frame = frame
    results = ResultCache(budget: budget ?? ColumnMemory.budget(rows: frame.grid.count))
    seat = nil
  }

  /// Of one member of a universe, with what is kept of it.
  init(_ frame: Frame, _ results: ResultCache, _ seat: Seat) {
    self.frame = frame
    self.results = results
    self.seat = seat
  }

  /// Gives back what was kept, for callers who have asked all they had to ask.
  public func forget() {
    results.forget()
    universes.withLock { $0.removeAll() }
  }

  /// What was computed so far, the members of universes included.
  public var tally: EvaluationTally {
    universes.withLock { $0.values.reduce(results.tally) { $0 + $1.tally } }
  }

  /// - Throws: a `Problem` for a column the frame does not have, and a window that is no whole number of bars or longer
  ///   than the data.
  public func value(of node: Node) throws(Problem) -> SignalValue {
    switch (node.constant, node.kind) {
    case (let constant?, _): return constant
    case (nil, .number): return .column(try number(of: node))
    case (nil, .condition): return .condition(try condition(of: node))
    case (nil, .duration), (nil, .word):
      throw Problem(
        "'\(node.key)' is \(node.kind.noun) where a signal is needed", at: node.place, remedy: "use it as a window")
    }
  }

  /// The numbers of a node, one a bar; a constant is repeated. NaN where not known.
  public func number(of node: Node) throws(Problem) -> [Double] {
    switch node.form {
    case .number(let value): return [Double](repeating: value, count: frame.grid.count)
    case .column(let name): return try column(name, node)
    case .negation, .arithmetic, .call:
      guard node.kind == .number else { break }
      return try result(of: node).numbers
    default: break
    }
    throw Problem(
      "'\(node.key)' is \(node.kind.noun) where a number is needed", at: node.place,
      remedy: node.kind.wayToNumber)
  }

  /// The bars on which a node is known to hold.
  ///
  /// Lists are not kept: they are put together from the bitmaps of their parts, 64 bars at a time, which takes less
  /// than looking after one result for each combination of thresholds.
  public func condition(of node: Node) throws(Problem) -> Bitmap {
    switch node.form {
    case .flag(let value): return Bitmap(repeating: value, count: frame.grid.count)
    case .comparison: return try result(of: node).holds
    case .all(let parts): return try combined(parts, &)
    case .any(let parts): return try combined(parts, |)
    case .not(let call): return try truth(of: call).fails
    case .call where node.kind == .condition: return try result(of: node).holds
    default:
      throw Problem(
        "'\(node.key)' is \(node.kind.noun) where a condition is needed", at: node.place,
        remedy: node.kind.wayToCondition)
    }
  }

  private func combined(_ parts: [Node], _ combine: (Bitmap, Bitmap) -> Bitmap) throws(Problem) -> Bitmap {
    var combined = try condition(of: parts[0])
    for part in parts.dropFirst() { combined = combine(combined, try condition(of: part)) }
    return combined
  }

  private func column(_ name: String, _ node: Node) throws(Problem) -> [Double] {
    guard let column = frame.columns[name] else {
      throw Problem(
        "unknown column '\(name)'", at: node.place,
        remedy: suggestion(for: name, in: frame.columns.keys, called: "columns"))
    }
    return column.values
  }
}

extension Evaluator {
  private func result(of node: Node) throws(Problem) -> ComputedResult {
    try results.result(for: node.key) { () throws(Problem) in try computed(node) }
  }

  private func computed(_ node: Node) throws(Problem) -> ComputedResult {
    try node.refuseUnlike(in: frame)
    switch node.form {
    case .negation(let x): return .numbers(try number(of: x).map { -$0 })
    case .arithmetic: return .numbers(try arithmetic(node))
    case .comparison(let sign, let a, let b):
      return .holds(compare(sign, try operand(a), try operand(b), count: frame.grid.count))
    case .call(let function, let arguments):
      if let comparing = function as? UniverseOperator {
        guard let seat else {
          throw Problem(
            "'\(function.name)' compares the instruments of a universe, and this is one instrument", at: node.place,
            remedy: "write 'universe: all' or a list of instruments in the strategy file")
        }
        if let held = seat.held[node.key] { return held[seat.member] }
        return try seat.universe.results(of: node, comparing, arguments)[seat.member]
      }
      switch function.evaluate(try call(function, arguments, node)) {
      case .numbers(let values): return .numbers(values)
      case .conditions(let truth): return .truth(truth)
      }
    default: preconditionFailure("only what takes work is kept: \(node.key)")
    }
  }

  /// A sum of many terms in one column: what its left side comes to is not kept by itself but taken over and added to.
  ///
  /// Only the left side, which is how chains of one sign are read; results on the right are kept as all others are, so that
  /// signals made of each other are worked out a few times and not twice as often at each step.
  private func arithmetic(_ node: Node) throws(Problem) -> [Double] {
    guard case .arithmetic(let sign, let a, let b) = node.form else { return try number(of: node) }
    guard case .arithmetic = a.form else { return combine(sign, try operand(a), try operand(b)) }
    try a.refuseUnlike(in: frame)
    var values = try arithmetic(a)
    combine(sign, into: &values, try operand(b))
    return values
  }

  private func operand(_ node: Node) throws(Problem) -> Operand {
    if case .number(let value) = node.form { return .constant(value) }
    return .column(try number(of: node))
  }

  private func call(
    _ function: any SignalOperator, _ arguments: [Node], _ node: Node
  ) throws(Problem) -> OperatorCall {
    let setting = try SettingReader(interval: frame.grid.interval, function: function, place: node.place)
      .setting(arguments)
    let back = function.lookBack(setting)
    let needed = back >= OperatorSetting.everything ? 1 : back + 1
    guard needed <= max(1, frame.grid.count) || function.isPartial else {
      throw Problem(
        "'\(node.key)' needs \(needed) bars of \(frame.grid.interval) and there are \(frame.grid.count)",
        at: node.place, remedy: "shorten the window or take more data")
    }
    var numbers: [[Double]] = []
    var conditions: [Truth] = []
    for (input, argument) in zip(function.inputs(for: arguments.count), arguments) {
      switch (input.kind, argument.form) {
      case (.series, _), (.number, _), (.numberWithin, _): numbers.append(try number(of: argument))
      case (.condition, _): conditions.append(try truth(of: argument))
      case (.constant, _), (.window, _), (.times, _), (.word, _): break
      }
    }
    return OperatorCall(numbers: numbers, conditions: conditions, setting: setting, grid: frame.grid)
  }

  /// Whether a condition holds, and whether that is known.
  public func truth(of node: Node) throws(Problem) -> Truth {
    Truth(holds: try condition(of: node), known: try known(node))
  }

  /// What a call computed about a condition.
  func computedTruth(of node: Node) throws(Problem) -> Truth { try result(of: node).truth }
}
