import Foundation
import Synchronization

/// Work on several threads at once, since each waits for a server most of the time.
enum Workers {
  /// Does `body` for each item and returns what it made, in the order of the items.
  ///
  /// - Throws: what the earliest item failed with that failed; nothing new is begun after a failure.
  static func map<Item: Sendable, Made: Sendable>(
    _ items: [Item], count workers: Int, _ body: @escaping @Sendable (Item) throws -> Made
  ) throws -> [Made] {
    let queue = WorkQueue<Item, Made>(items)
    let group = DispatchGroup()
    for _ in 0..<max(1, min(workers, items.count)) {
      group.enter()
      let thread = Thread {
        queue.work(body)
        group.leave()
      }
      thread.stackSize = 1 << 20
      thread.start()
    }
    group.wait()
    return try queue.results()
  }

  private final class WorkQueue<Item: Sendable, Made: Sendable>: Sendable {
    private struct State: Sendable {
      var next = 0
      var made: [Int: Result<Made, any Error>] = [:]
      var hasFailed = false
    }

    private let items: [Item]
    private let state = Mutex(State())

    init(_ items: [Item]) { self.items = items }

    func work(_ body: @Sendable (Item) throws -> Made) {
      while let index = take() {
        let result = Result { try body(items[index]) }
        state.withLock { state in
          if case .failure = result { state.hasFailed = true }
          state.made[index] = result
        }
      }
    }

    private func take() -> Int? {
      state.withLock { state in
        guard !state.hasFailed, state.next < items.count else { return nil }
        state.next += 1
        return state.next - 1
      }
    }

    func results() throws -> [Made] {
      let made = state.withLock { $0.made }
      return try made.sorted { $0.key < $1.key }.map { try $0.value.get() }
    }
  }
}
