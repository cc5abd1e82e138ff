import Market

/// A function of the signal language: what `zscore`, `lag` and `if` are.
///
/// A new one is a file with a type that conforms, and a line in `Operators.all`; documentation, `hindcast signal list`
/// and the battery of checks take it from there. Three promises are the conformer's, and the battery tries to break
/// them: row t of the result depends on rows up to t only, on no more than `lookBack` rows before t, and on nothing
/// else.
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
  /// What its numbers count.
  var unit: OperatorUnit { get }
  /// What becomes of unknown values; `.window` unless said otherwise.
  var missing: MissingRule { get }
  /// A call that makes sense on any perpetual, for documentation and the battery.
  var example: String { get }
  /// How many rows before a row its result there depends on; one less than the longest window unless said otherwise.
  func lookBack(windows: [Int]) -> Int
  /// Which of those rows it reads; all of them unless said otherwise.
  var reads: OperatorReach { get }
  /// The result on a frame, one row a bar.
  func evaluate(_ call: OperatorCall) -> SignalColumn
  /// A simpler node with the same meaning, such as the value for arguments that are constants; nil if there is none.
  func simplified(_ arguments: [Node]) -> Node?
}

extension SignalOperator {
  public var result: Node.Kind { .number }
  public var missing: MissingRule { .window }
  public func lookBack(windows: [Int]) -> Int { max(0, (windows.max() ?? 1) - 1) }
  public var reads: OperatorReach { .allBetween }
  public func simplified(_ arguments: [Node]) -> Node? { nil }

  /// `zscore(x, window)`.
  public var signature: String { "\(name)(\(inputs.map(\.signature).joined(separator: ", ")))" }
}

/// What becomes of unknown values in an operator's arguments.
public enum MissingRule: String, Sendable, Hashable, CaseIterable {
  /// One unknown value anywhere in the window makes the result unknown.
  case window = "unknown if any value in the window is"
  /// The result is unknown where a value that it is made from is unknown.
  case read = "unknown if a value it is made from is"
  /// The result is known whatever the arguments.
  case never = "always known"
}

/// What an operator's numbers count.
public enum OperatorUnit: Sendable, Hashable, CustomStringConvertible {
  case fixed(Unit)
  /// The unit of the input at an index.
  case same(as: Int)
  /// A unit made from those of inputs, in words.
  case derived(String)

  public var description: String {
    switch self {
    case .fixed(let unit): unit.rawValue
    case .same(let index): index == 0 ? "that of its input" : "that of input \(index + 1)"
    case .derived(let text): text
    }
  }
}
