import Statistics

extension HorizonStudy {
  /// How a signal and what follows go together, over the whole sample: descriptive, not tradable.
  public struct Association: Sendable, Hashable {
    public let pearson: Double
    public let spearman: Double
    /// Mean forward return in each fifth of the signal, lowest first, by full-sample edges.
    public let fifths: [Double]

    /// Nil for a regime, and under fifty bars.
    init?(_ horizon: HorizonSample) {
      guard case .signal(let signal) = horizon.subject.values else { return nil }
      let y = horizon.returns
      let rows = signal.indices.filter { !signal[$0].isNaN && !y[$0].isNaN }
      guard rows.count >= 50 else { return nil }
      let known = rows.map { signal[$0] }
      pearson = Correlation.pearson(known, rows.map { y[$0] }).coefficient
      spearman = Correlation.spearman(known, rows.map { y[$0] }).coefficient
      let order = rows.sorted { (signal[$0], $0) < (signal[$1], $1) }
      fifths = (0..<5).map { fifth in
        let part = order[order.count * fifth / 5..<order.count * (fifth + 1) / 5]
        return part.reduce(0) { $0 + y[$1] } / Double(part.count)
      }
    }
  }
}
