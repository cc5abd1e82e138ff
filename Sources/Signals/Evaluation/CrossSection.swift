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
  /// By member: the bars that it printed and at which it is not known whether it belongs.
  public let doubtful: [Bitmap]
  private let own: [ResultCache]
  private let compared: ResultCache

  /// - Parameters:
  ///   - belongs: by member of the frame; bars that it did not print are left out of it.
  ///   - doubtful: by member, the bars that it printed and at which it may belong; nil for none.
  init(_ frames: [Frame], belongs: [Bitmap], doubtful: [Bitmap]? = nil) {
    self.frames = frames
    self.belongs = belongs
    self.doubtful = doubtful ?? belongs.map { Bitmap(count: $0.count) }
    let column = 8 * (frames.first?.grid.count ?? 0)
    kept = Self.budget / max(1, frames.count)
    let budget = max(kept, Self.leastColumns * column)
    own = frames.map { _ in ResultCache(budget: budget) }
    compared = ResultCache(budget: max(Self.budget, Self.leastColumns * column * frames.count))
  }

  /// Bytes of results to keep of all members, and as many of comparisons.
  private static let budget = 128 << 20
  /// What is in hands while one thing is worked out: with fewer, signals made of each other would be made again and again.
  private static let leastColumns = 2
  /// Bytes of results to keep of each member once it has been asked.
  private let kept: Int

  public var count: Int { frames.count }

  /// Of one member; columns have their plain names.
  public func evaluator(of member: Int) -> Evaluator {
    Evaluator(frames[member], own[member], Evaluator.Seat(universe: self, member: member))
  }

  /// The numbers of a node for every member, in order.
  ///
  /// The comparisons in it are made once and held while the members are asked one after the other, each of which lets go of
  /// what was worked out on the way: of a thousand there is room for the answers and not for every step to them.
  public func numbers(of node: Node) throws(Problem) -> [[Double]] {
    let held = try comparisons(in: node)
    // What those were made of is not kept beside them, where there is no room for both.
    compared.shrink(to: Self.budget)
    var all: [[Double]] = []
    all.reserveCapacity(count)
    for member in frames.indices {
      all.append(try evaluator(of: member, holding: held).number(of: node))
      own[member].shrink(to: kept)
    }
    return all
  }

  /// The outermost comparisons in a node, for all members.
  private func comparisons(in node: Node) throws(Problem) -> [String: [ComputedResult]] {
    if case .call(let function, let arguments) = node.form, let comparing = function as? UniverseOperator {
      return [node.key: try results(of: node, comparing, arguments)]
    }
    var all: [String: [ComputedResult]] = [:]
    for part in node.parts { all.merge(try comparisons(in: part)) { first, _ in first } }
    return all
  }

  private func evaluator(of member: Int, holding held: [String: [ComputedResult]]) -> Evaluator {
    Evaluator(frames[member], own[member], Evaluator.Seat(universe: self, member: member, held: held))
  }

  var tally: EvaluationTally { own.reduce(compared.tally) { $0 + $1.tally } }

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
      columns.append(try numbers(of: argument))
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
    return results.indices.map { member in
      let (values, belongs, doubtful) = (results[member], belongs[member], doubtful[member])
      var holds = Bitmap(count: grid.count)
      var known = holds
      for row in values.indices {
        if values[row] == 1 { holds[row] = true }
        // Who is known not to belong is not among the highest; where one without a value stands nobody knows, and none of
        // those that may belong.
        if !values[row].isNaN || !belongs[row] && !doubtful[row] { known[row] = true }
      }
      return .truth(Truth(holds: holds, known: known))
    }
  }

  private func rows(
    of count: Int, _ columns: [[[Double]]], _ function: UniverseOperator, _ setting: OperatorSetting
  ) -> [[Double]] {
    let width = frames.count
    var results = frames.map { _ in [Double](repeating: .nan, count: count) }
    var members = [Int](repeating: 0, count: width)
    var x: [Double] = []
    x.reserveCapacity(width)
    var others = [[Double]](repeating: [], count: columns.count - 1)
    let empty = [Double](repeating: .nan, count: min(count, Self.blockRows) * width)
    var first = empty
    var further = others.map { _ in empty }
    for begin in stride(from: 0, to: count, by: Self.blockRows) {
      let rows = begin..<min(begin + Self.blockRows, count)
      turn(columns[0], rows, into: &first)
      for place in further.indices { turn(columns[place + 1], rows, into: &further[place]) }
      for base in stride(from: 0, to: rows.count * width, by: width) {
        var known = 0
        x.removeAll(keepingCapacity: true)
        for place in others.indices { others[place].removeAll(keepingCapacity: true) }
        for member in 0..<width {
          let value = first[base + member]
          first[base + member] = .nan
          if value.isNaN { continue }
          var isKnown = true
          for column in further { isKnown = isKnown && !column[base + member].isNaN }
          guard isKnown else { continue }
          members[known] = member
          known += 1
          x.append(value)
          for place in others.indices { others[place].append(further[place][base + member]) }
        }
        guard known > 0 else { continue }
        function.across(&x, others, setting)
        for place in 0..<known { first[base + members[place]] = finite(x[place]) }
      }
      for member in 0..<width {
        results[member].withUnsafeMutableBufferPointer { values in
          for row in rows { values[row] = first[(row - begin) * width + member] }
        }
      }
    }
    return results
  }

  /// Bars that are turned at a time, from a member's column each to a row of all members each: one bar is read from one place
  /// then, which 43 columns are not, and a thousand columns are not held twice.
  private static let blockRows = 64

  /// A row after the other and in it a member after the other; NaN for who does not belong at the bar.
  private func turn(_ columns: [[Double]], _ rows: Range<Int>, into block: inout [Double]) {
    let width = frames.count
    for (member, column) in columns.enumerated() {
      let belongs = self.belongs[member]
      for row in rows { block[(row - rows.lowerBound) * width + member] = belongs[row] ? column[row] : .nan }
    }
  }
}

extension Evaluator {
  /// Whose evaluator it is, where it is of a member of a universe.
  struct Seat: Sendable {
    let universe: CrossSection
    let member: Int
    /// Comparisons that are held for it, by key.
    var held: [String: [ComputedResult]] = [:]
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
    var doubtful: [Bitmap]?
    if let condition {
      let all = CrossSection(frames, belongs: printed)
      var doubts: [Bitmap] = []
      for member in frames.indices {
        let truth = try all.evaluator(of: member).truth(of: condition)
        belongs[member] = printed[member] & truth.holds
        doubts.append(printed[member] & ~truth.known)
      }
      doubtful = doubts
    }
    let made = CrossSection(frames, belongs: belongs, doubtful: doubtful)
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
