import Market

/// A condition taken apart at its `and` and `or`, down to what is evaluated as a whole.
///
/// A sweep changes one threshold at a time, and most of a condition stays as it was. Each part knows which parameters it
/// reads, so that it is evaluated once for each choice of those and not once for each trial.
public struct PlannedCondition: Sendable {
  indirect enum Form: Sendable {
    /// A series against a level that is the same on every bar: `funding_z > entry`.
    case threshold(PlannedSeries, ComparisonSign, level: Syntax, levels: PlannedLevels?)
    /// Anything else that gives a condition.
    case whole(Syntax)
    case all([PlannedCondition])
    case any([PlannedCondition])
  }

  let form: Form
  let key: AxisKey
  /// Among the parts of one plan.
  let part: Int
}

/// The levels that one series is compared with over a sweep, where they are few.
///
/// All of their outcomes together then take less room than the series, which need not be kept for the next level: a column
/// takes as much as 64 conditions.
public struct PlannedLevels: Sendable {
  /// The axes that the level reads and the series does not.
  let axes: [Int]
  private let extents: [Int]
  let count: Int

  private static let most = 32

  /// Nil where there are many, or nobody knows how many.
  init?(axes: [Int], of points: any ParameterPoints) {
    var extents: [Int] = []
    var count = 1
    for axis in axes {
      guard let extent = points.extent(ofAxis: axis), extent > 0, extent <= Self.most / count else { return nil }
      extents.append(extent)
      count *= extent
    }
    self.axes = axes
    self.extents = extents
    self.count = count
  }

  /// The positions on `axes` of one of the levels.
  func positions(of level: Int) -> [Int] {
    var rest = level
    return extents.map { extent in
      defer { rest /= extent }
      return rest % extent
    }
  }
}

/// An expression that gives a number, evaluated once for each choice of the parameters it reads.
public struct PlannedSeries: Sendable {
  let syntax: Syntax
  let key: AxisKey
  let part: Int
}

/// Takes the expressions of a strategy apart for the points of a sweep.
public struct SignalPlan: Sendable {
  let book: SignalBook
  let points: any ParameterPoints
  /// The axis of each parameter.
  let axes: [String: Int]
  private(set) var parts = 0
  /// Signals that no rule uses. A replay refuses parameters that make nonsense of one, and so does a trial.
  private(set) var bystanders: [PlannedSeries] = []

  /// - Parameter rules: every expression that trades; signals none of them uses are only checked.
  public init(_ book: SignalBook, points: any ParameterPoints, rules: [Expression]) {
    self.book = book
    self.points = points
    axes = Dictionary(zip(points.axisNames, points.axisNames.indices), uniquingKeysWith: { first, _ in first })
    let used = book.signalNames(behind: rules)
    for signal in book.signals where !used.contains(signal.name) {
      bystanders.append(plannedSeries(signal.expression.syntax))
    }
  }

  public mutating func condition(_ expression: Expression) -> PlannedCondition {
    condition(expression.syntax, depth: 0)
  }

  /// Beyond either limit a condition is left whole, whatever its signals are: what is behind their names can be deep
  /// although the meaning, in which a part that stands there twice counts once, is small. Whoever walks the parts calls
  /// itself as often as they lie inside each other.
  private static let deepest = 64
  private static let mostParts = 1024

  /// What tells the points apart that give `expressions` the same meaning.
  package func key(of expressions: [Expression]) -> AxisKey {
    AxisKey(axes: axes(behind: expressions.map(\.syntax)), of: points)
  }

  private mutating func condition(_ written: Syntax, depth: Int) -> PlannedCondition {
    let syntax = unnamed(written)
    guard depth < Self.deepest, parts - bystanders.count < Self.mostParts else {
      return planned(.whole(syntax), syntax)
    }
    switch syntax.form {
    case .both(let a, let b):
      return planned(.all([condition(a, depth: depth + 1), condition(b, depth: depth + 1)]), syntax)
    case .either(let a, let b):
      return planned(.any([condition(a, depth: depth + 1), condition(b, depth: depth + 1)]), syntax)
    case .comparison(let sign, let a, let b) where sign != .equal && sign != .unequal:
      if isLevel(b), !isLevel(a) { return threshold(a, sign, level: b, syntax) }
      if isLevel(a), !isLevel(b) { return threshold(b, sign.turned, level: a, syntax) }
    default: break
    }
    return planned(.whole(syntax), syntax)
  }

  /// What a name stands for, where that is a signal; a signal can be another name of a signal.
  private func unnamed(_ syntax: Syntax) -> Syntax {
    var syntax = syntax
    while case .name(let name) = syntax.form, let signal = book[name] { syntax = signal.expression.syntax }
    return syntax
  }

  private mutating func threshold(
    _ series: Syntax, _ sign: ComparisonSign, level: Syntax, _ syntax: Syntax
  ) -> PlannedCondition {
    let free = Set(axes(behind: [level])).subtracting(axes(behind: [series])).sorted()
    let levels = PlannedLevels(axes: free, of: points)
    return planned(.threshold(plannedSeries(series), sign, level: level, levels: levels), syntax)
  }

  /// Whether an expression is the same on every bar whatever the data: numbers and parameters and arithmetic of them.
  private func isLevel(_ syntax: Syntax) -> Bool {
    switch syntax.form {
    case .number: true
    case .name(let name):
      book.parameters.contains { parameter in
        if parameter.name == name, case .number = parameter.value { true } else { false }
      }
    case .negation(let inner): isLevel(inner)
    case .arithmetic(_, let a, let b): isLevel(a) && isLevel(b)
    default: false
    }
  }

  private mutating func planned(_ form: PlannedCondition.Form, _ syntax: Syntax) -> PlannedCondition {
    PlannedCondition(form: form, key: key(of: syntax), part: nextPart())
  }

  private mutating func plannedSeries(_ syntax: Syntax) -> PlannedSeries {
    PlannedSeries(syntax: syntax, key: key(of: syntax), part: nextPart())
  }

  private func key(of syntax: Syntax) -> AxisKey { AxisKey(axes: axes(behind: [syntax]), of: points) }

  private func axes(behind syntaxes: [Syntax]) -> [Int] {
    let names = syntaxes.reduce(into: Set<String>()) { $0.formUnion(book.parameters(behind: $1)) }
    return names.compactMap { axes[$0] }.sorted()
  }

  private mutating func nextPart() -> Int {
    defer { parts += 1 }
    return parts
  }
}
