import Foundation
import Market
import Synchronization

/// A long text as two halves that are read at once. The second begins with the last row of the first, so that each of its rows
/// is held against the row before it, as when the text is read from its beginning to its end. Lines are counted by nobody.
struct HalvedText {
  private let halves: [FeedText]

  /// Shorter ones are read before a second thread has begun.
  private static let least = 4 << 20

  /// Nil for a text that is too short, or that no line of its own divides.
  init?(_ text: FeedText) {
    let bytes = text.bytes
    let newline = UInt8(ascii: "\n")
    guard bytes.count >= Self.least, !text.isJSON, ProcessInfo.processInfo.activeProcessorCount > 1,
      let end = bytes[..<(bytes.count / 2)].lastIndex(of: newline),
      let start = bytes[..<end].lastIndex(of: newline).map({ $0 + 1 }), start > 0
    else { return nil }
    halves = [text.rows(in: 0..<(end + 1)), text.rows(in: start..<bytes.count)]
  }

  /// The rows of both; nil where the two do not go together, or one of them has a row that cannot be used. What is wrong with it
  /// and which is the first is then found by reading the text as a whole.
  func rows(_ read: @Sendable (FeedText, _ share: Int) throws -> RowCollector) -> RowCollector? {
    let found = Mutex<[RowCollector?]>([nil, nil])
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      let rows = try? read(halves[index], index == 0 ? 2 : 1)
      found.withLock { $0[index] = rows }
    }
    guard var first = found.withLock({ $0.removeFirst() }), let second = found.withLock({ $0.removeFirst() }),
      first.join(second)
    else { return nil }
    return first
  }
}
