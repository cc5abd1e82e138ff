import CColumns
import Market
import Numerics

/// An expression asked at one close after another, as bars come: to the bits that it has over whole columns.
///
/// For whoever follows a market instead of looking back at one. A bar is taken in once, in a constant number of steps but for
/// the last bar of each block of a window (see `Rolling`), and nothing is allocated for it. Windows are asked for their
/// moments or their two ends; what sorts a window, weighs it or compares instruments is refused, and `Evaluator` has it.
///
/// It belongs to one thread.
public final class SignalStream {
  /// The columns that it reads, in the order in which `next` takes their values.
  public let columns: [String]
  private let steps: [Step]
  /// Parts of the lists that `and` and `or` join.
  private let lists: [Int]
  private let unaries: [UnaryOperator]
  private let binaries: [BinaryOperator]
  /// One number for each distinct part of the expression.
  private let numbers: UnsafeMutablePointer<Double>
  private let pasts: [Past]
  private let result: Int

  /// How one number follows from others; what it is written to comes last.
  private enum Step {
    case column(Int, Int)
    case negation(Int, Int)
    case not(Int, Int)
    case arithmetic(ArithmeticSign, Int, Int, Int)
    case comparison(ComparisonSign, Int, Int, Int)
    case all(Range<Int>, Int)
    case any(Range<Int>, Int)
    case unary(Int, Int, Int)
    case binary(Int, Int, Int, Int)
    case choice(Int, Int, Int, Int)
    case clip(Int, Int, Int, Int)
    case defined(Int, Int)
    case moments(rolling_result, OpaquePointer, Int, Int)
    case past(Ago, Int, Int, Int)
  }

  /// What is made of a value and the one a window before it.
  private enum Ago {
    case value, ratio, difference
  }

  /// The last values of something, in a ring.
  private final class Past {
    let values: UnsafeMutableBufferPointer<Double>
    var oldest = 0

    init(_ count: Int) {
      values = .allocate(capacity: count)
      values.initialize(repeating: .nan)
    }

    deinit { values.deallocate() }

    /// Puts a value in the place of the oldest, which it returns.
    func exchange(_ value: Double) -> Double {
      let before = values[oldest]
      values[oldest] = value
      oldest = oldest + 1 == values.count ? 0 : oldest + 1
      return before
    }
  }

  /// - Parameters:
  ///   - interval: the width of a bar.
  ///   - first: the open of the bar that comes first; windows are cut at fixed places in time.
  /// - Throws: a `Problem` for what cannot be asked in this way, and for a window that is no whole number of bars.
  public init(_ node: Node, interval: Interval, from first: Instant) throws(Problem) {
    var program = Program(
      interval: interval, firstBar: Int(first.milliseconds.flooredQuotient(by: interval.milliseconds)))
    do { result = try program.place(of: node) } catch {
      program.free()
      throw error
    }
    columns = program.columns
    steps = program.steps
    lists = program.lists
    unaries = program.unaries
    binaries = program.binaries
    pasts = program.pasts
    numbers = .allocate(capacity: program.count)
    numbers.initialize(repeating: .nan, count: program.count)
    for (place, value) in program.constants { numbers[place] = value }
  }

  deinit {
    for case .moments(_, let stream, _, _) in steps { rolling_stream_free(stream) }
    numbers.deallocate()
  }

  /// Takes in the bar that has closed.
  ///
  /// - Parameter bar: the values of `columns` at it, NaN for what is not known; bars without any are passed on too.
  /// - Returns: the number, or of a condition 1 where it holds and 0 where it does not; NaN where that is not known.
  public func next(_ bar: [Double]) -> Double {
    precondition(bar.count == columns.count, "a value of each column")
    for step in steps {
      switch step {
      case .column(let column, let to): numbers[to] = bar[column]
      case .negation(let x, let to): numbers[to] = -numbers[x]
      case .not(let x, let to): numbers[to] = 1 - numbers[x]
      case .arithmetic(let sign, let a, let b, let to): numbers[to] = sign.apply(numbers[a], numbers[b])
      case .comparison(let sign, let a, let b, let to):
        let isKnown = !numbers[a].isNaN && !numbers[b].isNaN
        numbers[to] = isKnown ? (sign.holds(numbers[a], numbers[b]) ? 1 : 0) : .nan
      case .all(let parts, let to): numbers[to] = joined(parts, decided: 0)
      case .any(let parts, let to): numbers[to] = joined(parts, decided: 1)
      case .unary(let index, let x, let to): numbers[to] = unaries[index].value(numbers[x])
      case .binary(let index, let a, let b, let to): numbers[to] = binaries[index].value(numbers[a], numbers[b])
      case .choice(let condition, let yes, let no, let to):
        let holds = numbers[condition]
        numbers[to] = holds == 1 ? numbers[yes] : holds == 0 ? numbers[no] : .nan
      case .clip(let x, let low, let high, let to):
        numbers[to] = Operators.clipped(numbers[x], numbers[low], numbers[high])
      case .defined(let x, let to): numbers[to] = numbers[x].isNaN ? 0 : 1
      case .moments(let kind, let stream, let x, let to):
        numbers[to] = rolling_stream_next(stream, kind, numbers[x])
      case .past(let ago, let index, let x, let to):
        let now = numbers[x]
        let before = pasts[index].exchange(now)
        switch ago {
        case .value: numbers[to] = before
        case .ratio: numbers[to] = finite(now / before - 1)
        case .difference: numbers[to] = finite(now - before)
        }
      }
    }
    return numbers[result]
  }

