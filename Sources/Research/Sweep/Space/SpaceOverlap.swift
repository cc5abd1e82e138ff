/// Where the points of one space are in another: the same parameters under another number.
///
/// Made once for a pair of spaces; asking it is a few integer operations a point. Listed axes match value by value in any
/// order and subset. Drawn axes match where sampler, seed and distributions agree: random and Sobol draws by their number
/// within their combination of listed values, so that a longer sweep contains a shorter one over fewer values; Latin
/// draws only among equally many. Drawn values that are equal by chance are not looked for.
public struct SpaceOverlap: Sendable {
  /// Position on an axis of the one to what it adds to the combination's number in the other; nil where the other does
  /// not have the value.
  private struct Digit: Sendable {
    let axis: Int
    let offsets: [Int?]
  }

  private let space: ParameterSpace
  private let other: ParameterSpace
  private let digits: [Digit]

  /// Nil when the two have different axes, or no value in common on one of them.
  init?(_ space: ParameterSpace, in other: ParameterSpace) {
    guard space.axes.count == other.axes.count, Self.drawAlike(space, other) else { return nil }
    let strides = Dictionary(uniqueKeysWithValues: other.reader.digits.map { ($0.axis, $0.stride) })
    var digits: [Digit] = []
    for (index, axis) in space.axes.enumerated() {
      guard let twin = other.axes.firstIndex(where: { $0.name == axis.name }) else { return nil }
      if axis.isDrawn { continue }
      let places = Dictionary(
        other.axes[twin].values.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      let offsets = axis.values.map { value in places[value].map { $0 * (strides[twin] ?? 0) } }
      guard offsets.contains(where: { $0 != nil }) else { return nil }
      // An axis of one value adds nothing, and a lone value is at position 0 in both.
      if axis.values.count > 1 || offsets[0] != 0 { digits.append(Digit(axis: index, offsets: offsets)) }
    }
    self.space = space
    self.other = other
    self.digits = digits
  }

  /// The point of the other space with the parameters of `point`, or nil.
  public func callAsFunction(_ point: Int) -> Int? {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: space.axes.count) { positions in
      guard let drawing = space.reader.drawing, let draws = space.draws else {
        space.reader.decode(space.reader.cells.member(point), into: Self.cleared(positions))
        return cell(at: positions).flatMap { other.reader.cells.rank(of: $0) }
      }
      let draw = draws.member(point)
      guard let others = other.reader.drawing else { return nil }
      space.reader.decode(draw: draw, drawing, into: Self.cleared(positions))
      guard let cell = cell(at: positions), let rank = other.reader.cells.rank(of: cell) else { return nil }
      // Its number among the draws of the combination is the same in both.
      let (twin, overflow) = (draw / drawing.cells).multipliedReportingOverflow(by: others.cells)
      guard !overflow, twin < others.trials - rank, drawing.sampler != .latin || twin + rank == draw else { return nil }
      return other.draws?.rank(of: twin + rank)
    }
  }

  private static func cleared(_ positions: UnsafeMutableBufferPointer<Int>) -> UnsafeMutableBufferPointer<Int> {
    positions.initialize(repeating: 0)
    return positions
  }

  private func cell(at positions: UnsafeMutableBufferPointer<Int>) -> Int? {
    var cell = 0
    for digit in digits {
      guard let offset = digit.offsets[positions[digit.axis]] else { return nil }
      cell += offset
    }
    return cell
  }

  /// Whether draws of one combination have the same values in both.
  private static func drawAlike(_ a: ParameterSpace, _ b: ParameterSpace) -> Bool {
    guard let first = a.reader.drawing, let second = b.reader.drawing else {
      return a.reader.drawing == nil && b.reader.drawing == nil
    }
    guard first.sampler == second.sampler, first.axes.count == second.axes.count else { return false }
    let matching = first.axes.allSatisfy { axis in
      second.axes.contains { twin in
        axis.key == twin.key && axis.distribution == twin.distribution
          && a.axes[axis.axis].name == b.axes[twin.axis].name
          && a.axes[axis.axis].condition == b.axes[twin.axis].condition
          && a.axes[axis.axis].rest == b.axes[twin.axis].rest
      }
    }
    switch first.sampler {
    case .random: return matching
    case .latin: return matching && first.trials == second.trials
    case .sobol:
      // The order decides which dimension of the sequence an axis gets.
      return matching && zip(first.axes, second.axes).allSatisfy { $0.key == $1.key }
    }
  }
}

extension ParameterSpace {
  /// The map from points of this space to points of `other` with the same parameters; nil when they share nothing.
  public func counterpart(in other: ParameterSpace) -> SpaceOverlap? { SpaceOverlap(self, in: other) }
}
