/// The best few of many trials and a sample of all of them.
struct LineSample: Sendable {
  private let best: Int
  private let sample: Int
  private let smallestFirst: Bool
  private var top: [(point: Int, value: Double)] = []
  private var others: [(point: Int, value: Double)] = []
  private var level: UInt8 = 0

  init(best: Int, sample: Int, smallestFirst: Bool) {
    self.best = best
    self.sample = sample
    self.smallestFirst = smallestFirst
  }

  mutating func add(_ point: Int, _ value: Double) {
    if top.count < best || (top.last.map { leads((point, value), $0) } ?? false) {
      let place = top.firstIndex { leads((point, value), $0) } ?? top.count
      top.insert((point, value), at: place)
      if top.count > best { top.removeLast() }
    }
    guard CellMedians.zeros(of: point) >= level else { return }
    others.append((point, value))
    while others.count > sample {
      level += 1
      others.removeAll { CellMedians.zeros(of: $0.point) < level }
    }
  }

  /// The best first, then the sample in order of the points without those that are among the best.
  var chosen: (best: [(point: Int, value: Double)], others: [(point: Int, value: Double)]) {
    let points = Set(top.map(\.point))
    return (top, others.filter { !points.contains($0.point) }.sorted { $0.point < $1.point })
  }

  /// Ties in the order of the points.
  private func leads(_ a: (point: Int, value: Double), _ b: (point: Int, value: Double)) -> Bool {
    if a.value != b.value { return smallestFirst ? a.value < b.value : a.value > b.value }
    return a.point < b.point
  }
}
