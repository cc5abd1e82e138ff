import Market
import Synchronization

/// Computes nodes on one frame, each distinct one once.
///
/// A sweep evaluates thousands of parameter sets that differ in a threshold; what they have in common is found here by
/// its key. Threads share one evaluator: two may compute the same node at the same time, but they compute the same bytes.
public final class Evaluator: Sendable {
  public let frame: Frame
  private let budget: Int
  private let kept: Mutex<Kept>

  private struct Kept {
    var values: [String: SignalValue] = [:]
    var bytes = 0
  }

  /// - Parameter budget: bytes of results to keep. When it is full everything is let go and computed again when needed.
  public init(_ frame: Frame, budget: Int = 1 << 30) {
    self.frame = frame
    self.budget = budget
    kept = Mutex(Kept())
  }

  /// - Throws: a `Problem` for a column the frame does not have, and a window that is no whole number of bars or longer
  ///   than the data.
  public func value(of node: Node) throws(Problem) -> SignalValue {
    switch node.form {
    case .number(let value): return .number(value)
    case .flag(let value): return .flag(value)
    case .duration(let value):
      throw Problem("'\(value)' is a duration where a signal is needed", remedy: "use it as a window")
    case .column(let name):
      guard let column = frame.columns[name] else {
        throw Problem(
          "unknown column '\(name)'", remedy: suggestion(for: name, in: frame.columns.keys, called: "columns"))
      }
      return .column(column.values)
    default: break
    }
    if let value = kept.withLock({ $0.values[node.key] }) { return value }
    let value = try computed(node)
    kept.withLock { kept in
      if kept.bytes + value.bytes > budget { kept = Kept() }
      if kept.values.updateValue(value, forKey: node.key) == nil { kept.bytes += value.bytes }
    }
    return value
  }

  /// The numbers of a node, one a bar; a constant is repeated.
  public func number(of node: Node) throws(Problem) -> [Double] {
    switch try value(of: node) {
    case .column(let values): return values
    case .number(let value): return [Double](repeating: value, count: frame.grid.count)
    case .flag, .condition:
      throw Problem(
        "'\(node.key)' is a condition where a number is needed", remedy: "turn it into one with if(…, 1, 0)")
    }
  }

  /// The condition of a node, one bit a bar.
  public func condition(of node: Node) throws(Problem) -> Bitmap {
    switch try value(of: node) {
    case .condition(let bitmap): return bitmap
    case .flag(let value): return Bitmap(repeating: value, count: frame.grid.count)
    case .column, .number:
      throw Problem("'\(node.key)' is a number where a condition is needed", remedy: "compare it with something")
    }
  }

  private func computed(_ node: Node) throws(Problem) -> SignalValue {
    switch node.form {
    case .number, .flag, .duration, .column: return try value(of: node)
    case .negation(let x): return .column(try number(of: x).map { -$0 })
    case .not(let x): return .condition(~(try condition(of: x)))
    case .all(let parts):
      var all = try condition(of: parts[0])
      for part in parts.dropFirst() { all = all & (try condition(of: part)) }
      return .condition(all)
    case .any(let parts):
      var any = try condition(of: parts[0])
      for part in parts.dropFirst() { any = any | (try condition(of: part)) }
      return .condition(any)
    case .arithmetic(let sign, let a, let b):
      return .column(try value(of: a).arithmetic(sign, try value(of: b)))
    case .comparison(let sign, let a, let b):
      return .condition(try value(of: a).comparison(sign, try value(of: b), count: frame.grid.count))
    case .call(let function, let arguments, let place):
      return try called(function, arguments, place)
    }
  }

  private func called(
    _ function: any SignalOperator, _ arguments: [Node], _ place: Problem.Place
  ) throws(Problem) -> SignalValue {
    let count = frame.grid.count
    let windows = try WindowReader(interval: frame.grid.interval, function: function, place: place).windows(arguments)
    if let longest = windows.max(), longest > count {
      throw Problem(
        "'\(function.name)' looks at \(longest) bars and there are \(count)", at: place,
        remedy: "shorten the window or widen --from and --to")
    }
    var numbers: [[Double]] = []
    var conditions: [Bitmap] = []
    var constants: [Double] = []
    for (input, node) in zip(function.inputs, arguments) {
      switch input.kind {
      case .numbers: numbers.append(try number(of: node))
      case .conditions: conditions.append(try condition(of: node))
      case .constant: if case .number(let value) = node.form { constants.append(value) }
      case .window: break
      }
    }
    let call = OperatorCall(
      numbers: numbers, conditions: conditions, windows: windows, constants: constants, grid: frame.grid)
    switch function.evaluate(call) {
    case .numbers(let values): return .column(values)
    case .conditions(let bitmap): return .condition(bitmap)
    }
  }
}
