import Synchronization

/// What several estimators of one sample ask for, made when the first of them does and given back when none is left.
///
/// Scores and their running sum are two columns as long as the sample, and the slopes at all shifts a third and the work of
/// two transforms: too much to make twice, and on long samples too much to keep beside each other.
final class ForwardScratch: Sendable {
  private let windows = Mutex<ScoreWindows?>(nil)
  private let circle = Mutex<ShiftCircle?>(nil)
  private let spare: MovedSpare?

  init(_ spare: MovedSpare? = nil) {
    self.spare = spare
  }

  func windows(_ fit: SlopeFit, _ x: [Double], _ outcomes: ForwardOutcomes) -> ScoreWindows {
    windows.withLock { kept in
      if let kept { return kept }
      let made = ScoreWindows(fit, x, outcomes, spare)
      kept = made
      return made
    }
  }

  func circle(_ make: () throws -> ShiftCircle) throws -> ShiftCircle {
    if let kept = circle.withLock({ $0 }) { return kept }
    let made = try make()
    circle.withLock { $0 = made }
    return made
  }

  func forgetScores() { windows.withLock { $0 = nil } }

  func forgetShifts() { circle.withLock { $0 = nil } }
}