  /// One part that is `decided` decides the list; else one that is not known leaves it unknown.
  private func joined(_ parts: Range<Int>, decided: Double) -> Double {
    var isKnown = true
    for part in parts {
      let value = numbers[lists[part]]
      if value == decided { return decided }
      if value.isNaN { isKnown = false }
    }
    return isKnown ? 1 - decided : .nan
  }
}

extension SignalStream {
  /// The steps of an expression, each part once.
  private struct Program {
    let interval: Interval
    let firstBar: Int
    var columns: [String] = []
    var steps: [Step] = []
    var lists: [Int] = []
    var unaries: [UnaryOperator] = []
    var binaries: [BinaryOperator] = []
    var pasts: [Past] = []
    var constants: [(place: Int, value: Double)] = []
    var count = 0
    private var places: [String: Int] = [:]

    init(interval: Interval, firstBar: Int) {
      self.interval = interval
      self.firstBar = firstBar
    }

    func free() {
      for case .moments(_, let stream, _, _) in steps { rolling_stream_free(stream) }
    }

    /// Where the node's number stands at each bar.
    mutating func place(of node: Node) throws(Problem) -> Int {
      if let place = places[node.key] { return place }
      let place: Int
      switch node.form {
      case .number(let value): place = constant(value)
      case .flag(let holds): place = constant(holds ? 1 : 0)
      case .column(let name):
        columns.append(name)
        let column = columns.count - 1
        place = add { .column(column, $0) }
      case .negation(let x):
        let x = try self.place(of: x)
        place = add { .negation(x, $0) }
      case .not(let x):
        let x = try self.place(of: x)
        place = add { .not(x, $0) }
      case .arithmetic(let sign, let a, let b):
        let (a, b) = (try self.place(of: a), try self.place(of: b))
        place = add { .arithmetic(sign, a, b, $0) }
      case .comparison(let sign, let a, let b):
        let (a, b) = (try self.place(of: a), try self.place(of: b))
        place = add { .comparison(sign, a, b, $0) }
      case .all(let parts):
        let parts = try list(parts)
        place = add { .all(parts, $0) }
      case .any(let parts):
        let parts = try list(parts)
        place = add { .any(parts, $0) }
      case .call(let function, let arguments): place = try call(function, arguments, node)
      case .duration, .word:
        throw Problem("'\(node.key)' is \(node.kind.noun) where a signal is needed", at: node.place)
      }
      places[node.key] = place
      return place
    }

    private mutating func constant(_ value: Double) -> Int {
      constants.append((count, value))
      count += 1
      return count - 1
    }

    private mutating func add(_ step: (Int) -> Step) -> Int {
      steps.append(step(count))
      count += 1
      return count - 1
    }

    private mutating func list(_ parts: [Node]) throws(Problem) -> Range<Int> {
      var own: [Int] = []
      for part in parts { own.append(try place(of: part)) }
      lists += own
      return lists.count - own.count..<lists.count
    }

    private mutating func call(
      _ function: any SignalOperator, _ arguments: [Node], _ node: Node
    ) throws(Problem) -> Int {
      if let function = function as? UnaryOperator {
        let x = try place(of: arguments[0])
        unaries.append(function)
        let index = unaries.count - 1
        return add { .unary(index, x, $0) }
      }
      if let function = function as? BinaryOperator {
        let (a, b) = (try place(of: arguments[0]), try place(of: arguments[1]))
        binaries.append(function)
        let index = binaries.count - 1
        return add { .binary(index, a, b, $0) }
      }
      switch function.name {
      case "if":
        let (holds, yes) = (try place(of: arguments[0]), try place(of: arguments[1]))
        let no = try place(of: arguments[2])
        return add { .choice(holds, yes, no, $0) }
      case "clip":
        let (x, low) = (try place(of: arguments[0]), try place(of: arguments[1]))
        let high = try place(of: arguments[2])
        return add { .clip(x, low, high, $0) }
      case "defined":
        let x = try place(of: arguments[0])
        return add { .defined(x, $0) }
      case "zscore": return try moments(rolling_zscore, function, arguments, node)
      case "mean": return try moments(rolling_mean, function, arguments, node)
      case "std": return try moments(rolling_std, function, arguments, node)
      case "var": return try moments(rolling_variance, function, arguments, node)
      case "lag": return try past(.value, function, arguments, node)
      case "change": return try past(.ratio, function, arguments, node)
      case "difference": return try past(.difference, function, arguments, node)
      default:
        throw Problem(
          "'\(function.name)' is not asked bar by bar as bars come", at: node.place,
          remedy: "use zscore, mean, std, var, lag, change, difference and what looks at one bar, or evaluate the "
            + "whole column")
      }
    }

    private func window(_ function: any SignalOperator, _ arguments: [Node], _ node: Node) throws(Problem) -> Int {
      try SettingReader(interval: interval, function: function, place: node.place).setting(arguments).windows[0]
    }

    private mutating func moments(
      _ result: rolling_result, _ function: any SignalOperator, _ arguments: [Node], _ node: Node
    ) throws(Problem) -> Int {
      let window = try window(function, arguments, node)
      let x = try place(of: arguments[0])
      guard let stream = rolling_stream_make(window, firstBar.flooredRemainder(by: window)) else {
        throw Problem("there is no memory for the \(window) bars of '\(node.key)'", at: node.place)
      }
      return add { .moments(result, stream, x, $0) }
    }

    private mutating func past(
      _ ago: Ago, _ function: any SignalOperator, _ arguments: [Node], _ node: Node
    ) throws(Problem) -> Int {
      let window = try window(function, arguments, node)
      let x = try place(of: arguments[0])
      pasts.append(Past(window))
      let index = pasts.count - 1
      return add { .past(ago, index, x, $0) }
    }
  }
}
