/// The word of `known` that `typed` most likely stands for, or nil when none is close.
///
/// Distance counts insertions, deletions, substitutions and swaps of neighbours. A word counts as close when at most a
/// third of its letters would change, so that `lookbak` finds `lookback` and `xyz` finds nothing; failing that, the shortest
/// of which `typed` is the first part, so that `funding` and `fundng` find `funding_rate`.
public func nearestWord(to typed: String, in known: some Sequence<String>) -> String? {
  let best = known.map { (word: $0, distance: editDistance(typed.lowercased(), $0.lowercased())) }
    .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
  if let best, best.distance <= max(1, max(typed.count, best.word.count) / 3) { return best.word }
  let begun = known.filter { word in
    word.indices.filter { word[$0] == "_" }.contains { isFirstPart(typed, word[..<$0]) }
  }
  return begun.min { ($0.count, $0) < ($1.count, $1) }
}

/// But for one slip of the finger, where it is long enough that there is a word to recognise.
private func isFirstPart(_ typed: String, _ part: Substring) -> Bool {
  editDistance(typed.lowercased(), part.lowercased()) <= (typed.count >= 4 ? 1 : 0)
}

/// The end of a message about an unknown word: the nearest one if there is one, else what there is to choose from.
public func suggestion(for typed: String, in known: some Sequence<String>, called plural: String) -> String {
  let words = known.sorted()
  if let near = nearestWord(to: typed, in: words) { return "did you mean '\(near)'?" }
  if words.isEmpty { return "there are no \(plural)" }
  return "the \(plural) are \(words.listed(most: 24))"
}

extension [String] {
  /// With commas between; of many the first ones and how many more there are, which is never one: that one would fit.
  package func listed(most: Int) -> String {
    guard count > most + 1 else { return joined(separator: ", ") }
    return "\(prefix(most).joined(separator: ", ")) and \(count - most) more"
  }
}

private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a)
  let b = Array(b)
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in b.indices {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
      row.append(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
