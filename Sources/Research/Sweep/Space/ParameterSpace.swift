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
