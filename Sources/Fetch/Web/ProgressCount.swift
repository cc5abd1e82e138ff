import Synchronization

/// Counts what several threads have done, and says so.
final class ProgressCount: Sendable {
  private let done = Mutex(0)
  private let total: Int
  private let progress: @Sendable (Int, Int) -> Void

  init(_ total: Int, _ progress: @escaping @Sendable (Int, Int) -> Void) {
    self.total = total
    self.progress = progress
  }

  func count() {
    let number = done.withLock { done in
      done += 1
      return done
    }
    progress(number, total)
  }
}
