import Market

/// A function of the signal language: what `zscore`, `lag` and `if` are.
///
/// A new one is a file with a type that conforms, and a line in `Operators.all`; documentation, `hindcast signal list` and
/// the battery of checks take it from there. Three promises are the conformer's, and the battery tries to break them:
/// row t of the result depends on rows up to t only, on no more than `lookBack` rows before t, and on nothing else.
public protocol SignalOperator: Sendable {
  /// As called in expressions.
  var name: String { get }
  /// One sentence.
  var about: String { get }
  /// How a row of the result follows from the arguments.
  var formula: String { get }
  var inputs: [OperatorInput] { get }
  /// Whether it gives numbers or conditions; numbers unless said otherwise.
  var result: Node.Kind { get }
  /// How many rows before a row its result there depends on.
  func lookBack(windows: [Int]) -> Int
  func evaluate(_ call: OperatorCall) -> SignalColumn
}

extension SignalOperator {
  public var result: Node.Kind { .number }
  public func lookBack(windows: [Int]) -> Int { max(0, (windows.max() ?? 1) - 1) }

  /// `zscore(x, window)`.
  public var signature: String { "\(name)(\(inputs.map(\.signature).joined(separator: ", ")))" }
}

/// One argument of an operator.
public struct OperatorInput: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// A number at every bar.
    case numbers
    /// A condition at every bar.
    case conditions
    /// A duration, or a whole number of bars from `least`.
    case window(least: Int)
    /// One number for the whole run, inside the range.
    case constant(ClosedRange<Double>)
  }

  public let name: String
  public let kind: Kind
  /// What is taken when the argument is left out; nil when it must be given.
  public let standard: Double?

  public init(_ name: String, _ kind: Kind, standard: Double? = nil) {
    self.name = name
    self.kind = kind
    self.standard = standard
  }

  /// The length of a trailing window.
  public static let window = OperatorInput("window", .window(least: 1))
  public static let x = OperatorInput("x", .numbers)

  var signature: String { standard.map { "\(name) = \($0.shortText)" } ?? name }

  func check(_ node: Node, of function: String, at place: Problem.Place) throws(Problem) {
    let (fits, wanted): (Bool, String) =
      switch kind {
      case .numbers: (node.kind == .number, "a number at every bar")
      case .conditions: (node.kind == .condition, "a condition")
      case .window(let least):
        if case .number(let bars) = node.form {
          (
            bars >= Double(least) && bars == bars.rounded() && bars < 1e9,
            "a duration or a whole number of bars from \(least)"
          )
        } else {
          (node.kind == .duration, "a duration or a whole number of bars from \(least)")
        }
      case .constant(let range):
        if case .number(let value) = node.form {
          (range.contains(value), "one number from \(range.lowerBound.shortText) to \(range.upperBound.shortText)")
        } else {
          (false, "one number for the whole run")
        }
      }
    guard fits else {
      throw Problem(
        "the argument '\(name)' of '\(function)' is '\(node.key)'", at: place, remedy: "it must be \(wanted)")
    }
  }
}

/// The arguments of an operator on one frame, by kind, each in the order of its inputs.
public struct OperatorCall: Sendable {
  public let numbers: [[Double]]
  public let conditions: [Bitmap]
  /// In bars.
  public let windows: [Int]
  public let constants: [Double]
  public let grid: Grid

  public init(
    numbers: [[Double]] = [], conditions: [Bitmap] = [], windows: [Int] = [], constants: [Double] = [], grid: Grid
  ) {
    self.numbers = numbers
    self.conditions = conditions
    self.windows = windows
    self.constants = constants
    self.grid = grid
  }

  /// The absolute number of row 0: bars since 1970. Windows are cut at fixed places in time, so results do not depend on
  /// where the data begins.
  public var firstBar: Int { Int(grid.start.milliseconds / grid.interval.milliseconds) }
}

/// What an operator gives.
public enum SignalColumn: Sendable {
  case numbers([Double])
  case conditions(Bitmap)
}
