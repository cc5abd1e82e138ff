import Market

/// The same perpetual on three venues, for trades between them: hourly bars and funding of each, in a dataset of their own.
///
/// The first is the demo market in hourly bars. On the others the price is the same but for a premium that wanders by ten
/// basis points, and funding is settled every four hours, or every hour. One thing is planted: longs of the western venue
/// pay `westLean` more every hour, and longs of the eastern one less, so that being short in the west and long elsewhere
/// earns the difference, whatever the price does.
extension DemoMarket {
  /// Added to each rate of the western venue, by the hour, and taken from each of the eastern one's, by four hours; in 10⁻⁸.
  static let westLean = 1_000.0
  static let eastLean = -2_000.0

  /// The series of a market of one coin on several venues: klines of 1h and funding of each.
  public func manyVenues() -> [Series] {
    let own = generated().tables
    let bars = own.klines.aggregated(to: .hour).series
    let sources = DemoSources(own.series)
    let venues = DemoVenues(seed: seed, days: days, sources)
    let east = venues.funding(of: Self.east, every: 4, .eastPremium, deviation: 0.0002)
    let west = venues.funding(of: Self.west, every: 1, .westPremium, deviation: 0.0003)
    return [
      bars, own.funding.series, twin(of: bars, Self.east, .eastPrice, volume: 0.5), leaning(east, by: Self.eastLean),
      twin(of: bars, Self.west, .westPrice, volume: 0.25), leaning(west, by: Self.westLean),
    ]
  }

  /// The bars at prices that differ by what wanders with half a day of memory.
  private func twin(of bars: Series, _ instrument: Instrument, _ stream: DemoRandom.Stream, volume: Double) -> Series {
    var wander = OrnsteinUhlenbeck(DemoRandom(seed: seed, stream), keep: 0.94, deviation: 0.001)
    let descriptor = SeriesDescriptor(instrument: instrument, kind: .klines, cadence: .hour)
    var columns = bars.columns
    var before = 1.0
    for row in bars.stamps.indices {
      let now = 1 + wander.next(row)
      for (place, column) in descriptor.columns.enumerated() {
        let value = bars.columns[place][row]
        switch column.name {
        case "open": columns[place][row] = (value * before).stepped(10)
        case "high": columns[place][row] = (value * max(before, now)).stepped(10)
        case "low": columns[place][row] = (value * min(before, now)).stepped(10)
        case "close": columns[place][row] = (value * now).stepped(10)
        default: columns[place][row] = column.unit == .count ? value : value * volume
        }
      }
      before = now
    }
    return Series(descriptor: descriptor, stamps: bars.stamps, columns: columns)
  }

  private func leaning(_ funding: Series, by lean: Double) -> Series {
    var columns = funding.columns
    columns[0] = columns[0].map { (($0 * 1e8).rounded() + lean) / 1e8 }
    return Series(descriptor: funding.descriptor, stamps: funding.stamps, columns: columns)
  }
}
