import Market

/// Mean forward return in the regime by weekday and hour: a picture, not a test. Its 168 cells are as many looks.
public struct CalendarMap: Sendable {
  /// `means[weekday][hour]`, Monday first, UTC, of the bar's open; NaN under two episodes.
  public let means: [[Double]]
  public let episodes: [[Int]]

  /// Nil for a signal, for bars of a day or longer, and when no cell has two episodes.
  public init?(_ horizon: HorizonSample) {
    let grid = horizon.subject.frame.grid
    guard horizon.subject.isRegime, grid.interval < .day else { return nil }
    var sums = [[Double]](repeating: [Double](repeating: 0, count: 24), count: 7)
    var bars = [[Int]](repeating: [Int](repeating: 0, count: 24), count: 7)
    var episodes = bars
    var last = [[Int]](repeating: [Int](repeating: -1, count: 24), count: 7)
    horizon.eachReturn { row, value, episode in
      guard let episode else { return }
      let open = grid.open(row)
      let day = open.weekday
      let hour = Int(open.millisecondOfDay / Interval.hour.milliseconds)
      sums[day][hour] += value
      bars[day][hour] += 1
      if last[day][hour] != episode { episodes[day][hour] += 1 }
      last[day][hour] = episode
    }
    guard episodes.contains(where: { $0.contains { $0 >= 2 } }) else { return nil }
    self.episodes = episodes
    var means = [[Double]](repeating: [Double](repeating: .nan, count: 24), count: 7)
    for day in 0..<7 {
      for hour in 0..<24 where episodes[day][hour] >= 2 { means[day][hour] = sums[day][hour] / Double(bars[day][hour]) }
    }
    self.means = means
  }
}
