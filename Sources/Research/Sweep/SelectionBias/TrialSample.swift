/// The trials of a sweep whose daily returns are looked at: all of them when they are few, else some from everywhere.
public struct TrialSample: Sendable {
  /// Numbers of the trials in the space, ascending.
  public let points: [Int]
  /// UTC-daily returns of each, zeros on flat days, all of one length.
  public let returns: [[Double]]
  /// Finished trials it was drawn from.
  public let finished: Int

  /// What is looked at when nothing else is asked for. The figures change little beyond: neighbours tell the same story.
  public static let most = 2000

  /// - Precondition: returns for each point.
  public init(points: [Int], returns: [[Double]], of finished: Int) {
    precondition(points.count == returns.count, "returns for each point")
    self.points = points
    self.returns = returns
    self.finished = finished
  }

  /// Which of the finished trials to look at: `best`, and one out of each of `most` stretches of equal length.
  ///
  /// Where in its stretch the trial stands moves on by the golden section. At a fixed distance every trial taken might have
  /// the same value of the parameter that turns fastest.
  ///
  /// - Parameters:
  ///   - finished: numbers of the finished trials, ascending; a range when all are.
  ///   - best: taken whatever its place; nil when no trial is the best.
  public static func choice(from finished: some RandomAccessCollection<Int>, best: Int?, most: Int = most) -> [Int] {
    guard finished.count > most else { return Array(finished) }
    let golden = (5.0.squareRoot() - 1) / 2
    let length = Double(finished.count) / Double(most)
    var chosen = (0..<most).map { stretch in
      let within = (Double(stretch) * golden).truncatingRemainder(dividingBy: 1)
      let place = min(Int((Double(stretch) + within) * length), finished.count - 1)
      return finished[finished.index(finished.startIndex, offsetBy: place)]
    }
    if let best, !chosen.contains(best) {
      let place = chosen.firstIndex { $0 > best } ?? chosen.count
      chosen.insert(best, at: place)
    }
    return chosen
  }

  /// The trials of it that lost on so many days. Without the others: a trial of three trades has resamples without a loss and
  /// next to no deviation, so that the largest t of all of them is its own, and nothing could be found beside it.
  func losing(onAtLeast days: Int) -> TrialSample {
    let kept = points.indices.filter { index in returns[index].count { $0 < 0 } >= days }
    let share = points.isEmpty ? 0 : Double(kept.count) / Double(points.count)
    return TrialSample(
      points: kept.map { points[$0] }, returns: kept.map { returns[$0] }, of: Int((share * Double(finished)).rounded()))
  }

  /// How it was drawn, for a reader.
  public var words: String {
    points.count == finished
      ? finished == 1 ? "the one finished trial" : "all \(finished) finished trials"
      : "\(points.count) of \(finished) finished trials: one from each stretch of their order, and the best"
  }
}
