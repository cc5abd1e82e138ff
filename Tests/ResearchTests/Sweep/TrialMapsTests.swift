import Market
import Research
import Signals
import Testing

@Suite("How a figure lies over the parameters")
struct TrialMapsTests {
  /// A figure that every trial has a different value of.
  static func value(_ point: Int) -> Double { Double(point * 7919 % 10_007) / 100 - 40 }

  static func maps(_ space: ParameterSpace, points: [Int]? = nil, smallestFirst: Bool = false) -> TrialMaps {
    var maps = TrialMaps(space, smallestFirst: smallestFirst)
    for point in points ?? Array(0..<space.count) { maps.add(point, value(point)) }
    return maps
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  @Test("a cell is the median over all trials with its pair of values, a slice over those of the third")
  func medians() throws {
    let space = try Spaces.space(grids: ["entry=1:5:1", "exit=0,1,2", "lookback=6h,1d,3d", "timed=true,false"])
    let maps = Self.maps(space)
    let surface = try #require(maps.surface)
    #expect(surface.rows.name == "entry" && surface.columns.name == "exit" && surface.isExact)
    #expect(surface.rows.labels == ["1", "2", "3", "4", "5"])
    let all = space.all
    func values(_ keep: ([String: ParameterValue]) -> Bool) -> [Double] {
      all.indices.filter { keep(all[$0]) }.map(Self.value)
    }
    for (row, entry) in [1.0, 2, 3, 4, 5].enumerated() {
      for (column, exit) in [0.0, 1, 2].enumerated() {
        #expect(
          surface.cells[row][column]
            == Self.median(values { $0["entry"] == .number(entry) && $0["exit"] == .number(exit) }))
      }
      #expect(surface.rowMedians[row] == Self.median(values { $0["entry"] == .number(entry) }))
    }
    #expect(maps.slices.map(\.slice) == ["lookback = 6h", "lookback = 1d", "lookback = 3d"])
    #expect(
      maps.slices[1].cells[2][0]
        == Self.median(
          values { $0["entry"] == .number(3) && $0["exit"] == .number(0) && $0["lookback"] == .duration(.day) }))
    let along = try #require(maps.marginals.first { $0.bins.name == "lookback" })
    #expect(
      along.best == [6, 24, 72].map { hours in values { $0["lookback"] == .duration(.hours(hours)) }.max() ?? 0 })
  }

  @Test("trials without the figure leave their cell empty, and fewer than two swept parameters have no surface")
  func empty() throws {
    let space = try Spaces.space(grids: ["entry=1,2", "exit=0,1"])
    let maps = Self.maps(space, points: [0, 3])
    let surface = try #require(maps.surface)
    #expect(surface.cells[0][1].isNaN && surface.cells[1][0].isNaN && surface.cells[1][1] == Self.value(3))
    var missing = TrialMaps(space, smallestFirst: false)
    missing.add(0, .nan)
    #expect(missing.parallel.values.isEmpty)
    #expect(Self.maps(try Spaces.space(grids: ["entry=1,2,3"])).surface == nil)
  }

  @Test("memory is bounded: beyond the stated number a median is that of a sample, whatever the order of the trials")
  func sampled() throws {
    let space = try Spaces.space(
      grids: ["entry=1,2", "exit=0,1"], draws: ["lookback=uniform(6h,7d)", "exit_after=uniform(6h,7d)"], trials: 40_000)
    let forward = try #require(Self.maps(space).surface)
    let backward = try #require(Self.maps(space, points: Array((0..<space.count).reversed())).surface)
    #expect(!forward.isExact && forward.exactUpTo == 4096)
    #expect(forward.cells == backward.cells)
    // Values are spread evenly over 100 and a sample has 2,048 or more: a median has a standard error near 1.
    for cell in forward.cells.joined() { #expect(abs(cell - 10) < 5) }
  }

  @Test("a drawn axis is cut into parts that are equally likely, with their edges")
  func bins() throws {
    let space = try Spaces.space(draws: ["entry=normal(1,2)", "exit=integer(1,3)"], sampler: .latin, trials: 800)
    let maps = Self.maps(space)
    let surface = try #require(maps.surface)
    #expect(surface.rows.edges == ["-∞", "-1.3", "-0.349", "0.363", "1", "1.64", "2.35", "3.3", "∞"])
    #expect(surface.rows.labels.first == "-∞ … -1.3")
    #expect(surface.columns.labels == ["1", "2", "3"] && surface.columns.edges.isEmpty)
    let inFirst = (0..<800).filter { (space.parameters($0)["entry"]?.scalar ?? 0) < -1.3007 }
    #expect(inFirst.count == 100)
    #expect(surface.rowMedians[0] == Self.median(inFirst.map(Self.value)))
  }

  @Test("many values on one axis share cells")
  func many() throws {
    let maps = Self.maps(try Spaces.space(grids: ["entry=1:100:1", "exit=0,1"]))
    let surface = try #require(maps.surface)
    #expect(surface.rows.count == 34 && surface.rows.labels.first == "1 … 3" && surface.rows.labels.last == "100")
  }

  @Test("lines are the best trials in their order and a sample of the others", arguments: [true, false])
  func lines(smallestFirst: Bool) throws {
    let space = try Spaces.space(grids: ["entry=1:100:1", "exit=0:1:0.01", "timed=true,false"])
    let parallel = Self.maps(space, smallestFirst: smallestFirst).parallel
    let sorted = (0..<space.count).map(Self.value).sorted { smallestFirst ? $0 < $1 : $0 > $1 }
    #expect(parallel.best == 50 && Array(parallel.values.prefix(50)) == Array(sorted.prefix(50)))
    #expect((200...500).contains(parallel.values.count))
    #expect(parallel.axes.map(\.name) == ["entry", "exit", "timed"])
    #expect(parallel.axes.allSatisfy { $0.heights.allSatisfy { (0...1).contains($0) } && $0.ticks.count <= 12 })
  }

  @Test("a parameter at rest lies below its axis")
  func rest() throws {
    let space = try Spaces.space(
      grids: ["timed=true,false"], draws: ["exit=uniform(0,1)", "exit_after=uniform(6h,3d) if timed"], trials: 40)
    let axis = try #require(Self.maps(space).parallel.axes.last)
    #expect(axis.heights.count { $0 < 0 } == 20)
    #expect(axis.ticks.first?.label == "at rest 2d")
  }
}
