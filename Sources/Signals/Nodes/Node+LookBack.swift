import Market

extension Node {
  /// How many bars before a bar its value there depends on: 0 for a column, 287 for a window of 288.
  ///
  /// - Throws: a `Problem` for a window that is not a whole number of bars of `interval`.
  public func lookBack(_ interval: Interval) throws(Problem) -> Int {
    switch form {
    case .number, .duration, .flag, .column: return 0
    case .negation(let x), .not(let x): return try x.lookBack(interval)
    case .arithmetic(_, let a, let b), .comparison(_, let a, let b):
      return max(try a.lookBack(interval), try b.lookBack(interval))
    case .all(let parts), .any(let parts): return try Self.most(parts, interval)
    case .call(let function, let arguments, let place):
      let windows = try WindowReader(interval: interval, function: function, place: place).windows(arguments)
      let own = function.lookBack(windows: windows)
      return own.addingReportingOverflow(try Self.most(arguments, interval)).partialValue
    }
  }

  private static func most(_ nodes: [Node], _ interval: Interval) throws(Problem) -> Int {
    var most = 0
    for node in nodes { most = max(most, try node.lookBack(interval)) }
    return most
  }

  /// The columns it reads.
  public var columnNames: Set<String> {
    switch form {
    case .number, .duration, .flag: []
    case .column(let name): [name]
    case .negation(let x), .not(let x): x.columnNames
    case .arithmetic(_, let a, let b), .comparison(_, let a, let b): a.columnNames.union(b.columnNames)
    case .all(let parts), .any(let parts), .call(_, let parts, _):
      parts.reduce(into: []) { $0.formUnion($1.columnNames) }
    }
  }
}
