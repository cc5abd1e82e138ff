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

/// Ctrl-C and a polite kill, answered in one of two ways: long work that is kept piece by piece takes them for a question
/// that it asks now and then, stops between two pieces and keeps what it has; work that is kept when it is whole ends at once
/// and says what was. A second one ends the process whatever it does. The exit code is 130.
///
/// A signal belongs to the process, so there is one of these for as long as the process runs.
enum Interruption {
  static let exitCode: Int32 = 130

  private static let requests = Atomic(0)
  private static let keeping = Atomic(false)

  /// From now on a signal is a question and no longer an end.
  static func listen() {
    // All that a handler may do: count, and leave by the one exit that runs no other code.
    answer { _ in
      if Interruption.requests.wrappingAdd(1, ordering: .relaxed).oldValue > 0 { _exit(Interruption.exitCode) }
    }
  }

  /// From now on a signal ends the process with a word on what is kept.
  static func endAtOnce() {
    answer { _ in
      if Terminal.hasProgress.load(ordering: .relaxed) { Interruption.say("\r\u{1B}[K") }
      Interruption.say(
        Interruption.keeping.load(ordering: .relaxed)
          ? "hindcast: warning: interrupted: what was written to results/ before is kept, and the same command line does the rest\n"
          : "hindcast: warning: interrupted: nothing was kept, and the same command line begins anew\n")
      _exit(Interruption.exitCode)
    }
  }

  /// What is written from here on is there whenever the process ends.
  static func keeps() { keeping.store(true, ordering: .relaxed) }

  /// Whether the user wants it to stop.
  static var isAsked: Bool { requests.load(ordering: .relaxed) > 0 }

  private static func answer(_ handler: @escaping @convention(c) (Int32) -> Void) {
    // Made here, for a handler must not be the first to touch it.
    _ = isAsked
    _ = keeping.load(ordering: .relaxed) || Terminal.hasProgress.load(ordering: .relaxed)
    // Who starts us may have blocked signals for a thread of its own, and the block is handed on.
    var asked = sigset_t()
    sigemptyset(&asked)
    for number in [SIGINT, SIGTERM] { sigaddset(&asked, number) }
    pthread_sigmask(SIG_UNBLOCK, &asked, nil)
    for number in [SIGINT, SIGTERM] { signal(number, handler) }
  }

  /// By the one call that a handler may write with.
  private static func say(_ text: StaticString) {
    _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }
}
