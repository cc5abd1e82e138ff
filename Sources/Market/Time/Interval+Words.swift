extension Interval {
  /// Its two largest units: `3d 4h`, `1h 5m`, `45m`, `12s`, `250ms`; parts that are zero are left out.
  package var inTwoUnits: String {
    guard milliseconds != 0 else { return "0s" }
    var left = milliseconds.magnitude
    var parts: [String] = []
    for (suffix, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)] as [(_, UInt64)]
    {
      let count = left / size
      left %= size
      if count > 0 { parts.append("\(count)\(suffix)") } else if !parts.isEmpty { break }
      if parts.count == 2 { break }
    }
    return (milliseconds < 0 ? "-" : "") + parts.joined(separator: " ")
  }
}
