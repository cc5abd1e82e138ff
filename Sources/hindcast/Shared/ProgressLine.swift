import Foundation

/// A line on stderr that says how far the work is. It shows after a second, on a terminal only, and is wiped when done.
final class ProgressLine {
  private let label: String
  private let total: Int
  private let began = ContinuousClock.now
  private var lastDrawn = ContinuousClock.now
  private var isDrawn = false

  init(_ label: String, total: Int) {
    self.label = label
    self.total = total
  }

  func update(_ done: Int) {
    let now = ContinuousClock.now
    guard Terminal.errorIsTerminal, now - began > .seconds(1), now - lastDrawn > .milliseconds(100) else { return }
    lastDrawn = now
    isDrawn = true
    let pace = Pace(done: done, total: total, elapsed: (now - began) / .seconds(1))
    write("\r\(label) \(pace.bar) \(done)/\(total)  \(Int(pace.rate))/s  \(pace.secondsLeft) s left \u{1B}[K")
  }

  func finish() {
    if isDrawn { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) { Terminal.show(text) }
}
