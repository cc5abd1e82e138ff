import Market
import Numerics

/// The instruments of a universe with what is computed of each: one evaluator a member, and what compares them.
///
/// A comparison is made once for all members, of those that belong to the universe at the bar. Members' evaluators point
/// here and nothing points back: they are made when they are asked for, around results that are kept here.
public final class CrossSection: Sendable {
  /// What each member sees, in order.
  let frames: [Frame]
  /// By member: the bars at which it belongs to the universe.
  public let belongs: [Bitmap]
  private let own: [ResultCache]
  private let compared: ResultCache

  /// - Parameter belongs: by member of the frame; bars that it did not print are left out of it.
  init(_ frames: [Frame], belongs: [Bitmap]) {
    self.frames = frames
    self.belongs = belongs
    let budget = max(Self.budget / max(1, frames.count), 16 * 8 * (frames.first?.grid.count ?? 0))
    own = frames.map { _ in ResultCache(budget: budget) }
    compared = ResultCache(budget: Self.budget)
  }

  /// Bytes of results to keep of all members, and as many of comparisons.
  private static let budget = 192 << 20

  public var count: Int { frames.count }

  /// Of one member; columns have their plain names.
  public func evaluator(of member: Int) -> Evaluator {
    Evaluator(frames[member], own[member], Evaluator.Seat(universe: self, member: member))
  }

  func forget() {
    for cache in own { cache.forget() }
    compared.forget()
  }

  /// What a comparison comes to for every member, in order.
  func results(
    of node: Node, _ function: UniverseOperator, _ arguments: [Node]
  ) throws(Problem) -> [ComputedResult] {
    try compared.result(for: node.key) { () throws(Problem) in
      .each(try compare(node, function, arguments))
    }.each
  }

  private func compare(
    _ node: Node, _ function: UniverseOperator, _ arguments: [Node]
  ) throws(Problem) -> [ComputedResult] {
    let grid = frames[0].grid
    let setting = try SettingReader(interval: grid.interval, function: function, place: node.place).setting(arguments)
    // By argument, then by member.
    var columns: [[[Double]]] = []
    for (input, argument) in zip(function.inputs(for: arguments.count), arguments) {
      guard case .number = input.kind else { continue }
      var values: [[Double]] = []
      for member in frames.indices { values.append(try evaluator(of: member).number(of: argument)) }
      columns.append(values)
    }
    if function.hasWindow, let window = setting.windows.last, window > 1 {
      guard window <= grid.count else {
        throw Problem(
          "'\(node.key)' needs \(window) bars of \(grid.interval) and there are \(grid.count)", at: node.place,
          remedy: "shorten the window or take more data")
      }
      let phase = Int(grid.start.milliseconds.flooredQuotient(by: grid.interval.milliseconds))
      columns[0] = columns[0].map { Rolling.mean($0, window: window, phase: phase) }
    }
    let results = rows(of: grid.count, columns, function, setting)
    guard function.result == .condition else { return results.map { .numbers($0) } }
    return results.map { values in
      var holds = Bitmap(count: grid.count)
      for row in values.indices where values[row] == 1 { holds[row] = true }
      // Who does not belong, or has no value, is known not to be among the highest.
      return .truth(Truth(holds: holds, known: Bitmap(repeating: true, count: grid.count)))
    }
  }

  private func rows(
    of count: Int, _ columns: [[[Double]]], _ function: UniverseOperator, _ setting: OperatorSetting
  ) -> [[Double]] {
    var results = frames.map { _ in [Double](repeating: .nan, count: count) }
    var members: [Int] = []
    var x: [Double] = []
    var others = [[Double]](repeating: [], count: columns.count - 1)
    for row in 0..<count {
      members.removeAll(keepingCapacity: true)
      x.removeAll(keepingCapacity: true)
      for place in others.indices { others[place].removeAll(keepingCapacity: true) }
      for member in frames.indices where belongs[member][row] {
        guard columns.allSatisfy({ !$0[member][row].isNaN }) else { continue }
        members.append(member)
        x.append(columns[0][member][row])
        for place in others.indices { others[place].append(columns[place + 1][member][row]) }
      }
      guard !members.isEmpty else { continue }
      function.across(&x, others, setting)
      for (place, member) in members.enumerated() { results[member][row] = finite(x[place]) }
    }
    return results
  }
}

extension Evaluator {
  /// Whose evaluator it is, where it is of a member of a universe.
  struct Seat: Sendable {
    let universe: CrossSection
    let member: Int
  }

  /// The universe of a frame that holds one: who belongs to it at which bar.
  ///
  /// - Parameter condition: what a member must fulfil at a bar to belong; nil for having printed it. It is asked of all
  ///   that printed the bar, and compares them with each other.
  /// - Throws: a `Problem` for a frame of one instrument, and as `value(of:)`.
  public func crossSection(where condition: Node?) throws(Problem) -> CrossSection {
    guard frame.isUniverse else {
      throw Problem("the market is one instrument and no universe", remedy: "write universe: in the strategy file")
    }
    let key = condition?.key ?? ""
    if let kept = universes.withLock({ $0[key] }) { return kept }
    let frames = frame.members.map { frame.seen(by: $0) }
    let printed = frame.members.map { member in
      Bitmap((0..<frame.grid.count).map { !member.bars.close[$0].isNaN && !member.bars.open[$0].isNaN })
    }
    var belongs = printed
    if let condition {
      let all = CrossSection(frames, belongs: printed)
      for member in frames.indices {
        belongs[member] = printed[member] & (try all.evaluator(of: member).condition(of: condition))
      }
    }
    let made = CrossSection(frames, belongs: belongs)
    universes.withLock { kept in
      // As many as a sweep over the size of a universe asks for at a time.
      if kept.count >= 8 { kept.removeAll() }
      kept[key] = made
    }
    return made
  }
}

extension Node {
  /// The first operator in it that compares the instruments of a universe; nil where there is none.
  public var comparison: String? {
    if case .call(let function, _) = form, function.needsUniverse { return function.name }
    for part in parts { if let found = part.comparison { return found } }
    return nil
  }
}
