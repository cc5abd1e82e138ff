import Testing

/// Whether two numbers agree to `relative` of the larger one.
func agree(_ a: Double, _ b: Double, to relative: Double) -> Bool {
  a == b || abs(a - b) <= relative * max(abs(a), abs(b))
}

/// Whether two lists have one length and agree number by number.
func agree(_ a: [Double], _ b: [Double], to relative: Double) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { agree($0, $1, to: relative) }
}

/// Whether `value` prints as `digits` does: the two differ by less than half a unit of the last digit given.
func prints(_ value: Double, as digits: String) -> Bool {
  guard let expected = Double(digits) else { return false }
  let parts = digits.lowercased().split(separator: "e")
  let decimals = parts[0].split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
  let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
  var unit = 1.0
  for _ in 0..<abs(decimals - exponent) { unit = decimals > exponent ? unit / 10 : unit * 10 }
  return abs(value - expected) <= 0.5000001 * unit
}
