import Numerics
import Replay
import Research
import Signals
import Statistics

/// A sweep over two axes whose trials earn what a test says: daily returns, and the figures that follow from them.
struct GeneratedSweep {
  let columns: Int
  var returns: [[Double]]

  /// Independent normal days with a deviation of 1%, all rows of one strategy that has no skill.
  static func noise(rows: Int = 10, columns: Int = 10, days: Int = 365, seed: UInt64 = 1) -> GeneratedSweep {
    GeneratedSweep(
      columns: columns,
      returns: (0..<rows * columns).map { trial in
        var random = CounterRandom(seed: seed, stream: UInt64(trial))
        return (0..<days).map { _ in 0.01 * random.normal() }
      })
  }

  func figures(_ point: Int) -> Figures? {
    let daily = returns[point]
    let moments = Moments(daily)
    let deviation = moments.standardDeviation(ddof: 1)
    let rated = deviation > 0
    let sharpe = rated ? moments.mean / deviation : .nan
    var values: [FigureKey: Double] = [
      .finalEquity: 1, .totalReturn: 0, .maxDrawdown: 0, .pricePnl: 0, .fundingPnl: 0, .fees: 0, .slippage: 0,
      .liquidationPnl: 0, .trades: rated ? 12 : 0, .liquidations: 0, .turnover: 0, .exposure: 0,
      .days: Double(daily.count),
    ]
    values[.sharpeDaily] = sharpe
    values[.sharpeAnnual] = sharpe * Annual.root
    values[.skewDaily] = rated ? moments.skewness : .nan
    values[.kurtosisDaily] = rated ? moments.kurtosis : .nan
    return Figures(initialEquity: 1, values: values)
  }

  var best: Int? {
    returns.indices.filter { figures($0)?.sharpeDaily != nil }
      .max { (figures($0)?.sharpeDaily ?? 0) < (figures($1)?.sharpeDaily ?? 0) }
  }

  func neighbours(_ point: Int) -> [Int] {
    let (row, column) = point.quotientAndRemainder(dividingBy: columns)
    return [(row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column)]
      .filter { $0.1 >= 0 && $0.1 < columns && $0.0 >= 0 && $0.0 < returns.count / columns }
      .map { $0.0 * columns + $0.1 }
  }

  var field: SharpeField {
    var field = SharpeField()
    for point in returns.indices { field.add(sharpeDaily: figures(point)?.sharpeDaily ?? .nan) }
    return field
  }

  func selectionBias(everRun: Int = 0, points: [Int]? = nil, ranked: String? = nil) -> SelectionBias {
    let best = self.best
    let points = points ?? TrialSample.choice(from: returns.indices, best: best)
    return SelectionBias(
      rank: .sharpeAnnual, ranked: ranked, best: best.flatMap { point in figures(point).map { (point, $0) } },
      field: field,
      everRun: everRun,
      sample: TrialSample(points: points, returns: points.map { returns[$0] }, of: returns.count),
      space: SelectionSpace(
        axes: ["row", "column"], top: best.map { [$0] } ?? [],
        parameters: { point in
          [
            "row": .number(Double(point / columns)), "column": .number(Double(point % columns)), "fixed": .number(7),
          ]
        }, neighbours: neighbours, value: { figures($0)?.sharpeAnnual }),
      seed: 1)
  }
}
