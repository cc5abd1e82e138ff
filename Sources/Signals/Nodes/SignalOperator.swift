import Market

/// A function of the signal language: what `zscore`, `lag` and `if` are.
///
/// A new one is an `Operation` in the list of its family, or a type that conforms; documentation, `hindcast signal list`
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
  /// The same where the width of a bar or a word decides too; `OperatorSetting.everything` for all the data there is.
  func lookBack(_ setting: OperatorSetting) -> Int
  /// What `lookBack` says in words, where it is no straight line in the window.
  var lookBackText: String? { get }
  /// Whether more arguments may follow the last input, each as that one is.
  var repeatsLast: Bool { get }
  /// Whether all of those that may follow must be of one unit with the first.
  var repeatsAlike: Bool { get }
  /// Whether it can have values before its look-back is full.
  var isPartial: Bool { get }
  /// Whether it compares the instruments of a universe, so that one instrument alone has no value of it.
  var needsUniverse: Bool { get }
  /// Why it has no meaning in a setting; nil where it has.
  func refusal(_ setting: OperatorSetting) -> OperatorRefusal?
  /// The inputs that are added or compared, and so must be of one unit.
  var alike: [Int] { get }
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
  public func lookBack(_ setting: OperatorSetting) -> Int { lookBack(windows: setting.windows) }
  public var lookBackText: String? { nil }
  public var isPartial: Bool { false }
  public var repeatsLast: Bool { false }
  public var repeatsAlike: Bool { repeatsLast }
  public var needsUniverse: Bool { false }
  public func refusal(_ setting: OperatorSetting) -> OperatorRefusal? { nil }
  public var alike: [Int] { [] }
  public var reads: OperatorReach { .allBetween }
  public func simplified(_ arguments: [Node]) -> Node? { nil }

  /// `zscore(x, window)`.
  public var signature: String {
    "\(name)(\((inputs.map(\.signature) + (repeatsLast ? ["…"] : [])).joined(separator: ", ")))"
  }

  /// Of so many arguments, the places of those that are added or compared.
  func alike(of count: Int) -> [Int] { repeatsAlike ? Array(0..<count) : alike.filter { $0 < count } }

  /// The input of each of so many arguments.
  func inputs(for count: Int) -> [OperatorInput] {
    guard repeatsLast, let last = inputs.last, count > inputs.count else { return inputs }
    return inputs + [OperatorInput](repeating: last, count: count - inputs.count)
  }
}

/// What becomes of unknown values in an operator's arguments.
public enum MissingRule: String, Sendable, Hashable, CaseIterable {
  /// One unknown value anywhere in the window makes the result unknown.
  case window = "unknown if any value in the window is"
  /// The result is unknown where a value that it is made from is unknown.
  case read = "unknown if a value it is made from is"
  /// The result is unknown where the argument is; unknown values before it are left out of it.
  case skipped = "unknown where its input is; earlier gaps are left out"
  /// The result is known whatever the arguments.
  case never = "always known"
}

/// What an operator's numbers count.
public enum OperatorUnit: Sendable, Hashable, CustomStringConvertible {
  case fixed(Unit)
  /// The unit of the input at an index.
  case same(as: Int)
  /// The square of an input's.
  case square(of: Int)
  /// The root of an input's.
  case root(of: Int)
  /// One input's for each of another's.
  case ratio(of: Int, to: Int)
  /// A plain number, of whatever the input is: a logarithm.
  case pure(of: Int)
  /// One input's, or none where the statistic that a word names has none: a z-score, a rank.
  case statistic(of: Int, word: Int)
  /// A unit that is not followed, in words.
  case derived(String)

  public var description: String {
    switch self {
    case .fixed(let unit): unit.rawValue
    case .same(let index): index == 0 ? "that of its input" : "that of input \(index + 1)"
    case .square: "the square of its input's"
    case .root: "the root of its input's"
    case .ratio(let above, let below): "that of input \(above + 1) for each of input \(below + 1)"
    case .pure: Unit.score.rawValue
    case .statistic: "that of its statistic"
    case .derived(let text): text
    }
  }
}
