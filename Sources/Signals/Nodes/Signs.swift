import Numerics

extension ArithmeticSign {
  /// NaN for what is not a finite number.
  @inline(__always)
  func apply(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .plus: finite(a + b)
    case .minus: finite(a - b)
    case .times: finite(a * b)
    case .over: finite(a / b)
    case .power: raised(a, to: b)
    }
  }
}

extension ComparisonSign {
  /// False whenever a side is not known. `!=` too: IEEE has it true, but an unknown value differs from nothing.
  @inline(__always)
  func holds(_ a: Double, _ b: Double) -> Bool {
    switch self {
    case .above: a > b
    case .atLeast: a >= b
    case .below: a < b
    case .atMost: a <= b
    case .equal: a == b
    case .unequal: a < b || a > b
    }
  }

  var isSymmetric: Bool { self == .equal || self == .unequal }
  /// Whether the right side is to be the larger.
  var isUpward: Bool { self == .below || self == .atMost }

  /// The same comparison with its sides exchanged.
  var turned: ComparisonSign {
    switch self {
    case .above: .below
    case .atLeast: .atMost
    case .below: .above
    case .atMost: .atLeast
    case .equal, .unequal: self
    }
  }

  /// What holds when this one does not, both sides being known.
  var opposite: ComparisonSign {
    switch self {
    case .above: .atMost
    case .atLeast: .below
    case .below: .atLeast
    case .atMost: .above
    case .equal: .unequal
    case .unequal: .equal
    }
  }
}
