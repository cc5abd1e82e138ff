import Numerics

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

  /// How far apart rows are that come at a rhythm: as far as most neighbours are, else as most nearly are, within a tenth of
  /// the middle one, of clocks that tremble. Nil where rows come when they come, and without neighbours.
  static func steady(among steps: [Int64]) -> Int64? {
    guard let usual = UsualStep(among: steps) else { return nil }
    if usual.count * 2 > steps.count { return usual.step }
    guard let middle = steps.middle else { return nil }
    func isNear(_ step: Int64) -> Bool { abs(step - middle) * 10 <= middle }
    guard steps.count(where: isNear) * 2 > steps.count else { return nil }
    return isNear(usual.step) ? usual.step : middle
  }
}
