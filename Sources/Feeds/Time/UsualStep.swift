/// How far apart most neighbouring rows are, in milliseconds: the shorter of two steps that are equally usual.
struct UsualStep {
  let step: Int64
  /// Neighbours that are so far apart.
  let count: Int

  /// Nil without neighbours.
  init?(among steps: some Sequence<Int64>) {
    var counts: [Int64: Int] = [:]
    for step in steps { counts[step, default: 0] += 1 }
    guard let usual = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }) else { return nil }
    (step, count) = (usual.key, usual.value)
  }
}
