/// Three columns that one moved sample leaves to the next.
///
/// A calibration makes hundreds of samples as long as the first, one after the other. Fresh memory for each of their columns
/// has to be cleared page by page, which on long samples takes as much time as the estimators.
///
/// Handed from move to move and never shared by two: nobody may ask the sample of the last one anything any more.
final class MovedSpare: @unchecked Sendable {
  fileprivate var x: [Double] = []
  fileprivate var scores: [Double] = []
  fileprivate var running: [Double] = []
}

extension ForwardSample {
  /// `shifted(by:)` in the columns of a sample before it.
  func shifted(by shift: Int, reusing spare: MovedSpare) throws -> ForwardSample {
    let known = outcomes.known ?? KnownRows(count: count)
    if spare.x.count != count { spare.x = x }
    known.turn(x, from: known.count - shift % max(1, known.count), into: &spare.x)
    return try ForwardSample(kind: kind, x: spare.x, outcomes: outcomes, scratch: ForwardScratch(spare))
  }
}

extension ScoreWindows {
  /// The windows of the scores of a fit, in spare columns where there are some.
  init(_ fit: SlopeFit, _ x: [Double], _ outcomes: ForwardOutcomes, _ spare: MovedSpare?) {
    guard let spare else {
      self.init(fit.scores(x, outcomes))
      return
    }
    if spare.scores.count != x.count {
      spare.scores = [Double](repeating: 0, count: x.count)
      spare.running = [Double](repeating: 0, count: x.count + 1)
    }
    spare.scores.withUnsafeMutableBufferPointer { scores in
      fit.eachScore(x, outcomes) { scores[$0] = $1 }
      spare.running.withUnsafeMutableBufferPointer { running in
        if let sums = running.baseAddress { Sums.running(UnsafeBufferPointer(scores), into: sums) }
      }
    }
    self.init(scores: spare.scores, running: spare.running)
  }
}
