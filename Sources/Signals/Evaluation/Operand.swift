import CColumns
import Market
import Numerics

/// One side of an arithmetic or comparison sign. Two constants never meet here: they are worked out when an expression
/// is resolved.
enum Operand {
  case constant(Double)
  case column([Double])
}

extension Operand {
  /// As the loops in C take it, for as long as `body` runs.
  fileprivate func withRows<Result>(_ body: (column_operand) -> Result) -> Result {
    switch self {
    case .constant(let value): body(column_operand(rows: nil, constant: value))
    case .column(let rows):
      rows.withUnsafeBufferPointer { body(column_operand(rows: $0.baseAddress, constant: .nan)) }
    }
  }

  /// A column's rows; nil of a constant.
  fileprivate var count: Int? { if case .column(let rows) = self { rows.count } else { nil } }
}

extension ArithmeticSign {
  /// Nil of what is worked out number by number.
  fileprivate var loop: column_sign? {
    switch self {
    case .plus: column_plus
    case .minus: column_minus
    case .times: column_times
    case .over: column_over
    case .power: nil
    }
  }
}

func combine(_ sign: ArithmeticSign, _ a: Operand, _ b: Operand) -> [Double] {
  let count = a.count ?? b.count ?? 1
  precondition(b.count ?? count == count, "columns of one frame")
  guard let loop = sign.loop else { return power(a, b) }
  return [Double](unsafeUninitializedCapacity: count) { results, initialized in
    let rows = results.baseAddress
    a.withRows { a in b.withRows { b in column_combine(loop, a, b, rows, count) } }
    initialized = count
  }
}

/// The same with the left side in a column that is written over.
func combine(_ sign: ArithmeticSign, into a: inout [Double], _ b: Operand) {
  let count = a.count
  precondition(b.count ?? count == count, "columns of one frame")
  guard let loop = sign.loop else { return a = power(.column(a), b) }
  a.withUnsafeMutableBufferPointer { a in
    let rows = column_operand(rows: a.baseAddress, constant: .nan)
    b.withRows { b in column_combine(loop, rows, b, a.baseAddress, count) }
  }
}

private func power(_ a: Operand, _ b: Operand) -> [Double] {
  switch (a, b) {
  case (.column(let a), .column(let b)): paired(a, b) { raised($0, to: $1) }
  case (.column(let a), .constant(let b)): a.map { raised($0, to: b) }
  case (.constant(let a), .column(let b)): b.map { raised(a, to: $0) }
  case (.constant(let a), .constant(let b)): [raised(a, to: b)]
  }
}

/// `apply` row by row. `zip(a, b).map` does not know how long it will be and asks at every row whether there is room;
/// without the question, and over bare memory, the compiler takes two rows at a time.
@inline(__always)
func paired(_ a: [Double], _ b: [Double], _ apply: (Double, Double) -> Double) -> [Double] {
  precondition(a.count == b.count, "columns of one frame")
  return a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      [Double](unsafeUninitializedCapacity: a.count) { results, initialized in
        for row in 0..<a.count { results[row] = apply(a[row], b[row]) }
        initialized = a.count
      }
    }
  }
}

/// The rows on which a comparison holds; none where a side is NaN.
func compare(_ sign: ComparisonSign, _ a: Operand, _ b: Operand, count: Int) -> Bitmap {
  precondition(a.count ?? count == count && b.count ?? count == count, "columns of one frame")
  switch sign {
  case .above: return compared(column_above, a, b, count)
  case .atLeast: return compared(column_at_least, a, b, count)
  case .below: return compared(column_above, b, a, count)
  case .atMost: return compared(column_at_least, b, a, count)
  case .equal: return compared(column_equal, a, b, count)
  case .unequal: return compared(column_unequal, a, b, count)
  }
}

/// The rows that are not NaN.
func knownBits(_ values: [Double]) -> Bitmap {
  compared(column_equal, .column(values), .column(values), values.count)
}

/// Without a branch: no more where the outcome is a coin toss.
private func compared(_ comparison: column_comparison, _ a: Operand, _ b: Operand, _ count: Int) -> Bitmap {
  let words = [UInt64](unsafeUninitializedCapacity: (count + 63) / 64) { words, initialized in
    let results = words.baseAddress
    a.withRows { a in b.withRows { b in column_compare(comparison, a, b, results, count) } }
    initialized = words.count
  }
  return Bitmap(words: words, count: count)
}
