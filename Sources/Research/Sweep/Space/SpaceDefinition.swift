import Foundation
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

extension SpaceDefinition {
  /// Canonical JSON, keys sorted: equal texts are equal definitions. `init(text:)` reads it back.
  ///
  /// `axes[] {name, values[] | draw, if, rest}`, `interval`, and where they play a part `sampler`, `seed`, `trials`,
  /// `where[]`. Values are written as on the command line.
  public var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let document = SpaceDocument(
      axes: axes.map { axis in
        SpaceDocument.Axis(
          name: axis.name, values: axis.isDrawn ? nil : axis.values.prefix(axis.sweptCount).map(\.description),
          draw: axis.distribution?.description, if: axis.condition, rest: axis.rest?.description)
      },
      interval: interval.description, sampler: sampler?.rawValue, seed: seed, trials: trials,
      where: conditions.isEmpty ? nil : conditions)
    // Nothing in the document can fail to be encoded: no numbers but whole ones, no keys but its own.
    return (try? encoder.encode(document)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// - Throws: a `Problem` when `text` is not what `text` writes.
  public init(text: String) throws(Problem) {
    let document: SpaceDocument
    do {
      document = try JSONDecoder().decode(SpaceDocument.self, from: Data(text.utf8))
    } catch {
      throw Problem("the text of a parameter space cannot be read: '\(text.prefix(80))'", fault: .work)
    }
    guard let interval = Interval(document.interval) else {
      throw Problem("a parameter space has the interval '\(document.interval)'", fault: .work)
    }
    var axes: [ParameterAxis] = []
    for axis in document.axes { axes.append(try axis.parsed(bar: interval)) }
    try self.init(
      axes: axes, interval: interval,
      sampler: try document.sampler.map { name throws(Problem) in try Sampler(parsing: name) }, seed: document.seed,
      trials: document.trials, conditions: document.where ?? [])
  }
}

private struct SpaceDocument: Codable {
  struct Axis: Codable {
    let name: String
    let values: [String]?
    let draw: String?
    let `if`: String?
    let rest: String?

    func parsed(bar: Interval) throws(Problem) -> ParameterAxis {
      let rest = try self.rest.map { word throws(Problem) in try value(word) }
      guard let draw else {
        let values = try (self.values ?? []).map { word throws(Problem) in try value(word) }
        guard !values.isEmpty else { throw Problem("the axis '\(name)' has no values", fault: .work) }
        return ParameterAxis(name: name, values: values, condition: `if`, rest: rest)
      }
      let text = try AxisText("\(name)=\(draw)", flag: "--random", form: Distribution.randomForm)
      return ParameterAxis(
        name: name, values: [], distribution: try Distribution(text, for: Distribution.kind(of: text), bar: bar),
        condition: `if`, rest: rest)
    }

    private func value(_ word: String) throws(Problem) -> ParameterValue {
      guard let value = ParameterValue(word) else {
        throw Problem("the axis '\(name)' has the value '\(word)'", fault: .work)
      }
      return value
    }
  }

  let axes: [Axis]
  let interval: String
  let sampler: String?
  let seed: UInt64?
  let trials: Int?
  let `where`: [String]?
}

extension SpaceDefinition {
  /// `trials` of the kept combinations without replacement, in their order. With the same seed a larger sample of the
  /// same grid contains a smaller one.
  func sample(_ trials: Int, of kept: PointSet) throws(Problem) -> PointSet {
    guard trials <= kept.count else {
      throw Problem(
        "--trials \(trials) is more than the \(kept.count) points of the grid, and a point run twice gives the same "
          + "figures twice",
        remedy: "leave --trials out to run all of them, refine the grid, or draw values with --random")
    }
    guard trials < kept.count else { return kept }
    let order = CounterPermutation(count: kept.count, seed: seed ?? 1)
    var members = [Int](unsafeUninitializedCapacity: trials) { buffer, initialized in
      for place in 0..<trials { buffer.initializeElement(at: place, to: kept.member(order[place])) }
      initialized = trials
    }
    members.sort()
    return PointSet(members, below: gridCount)
  }

  /// Which condition is the one that leaves nothing of the grid.
  func nothingLeft() -> Problem {
    let required = checks.grid.filter { if case .required = $0.kind { true } else { false } }
    let resting = checks.grid.filter { if case .required = $0.kind { false } else { true } }
    var before = GridScan(axes, universe: gridCount, checks: resting).kept().count
    for count in required.indices {
      let left = GridScan(axes, universe: gridCount, checks: resting + required[...count]).kept().count
      guard left > 0 else {
        return Problem(
          "--where '\(required[count].condition.text)' holds for none of the \(before) parameter sets"
            + (count > 0 ? " that the conditions before it leave" : ""),
          remedy: "change the condition or the grid")
      }
      before = left
    }
    return Problem("no parameter set meets every condition", remedy: "change the conditions or the grid")
  }

  /// The same for draws.
  func nothingDrawn() -> Problem {
    let conditions = checks.draws.map { "'\($0.text)'" }.joined(separator: " and ")
    return Problem(
      "--where \(conditions) holds for none of the \(trials ?? 0) draws",
      remedy: "change the condition, the distributions or the seed, or ask for more trials")
  }
}
