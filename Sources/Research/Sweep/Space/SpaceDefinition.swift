import Market
import Signals
import Statistics

/// What defines the points of a sweep, checked, with nothing enumerated yet.
///
/// Two definitions that are written differently and mean the same (lists in another order, conditions in another order,
/// bars instead of hours) are equal and have one `text`.
public struct SpaceDefinition: Sendable {
  /// Every parameter of the strategy, in the order of its file.
  public let axes: [ParameterAxis]
  /// The bar that drawn durations are whole numbers of.
  public let interval: Interval
  /// Nil when nothing is drawn.
  public let sampler: Sampler?
  /// Nil when chance plays no part.
  public let seed: UInt64?
  /// Draws in total, or how many points of the grid to take; nil for all of it.
  public let trials: Int?
  /// Conditions that every point meets, sorted.
  public let conditions: [String]
  /// Combinations of listed values, before any condition.
  public let gridCount: Int
  /// The parsed forms of `conditions` and of the axes' own.
  let checks: SpaceChecks

  /// From the command line.
  ///
  /// - Parameters:
  ///   - parameters: of the strategy, with their defaults.
  ///   - fixed: `--set`.
  ///   - interval: the bar; counts of bars become durations, and drawn durations are rounded to it.
  /// - Throws: a `Problem` for everything that can be wrong with it: see `docs/sweeps.md`.
  public init(
    _ request: SpaceRequest, of parameters: [Parameter], fixed: [String: ParameterValue] = [:], interval: Interval
  ) throws(Problem) {
    let axes = try request.axes(of: parameters, fixed: fixed, bar: interval)
    try self.init(
      axes: axes, interval: interval, sampler: request.sampler, seed: request.seed, trials: request.trials,
      conditions: request.conditions)
  }

  init(
    axes: [ParameterAxis], interval: Interval, sampler: Sampler?, seed: UInt64?, trials: Int?, conditions: [String]
  ) throws(Problem) {
    var count = 1
    for axis in axes where !axis.isDrawn {
      let (product, overflow) = count.multipliedReportingOverflow(by: axis.values.count)
      guard !overflow else {
        throw Problem(
          "the grid has more combinations than can be numbered", remedy: "thin it out, or draw with --random")
      }
      count = product
    }
    let drawn = axes.filter(\.isDrawn)
    self.axes = axes
    self.interval = interval
    self.trials = trials
    self.conditions = Set(conditions).sorted()
    gridCount = count
    self.sampler = drawn.isEmpty ? nil : sampler ?? .random
    self.seed = drawn.isEmpty && trials == nil ? nil : seed ?? 1
    checks = try SpaceChecks(axes, conditions: self.conditions)
    try checkDraws(drawn, sampler: sampler)
  }

  private func checkDraws(_ drawn: [ParameterAxis], sampler: Sampler?) throws(Problem) {
    if let trials, trials < 1 {
      throw Problem("--trials is \(trials)", remedy: "give a number above zero")
    }
    guard !drawn.isEmpty else {
      guard sampler == nil else {
        throw Problem(
          "--sampler \(sampler?.rawValue ?? "") has nothing to draw", remedy: "add --random parameter=uniform(a,b)")
      }
      return
    }
    guard let trials else {
      throw Problem("--random needs to know how many draws", remedy: "add --trials, such as --trials 10000")
    }
    guard sampler != .sobol || drawn.count <= SobolSequence.mostDimensions else {
      throw Problem(
        "--sampler sobol has \(drawn.count) axes to draw and knows \(SobolSequence.mostDimensions)",
        remedy: "take --sampler latin")
    }
    let ways = drawn.reduce(gridCount as Int?) { ways, axis in
      ways.flatMap { ways in
        axis.distribution?.valueCount.flatMap { count in
          let (product, overflow) = ways.multipliedReportingOverflow(by: count)
          return overflow ? nil : product
        }
      }
    }
    if let ways, ways < trials {
      throw Problem(
        "--trials \(trials) is more than the \(ways) different parameter sets there are",
        remedy: "list the values with --grid, or ask for fewer trials")
    }
  }
}

extension SpaceDefinition: Hashable {
  public static func == (a: SpaceDefinition, b: SpaceDefinition) -> Bool { a.text == b.text }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
