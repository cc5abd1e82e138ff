import Market

/// Evaluates the planned signals of a strategy at one point after another.
///
/// It belongs to one thread and keeps what it computed for the next point, so that nothing is locked in between; columns,
/// which are dear, come from the evaluator that all threads share.
///
/// What it keeps is bounded: past its budget it forgets everything and computes again what is still asked for.
public final class SignalCursor {
  public let plan: SignalPlan
  private let evaluator: Evaluator
  private let budget: Int
  private var bytes = 0
  private var positions: [Int]
  public private(set) var point = 0
  /// What the names of the book mean at this point; made when first needed.
  private var book: BoundBook?

  /// By part, then by the number of its key.
  private var conditions: [[Int: Bitmap]]
  private var columns: [[Int: ThresholdColumn]]
  /// Of signals that no rule uses: where they made sense.
  private var checked: [Set<Int>]

  /// - Parameter budget: bytes of results to keep, by default those of `ColumnMemory.budget`.
  public init(_ plan: SignalPlan, evaluator: Evaluator, budget: Int? = nil) {
    self.plan = plan
    self.evaluator = evaluator
    self.budget = budget ?? ColumnMemory.budget(rows: evaluator.frame.grid.count)
    positions = [Int](repeating: 0, count: plan.points.axisNames.count)
    conditions = Array(repeating: [:], count: plan.parts)
    columns = Array(repeating: [:], count: plan.parts)
    checked = Array(repeating: [], count: plan.parts)
  }

  /// Goes to a point.
  ///
  /// - Throws: a `Problem` where the point makes nonsense of a signal, even of one that no rule uses.
  public func move(to point: Int) throws(Problem) {
    self.point = point
    book = nil
    positions.withUnsafeMutableBufferPointer { plan.points.positions(of: point, into: $0) }
    for signal in plan.bystanders {
      let number = signal.key.number(at: positions)
      guard !signal.key.recurs || !checked[signal.part].contains(number) else { continue }
      _ = try boundBook()
      if signal.key.recurs { checked[signal.part].insert(number) }
    }
  }

  /// The bars on which a condition is known to hold.
  public func holds(_ condition: PlannedCondition) throws(Problem) -> Bitmap {
    guard condition.key.recurs else { return try evaluated(condition) }
    let number = condition.key.number(at: positions)
    if let kept = conditions[condition.part][number] { return kept }
    let bitmap = try evaluated(condition)
    makeRoom(bitmap.words.count * 8)
    conditions[condition.part][number] = bitmap
    return bitmap
  }

  /// What `key` calls this point.
  package func number(of key: AxisKey) -> Int { key.number(at: positions) }

  private func evaluated(_ condition: PlannedCondition) throws(Problem) -> Bitmap {
    switch condition.form {
    case .threshold(let series, let sign, let level, let levels):
      guard let levels, condition.key.recurs else {
        return try column(of: series).holds(sign, try self.level(level))
      }
      let column = ThresholdColumn(try evaluator.number(of: try node(series.syntax)))
      keep(levels, of: condition) { () throws(Problem) in column.holds(sign, try self.level(level)) }
      return column.holds(sign, try self.level(level))
    case .whole(let syntax):
      return try evaluator.condition(of: try node(syntax))
    case .all(let parts):
      return try joined(parts, &)
    case .any(let parts):
      return try joined(parts, |)
    }
  }

  /// Every level's outcome at this point's series, so that the series can go. A level that makes no sense is left to the
  /// point that has it.
  private func keep(
    _ levels: PlannedLevels, of condition: PlannedCondition, _ outcome: () throws(Problem) -> Bitmap
  ) {
    guard levels.count > 1 else { return }
    makeRoom(levels.count * ((evaluator.frame.grid.count + 63) / 64) * 8)
    let here = positions
    for level in 0..<levels.count {
      for (axis, position) in zip(levels.axes, levels.positions(of: level)) { positions[axis] = position }
      if let outcome = try? outcome() { conditions[condition.part][condition.key.number(at: positions)] = outcome }
    }
    positions = here
  }

  private func joined(
    _ parts: [PlannedCondition], _ combine: (Bitmap, Bitmap) -> Bitmap
  ) throws(Problem) -> Bitmap {
    var joined = try holds(parts[0])
    for part in parts.dropFirst() { joined = combine(joined, try holds(part)) }
    return joined
  }

  private func column(of series: PlannedSeries) throws(Problem) -> ThresholdColumn {
    let number = series.key.number(at: positions)
    if series.key.recurs, let kept = columns[series.part][number] { return kept }
    let column = ThresholdColumn(try evaluator.number(of: try node(series.syntax)))
    guard series.key.recurs else { return column }
    makeRoom(column.bytes)
    columns[series.part][number] = column
    return column
  }

  /// A level reads parameters and numbers only, so the signals need not be bound for it.
  private func level(_ syntax: Syntax) throws(Problem) -> Double {
    var meanings: [String: Node] = [:]
    for (name, _) in syntax.names {
      guard let axis = plan.axes[name] else { continue }
      meanings[name] = plan.points.value(at: positions[axis], on: axis).node
    }
    let node = try Resolver(scope: .book(meanings)).node(syntax)
    guard case .number(let value) = node.form else {
      throw Problem("'\(node.key)' is \(node.kind.noun) where a number is needed", at: syntax.place)
    }
    return value
  }

  private func node(_ syntax: Syntax) throws(Problem) -> Node { try boundBook().node(syntax) }

  private func boundBook() throws(Problem) -> BoundBook {
    if let book { return book }
    let bound = try plan.book.bound(to: plan.points.parameters(of: point))
    book = bound
    return bound
  }

  private func makeRoom(_ more: Int) {
    bytes += more
    guard bytes > budget else { return }
    bytes = more
    for part in conditions.indices {
      conditions[part].removeAll(keepingCapacity: true)
      columns[part].removeAll(keepingCapacity: true)
    }
  }
}
