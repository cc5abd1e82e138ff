import Market

extension SignalValue {
  func arithmetic(_ sign: ArithmeticSign, _ other: SignalValue) -> [Double] {
    switch sign {
    case .plus: combined(with: other) { $0 + $1 }
    case .minus: combined(with: other) { $0 - $1 }
    case .times: combined(with: other) { $0 * $1 }
    case .over: combined(with: other) { $0 / $1 }
    case .power: combined(with: other) { ArithmeticSign.power.apply($0, $1) }
    }
  }

  func comparison(_ sign: ComparisonSign, _ other: SignalValue, count: Int) -> Bitmap {
    switch sign {
    case .above: compared(with: other, count) { $0 > $1 }
    case .atLeast: compared(with: other, count) { $0 >= $1 }
    case .below: compared(with: other, count) { $0 < $1 }
    case .atMost: compared(with: other, count) { $0 <= $1 }
    case .equal: compared(with: other, count) { $0 == $1 }
    case .unequal: compared(with: other, count) { ComparisonSign.unequal.holds($0, $1) }
    }
  }

  @inline(__always)
  private func combined(with other: SignalValue, _ apply: (Double, Double) -> Double) -> [Double] {
    switch (self, other) {
    case (.column(let a), .column(let b)): zip(a, b).map { apply($0, $1) }
    case (.column(let a), .number(let b)): a.map { apply($0, b) }
    case (.number(let a), .column(let b)): b.map { apply(a, $0) }
    default: preconditionFailure("arithmetic of constants is done when an expression is resolved")
    }
  }

  @inline(__always)
  private func compared(with other: SignalValue, _ count: Int, _ holds: (Double, Double) -> Bool) -> Bitmap {
    switch (self, other) {
    case (.column(let a), .column(let b)): Self.bits(count) { holds(a[$0], b[$0]) }
    case (.column(let a), .number(let b)):
      a.withUnsafeBufferPointer { a in Self.bits(count) { holds(a[$0], b) } }
    case (.number(let a), .column(let b)):
      b.withUnsafeBufferPointer { b in Self.bits(count) { holds(a, b[$0]) } }
    default: preconditionFailure("comparison of constants is done when an expression is resolved")
    }
  }

  /// Sixty-four rows become a word without a branch.
  @inline(__always)
  private static func bits(_ count: Int, _ holds: (Int) -> Bool) -> Bitmap {
    let words = (0..<(count + 63) / 64).map { word -> UInt64 in
      var bits: UInt64 = 0
      let first = word &* 64
      for bit in 0..<min(64, count - first) {
        bits |= (holds(first &+ bit) ? 1 : 0) << UInt64(truncatingIfNeeded: bit)
      }
      return bits
    }
    return Bitmap(words: words, count: count)
  }
}
