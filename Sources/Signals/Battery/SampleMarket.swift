import Market

extension Frame {
  /// A made-up perpetual with every column that the venues' files fill, and no gaps: prices walk, funding changes every
  /// eight hours, flows are positive. For checks; nothing in it is meant to be predictable or realistic.
  ///
  /// Its first bar stands nowhere in particular, so that windows do not begin with it by chance.
  public static func sample(count: Int = 500, interval: Interval = .hour, seed: UInt64 = 1) -> Frame {
    var random = SplitMix(seed: seed)
    let start = Instant(milliseconds: 19_731 * Interval.day.milliseconds + 7 * interval.milliseconds)
    let own: [SeriesKind] = [.klines, .mark, .premium]
    let others: [SeriesKind] = [.funding, .openInterest, .liquidations]
    let descriptors = own.flatMap(\.columns) + SpotColumns.descriptors + others.flatMap(\.columns)
    let columns = descriptors.map { descriptor in
      Column(descriptor.name, descriptor.unit, values(count, descriptor.unit, &random))
    }
    return Frame(
      market: "sample", instrument: Instrument(venue: "sample", symbol: "BTCUSDT"),
      grid: Grid(start: start, interval: interval, count: count), columns: columns)
  }

  private static func values(_ count: Int, _ unit: Unit, _ random: inout SplitMix) -> [Double] {
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

/// Steele, Lea and Flood's SplitMix64 (2014): a seed gives the same numbers on every machine.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// From 0 up to 1.
  mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func number(in range: Range<Int>) -> Int {
    range.lowerBound + Int(next().multipliedFullWidth(by: UInt64(range.count)).high)
  }
}
