import Market

/// Consecutive points of a sweep and what was measured at each: the unit of storing, of resuming, and of shards.
public struct MeasuredBlock: Sendable, Hashable {
  public let number: Int
  public let points: Range<Int>
  /// Figure by figure: the value of figure `f` at the point with offset `i` is `values[f * points.count + i]`. NaN where a
  /// figure is not defined, and for points that failed.
  public let values: [Double]
  /// By offset: why a point could not be measured.
  public let failures: [Int: String]
  /// How many other sweeps had run: they are no new tries.
  public let reused: Int

  public init(number: Int, points: Range<Int>, values: [Double], failures: [Int: String], reused: Int = 0) {
    precondition(values.count % max(points.count, 1) == 0, "a value a point for each figure")
    self.number = number
    self.points = points
    self.values = values
    self.failures = failures
    self.reused = reused
  }

  public var figureCount: Int { points.isEmpty ? 0 : values.count / points.count }

  public func value(_ figure: Int, at offset: Int) -> Double { values[figure * points.count + offset] }

  /// Every figure of one point.
  public func figures(at offset: Int) -> [Double] { (0..<figureCount).map { value($0, at: offset) } }
}

extension MeasuredBlock {
  /// Measures each of `points`, unless the cache knows it.
  init(
    number: Int, points: Range<Int>, figures: Int, evaluator: any TrialEvaluator, cache: (any TrialCache)?
  ) throws {
    var failures: [Int: String] = [:]
    var reused = 0
    var values = [Double](repeating: .nan, count: figures * points.count)
    try withUnsafeTemporaryAllocation(of: Double.self, capacity: figures) { row in
      for (offset, point) in points.enumerated() {
        if let known = try cache?.trial(point) {
          reused += 1
          switch known {
          case .completed(let known):
            for figure in 0..<figures { values[figure * points.count + offset] = known[figure] }
            continue
          case .failed(let reason):
            failures[offset] = reason
            continue
          case .counted: break
          }
        }
        do throws(Problem) {
          try evaluator.measure(point, into: row)
          for figure in 0..<figures { values[figure * points.count + offset] = row[figure] }
        } catch {
          failures[offset] = error.description
        }
      }
    }
    self.init(number: number, points: points, values: values, failures: failures, reused: reused)
  }
}
