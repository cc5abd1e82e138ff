import Market
import Signals

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
