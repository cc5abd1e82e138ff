import Market
import Signals
import Statistics

/// The parameter sets of a sweep, numbered: its points.
///
/// Points are computed, not stored. What is kept in memory is which combinations meet the conditions: nothing without
/// conditions, else some 1.14 bits a combination of listed values or a draw, or eight bytes a point of a small sample.
public struct ParameterSpace: Sendable {
  public let definition: SpaceDefinition
  /// Points to run, after conditions.
  public let count: Int
  let reader: PointReader
  /// The draws that meet what the listed values do not decide; nil when nothing is drawn.
  let draws: PointSet?

  /// The position of a drawn axis where its condition does not hold: its value is the default, and nothing is drawn.
  public static let atRest = -1

  /// Enumerates what the conditions leave.
  ///
  /// - Parameter mostWork: seconds and bytes beyond which it refuses; see `SpaceDefinition.work`.
  /// - Throws: a `Problem` that names the condition which leaves nothing, or says what more points than the grid has
  ///   would need, or that enumerating is too much work.
  public init(_ definition: SpaceDefinition, mostWork: SpaceWork = .most) throws(Problem) {
    let work = definition.work
    guard work.seconds <= mostWork.seconds, work.bytes <= mostWork.bytes else {
      throw Problem("\(work)", remedy: "thin the grid out, or draw from it with --trials or --random")
    }
    self.definition = definition
    let scan = GridScan(definition.axes, universe: definition.gridCount, checks: definition.checks.grid)
    let kept = scan.kept()
    guard kept.count > 0 else { throw definition.nothingLeft() }
    guard let sampler = definition.sampler, let trials = definition.trials else {
      let cells =
        try definition.trials.map { trials throws(Problem) in try definition.sample(trials, of: kept) } ?? kept
      reader = PointReader(definition, digits: scan.digits, cells: cells, drawing: nil)
      draws = nil
      count = cells.count
      return
    }
    let drawing = Drawing(definition, sampler: sampler, trials: trials, cells: kept.count)
    reader = PointReader(definition, digits: scan.digits, cells: kept, drawing: drawing)
    let draws = DrawScan(definition, reader: reader, drawing: drawing).kept()
    guard draws.count > 0 else { throw definition.nothingDrawn() }
    self.draws = draws
    count = draws.count
  }

  public var axes: [ParameterAxis] { definition.axes }

  /// Position on each axis of point `point`: an index into listed values, the number of the draw on a drawn axis (or
  /// `atRest`). Tens of nanoseconds, about a hundred where conditions have left holes; no allocation.
  ///
  /// - Parameter positions: as many as axes.
  public func positions(of point: Int, into positions: UnsafeMutableBufferPointer<Int>) {
    precondition(point >= 0 && point < count && positions.count == axes.count, "a point, and room for its axes")
    positions.update(repeating: 0)
    guard let drawing = reader.drawing, let draws else {
      return reader.decode(reader.cells.member(point), into: positions)
    }
    let draw = draws.member(point)
    reader.decode(draw: draw, drawing, into: positions)
    guard reader.hasResting else { return }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: positions.count) { values in
      values.initialize(repeating: .nan)
      reader.read(draw: draw, drawing, values, positions)
    }
  }

  /// The value at a position that `positions(of:into:)` gave.
  public func value(at position: Int, on axis: Int) -> ParameterValue {
    let written = axes[axis]
    guard let distribution = written.distribution else { return written.values[position] }
    if position == Self.atRest, let rest = written.rest { return rest }
    guard let drawing = reader.drawing, let source = drawing.axes.first(where: { $0.axis == axis }) else {
      preconditionFailure("a drawn axis has a source")
    }
    return distribution.value(reader.probability(of: source, draw: position, drawing))
  }

  /// How likely a smaller value is at a position of a drawn axis; nil where it rests, and for a listed axis.
  func probability(at position: Int, on axis: Int) -> Double? {
    guard position != Self.atRest, let drawing = reader.drawing,
      let source = drawing.axes.first(where: { $0.axis == axis })
    else { return nil }
    return reader.probability(of: source, draw: position, drawing)
  }

  /// Every parameter of the strategy at point `point`.
  public func parameters(_ point: Int) -> [String: ParameterValue] { parameters(of: point) }

  /// The position on each axis, in an array.
  public func positions(of point: Int) -> [Int] {
    [Int](unsafeUninitializedCapacity: axes.count) { buffer, initialized in
      let positions = UnsafeMutableBufferPointer(rebasing: buffer[..<axes.count])
      positions.initialize(repeating: 0)
      self.positions(of: point, into: positions)
      initialized = axes.count
    }
  }

  /// Bytes it holds to find its points.
  public var bytes: Int { reader.cells.bytes + (draws?.bytes ?? 0) }
}

extension ParameterSpace: Hashable {
  public static func == (a: ParameterSpace, b: ParameterSpace) -> Bool { a.definition == b.definition }
  public func hash(into hasher: inout Hasher) { hasher.combine(definition) }
}

extension ParameterSpace {
  /// From the command line: see `SpaceDefinition`.
  public init(
    _ request: SpaceRequest, of parameters: [Parameter], fixed: [String: ParameterValue] = [:], interval: Interval
  ) throws(Problem) {
    try self.init(try SpaceDefinition(request, of: parameters, fixed: fixed, interval: interval))
  }

  /// Canonical JSON, the same for equal spaces: what a store keeps and hashes.
  public var text: String { definition.text }

