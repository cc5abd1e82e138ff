import Market

/// The checks that every signal must pass, to be run on any operator, expression or strategy.
///
/// Each tries to break a promise that results rest on, by changing data that must not matter and comparing bits:
/// no look at what comes later, no dependence on where the data begins or ends, no guess where something is not known.
public struct SignalBattery: Sendable {
  /// A promise.
  public enum Check: String, Sendable, Hashable, CaseIterable {
    /// Computing twice, and with nothing kept in between, gives the same bits.
    case determinism
    /// Hiding or poisoning everything after a bar changes nothing up to it.
    case causality
    /// Bar by bar, as data arrives, gives what all data at once gives.
    case streaming
    /// Bars before the look-back say nothing that more history takes back; bars after it do not change with history.
    case warmUp = "warm-up"
    /// An unknown value makes unknown what the operator declares, and touches nothing else.
    case missing
    /// No infinity comes out, whatever the size of what goes in.
    case finiteness
  }

  /// A broken promise.
  public struct Finding: Sendable, Hashable, CustomStringConvertible {
    public let check: Check
    /// Canonical text of what was checked.
    public let signal: String
    /// The row of the frame that gave it away.
    public let row: Int
    public let what: String

    public var description: String { "\(check.rawValue) of \(signal), row \(row): \(what)" }
  }

  let frame: Frame
  let seed: UInt64
  /// How many places each check cuts, poisons or empties the data at.
  let rounds: Int

  /// - Parameters:
  ///   - frame: The data to work on; a made-up market of 500 hours unless given.
  ///   - seed: Decides where the data is cut. The same seed finds the same things.
  public init(on frame: Frame = .sample(), seed: UInt64 = 1, rounds: Int = 6) {
    self.frame = frame
    self.seed = seed
    self.rounds = rounds
  }

  /// What is wrong with an operator, found by its example.
  public func findings(of function: any SignalOperator) throws(Problem) -> [Finding] {
    let example = try Expression(parsing: function.example)
    return try findings(of: SignalBook().bound().resolve(example, guest: function), missing: function.missing)
  }

  /// What is wrong with an expression that needs no strategy, such as a formula's example.
  public func findings(of expression: Expression) throws(Problem) -> [Finding] {
    try findings(of: SignalBook().bound().resolve(expression))
  }

  /// What is wrong with a signal; nothing, it is to be hoped.
  ///
  /// - Parameter missing: The rule for unknown values that the outermost operator declares. Without it, only what holds
  ///   for every signal is checked.
  /// - Throws: a `Problem` if the signal cannot be computed on the frame at all, or has less than two bars after its
  ///   look-back.
  public func findings(of node: Node, missing: MissingRule? = nil) throws(Problem) -> [Finding] {
    let isAnchored = try node.dependsOnBeginning(frame.grid.interval)
    let lookBack = isAnchored ? 0 : try node.lookBack(frame.grid.interval)
    guard frame.grid.count > lookBack + 2 else {
      throw Problem(
        "'\(node.key)' looks back \(lookBack) bars and there are \(frame.grid.count) to check it on",
        remedy: "take more data")
    }
    let run = BatteryRun(battery: self, node: node, lookBack: lookBack, missing: missing, isAnchored: isAnchored)
    return try run.findings()
  }
}
