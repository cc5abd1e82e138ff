import Foundation
import Synchronization

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