  /// Reads what `text` wrote.
  public init(text: String) throws(Problem) { try self.init(try SpaceDefinition(text: text)) }
}

extension ParameterSpace {
  /// The points one step up or down on one listed axis that is swept, those that conditions leave out not counted; in
  /// the order of the axes, the lower one first.
  ///
  /// Empty in a space with drawn axes: no two draws share their drawn values.
  public func neighbours(of point: Int) -> [Int] {
    guard reader.drawing == nil else { return [] }
    let cell = reader.cells.member(point)
    let positions = positions(of: point)
    var neighbours: [Int] = []
    for digit in reader.digits {
      let position = positions[digit.axis]
      let swept = axes[digit.axis].sweptCount
      // A value that is only there for rest is no step from the largest.
      guard position < swept else { continue }
      for step in [-1, 1] where (0..<swept).contains(position + step) {
        if let neighbour = reader.cells.rank(of: cell + step * digit.stride) { neighbours.append(neighbour) }
      }
    }
    return neighbours
  }
}

extension ParameterSpace {
  /// What is to be said of parameters that are swept and that nothing reads: each trial is then run as often as the parameter
  /// has values, and the best of so many is the best of fewer. Nil where all are read.
  ///
  /// - Parameter read: names of the parameters that a trial depends on. Conditions on the space read theirs.
  public func unreadNote(_ read: Set<String>) -> String? {
    let conditions = definition.conditions.joined(separator: " ")
    let unread = axes.filter { $0.isSwept && !read.contains($0.name) && !conditions.contains($0.name) }.map(\.name)
    guard !unread.isEmpty else { return nil }
    let names = unread.map { "'\($0)'" }.joined(separator: ", ")
    return
      "Nothing that is asked here reads \(names), which \(unread.count == 1 ? "is" : "are") swept all the same: trials that differ in nothing else are one trial run again."
  }
}

/// The conditions of a space, parsed and sorted by what can decide them.
struct SpaceChecks: Sendable {
  /// A condition that the listed axes decide.
  struct GridCheck: Sendable {
    enum Kind: Sendable {
      /// Every point must meet it.
      case required
      /// Where it holds, the axis varies; where it does not, the axis rests, and only one of its positions counts.
      case resting(axis: Int)
    }
    let kind: Kind
    let condition: ParameterCondition
    /// The axes that decide it.
    let axes: [Int]
  }

  let grid: [GridCheck]
  /// Conditions for which drawn values must be known.
  let draws: [ParameterCondition]
  /// When drawn axes vary, each after those it reads.
  let activity: [(axis: Int, condition: ParameterCondition)]

  init(_ axes: [ParameterAxis], conditions: [String]) throws(Problem) {
    let parameters = axes.map { Parameter(name: $0.name, value: $0.sample) }
    var grid: [GridCheck] = []
    var draws: [ParameterCondition] = []
    for text in conditions {
      let condition = try Self.parsed(text, "--where '\(text)'", parameters)
      if condition.slots.contains(where: { axes[$0].isDrawn }) {
        draws.append(condition)
      } else {
        grid.append(GridCheck(kind: .required, condition: condition, axes: condition.slots))
      }
    }
    var conditional: [(axis: Int, condition: ParameterCondition)] = []
    for (index, axis) in axes.enumerated() {
      guard let text = axis.condition else { continue }
      let condition = try Self.parsed(text, "the condition of '\(axis.name)'", parameters)
      conditional.append((index, condition))
      guard !axis.isDrawn else { continue }
      if let drawn = condition.slots.first(where: { axes[$0].isDrawn }) {
        throw Problem(
          "the listed values of '\(axis.name)' depend on '\(axes[drawn].name)', which is drawn",
          remedy: "draw '\(axis.name)' too, with choice(…)")
      }
      grid.append(
        GridCheck(kind: .resting(axis: index), condition: condition, axes: Set(condition.slots + [index]).sorted()))
    }
    self.grid = grid
    self.draws = draws
    activity = try Self.ordered(conditional, axes).filter { axes[$0.axis].isDrawn }
  }

  private static func parsed(_ text: String, _ source: String, _ parameters: [Parameter]) throws(Problem)
    -> ParameterCondition
  {
    let place = Problem.Place(file: source, line: 1, column: 1)
    return try ParameterCondition(try Expression(parsing: text, at: place), over: parameters)
  }

  /// Each after those it reads.
  private static func ordered(
    _ conditional: [(axis: Int, condition: ParameterCondition)], _ axes: [ParameterAxis]
  ) throws(Problem) -> [(axis: Int, condition: ParameterCondition)] {
    var waiting = conditional
    var ordered: [(axis: Int, condition: ParameterCondition)] = []
    while !waiting.isEmpty {
      let open = Set(waiting.map(\.axis))
      let ready = waiting.filter { open.isDisjoint(with: $0.condition.slots) }
      guard !ready.isEmpty else {
        throw Problem(
          "the conditions of \(waiting.map { "'\(axes[$0.axis].name)'" }.joined(separator: ", ")) wait for each other",
          remedy: "let one of them vary without a condition")
      }
      ordered += ready
      waiting.removeAll { open.isDisjoint(with: $0.condition.slots) }
    }
    return ordered
  }
}

extension ParameterAxis {
  /// A value to check the types of conditions with; not zero if there is another, so that what divides by it has a value.
  fileprivate var sample: ParameterValue {
    distribution?.value(0.4) ?? values.first { $0.scalar != 0 } ?? values.first ?? .number(1)
  }
}
