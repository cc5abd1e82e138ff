import Foundation
import Market
import Synchronization

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
    Terminal.hasProgress.store(true, ordering: .relaxed)
    let pace = Pace(done: done, total: total, elapsed: (now - began) / .seconds(1))
    write("\r\(label) \(pace.bar) \(done)/\(total)  \(Int(pace.rate))/s  \(pace.secondsLeft) s left \u{1B}[K")
  }

  func finish() {
    // A message that came meanwhile has wiped it.
    if isDrawn, Terminal.hasProgress.exchange(false, ordering: .relaxed) { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) { Terminal.show(text) }
}

/// How far work is, how fast it goes, and how long it still takes at that pace.
struct Pace {
  let done: Int
  let total: Int
  /// Seconds so far.
  let elapsed: Double

  /// `[##########....................]`.
  var bar: String {
    let filled = min(30, done * 30 / max(1, total))
    return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled) + "]"
  }

  /// A second.
  var rate: Double { Double(done) / elapsed }

  var secondsLeft: Int { rate > 0 ? Int((Double(total - done) / rate).rounded(.up)) : 0 }
}

/// The time of day. Results never depend on it; only what is dated on purpose, seals and registrations, asks here.
enum Clock {
  /// To the millisecond, by which imports are told apart.
  static var precise: Instant { Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) }

  static var now: Instant {
    Instant(milliseconds: Int64((Date().timeIntervalSince1970).rounded(.down)) * 1000)
  }
}

/// Ctrl-C and a polite kill, turned into a question that long work asks now and then, so that it stops between two
/// pieces and keeps what it has. A second one ends the process at once.
///
/// A signal belongs to the process, so there is one of these for as long as the process runs.
enum Interruption {
  private static let requests = Atomic(0)

  /// From now on a signal is a question and no longer an end.
  static func listen() {
    // Made here, for a handler must not be the first to touch it.
    _ = isAsked
    // Who starts us may have blocked signals for a thread of its own, and the block is handed on.
    var asked = sigset_t()
    sigemptyset(&asked)
    for number in [SIGINT, SIGTERM] { sigaddset(&asked, number) }
    pthread_sigmask(SIG_UNBLOCK, &asked, nil)
    for number in [SIGINT, SIGTERM] {
      // All that a handler may do: count, and leave by the one exit that runs no other code.
      signal(number) { _ in
        if Interruption.requests.wrappingAdd(1, ordering: .relaxed).oldValue > 0 { _exit(130) }
      }
    }
  }

  /// Whether the user wants it to stop.
  static var isAsked: Bool { requests.load(ordering: .relaxed) > 0 }
}
