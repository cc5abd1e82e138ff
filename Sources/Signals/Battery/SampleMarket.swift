import Market
import Numerics

extension Frame {
  /// A made-up perpetual with every column that the venues' files fill, and no gaps: prices walk, funding changes every
  /// eight hours, flows are positive. For checks; nothing in it is meant to be predictable or realistic.
  ///
  /// Its first bar stands nowhere in particular, so that windows do not begin with it by chance.
  public static func sample(count: Int = 500, interval: Interval = .hour, seed: UInt64 = 1) -> Frame {
    var random = SplitMix64(seed: seed)
    let start = Instant(milliseconds: 19_731 * Interval.day.milliseconds + 7 * interval.milliseconds)
    let own: [SeriesKind] = [.klines, .mark, .premium]
    let others: [SeriesKind] = [.funding, .openInterest, .liquidations]
    let descriptors = own.flatMap(\.columns) + SpotColumns.descriptors + others.flatMap(\.columns)
    var columns = descriptors.map { descriptor in
      Column(descriptor.name, descriptor.unit, values(count, descriptor.unit, &random))
    }
    let rest: [SeriesKind] = [.index, .predictedFunding, .takerFlow, .longShort]
    for descriptor in rest.flatMap({ $0.columns + $0.otherColumns }) {
      columns.append(Column(descriptor.name, descriptor.unit, values(count, descriptor.unit, &random)))
    }
    // Its rates are of eight hours, and none is missing.
    let rates = columns.first { $0.name == "funding_rate" }?.values ?? []
    columns.append(Column(FundingClock.per8h.descriptor.name, .fraction, rates))
    columns.append(
      Column(FundingClock.complete.descriptor.name, .fraction, [Double](repeating: 1, count: count)))
    let interest = columns.first { $0.name == "open_interest" }?.values ?? []
    columns.append(Column(NativeInterest.name, .base, interest))
    let venues =
      VenueStatistic.allCases.map { VenueColumn($0, "funding_8h") }
      + ["open_interest", "volume"].map { VenueColumn(.mean, "funding_8h", weight: $0) }
    columns += venues.map { Column($0.name, .fraction, values(count, .fraction, &random).map(\.magnitude)) }
    columns += ["large_bought_value", "large_sold_value"].map { Column($0, .quote, values(count, .quote, &random)) }
    columns += ["front", "maturity_30d"].map {
      Column("\($0).close", .price, values(count, .price, &random))
    }
    columns.append(
      Column("front.\(CurveColumns.hoursToExpiry.name)", .hours, [Double](repeating: 24 * 45, count: count)))
    columns += OptionColumn.usual.map { option in
      let drawn = values(count, option.unit, &random)
      return Column(option.name, option.unit, option.unit == .fraction ? drawn.map { 0.5 + 100 * $0 } : drawn)
    }
    let settled = (0..<count).map { row in
      let close = start.milliseconds + Int64(row + 1) * interval.milliseconds
      return Double(close.flooredQuotient(by: Interval.hours(8).milliseconds) * Interval.hours(8).milliseconds)
    }
    columns.append(Column(FundingClock.time.descriptor.name, .time, settled))
    columns.append(
      Column(
        FundingClock.paid.descriptor.name, .fraction,
        rates.indices.map { $0 > 0 && settled[$0] > settled[$0 - 1] ? rates[$0] : 0 }))
    return Frame(
      market: "sample", instrument: Instrument(venue: "sample", symbol: "BTCUSDT"),
      grid: Grid(start: start, interval: interval, count: count), columns: columns)
  }

  private static func values(_ count: Int, _ unit: Unit, _ random: inout SplitMix64) -> [Double] {
    var value = 0.0
    return (0..<count).map { row in
      let step = random.fraction() - 0.5
      switch unit {
      case .price: value = row == 0 ? 60_000 : value * (1 + 0.02 * step)
      case .fraction: value = row % 8 == 0 || random.fraction() < 0.5 ? 4e-4 * step : value
      case .hours: value = 8
      case .base, .quote, .coin, .count, .contracts, .time, .flag, .score: value = 100 * (step + 0.5) + 1
      }
      return value
    }
  }
}
