import Market

extension Dataset {
  /// A sample of each instrument that has klines, of the finest there are, as far as no seal hides them.
  ///
  /// - Complexity: reads all closes.
  public func samples() throws -> [DataSample] {
    let klines = try self.klines()
    var instruments: [Instrument] = []
    for series in klines where !instruments.contains(series.descriptor.instrument) {
      instruments.append(series.descriptor.instrument)
    }
    return try instruments.compactMap { instrument in
      let own = klines.filter { $0.descriptor.instrument == instrument }
      return try own.min { $0.descriptor.cadence < $1.descriptor.cadence }.map { try sample(of: $0, in: .always) }
    }
  }

  /// Whether an instrument's klines here, of whatever interval, are of the same data as a sample, as far as a look at some
  /// of its instants can tell.
  ///
  /// - Complexity: reads a chunk for each of `looks` instants at most, however long the series is.
  func holdsData(of sample: DataSample, looks: Int = 64) throws -> Bool {
    try klines().contains { series in
      guard "\(series.descriptor.instrument)" == sample.instrument else { return false }
      let cadence = series.descriptor.cadence
      let last = series.last + cadence
      let within = sample.instants.indices.filter {
        sample.instants[$0] > series.first.milliseconds && sample.instants[$0] <= last.milliseconds
      }
      let step = max(1, within.count / looks)
      let chosen = stride(from: 0, to: within.count, by: step).map { within[$0] }
      let found = try chosen.map { index -> Double in
        let open = Instant(milliseconds: sample.instants[index]) - cadence
        return try self.sample(of: series, in: TimeRange(from: open, to: open + Interval(milliseconds: 1))).closes.first
          ?? .nan
      }
      return DataSample(
        instrument: sample.instrument, instants: chosen.map { sample.instants[$0] }, closes: found
      ).isOfSameData(as: sample)
    }
  }

  private func klines() throws -> [SeriesSummary] { try catalog().filter { $0.descriptor.kind == .klines } }

  /// - Parameter range: of the bars' opens.
  private func sample(of series: SeriesSummary, in range: TimeRange) throws -> DataSample {
    guard let close = series.descriptor.columns.firstIndex(where: { $0.name == "close" }) else {
      return DataSample(instrument: "\(series.descriptor.instrument)", instants: [], closes: [])
    }
    let rows = try rows(of: series, columns: [close], range: range).trimmed(to: range)
    return DataSample(
      instrument: "\(series.descriptor.instrument)",
      instants: rows.stamps.map { $0 + series.descriptor.cadence.milliseconds }, closes: rows.columns[0])
  }
}
