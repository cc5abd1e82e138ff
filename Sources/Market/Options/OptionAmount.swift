/// Open interest or volume of one side of a chain: what the contracts that say it add up to, and how many say it.
public struct OptionAmount: Sendable {
  /// In contracts; nil where none says it, which is not the same as nothing.
  public private(set) var sum: Double?
  public private(set) var listed = 0
  /// How many of those that are listed say a number, 0 among them.
  public private(set) var known = 0

  /// Which share of a side has to be known where contracts are weighed against each other. A sum that lacks some is a
  /// sum of the rest; a ratio or a strike that lacks a third of them is another one.
  public static let leastKnown = 0.95

  /// Whether enough of the side is known for figures that weigh contracts.
  public var isKnown: Bool { known > 0 && Double(known) >= Self.leastKnown * Double(listed) }

  /// - Parameter amount: of one more contract; NaN where its row does not say it.
  mutating func add(_ amount: Double) {
    listed += 1
    guard !amount.isNaN else { return }
    known += 1
    sum = (sum ?? 0) + amount
  }

  static func + (a: OptionAmount, b: OptionAmount) -> OptionAmount {
    var both = a
    both.listed += b.listed
    both.known += b.known
    if let more = b.sum { both.sum = (a.sum ?? 0) + more }
    return both
  }
}

/// The same of calls and of puts.
public struct OptionSides: Sendable {
  public internal(set) var calls = OptionAmount()
  public internal(set) var puts = OptionAmount()

  /// Both sides together; its sum is of the side that is known where the other is not.
  public var all: OptionAmount { calls + puts }

  public var areKnown: Bool { calls.isKnown && puts.isKnown }

  /// Puts over calls; nil without calls, and unless enough of both sides is known.
  public var putCallRatio: Double? {
    guard areKnown, let puts = puts.sum, let calls = calls.sum, calls > 0 else { return nil }
    return puts / calls
  }

  static func + (a: OptionSides, b: OptionSides) -> OptionSides {
    OptionSides(calls: a.calls + b.calls, puts: a.puts + b.puts)
  }
}
