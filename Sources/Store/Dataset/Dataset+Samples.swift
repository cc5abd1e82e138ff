import Market

extension Dataset {
  /// A sample of each instrument that has klines, of the finest there are, as far as no seal hides them.
  ///
  /// - Complexity: reads all closes.
  public func samples() throws -> [DataSample] {
    try instruments(with: .klines).compactMap { instrument in
      try klines(of: instrument).min { $0.cadence < $1.cadence }
        .map { try sample(of: $0.series, cadence: $0.cadence, in: .always) }
    }
  }

  /// Whether an instrument's klines here, of whatever interval, are of the same data as a sample, as far as a look at some
  /// of its instants can tell.
  ///
  /// - Complexity: reads a chunk for each of `looks` instants at most, however long the series is.
  func holdsData(of sample: DataSample, looks: Int = 64) throws -> Bool {
    let candidates = try instruments(with: .klines).filter { DataSample.canBeOne("\($0)", sample.instrument) }
    return try candidates.flatMap { try klines(of: $0) }.contains { series, cadence in
      guard let summary = try summary(of: series) else { return false }
      let last = summary.last + cadence
      let within = sample.instants.indices.filter {
        sample.instants[$0] > summary.first.milliseconds && sample.instants[$0] <= last.milliseconds
      }
      let step = max(1, within.count / looks)
      let chosen = stride(from: 0, to: within.count, by: step).map { within[$0] }
      let found = try chosen.map { index -> Double in
        let open = Instant(milliseconds: sample.instants[index]) - cadence
        return try self.sample(
          of: series, cadence: cadence, in: TimeRange(from: open, to: open + Interval(milliseconds: 1))
        ).closes.first ?? .nan
      }
      return DataSample(
        instrument: sample.instrument, instants: chosen.map { sample.instants[$0] }, closes: found
      ).isOfSameData(as: sample)
    }
  }

  /// The bars of an instrument, of every width.
  private func klines(of instrument: Instrument) throws -> [(series: StoredSeries, cadence: Interval)] {
    try series(of: instrument).filter { $0.descriptor.kind == .klines }
      .compactMap { series in series.descriptor.cadence.map { (series, $0) } }
  }

  /// - Parameter range: of the bars' opens.
  private func sample(of series: StoredSeries, cadence: Interval, in range: TimeRange) throws -> DataSample {
    let instrument = series.descriptor.instrument.description
    guard let close = series.descriptor.columns.firstIndex(where: { $0.name == "close" }) else {
      return DataSample(instrument: instrument, instants: [], closes: [])
    }
    let rows = try rows(of: series, columns: [close], range: range).trimmed(to: range)
    return DataSample(
      instrument: instrument, instants: rows.stamps.map { $0 + cadence.milliseconds }, closes: rows.columns[0])
  }
}
