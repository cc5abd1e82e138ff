import Statistics

/// The effect within each cell of a partition, and whether the cells could have one and the same.
public struct PartitionEffects: Sendable {
  public let name: String
  public let key: String
  public let convention: String
  public let cells: [Cell]
  /// Wald's test over the cells that have an effect.
  public let equality: Result<EqualSlopes, Unavailable>
  /// First cell less second, where there are just two.
  public let contrast: Result<CellSlopes.Slope, Unavailable>

  public struct Cell: Sendable {
    public let label: String
    /// Bars on which subject and forward return are known.
    public let bars: Int
    /// Bars in the regime and episodes that have one here; nil for a signal.
    public let barsIn: Int?
    public let episodes: Int?
    /// Means of the forward return in the regime and outside; NaN without bars, and for a signal.
    public let meanIn: Double
    public let meanOut: Double
    /// Difference of the means, or slope of a signal, with Hodrick 1B's error.
    public let effect: Result<CellSlopes.Slope, Unavailable>
  }

  public init(_ horizon: HorizonSample, by partition: BarPartition) {
    let tallies = CellTally.tallies(horizon, partition)
    let slopes = CellSlopes(horizon.sample, cells: partition.cells, count: partition.labels.count)
    let cells = partition.labels.indices.map { index in
      let tally = tallies[index]
      let isRegime = horizon.subject.isRegime
      return Cell(
        label: partition.labels[index], bars: tally.bars, barsIn: isRegime ? tally.barsIn : nil,
        episodes: isRegime ? tally.episodes : nil, meanIn: isRegime ? tally.meanIn : .nan,
        meanOut: isRegime ? tally.meanOut : .nan,
        effect: Result { () throws(Unavailable) in try tally.effect(slopes.slopes[index], horizon) })
    }
    let judged = cells.indices.filter { cells[$0].effect.answer != nil }
    name = partition.name
    key = partition.key
    convention = partition.convention
    self.cells = cells
    equality =
      if judged.count < 2 {
        .failure(Unavailable("\(judged.count == 0 ? "no cell has" : "only one cell has") enough to be judged"))
      } else if let test = EqualSlopes(slopes, cells: judged) {
        .success(test)
      } else {
        .failure(Unavailable("the cells' errors are not independent enough to compare them"))
      }
    if cells.count == 2, judged.count == 2, let difference = slopes.difference(0, 1) {
      contrast = .success(difference)
    } else {
      contrast = .failure(Unavailable("there are not two cells that can be judged"))
    }
  }
}

/// What is counted in a cell before anything is estimated.
private struct CellTally {
  var bars = 0
  var barsIn = 0
  var episodes = 0
  var sumIn = 0.0
  var sumOut = 0.0
  private var lastEpisode = -1

  var meanIn: Double { barsIn > 0 ? sumIn / Double(barsIn) : .nan }
  var meanOut: Double { bars > barsIn ? sumOut / Double(bars - barsIn) : .nan }

  static func tallies(_ horizon: HorizonSample, _ partition: BarPartition) -> [CellTally] {
    var tallies = [CellTally](repeating: CellTally(), count: partition.labels.count)
    horizon.eachReturn { row, value, episode in
      let cell = Int(partition.cells[row])
      if cell >= 0 { tallies[cell].add(value, episode: episode) }
    }
    return tallies
  }

  private mutating func add(_ value: Double, episode: Int?) {
    bars += 1
    guard let episode else {
      sumOut += value
      return
    }
    barsIn += 1
    sumIn += value
    if episode != lastEpisode { episodes += 1 }
    lastEpisode = episode
  }

  func effect(_ slope: CellSlopes.Slope?, _ horizon: HorizonSample) throws(Unavailable) -> CellSlopes.Slope {
    if horizon.subject.isRegime {
      guard episodes >= MinimumSample.episodes else {
        throw Unavailable(episodes == 0 ? "no episode" : "\(episodes) episode\(episodes == 1 ? "" : "s"), too few")
      }
      guard bars > barsIn else { throw Unavailable("no bar outside") }
    } else if bars < MinimumSample.horizons * horizon.bars {
      throw Unavailable("\(bars) bars, fewer than \(MinimumSample.horizons) horizons")
    }
    guard let slope else { throw Unavailable("no standard error") }
    if !horizon.subject.isRegime, let rows = slope.rowsBehind, let few = MinimumSample.few(rowsBehindSlope: rows) {
      throw Unavailable(few)
    }
    return slope
  }
}
