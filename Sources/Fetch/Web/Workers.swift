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
    try tried(items, count: workers, failures: 1, body).compactMap { try $0?.get() }
  }

  /// Does `body` for each item and returns what it made or failed with, in the order of the items; nil for what was not begun,
  /// since so many had failed before.
  static func tried<Item: Sendable, Made: Sendable>(
    _ items: [Item], count workers: Int, failures most: Int, _ body: @escaping @Sendable (Item) throws -> Made
  ) -> [Result<Made, any Error>?] {
    let queue = WorkQueue<Item, Made>(items, failures: most)
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
    return queue.results()
  }

  private final class WorkQueue<Item: Sendable, Made: Sendable>: Sendable {
    private struct State: Sendable {
      var next = 0
      var made: [Int: Result<Made, any Error>] = [:]
      var failures = 0
    }

    private let items: [Item]
    private let most: Int
    private let state = Mutex(State())

    init(_ items: [Item], failures most: Int) {
      self.items = items
      self.most = most
    }

    func work(_ body: @Sendable (Item) throws -> Made) {
      while let index = take() {
        let result = Result { try body(items[index]) }
        state.withLock { state in
          if case .failure = result { state.failures += 1 }
          state.made[index] = result
        }
      }
    }

    private func take() -> Int? {
      state.withLock { state in
        guard state.failures < most, state.next < items.count else { return nil }
        state.next += 1
        return state.next - 1
      }
    }

    func results() -> [Result<Made, any Error>?] {
      let made = state.withLock { $0.made }
      return items.indices.map { made[$0] }
    }
  }
}
