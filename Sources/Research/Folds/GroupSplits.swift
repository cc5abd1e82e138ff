import Market

/// All ways to hold out `held` of the groups that the data is cut into: purged k-fold with one, combinatorial purged
/// cross-validation with more (López de Prado 2018, ch. 7 and 12).
public struct GroupSplits: Sendable, Hashable {
  /// Rows of consecutive days, in order.
  public let groups: [Range<Int>]
  /// Groups held out together.
  public let held: Int
  /// Numbers of the groups held out, in lexicographic order.
  public let combinations: [[Int]]

  /// Splits beyond these say nothing more and take their time.
  static let mostSplits = 5000

  /// - Throws: a `Problem` for counts that cannot be, or that make too many splits.
  public init(_ timeline: Timeline, groups: Int, held: Int) throws(Problem) {
    guard groups >= 2, groups <= timeline.days else {
      throw Problem(
        "\(groups) groups of \(timeline.days) days", remedy: "give --groups from 2 to the number of days")
    }
    guard held >= 1, held < groups else {
      throw Problem(
        "\(held) of \(groups) groups are held out", remedy: "give --test-groups from 1 to \(groups - 1)")
    }
    let count = Self.binomial(groups, held)
    guard count <= Self.mostSplits else {
      throw Problem(
        "\(groups) groups, \(held) of them held out, make more than \(Self.mostSplits) splits",
        remedy: "give fewer --groups or --test-groups")
    }
    self.groups = timeline.parts(groups)
    self.held = held
    combinations = Self.combinations(of: groups, held)
  }

  /// φ[N, k] = k/N·C(N, k) = C(N − 1, k − 1): each group is held out that often, so the splits make that many paths
  /// through all of the data.
  public var paths: Int { Self.binomial(groups.count - 1, held - 1) }

  public func folds(_ purge: Purge, in rows: Range<Int>) -> [Fold] {
    combinations.map { numbers in purge.fold(testing: numbers.map { groups[$0] }, in: rows) }
  }

  /// By path, by group: the split whose choice is used there. The j-th split that holds a group out belongs to path j.
  public var assignments: [[Int]] {
    var uses = [[Int]](repeating: [], count: groups.count)
    for (split, numbers) in combinations.enumerated() {
      for group in numbers { uses[group].append(split) }
    }
    return (0..<paths).map { path in uses.map { $0[path] } }
  }

  /// Capped far above anything that is run, instead of overflowing.
  private static func binomial(_ n: Int, _ k: Int) -> Int {
    var count = 1
    for index in 0..<min(k, n - k) {
      count = count * (n - index) / (index + 1)
      if count > 1_000_000_000 { return count }
    }
    return count
  }

  private static func combinations(of count: Int, _ size: Int, from first: Int = 0) -> [[Int]] {
    guard size > 0 else { return [[]] }
    return (first..<max(first, count - size + 1)).flatMap { head in
      combinations(of: count, size - 1, from: head + 1).map { [head] + $0 }
    }
  }
}
