/// How far work is, how fast it goes, and how long it still takes at that pace.
struct Pace {
  let done: Int
  let total: Int
  /// Seconds so far.
  let elapsed: Double

  /// `[##########....................]`.
  var bar: String {
    let filled = min(30, done * 30 / max(1, total))
    return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled) + "]"
  }

  /// A second.
  var rate: Double { Double(done) / elapsed }

  var secondsLeft: Int { rate > 0 ? Int((Double(total - done) / rate).rounded(.up)) : 0 }
}
