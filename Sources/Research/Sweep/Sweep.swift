import Market
import Numerics
import Replay
import Signals
import Statistics

/// One strategy at every point of a parameter space.
public struct Sweep: Sendable {
  public let strategy: Strategy
  public let space: ParameterSpace
  public let blocks: BlockPlan

  public init(_ strategy: Strategy, _ space: ParameterSpace) {
    self.strategy = strategy
    self.space = space
    blocks = BlockPlan(count: space.count)
  }

  /// The bars before the evaluation that the longest-looking trial needs, so that all are judged on the same dates.
  ///
  /// Windows come from parameters one at a time, so the extremes of the axes are enough: each axis is walked with the
  /// others at rest, and all are taken at their last. Of a drawn axis the extremes of its distribution count and not those
  /// that happened to be drawn, so that a sweep with more draws is judged on the same dates.
  ///
  /// - Parameter bars: what one parameter set needs.
  /// - Throws: what is wrong with the first point, when none that was looked at makes sense: a fault of the file or of the
  ///   command line, which no trial should be spent on.
  public func lookBack(_ bars: ([String: ParameterValue]) throws -> Int) throws -> Int {
    let walks = space.axes.map { (name: $0.name, values: $0.candidates) }
    let first = Dictionary(walks.compactMap { walk in walk.values.first.map { (walk.name, $0) } }) { $1 }
    let last = Dictionary(walks.compactMap { walk in walk.values.last.map { (walk.name, $0) } }) { $1 }
    var most: Int?
    for rest in [first, last] {
      for (name, values) in walks {
        for value in values {
          // A combination that cannot be bound is a trial that fails, and needs no bars.
          if let bars = try? bars(rest.merging([name: value]) { _, value in value }) { most = max(most ?? 0, bars) }
        }
      }
    }
    return try most ?? bars(space.parameters(0))
  }
}

extension Sweep {
  /// So many different points, drawn by chance; all of them when there are no more.
  public func scatteredPoints(_ count: Int, seed: UInt64) -> Set<Int> {
    guard count < space.count else { return Set(0..<space.count) }
    var random = CounterRandom(seed: seed, stream: 0)
    var points: Set<Int> = []
    while points.count < count { points.insert(random.below(space.count)) }
    return points
  }
}

extension ParameterAxis {
  /// The listed values, of a long list some with both ends, or the least and the most that can be drawn.
  fileprivate var candidates: [ParameterValue] {
    if let distribution { return [distribution.value(.ulpOfOne), distribution.value(1 - .ulpOfOne)] }
    let step = max(1, values.count / 64)
    return stride(from: 0, to: values.count, by: step).map { values[$0] } + values.suffix(1)
  }
}
