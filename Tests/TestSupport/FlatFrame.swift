import Market

extension Frame {
  /// Bars that open, reach and close at one price each, from New Year 2025 on, with columns beside them.
  package static func flat(
    _ closes: [Double], every interval: Interval, from start: Instant = newYear, market: String = "walk",
    of instrument: Instrument = Instrument(venue: "test", symbol: "TEST"), columns: [Column] = []
  ) -> Frame {
    Frame(
      market: market, instrument: instrument, grid: Grid(start: start, interval: interval, count: closes.count),
      columns: ["open", "high", "low", "close"].map { Column($0, .price, closes) } + columns)
  }
}
