/// How a figure lies over the parameters of a sweep, gathered trial by trial in memory that does not grow with their
/// number: a surface over two parameters, slices of it along a third, marginals, and lines across all of them.
public struct TrialMaps: Sendable {
  public let space: ParameterSpace
  /// Whether less of the figure is better.
  public let smallestFirst: Bool
  private let swept: [AxisBins]
  /// The third swept axis in few parts.
  private let parts: AxisBins?
  private var alone: [CellMedians]
  private var pairs: CellMedians
  private var cuts: CellMedians
  private var lines: LineSample

  /// More cells along an axis, and more slices, than these cannot be read.
  private static let mostCells = 40
  private static let mostSlices = 6

  /// - Parameters:
  ///   - best: lines for the best trials, and `sample` for others among all.
  public init(_ space: ParameterSpace, smallestFirst: Bool, best: Int = 50, sample: Int = 450) {
    self.space = space
    self.smallestFirst = smallestFirst
    let axes = space.axes.indices.filter { space.axes[$0].isSwept }
    swept = axes.map { AxisBins(space, axis: $0, most: Self.mostCells) }
    parts = axes.count > 2 ? AxisBins(space, axis: axes[2], most: Self.mostSlices) : nil
    alone = swept.map { CellMedians(count: $0.count) }
    let cells = swept.count > 1 ? swept[0].count * swept[1].count : 0
    pairs = CellMedians(count: cells)
    cuts = CellMedians(count: cells * (parts?.count ?? 0))
    lines = LineSample(best: best, sample: sample, smallestFirst: smallestFirst)
  }

  /// Trials may come in any order; one without the figure (NaN) is passed over.
  public mutating func add(_ point: Int, _ value: Double) {
    guard !value.isNaN else { return }
    lines.add(point, value)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: space.axes.count) { positions in
      positions.initialize(repeating: 0)
      space.positions(of: point, into: positions)
      var pair: [Int?] = [nil, nil]
      for (index, bins) in swept.enumerated() {
        guard let cell = bins.cell(of: positions[bins.axis], in: space) else { continue }
        alone[index].add(value, of: point, to: cell)
        if index < 2 { pair[index] = cell }
      }
      guard swept.count > 1, let row = pair[0], let column = pair[1] else { return }
      let cell = row * swept[1].count + column
      pairs.add(value, of: point, to: cell)
      guard let parts, let part = parts.cell(of: positions[parts.axis], in: space) else { return }
      cuts.add(value, of: point, to: part * swept[0].count * swept[1].count + cell)
    }
  }

  /// Over the first two swept parameters, all others whatever they are; nil with fewer than two.
  public var surface: ParameterSurface? {
    guard swept.count > 1 else { return nil }
    return ParameterSurface(
      pairs, rows: swept[0], columns: swept[1], rowMedians: alone[0].cells.map(\.median),
      columnMedians: alone[1].cells.map(\.median))
  }

  /// The same at each value of the third; empty with fewer than three swept parameters.
  public var slices: [ParameterSurface] {
    guard let parts, swept.count > 2 else { return [] }
    let cells = swept[0].count * swept[1].count
    return parts.labels.enumerated().map { part, label in
      ParameterSurface(
        cuts, from: part * cells, rows: swept[0], columns: swept[1], rowMedians: [], columnMedians: [],
        slice: "\(parts.name) = \(label)")
    }
  }

  /// The farthest from zero that any of them goes; nil where none goes anywhere.
  package var sliceReach: Double? { slices.compactMap(\.reach).max() }

  /// Along every swept parameter.
  public var marginals: [ParameterMarginal] {
    zip(swept, alone).map { bins, cells in
      ParameterMarginal(
        bins: bins,
        best: cells.cells.map { $0.count == 0 ? .nan : smallestFirst ? $0.least : $0.most },
        median: cells.cells.map(\.median))
    }
  }

  /// Lines across all swept parameters.
  public var parallel: ParallelTrials {
    let (best, others) = lines.chosen
    return ParallelTrials(best + others, best: best.count, of: space)
  }
}
