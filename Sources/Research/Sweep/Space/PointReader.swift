import Signals

/// Turns the number of a combination or a draw into positions on axes and the scalars there.
struct PointReader: Sendable {
  let digits: [GridDigit]
  /// The combinations of listed values that meet what they alone decide.
  let cells: PointSet
  /// Nil when nothing is drawn.
  let drawing: Drawing?
  private let activity: [(axis: Int, condition: ParameterCondition)]
  /// Of the listed values, an axis each.
  private let scalars: [[Double]]
  private let rests: [Double]
  /// The drawn axes whose values a condition reads.
  private let asked: [Drawing.Axis]

  init(_ definition: SpaceDefinition, digits: [GridDigit], cells: PointSet, drawing: Drawing?) {
    self.digits = digits
    self.cells = cells
    self.drawing = drawing
    activity = definition.checks.activity
    scalars = definition.axes.map { $0.isDrawn ? [.nan] : $0.values.map(\.scalar) }
    rests = definition.axes.map { $0.rest?.scalar ?? .nan }
    let slots = Set(activity.flatMap(\.condition.slots) + definition.checks.draws.flatMap(\.slots))
    asked = drawing?.axes.filter { slots.contains($0.axis) } ?? []
  }

  /// Whether a drawn axis may be at rest, so that positions need the drawn values too.
  var hasResting: Bool { !activity.isEmpty }

  /// Sets the positions of listed axes with more than one value; others stay as they are.
  @inline(__always)
  func decode(_ cell: Int, into positions: UnsafeMutableBufferPointer<Int>) {
    var rest = cell
    for digit in digits {
      let position = rest / digit.stride
      positions[digit.axis] = position
      rest -= position * digit.stride
    }
  }

  /// Positions of one draw, `atRest` not yet found.
  @inline(__always)
  func decode(draw: Int, _ drawing: Drawing, into positions: UnsafeMutableBufferPointer<Int>) {
    decode(cells.member(draw % drawing.cells), into: positions)
    for axis in drawing.axes { positions[axis.axis] = draw }
  }

  /// The scalars of one draw at its positions, as far as conditions read them; axes that rest are marked.
  func read(
    draw: Int, _ drawing: Drawing, _ values: UnsafeMutableBufferPointer<Double>,
    _ positions: UnsafeMutableBufferPointer<Int>
  ) {
    for axis in scalars.indices where scalars[axis].count > positions[axis] {
      values[axis] = scalars[axis][positions[axis]]
    }
    let key = drawing.key(of: positions, digits)
    for axis in asked {
      values[axis.axis] = axis.distribution.scalar(drawing.probability(draw, axis, combination: key))
    }
    guard let base = values.baseAddress else { return }
    for (axis, condition) in activity where !condition.holds(base) {
      positions[axis] = ParameterSpace.atRest
      values[axis] = rests[axis]
    }
  }

  /// The probability that a drawn axis has in one draw.
  func probability(of axis: Drawing.Axis, draw: Int, _ drawing: Drawing) -> Double {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: scalars.count) { positions in
      positions.initialize(repeating: 0)
      decode(cells.member(draw % drawing.cells), into: positions)
      return drawing.probability(draw, axis, combination: drawing.key(of: positions, digits))
    }
  }
}
