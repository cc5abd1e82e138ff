import Market

/// Part `index` of `count` of a sweep, as `--shard 3/16` says it: block b belongs to shard 1 + b mod count.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
  /// From 1.
  public let index: Int
  public let count: Int

  /// All of it.
  public static let whole = Shard(index: 1, count: 1)

  private init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  /// - Throws: a `Problem` for what is not `i/n` with i from 1 to n.
  public init(parsing text: String) throws(Problem) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else {
      throw Problem("--shard '\(text)' is not understood", remedy: "write part/parts, such as 3/16")
    }
    guard count >= 1 else { throw Problem("--shard '\(text)' has \(count) parts", remedy: "give one or more") }
    guard (1...count).contains(index) else {
      throw Problem("--shard '\(text)' has no part \(index)", remedy: "parts go from 1/\(count) to \(count)/\(count)")
    }
    self.init(index: index, count: count)
  }

  public var description: String { "\(index)/\(count)" }
}
